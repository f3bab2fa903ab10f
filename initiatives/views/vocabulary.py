"""Target groups, categories and sources: the lists, and the page of one."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.models import Category, Source, TargetGroup
from initiatives.permalinks import find
from initiatives.responses.redirects import handle_address_errors
from initiatives.search.search import Search
from initiatives.views.lists import ON_PAGE, matching, narrowed


@require_safe
def target_groups(request: HttpRequest) -> HttpResponse:
    """The groups, each with its sub-groups, and all of them from A to Z; or those with a name like `q`."""
    search = Search.of()
    found = matching(request, TargetGroup.objects.order_by("name"), lambda each: each.synonyms)
    groups = TargetGroup.objects.filter(parent=None).prefetch_related("children")
    context = {
        "found": found,
        "rows": _counted(search, "doelgroep", found.rows),
        "tree": [
            (group, search.count("doelgroep", group.slug), _counted(search, "doelgroep", group.children.all()))
            for group in groups
        ],
    }
    return render(request, "initiatives/target_groups.html", context)


@require_safe
@handle_address_errors
def target_group(request: HttpRequest, slug: str) -> HttpResponse:
    group = find(TargetGroup.objects.select_related("parent").prefetch_related("children"), slug)
    search = Search.of(doelgroep=slug)
    children = _counted(search, "doelgroep", group.children.all())
    context = {"group": group, "children": children} | _about(search, "categorie", "gemeente", "vorm")
    return render(request, "initiatives/target_group.html", context)


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """The categories from A to Z, or those with a name like `q`."""
    found = matching(request, Category.objects.order_by("name"), lambda each: each.synonyms)
    context = {"found": found, "rows": _counted(Search.of(), "categorie", found.rows)}
    return render(request, "initiatives/categories.html", context)


@require_safe
@handle_address_errors
def category(request: HttpRequest, slug: str) -> HttpResponse:
    found = find(Category.objects.all(), slug)
    context = {"category": found} | _about(Search.of(categorie=slug), "doelgroep", "gemeente", "vorm")
    return render(request, "initiatives/category.html", context)


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    return render(request, "initiatives/sources.html", {"rows": _counted(Search.of(), "bron", Source.objects.all())})


@require_safe
@handle_address_errors
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """One source and its initiatives, in the order in which it tells of them."""
    found = find(Source.objects.all(), slug)
    mentions = found.mentions.published().for_source()
    context = {"source": found, "mentions": mentions} | _about(Search.of(bron=slug), "doelgroep", "categorie", "fase")
    return render(request, "initiatives/source.html", context)


def _about(search: Search, *keys: str) -> dict[str, object]:
    """The initiatives of a subject, its figures, and the facets that lead on."""
    figures = [("Initiatieven", search.total)]
    for key, label in (("gemeente", "Gemeenten"), ("bron", "Bronnen")):
        facet = next(facet for facet in search.facets if facet.key == key)
        if not facet.chosen:
            figures.append((label, sum(count > 0 for count in facet.counts.values())))
    return {
        "search": search,
        "first": search.results[:ON_PAGE],
        "figures": figures,
        "narrowed": narrowed(search, *keys),
    }


def _counted(search: Search, key: str, rows: Iterable) -> list[tuple]:
    """Each row with the number of initiatives it has."""
    return [(row, search.count(key, row.slug)) for row in rows]
