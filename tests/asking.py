"""Asking the catalogue a question as a visitor does, without a page around it."""

from urllib.parse import urlencode

from django.http import QueryDict

from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.request import answer_query


def ask(query: str = "", **values: str) -> AnswerPage:
    """The answer to a query string, or to one value for each named key."""
    return answer_query(QueryDict(query or urlencode(values)), "browse")


def slugs(answer: AnswerPage) -> list[str]:
    """The slugs of all results, in order."""
    return [result.slug for result in answer.search.results]
