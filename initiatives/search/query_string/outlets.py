"""The ways in which an answer leaves the catalogue; all take the same query string."""

from collections.abc import Container
from dataclasses import dataclass

PAGE_SIZE, LARGE_PAGE = 20, 100  # results on a page of the list


@dataclass(frozen=True)
class Sizes:
    """How many results an outlet gives at once: what it gives by itself, and what may be asked."""

    default: int
    allowed: Container[int]
    advice: str  # for who asks something else


LIST = Sizes(PAGE_SIZE, (PAGE_SIZE, LARGE_PAGE), f"Kies {PAGE_SIZE} of {LARGE_PAGE}.")
EMBED = Sizes(10, range(5, 51), "Kies een aantal van 5 tot en met 50.")
API = Sizes(PAGE_SIZE, range(1, LARGE_PAGE + 1), f"Kies een aantal van 1 tot en met {LARGE_PAGE}.")
# By the names of their addresses. Those without pages give everything at once, wherever in the list a visitor was.
OUTLETS: dict[str, Sizes | None] = {
    "browse": LIST,
    "map": None,
    "matrix": None,
    "embed": EMBED,
    "builder": EMBED,
    "feed": LIST,
    "csv": None,
    "xlsx": None,
    "ods": None,
    "json": None,
    "api": API,
}
