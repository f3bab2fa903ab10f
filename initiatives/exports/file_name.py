"""Names of downloaded files."""

from datetime import date

from django.utils.text import slugify

from initiatives.search.facets.definitions import FACETS_IN_SENTENCE
from initiatives.search.search import Search

MAX_QUERY_LENGTH = 100  # characters of the query; some systems limit a whole path to 255


def file_name(search: Search, day: date, extension: str) -> str:
    """Return a name with the query and the day: initiatieven_jongeren_almere_2026-11-22.csv.

    Values come in the order of the sentence of the search, then its words.
    """
    chosen = [value for key in FACETS_IN_SENTENCE for value in search.parameters.chosen.get(key, [])]
    asked = "_".join(filter(None, [*chosen, slugify(search.parameters.words)]))[:MAX_QUERY_LENGTH].strip("_-")
    return "_".join(filter(None, ["initiatieven", asked, f"{day:%Y-%m-%d}"])) + f".{extension}"
