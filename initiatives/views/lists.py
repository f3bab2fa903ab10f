"""What list pages share: filtering rows by name, and links to values of facets."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest

from initiatives.models import Approach, Category, Municipality, Source, TargetGroup
from initiatives.search.facets.counted import Option
from initiatives.search.language.analysis import fold
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.query_string.parameters import MAX_QUERY_LENGTH
from initiatives.search.search import Search

FIRST_RESULTS = 12  # initiatives on the page of a subject; the list has them all
MAX_OPTIONS = 6  # values of a facet that lead on from a subject

Subject = Approach | Category | Municipality | TargetGroup
Named = TypeVar("Named", bound=Subject)
Counted = TypeVar("Counted", bound=Subject | Source)


@dataclass(frozen=True)
class FilteredRows(Generic[Named]):
    """The rows of a list that match what was typed; all of them when nothing was typed."""

    typed: str
    rows: list[Named]


def matching(
    request: HttpRequest,
    rows: Iterable[Named],
    others: Callable[[Named], list[str]],
    whole: Callable[[Named], list[str]] = lambda row: [],
) -> FilteredRows[Named]:
    """Return the rows with each word of `q` in their name or one of their `others`, or with `q` as a `whole` name.

    Regardless of case and accents.
    """
    typed = request.GET.get("q", "").replace("\0", "").strip()[:MAX_QUERY_LENGTH]
    wanted = fold(typed.encode("utf-8", "replace").decode())

    def has(row: Named) -> bool:
        names = " / ".join(map(fold, (row.name, *others(row))))
        return all(part in names for part in wanted.split()) or wanted in map(fold, whole(row))

    return FilteredRows(typed, list(filter(has, rows)))


@dataclass(frozen=True)
class FacetLinks:
    """A facet with links to the values that most results have."""

    label: str
    options: list[Option]


def facet_links(answer: AnswerPage, *keys: str) -> list[FacetLinks]:
    """Return some facets of an answer with their most frequent values; facets without values are left out."""
    links = [FacetLinks(facet.label, most_frequent(facet.options, MAX_OPTIONS)) for facet in map(answer.facet, keys)]
    return [facet for facet in links if facet.options]


def counted(search: Search, key: str, rows: Iterable[Counted]) -> list[tuple[Counted, int]]:
    """Return the rows behind a facet, each with its number of results."""
    counts = search.counts(key)
    return [(row, counts.get(row.slug, 0)) for row in rows]


def most_frequent(options: Iterable[Option], limit: int) -> list[Option]:
    """Return the values with the most results, of those that have any."""
    return sorted((option for option in options if option.count), key=lambda option: -option.count)[:limit]
