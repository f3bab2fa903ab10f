"""Previews: the public page of a record as it will be, by a link or for an editor who is signed in."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from initiatives import rules
from initiatives.actions.previewing import chosen_proposals, find_link, moment
from initiatives.models import (
    Approach,
    Category,
    Initiative,
    Municipality,
    Proposal,
    Recommendation,
    Source,
    TargetGroup,
    with_findings,
)
from initiatives.requests import signed_in
from initiatives.responses.error_pages import error_page
from initiatives.revisions.projection import project
from initiatives.views import approaches, detail, pages, places, vocabulary
from initiatives.views.site import Preview

GONE = {
    "title": "Dit voorbeeld is er niet",
    "text": "Het adres klopt niet, of de link werkt niet meer. Vraag een nieuwe link aan wie u deze gaf.",
    "has_search": False,
}


class Page(NamedTuple):
    """The public page of a kind of record: the rows as it loads them, and what shows one."""

    rows: Callable[[], QuerySet]
    show: Callable[[HttpRequest, Any], HttpResponse]


# The records with a public page.
Shown = Initiative | TargetGroup | Category | Approach | Source | Municipality | Recommendation
PAGES: dict[type[Shown], Page] = {
    Initiative: Page(lambda: Initiative.objects.for_detail(), detail.show_initiative),
    TargetGroup: Page(vocabulary.target_group_rows, vocabulary.show_target_group),
    Category: Page(lambda: Category.objects.all(), vocabulary.show_category),
    Approach: Page(with_findings, approaches.show_approach),
    Source: Page(lambda: Source.objects.all(), vocabulary.show_source),
    Municipality: Page(lambda: Municipality.objects.select_related("province"), places.show_municipality),
    Recommendation: Page(lambda: Recommendation.objects.for_page(), pages.show_recommendation),
}
MODELS = {model._meta.model_name: model for model in PAGES}


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The page that a link shows, to anybody; 404 without a word about why.

    A link stops working too when its maker may no longer see the record. Once there is nothing left that is not public,
    it leads to the public page.
    """
    link = find_link(token)
    record = _record(link.made_by, link.model, link.object_id) if link else None
    if link is None or record is None:
        return error_page(request, 404, **GONE)
    proposals = chosen_proposals(link.made_by, record, author=link.author_id, proposal=link.proposal_id)
    return _show(request, record, proposals, until=moment(link))


@require_safe
def preview_for_editor(request: HttpRequest, model: str, object_id: int) -> HttpResponse:
    """The same for an editor who may see the record; `van` and `voorstel` choose the proposals that it shows."""
    editor = signed_in(request)
    record = _record(editor, model, object_id)
    if record is None:
        raise Http404
    author, proposal = _key(request, "van"), _key(request, "voorstel")
    proposals = chosen_proposals(editor, record, author=author, proposal=proposal)
    back = reverse(f"admin:initiatives_{model}_preview", args=[object_id])
    return _show(request, record, proposals, back_url=back)


def _record(user: User, model: str, key: int) -> Shown | None:
    """The record as its page loads it; None when it has no page, is gone, or the account may not see it."""
    kind = MODELS.get(model)
    if kind is None or not rules.visible(user, kind.objects.filter(pk=key)).exists():
        return None
    return PAGES[kind].rows().filter(pk=key).first()


def _show(
    request: HttpRequest, record: Shown, proposals: list[Proposal], until: str = "", back_url: str = ""
) -> HttpResponse:
    is_public = rules.is_public(record)
    if is_public and not proposals:
        return HttpResponseRedirect(record.get_absolute_url())
    project(record, {proposal.field: proposal.new for proposal in proposals})
    request.preview = Preview(title=str(record), is_public=is_public, until=until, back_url=back_url)  # type: ignore[attr-defined] # read by `preview_of`
    return PAGES[type(record)].show(request, record)


def _key(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
