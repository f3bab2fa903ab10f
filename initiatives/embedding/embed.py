"""A list of initiatives for a frame on another site: its query and its look."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property

from initiatives.embedding import look
from initiatives.embedding.look import Look
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.query_string.parameters import Fault
from initiatives.search.request import answer_query


@dataclass(frozen=True)
class Embed:
    """A query and its look, both in one address."""

    answer: AnswerPage
    look: Look

    @property
    def heading(self) -> str:
        return self.look.heading or self.answer.sentence

    @property
    def faults(self) -> list[Fault]:
        """The parts of the query string that were ignored."""
        return [*self.answer.parameters.faults, *self.look.ignored]

    def url(self, page: int = 1) -> str:
        query = urlencode(sorted([*self.answer.address.pairs(page=page), *self.look.parameters]))
        return f"{self.answer.address.path}?{query}" if query else self.answer.address.path

    @property
    def url_previous(self) -> str:
        page = self.answer.page
        return self.url(page.previous_page_number()) if page.has_previous() else ""

    @property
    def url_next(self) -> str:
        page = self.answer.page
        return self.url(page.next_page_number()) if page.has_next() else ""

    @cached_property
    def style_url(self) -> str:
        """The address of its style sheet with a hash of the contents, or "" when the look is that of the site."""
        if not self.look.css:
            return ""
        return f"{reverse('embed_style')}?{urlencode([*self.look.style_parameters, ('versie', self.look.css_tag)])}"


def embed_of(query: QueryDict) -> Embed:
    """Read a query string of a search with the keys of the look; raises QuestionMovedError as `answer_query` does."""
    return Embed(answer_query(query, "embed", own=look.READERS), look.read(query))
