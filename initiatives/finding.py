"""What somebody asks for by an address: one thing by its slug, or the answer to a query string.

Where that is elsewhere now, or cannot be understood, an exception says so; pages and API each tell it in their own way.
"""

from collections.abc import Sequence

from django.db.models import Model, QuerySet
from django.http import Http404, QueryDict

from initiatives.models import SlugHistory
from initiatives.search.parameters import Fault
from initiatives.search.query import Search


class MovedError(Exception):
    """What is asked for now has another slug, or became another thing."""

    def __init__(self, thing: Model) -> None:
        self.thing = thing


class GoneError(Exception):
    """What is asked for was public before, and has been taken away."""


class QuestionMovedError(Exception):
    """The same question is now written as another query string."""

    def __init__(self, query: str) -> None:
        self.query = query


class UnclearError(Exception):
    """A question with parts that make no sense, where nobody would read a warning."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = faults


def find(rows: QuerySet, slug: str) -> Model:
    """The row with this slug.

    Raises:
        MovedError: it has another slug now.
        Http404: there is none and never was.
    """
    found = rows.filter(slug=slug).first()
    if found is not None:
        return found
    renamed = SlugHistory.objects.current(rows.model, slug)
    if renamed is not None and rows.filter(pk=renamed.pk).exists():
        raise MovedError(renamed)
    raise Http404


def ask(query: QueryDict, outlet: str, *, strict: bool = False) -> Search:
    """The answer to a query string.

    Args:
        query: as it came.
        outlet: one of `search.outlets.OUTLETS`.
        strict: refuse what makes no sense, rather than leave it out and tell.

    Raises:
        UnclearError: strict, and parts of the query make no sense; it has them all.
        QuestionMovedError: a value is outdated or informal; it has the query string with the values of today.
    """
    search = Search(query, outlet=outlet)
    if strict and search.asked.ignored:
        raise UnclearError(search.asked.ignored)
    if search.moved_query:
        raise QuestionMovedError(search.moved_query)
    return search
