"""Municipalities: the list of all, and the page of one."""

import re
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.choices import Scope
from initiatives.models import Municipality
from initiatives.search.query import Search
from initiatives.search.similar import municipalities_like
from initiatives.views.finding import MovedError, find, follow_moves

CODE = re.compile(r"GM\d{4}", re.IGNORECASE)


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
    known = Municipality.objects.select_related("province")
    found = known.filter(code=slug.upper()).first() if CODE.fullmatch(slug) else find(known, slug)
    if found is None:
        raise Http404
    today = found.today()
    if len(today) != 1:
        return render(request, "initiatives/municipality_gone.html", {"municipality": found, "today": today})
    if today[0].slug != slug:
        raise MovedError(today[0].get_absolute_url())
    search = Search.of(gemeente=slug, landelijk="ja")
    results = list(search.results)
    context = {
        "municipality": found,
        "own": [each for each in results if each.scope != Scope.NATIONAL],
        "browse_url": search.address.url(national=False),
        "scopes": [(scope, [each for each in results if each.scope == scope]) for scope in Scope],
        "predecessors": found.predecessors.all(),
        "alike": municipalities_like(found, search.index),
    }
    return render(request, "initiatives/municipality.html", context)
