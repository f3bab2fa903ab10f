"""Search results as a paged Atom feed (RFC 4287, RFC 5005)."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import linebreaks  # type: ignore[attr-defined] # not in the stubs
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from initiatives.metadata.citation import AUTHOR
from initiatives.metadata.dataset import LICENCE
from initiatives.models import Initiative
from initiatives.responses.page_cache import cacheable
from initiatives.responses.redirects import handle_address_errors
from initiatives.search.full_records import last_modified, load_page
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.request import answer_query
from initiatives.xml_text import xml_safe

# The namespace of the identifiers of initiatives; it identifies this software.
NAMESPACE = UUID("f2cb3cda-af76-46c6-9100-b8944b8cf634")
START = datetime(2020, 1, 1, tzinfo=UTC)  # of the period of the catalogue: when an empty feed last changed
RIGHTS = f"Teksten: {AUTHOR}, {LICENCE.name}"


class PagedFeed(Atom1Feed):
    """Django's Atom feed, with links to the other pages, full texts, and labels of vocabularies."""

    def latest_post_date(self) -> datetime:
        """Of the whole feed; the newest change may be on another page."""
        return self.feed["updated"]

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for relation, address in self.feed["pages"]:
            handler.addQuickElement("link", "", {"rel": relation, "href": address})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict) -> None:
        super().add_item_elements(handler, item)
        for category in item["terms"]:
            handler.addQuickElement("category", "", category)
        handler.addQuickElement("content", item["content"], {"type": "html"})


@cacheable
@require_safe
@handle_address_errors
def feed(request: HttpRequest) -> HttpResponse:
    """The initiatives that match the query string. Faults are refused, since a feed reader shows no warnings."""
    answer = answer_query(request.GET, "feed", strict=True)
    if not answer.page_exists:
        raise Http404
    updated = last_modified(answer.search) or START
    atom = _feed(answer, updated, request.build_absolute_uri)
    for initiative in load_page(answer.search, answer.page.start_index() - 1, answer.page.end_index()):
        atom.add_item(**_entry(initiative, request.build_absolute_uri))
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def _feed(answer: AnswerPage, updated: datetime, absolute: Callable[[str], str]) -> PagedFeed:
    first = absolute(answer.address.url())
    return PagedFeed(
        title=xml_safe(answer.links.feed.label),
        link=absolute(answer.list_address.url(sort=answer.parameters.sort)),
        description=None,
        language="nl",
        author_name=AUTHOR,
        author_link=absolute(reverse("about")),
        feed_url=absolute(answer.canonical_url),
        feed_guid=first,
        feed_copyright=RIGHTS,
        updated=updated,
        pages=[(relation, absolute(answer.address.url(page=page))) for relation, page in _pages(answer)],
    )


def _pages(answer: AnswerPage) -> list[tuple[str, int]]:
    """The link relations of RFC 5005 with their page numbers; none when there is one page."""
    page, last = answer.page, answer.page.paginator.num_pages
    pages = [("first", 1), ("last", last)] if last > 1 else []
    pages += [("previous", page.number - 1)] if page.has_previous() else []
    return pages + ([("next", page.number + 1)] if page.has_next() else [])


def _entry(initiative: Initiative, absolute: Callable[[str], str]) -> dict:
    """The arguments of `add_item`; Django's description is the summary of Atom, in HTML."""
    return {
        "title": xml_safe(initiative.title_with_place),
        "link": absolute(initiative.get_absolute_url()),
        "description": escape(xml_safe(initiative.summary)),
        "unique_id": identifier(initiative),
        "pubdate": initiative.published_at,
        "updateddate": initiative.modified,
        "content": xml_safe(_texts(initiative)),
        "terms": [
            {"term": row.slug, "scheme": absolute(reverse(route)), "label": xml_safe(row.name)}
            for route in ("target_groups", "categories", "approaches")  # named as the relations
            for row in getattr(initiative, route).all()
        ],
    }


def _texts(initiative: Initiative) -> str:
    return "".join(f"<h2>{heading}</h2>{linebreaks(text, autoescape=True)}" for heading, text in initiative.long_texts)


def identifier(initiative: Initiative) -> str:
    """Return the permanent, globally unique identifier of an initiative (RFC 4287, section 4.2.6).

    A UUID of version 5 (RFC 9562) from what never changes: the primary key and the moment of creation. So it stays the
    same when the slug or the host of the site changes, and when the database is moved.
    """
    return f"urn:uuid:{uuid5(NAMESPACE, f'{initiative.pk} {initiative.created.astimezone(UTC).isoformat()}')}"
