"""The list of what is probably double, to decide about pair by pair."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from initiatives import rules
from initiatives.actions.doubles import relate, take_back, tell_apart
from initiatives.admin.doubles import key_of, may_see, readable, url_of
from initiatives.admin.merging import merge_url
from initiatives.doubles.catalogue import probable_doubles
from initiatives.doubles.index import Pair
from initiatives.models import Initiative, NotDouble
from initiatives.requests import signed_in
from initiatives.rules import Account, Verb

PAGE_SIZE = 20
RECENT = 20  # pairs that were told apart


def queue(request: HttpRequest) -> HttpResponse:
    """The pairs that are probably one initiative; POST decides about one."""
    if not may_see(request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _decide(request)
    page = Paginator(_visible_pairs(request.user), PAGE_SIZE).get_page(request.GET.get("p"))
    visible = readable(request.user, {key_of(entry) for pair in page for entry in (pair.one, pair.other)})
    rows = visible.prefetch_related("municipalities", "mentions__source", "links").in_bulk()
    context = {
        **admin.site.each_context(request),
        "title": "Waarschijnlijk dubbel",
        "page": page,
        "pairs": [_shown(request.user, pair, rows) for pair in page],
        "apart": _told_apart(request.user)[:RECENT],
    }
    return render(request, "admin/doubles.html", context)


def count_pairs(user: Account) -> int:
    """Count the pairs that wait for a user."""
    return len(_visible_pairs(user))


def _visible_pairs(user: Account) -> list[Pair]:
    """The pairs of which a user may read both, and works on one."""
    pairs = probable_doubles()
    if not rules.is_municipal(user):
        return pairs
    readable = set(rules.selectable(user, Initiative.objects.all()).values_list("pk", flat=True))
    own = set(rules.visible(user, Initiative.objects.all()).values_list("pk", flat=True))
    return [pair for pair in pairs if (keys := {pair.one.key, pair.other.key}) <= readable and keys & own]


def _shown(user: Account, pair: Pair, rows: dict[int, Initiative]) -> dict[str, Any]:
    one, other = rows[key_of(pair.one)], rows[key_of(pair.other)]
    return {
        "sides": [(row, url_of(user, row)) for row in (one, other)],
        "key": f"{one.pk}-{other.pk}",
        "reasons": ", ".join(pair.likeness.reasons),
        "may_tell_apart": _may_tell_apart(user, one, other),
        "may_relate": rules.may_change_at_once(user, one) and rules.may(user, Verb.CHANGE, one),
        "merges": [_merge(user, row, into) for row, into in ((one, other), (other, one))],
    }


def _merge(user: Account, record: Initiative, into: Initiative) -> tuple[str, Initiative, Initiative]:
    """The page that merges a record into another, with both; no address where there is none for this user."""
    return merge_url(record, into) if rules.may(user, Verb.MERGE, record) else "", record, into


def _may_tell_apart(user: Account, one: Initiative, other: Initiative) -> bool:
    return all(rules.may(user, Verb.CHANGE, initiative) for initiative in (one, other))


def _told_apart(user: Account) -> QuerySet:
    visible = rules.visible(user, Initiative.objects.all())
    return NotDouble.objects.filter(first__in=visible, second__in=visible).select_related("first", "second", "said_by")


def _decide(request: HttpRequest) -> HttpResponse:
    if "terug" in request.POST:
        return _take_back(request)
    one, other = _posted_pair(request)
    if "niet-dubbel" in request.POST:
        if not _may_tell_apart(request.user, one, other):
            raise PermissionDenied
        tell_apart(one=one, other=other, by=signed_in(request))
        messages.success(request, f"“{one}” en “{other}” zijn niet dubbel. U ziet ze hier niet meer als paar.")
    elif "zelfde-project" in request.POST:
        if not (rules.may(request.user, Verb.CHANGE, one) and rules.may_change_at_once(request.user, one)):
            raise PermissionDenied
        relate(one=one, other=other, by=signed_in(request))
        messages.success(request, f"De pagina’s van “{one}” en “{other}” verwijzen nu naar elkaar.")
    return HttpResponseRedirect(reverse("admin:doubles"))


def _posted_pair(request: HttpRequest) -> tuple[Initiative, Initiative]:
    """The initiatives of a decision; of what the user may not read, nothing is said."""
    keys = request.POST.get("paar", "").split("-")
    if len(keys) != 2 or not all(key.isascii() and key.isdecimal() and len(key) < 10 for key in keys):
        raise BadRequest("No pair.")
    rows = readable(request.user, map(int, keys)).in_bulk()
    if len(rows) != 2:
        raise PermissionDenied
    one, other = (rows[int(key)] for key in keys)
    return one, other


def _take_back(request: HttpRequest) -> HttpResponse:
    key = request.POST["terug"]
    said = _told_apart(request.user).filter(pk=int(key) if key.isascii() and key.isdecimal() else 0).first()
    if said is None or not _may_tell_apart(request.user, said.first, said.second):
        raise PermissionDenied
    take_back(said=said, by=signed_in(request))
    messages.success(request, f"“{said.first}” en “{said.second}” staan weer tussen wat misschien dubbel is.")
    return HttpResponseRedirect(reverse("admin:doubles"))
