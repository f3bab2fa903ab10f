"""Answers a query string from outside, or says why it cannot be answered as it stands."""

from collections.abc import Collection, Sequence
from urllib.parse import urlencode

from django.http import QueryDict

from initiatives.search.query_string.parameters import Fault
from initiatives.search.search import Search


class QuestionMovedError(Exception):
    """The same question is now written as another query string."""

    def __init__(self, query: str) -> None:
        self.query = query


class UnclearError(Exception):
    """A question with parts that make no sense, where nobody would read a warning."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = faults


def ask(
    query: QueryDict, outlet: str, *, strict: bool = False, own: Collection[str] = (), faults: Sequence[Fault] = ()
) -> Search:
    """The answer to a query string.

    Args:
        query: as it came.
        outlet: one of `search.outlets.OUTLETS`.
        strict: refuse what makes no sense, rather than leave it out and tell.
        own: keys that the outlet reads itself; they are no part of the question, and stay when that has moved.
        faults: what is wrong with those, to refuse together with the rest.

    Raises:
        UnclearError: strict, and parts of the query make no sense; it has them all.
        QuestionMovedError: a value is outdated or informal; it has the query string with the values of today.
    """
    question = query.copy()
    kept = [(key, value) for key in own for value in question.pop(key, [])]
    search = Search(question, outlet=outlet)
    if strict and (wrong := [*faults, *search.asked.ignored]):
        raise UnclearError(wrong)
    if search.moved_query:
        raise QuestionMovedError("&".join(filter(None, [search.moved_query, urlencode(kept)])))
    return search
