"""Which fields of a row are public texts, and which are names."""

from collections.abc import Iterator

from initiatives.importing.values import Values
from initiatives.models import Initiative

TEXTS = ("summary", *Initiative.LONG_TEXTS, "adapted_from", "story_text", "text", "why", "unknowns")
LISTS = ("characteristics", "reach", "approach")
NAMES = ("title", "name", "label", "region", "publisher")


def texts_of(row: Values) -> Iterator[tuple[str, str]]:
    """Yield the texts of a row as (field, text)."""
    yield from ((name, row[name]) for name in TEXTS if row.get(name))
    if "reach" in row:  # a target group; elsewhere `approach` refers to an approach
        yield from ((name, line) for name in LISTS for line in row[name])


def names_of(row: Values) -> Iterator[tuple[str, str]]:
    """Yield the names in a row as (field, name)."""
    yield from ((name, row[name]) for name in NAMES if row.get(name))
