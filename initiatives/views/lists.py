"""What list pages share: looking a name up in a list, and the facets that lead on from a subject."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest

from initiatives.search.facets.counted import Option
from initiatives.search.language.analysis import fold
from initiatives.search.query_string.parameters import LONGEST_QUESTION
from initiatives.search.search import Search

ON_PAGE = 12  # initiatives on the page of a subject; the list has them all
MOST = 6  # values of a facet that lead on from a subject


@dataclass(frozen=True)
class Found:
    """The rows of a list whose name somebody looks for; all of them when nothing was typed."""

    typed: str
    rows: list[Model]


def matching(request: HttpRequest, rows: Iterable[Model], others: Callable[[Model], list[str]]) -> Found:
    """The rows with `q` in their name or in one of their other names, whatever the case and the accents.

    Args:
        request: may have `q`.
        rows: each with a name, in order.
        others: gives the other names of a row.
    """
    typed = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUESTION]
    wanted = fold(typed.encode("utf-8", "replace").decode())
    return Found(typed, [row for row in rows if any(wanted in fold(name) for name in (row.name, *others(row)))])


@dataclass(frozen=True)
class Narrowed:
    """A facet with the values that most results have."""

    label: str
    most: list[Option]


def narrowed(search: Search, *keys: str) -> list[Narrowed]:
    """Some facets of a question, each with the values that occur most; those without any are left out.

    Args:
        search: a question, of which something is chosen.
        keys: of facets, in order.
    """
    facets = {facet.key: facet for facet in search.facets}
    found = [Narrowed(facets[key].label, busiest(facets[key].options, MOST)) for key in keys]
    return [facet for facet in found if facet.most]


def busiest(options: Iterable[Option], number: int) -> list[Option]:
    """The values with the most results, of those that have any."""
    return sorted((each for each in options if each.count), key=lambda option: -option.count)[:number]
