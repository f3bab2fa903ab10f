"""The page with drafts that are not complete yet, and what each misses for publication."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives import rules
from initiatives.admin.links import admin_url
from initiatives.choices import Status
from initiatives.models import Initiative
from initiatives.models.publication import Facts, Missing, missing_for_publication
from initiatives.rules import Account, Verb

PAGE_SIZE = 50
MAX_READ = 500  # drafts, the latest changed first
RELATED = ("municipalities", "categories", "mentions", "target_groups__parent", "approaches__target_groups")


@require_safe
def incomplete(request: HttpRequest) -> HttpResponse:
    """List the drafts with what they miss, the latest changed first."""
    if not rules.may(request.user, Verb.VIEW, Initiative):
        raise PermissionDenied
    page = Paginator(incomplete_drafts(request.user), PAGE_SIZE).get_page(request.GET.get("p"))
    context = {
        **admin.site.each_context(request),
        "title": "Nog niet compleet",
        "page": page,
        "rows": [(draft, admin_url(draft), missing) for draft, missing in page],
    }
    return render(request, "admin/incomplete.html", context)


def incomplete_drafts(user: Account) -> list[tuple[Initiative, list[Missing]]]:
    """Return the drafts that a user may see and that cannot be published yet, with what they miss."""
    drafts = Initiative.objects.filter(status__in=(Status.DRAFT, Status.REVIEW)).order_by("-modified", "pk")
    rows = rules.visible(user, drafts).distinct().prefetch_related(*RELATED)[:MAX_READ]
    missing = ((row, missing_for_publication(Facts.of(row))) for row in rows)
    return [(row, lacks) for row, lacks in missing if lacks]
