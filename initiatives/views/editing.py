"""Links on public pages for editors who are signed in."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from initiatives import rules
from initiatives.actions.proposing import open_proposals
from initiatives.models import Proposal
from initiatives.models.base import CatalogueModel
from initiatives.rules import Verb
from initiatives.views.site import preview_of


@dataclass(frozen=True)
class EditLinks:
    """The form of what a page shows, and the open proposals for it that the editor may see."""

    url: str
    proposals: int = 0
    proposals_url: str = ""


def edit_links(request: HttpRequest, shown: CatalogueModel | type[CatalogueModel]) -> EditLinks | None:
    """Return the links for who may change a record, or the records of a model; None for anybody else.

    Costs visitors nothing: the session is read only where there is a cookie.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or preview_of(request):
        return None
    if not rules.may(request.user, Verb.CHANGE, shown):
        return None
    name = shown._meta.model_name
    if isinstance(shown, type):
        return EditLinks(reverse(f"admin:initiatives_{name}_changelist"))
    proposals = open_proposals(shown) if rules.may(request.user, Verb.VIEW, Proposal) else Proposal.objects.none()
    return EditLinks(
        url=reverse(f"admin:initiatives_{name}_change", args=[shown.pk]),
        proposals=rules.visible(request.user, proposals).count(),
        proposals_url=reverse("admin:initiatives_proposal_review", args=[name, shown.pk]),
    )
