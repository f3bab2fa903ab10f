"""A list of initiatives for a frame on somebody else's page: what it answers and how it looks."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from initiatives.embedding import look
from initiatives.embedding.look import Look
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.query_string.parameters import Fault
from initiatives.search.request import answer_query


@dataclass(frozen=True)
class Embed:
    """A question and the look of its answer; both stand in one address."""

    answer: AnswerPage
    look: Look

    @property
    def heading(self) -> str:
        """The heading that was chosen, else what was found."""
        return self.look.heading or self.answer.sentence

    @property
    def faults(self) -> list[Fault]:
        """What of the address was left out."""
        return [*self.answer.parameters.faults, *self.look.ignored]

    def url(self, page: int = 1) -> str:
        """The address of one of its pages."""
        query = urlencode(sorted([*self.answer.address.pairs(page=page), *self.look.parameters]))
        return f"{self.answer.address.path}?{query}" if query else self.answer.address.path

    @property
    def url_previous(self) -> str:
        """The address of the page before this one, if there is one."""
        page = self.answer.page
        return self.url(page.previous_page_number()) if page.has_previous() else ""

    @property
    def url_next(self) -> str:
        """The address of the page behind this one, if there is one."""
        page = self.answer.page
        return self.url(page.next_page_number()) if page.has_next() else ""

    @cached_property
    def style_url(self) -> str:
        """The address of its style sheet, with a tag of the contents so that it may be kept for ever; mostly none."""
        if not self.look.css:
            return ""
        return f"{reverse('embed_style')}?{urlencode([*self.look.style_parameters, ('versie', self.look.css_tag)])}"


def embed_of(query: QueryDict) -> Embed:
    """The list that a query string asks for.

    Args:
        query: the question, with the keys of the look beside it.

    Raises:
        QuestionMovedError: as `answer_query` does.
    """
    return Embed(answer_query(query, "embed", own=look.READERS), look.read(query))
