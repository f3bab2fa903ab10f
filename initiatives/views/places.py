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
from initiatives.views.lists import matching, narrowed

CODE = re.compile(r"GM\d{4}", re.IGNORECASE)
ON_PAGE = 6  # national initiatives, which are the same for every municipality
NEAR = (Scope.LOCAL, Scope.REGIONAL)


@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """The municipalities of today, A to Z, with how much the sources tell of each; or those with a name like `q`."""
    search = Search.of()
    found = matching(request, Municipality.objects.alive(), lambda each: [each.official_name, *each.aliases])
    rows = [(each, search.count("gemeente", each.slug)) for each in found.rows]
    letters = [(letter, list(group)) for letter, group in groupby(rows, key=lambda row: row[0].initial)]
    return render(request, "initiatives/municipalities.html", {"letters": letters, "found": found})


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
    return render(request, "initiatives/municipality.html", _about(found))


def _about(municipality: Municipality) -> dict[str, object]:
    """What the page of a municipality shows."""
    search = Search.of(gemeente=municipality.slug)
    national = Search.of(bereik=Scope.NATIONAL.value)
    own = list(search.results)
    return {
        "municipality": municipality,
        "description": f"Initiatieven uit de coronajaren in de gemeente {municipality.name}.",
        "own": own,
        "near": [(scope, [each for each in own if each.scope == scope]) for scope in NEAR],
        "browse_url": search.canonical_url,
        "national": national.results[:ON_PAGE],
        "national_total": national.total,
        "national_url": national.canonical_url,
        "figures": [
            *((scope.label, sum(each.scope == scope for each in own)) for scope in NEAR),
            (Scope.NATIONAL.label, national.total),
        ],
        "narrowed": narrowed(search, "doelgroep", "categorie", "vorm"),
        "predecessors": municipality.predecessors.all(),
        "alike": municipalities_like(municipality, search.index),
    }
