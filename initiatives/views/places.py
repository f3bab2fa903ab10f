"""Municipalities: the list of all, and the page of one."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.choices import Scope
from initiatives.models import Municipality
from initiatives.search.query import Search
from initiatives.views.finding import MovedError, find, follow_moves


@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """All municipalities of today, A to Z, with how much the sources tell of each."""
    search = Search.of()
    rows = [(each, search.count("gemeente", each.slug)) for each in Municipality.objects.alive()]
    letters = [(letter, list(group)) for letter, group in groupby(rows, key=lambda row: row[0].initial)]
    return render(request, "initiatives/municipalities.html", {"letters": letters, "search": search})


@require_safe
@follow_moves
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """One municipality: its own initiatives, then regional, then national ones.

    A CBS code leads to the name, an abolished municipality to what it became; where that is more than one, the visitor
    chooses.
    """
    found = _by_code(slug) or find(Municipality.objects.select_related("province"), slug)
    today = found.today()
    if len(today) > 1:
        return render(request, "initiatives/municipality_split.html", {"municipality": found, "today": today})
    if today[0].slug != slug:
        raise MovedError(today[0].get_absolute_url())
    search = Search.of(gemeente=slug, landelijk="ja")
    results = list(search.results.for_cards())
    context = {
        "municipality": found,
        "browse": Search.of(gemeente=slug),
        "scopes": [(scope, [each for each in results if each.scope == scope]) for scope in Scope],
        "predecessors": found.predecessors.all(),
    }
    return render(request, "initiatives/municipality.html", context)


def _by_code(code: str) -> Municipality | None:
    return Municipality.objects.select_related("province").filter(code=code.upper()).first()
