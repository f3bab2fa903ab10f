"""Names of downloaded files."""

from datetime import date

from django.utils.text import slugify

from initiatives.search.page.sentence import PHRASES
from initiatives.search.search import Search

MAX_QUERY_LENGTH = 100  # characters of the query; some systems limit a whole path to 255


def file_name(search: Search, day: date, extension: str) -> str:
    """Return a name with the query and the day: initiatieven_jongeren_almere_2026-11-22.csv.

    Args:
        search: its values come in the order of its sentence, then its words.
        day: of the download.
        extension: without a dot.
    """
    chosen = [value for key in PHRASES for value in search.asked.chosen.get(key, [])]
    asked = "_".join(filter(None, [*chosen, slugify(search.asked.words)]))[:MAX_QUERY_LENGTH].strip("_-")
    return "_".join(filter(None, ["initiatieven", asked, f"{day:%Y-%m-%d}"])) + f".{extension}"
