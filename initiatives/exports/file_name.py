"""What a downloaded file is called."""

from datetime import date

from django.utils.text import slugify

from initiatives.search.facets.definitions import FACETS_IN_SENTENCE
from initiatives.search.search import Search

LONGEST = 100  # characters of what was asked; some systems take no more than 255 for a whole path


def file_name(search: Search, day: date, extension: str) -> str:
    """A name that says what was asked and when: initiatieven_jongeren_almere_2026-11-22.csv.

    Args:
        search: the question; its values come in the order of its sentence, then its words.
        day: of the download.
        extension: without a dot.
    """
    chosen = [value for key in FACETS_IN_SENTENCE for value in search.parameters.chosen.get(key, [])]
    asked = "_".join(filter(None, [*chosen, slugify(search.parameters.words)]))[:LONGEST].strip("_-")
    return "_".join(filter(None, ["initiatieven", asked, f"{day:%Y-%m-%d}"])) + f".{extension}"
