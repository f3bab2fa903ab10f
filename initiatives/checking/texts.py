"""Which values of a row are running text, and which are names, that the public reads."""

from collections.abc import Iterator

from initiatives.importing.values import Values
from initiatives.models import Initiative

TEXTS = ("summary", *Initiative.LONG_TEXTS, "text", "why")
LISTS = ("characteristics", "reach", "approach")
NAMES = ("title", "name", "label", "region", "publisher")


def texts_of(row: Values) -> Iterator[tuple[str, str]]:
    """The texts of a row, each with the name of its field."""
    yield from ((name, row[name]) for name in TEXTS if row.get(name))
    yield from ((name, line) for name in LISTS for line in row.get(name, ()))


def names_of(row: Values) -> Iterator[tuple[str, str]]:
    """The names in a row, each with the name of its field."""
    yield from ((name, row[name]) for name in NAMES if row.get(name))
