"""Municipalities: the list of all, and the page of one."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.choices import Scope
from initiatives.models import Municipality
from initiatives.permalinks import find_municipality
from initiatives.responses.redirects import handle_address_errors
from initiatives.search.related import municipalities_like
from initiatives.search.results import Result
from initiatives.search.search import Search
from initiatives.views.lists import ON_PAGE, matching, narrowed

NATIONAL = 6  # initiatives, which are the same for every municipality
NEAR = (Scope.LOCAL, Scope.REGIONAL)


@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """The municipalities of today, A to Z, with how much the sources tell of each; or those with a name like `q`."""
    search = Search.of()
    found = matching(request, Municipality.objects.alive().prefetch_related("predecessors"), _other_names)
    rows = [(each, search.count("gemeente", each.slug)) for each in found.rows]
    letters = [(letter, list(group)) for letter, group in groupby(rows, key=lambda row: row[0].initial)]
    return render(request, "initiatives/municipalities.html", {"letters": letters, "found": found})


def _other_names(municipality: Municipality) -> list[str]:
    """What else somebody may look for: other names, the code, and municipalities that have become this one."""
    known = [municipality, *municipality.former]
    return [name for each in known for name in (each.name, each.official_name, each.code, *each.aliases)]


@require_safe
@handle_address_errors
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """One municipality: its own initiatives, then regional, then national ones.

    A CBS code leads to the name, an abolished municipality to what it became; where that is more than one, the visitor
    chooses.
    """
    found = find_municipality(slug)
    if not found.is_alive():
        return render(request, "initiatives/municipality_gone.html", {"municipality": found, "today": found.today()})
    return render(request, "initiatives/municipality.html", _about(found))


@dataclass(frozen=True)
class Section:
    """The initiatives of one scope on the page of a municipality: the first of them, how many, and where all are."""

    scope: Scope
    total: int
    first: list[Result]
    url: str


def _about(municipality: Municipality) -> dict[str, object]:
    """What the page of a municipality shows."""
    search = Search.of(gemeente=municipality.slug)
    sections = [_section(search, {"gemeente": [municipality.slug]}, scope, ON_PAGE) for scope in NEAR]
    sections.append(_section(search, {}, Scope.NATIONAL, NATIONAL))
    return {
        "municipality": municipality,
        "description": f"Initiatieven uit de coronajaren in de gemeente {municipality.name}.",
        "search": search,
        "sections": sections,
        "figures": [(section.scope.label, section.total) for section in sections],
        "narrowed": narrowed(search, "doelgroep", "categorie", "vorm"),
        "former": municipality.former,
        "alike": municipalities_like(municipality, search.index),
    }


def _section(search: Search, chosen: dict[str, list[str]], scope: Scope, number: int) -> Section:
    found = search.varied(chosen={**chosen, "bereik": [scope.value]})
    return Section(scope, found.total, found.results[:number], found.canonical_url)
