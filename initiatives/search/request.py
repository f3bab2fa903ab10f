"""Answers a query string from outside, or raises an exception that says why it cannot be answered as it is."""

from collections.abc import Collection, Sequence
from urllib.parse import urlencode

from django.http import QueryDict

from initiatives.search.index.snapshot import current_index
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.query_string.outlets import OUTLETS
from initiatives.search.query_string.parameters import Fault, parse
from initiatives.search.search import Search


class QuestionMovedError(Exception):
    """The same question now has another query string."""

    def __init__(self, query: str) -> None:
        self.query = query


class UnclearError(Exception):
    """Parts of the question make no sense, where nobody would read a warning."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = faults


def answer_query(
    query: QueryDict, outlet: str, *, strict: bool = False, own: Collection[str] = (), faults: Sequence[Fault] = ()
) -> AnswerPage:
    """Answer a query string.

    Args:
        outlet: name of one of `OUTLETS`.
        strict: refuse what makes no sense, rather than leave it out and say so.
        own: keys that the outlet reads itself: no part of the question, and kept when that has moved.
        faults: what is wrong with those, to refuse together with the rest.

    Raises:
        UnclearError: strict, and parts of the query make no sense; it has all faults.
        QuestionMovedError: a value is outdated or informal; it has the query string with current values.
    """
    question = query.copy()
    kept = [(key, value) for key in own for value in question.pop(key, [])]
    index = current_index()
    parameters = parse(question, index.facet_values, OUTLETS[outlet].sizes)
    if strict and (all_faults := [*faults, *parameters.faults]):
        raise UnclearError(all_faults)
    if parameters.moved:
        moved = _with_current_values(question, parameters.moved)
        raise QuestionMovedError("&".join(filter(None, [moved, urlencode(kept)])))
    return AnswerPage(Search(parameters, index), outlet)


def _with_current_values(query: QueryDict, moved: dict[str, list[str]]) -> str:
    for key, values in moved.items():
        query.setlist(key, dict.fromkeys(values))
    return query.urlencode()
