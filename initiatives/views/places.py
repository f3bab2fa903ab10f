"""Municipalities: the list of all, and the page of one."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from initiatives.choices import Scope
from initiatives.models import Municipality
from initiatives.permalinks import find_municipality
from initiatives.responses.page_cache import cacheable
from initiatives.responses.redirects import handle_address_errors
from initiatives.search.language.analysis import fold
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.page.places import merger_sentences
from initiatives.search.related import similar_municipalities
from initiatives.search.results import Result
from initiatives.search.search import Search
from initiatives.views.editing import edit_links
from initiatives.views.lists import FIRST_RESULTS, FilteredRows, facet_links, matching

MAX_NATIONAL = 6  # initiatives, which are the same for every municipality
NEAR = (Scope.LOCAL, Scope.REGIONAL)


@cacheable
@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """List the existing municipalities from A to Z with their numbers of initiatives; or those with a name like `q`.

    A name that only one municipality has redirects to it.
    """
    existing = Municipality.objects.existing().prefetch_related("predecessors")
    filtered = matching(request, existing, _other_names, _localities)
    if place := _meant(filtered):
        return redirect(place)
    counts = Search.of().counts("gemeente")
    rows = [(municipality, counts.get(municipality.slug, 0)) for municipality in filtered.rows]
    letters = [(letter, list(group)) for letter, group in groupby(rows, key=lambda row: row[0].initial)]
    return render(request, "initiatives/municipalities.html", {"letters": letters, "filtered": filtered})


def _other_names(municipality: Municipality) -> list[str]:
    """The names and codes of a municipality, and those of municipalities that became this one."""
    return [name for place in _with_former(municipality) for name in place.names]


def _localities(municipality: Municipality) -> list[str]:
    """Its towns and villages, of today and from before a merger."""
    return [name for place in _with_former(municipality) for name in place.localities]


def _with_former(municipality: Municipality) -> list[Municipality]:
    return [municipality, *municipality.abolished_predecessors]


def _meant(filtered: FilteredRows[Municipality]) -> Municipality | None:
    """Return the only municipality that has the typed name, or whose name the typed text is a part of.

    None for a name of a municipality that became part of another: the list says which.
    """
    rows, typed = filtered.rows, fold(filtered.typed)
    exact = [place for place in rows if typed in map(fold, [*place.names, *place.localities])]
    partly = [place for place in rows if any(typed in fold(name) for name in place.names)]
    candidates = exact or (partly if len(rows) == 1 else [])
    return candidates[0] if typed and len(candidates) == 1 else None


@cacheable
@require_safe
@handle_address_errors
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a municipality: local initiatives, then regional, then national ones.

    A CBS code redirects to the name, an abolished municipality to its successor; with several, the visitor chooses.
    """
    return show_municipality(request, find_municipality(slug))


def show_municipality(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Show a municipality that exists, or what became of one that does not."""
    editing = {"editing": edit_links(request, municipality)}
    if not municipality.is_existing():
        context = {"municipality": municipality, "today": municipality.successors_today()}
        return render(request, "initiatives/municipality_gone.html", context | editing)
    return render(request, "initiatives/municipality.html", _about(municipality) | editing)


@dataclass(frozen=True)
class Section:
    """The initiatives of one scope on the page of a municipality: the total, the first of them, the list of all."""

    scope: Scope
    total: int
    first: list[Result]
    url: str


def _about(municipality: Municipality) -> dict[str, object]:
    search = Search.of(gemeente=municipality.slug)
    answer = AnswerPage(search)
    sections = [_section(search, {"gemeente": [municipality.slug]}, scope, FIRST_RESULTS) for scope in NEAR]
    sections.append(_section(search, {}, Scope.NATIONAL, MAX_NATIONAL))
    return {
        "municipality": municipality,
        "description": f"Initiatieven uit {search.years or 'de coronajaren'} in de gemeente {municipality.name}.",
        "answer": answer,
        "sections": sections,
        "figures": [(section.scope.label, section.total) for section in sections],
        "facet_links": facet_links(answer, "doelgroep", "categorie", "aanpak"),
        "mergers": merger_sentences(search.facet_values.former_municipalities.get(municipality.slug, ())),
        "similar": similar_municipalities(municipality, search.index),
    }


def _section(search: Search, chosen: dict[str, list[str]], scope: Scope, limit: int) -> Section:
    answer = AnswerPage(search.with_changes(chosen={**chosen, "bereik": [scope.value]}))
    return Section(scope, answer.total, answer.search.results[:limit], answer.canonical_url)
