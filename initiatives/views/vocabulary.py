"""Target groups, categories and sources: the lists, and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.models import Category, Source, TargetGroup
from initiatives.search.query import Search
from initiatives.views.finding import find, follow_moves


@require_safe
def target_groups(request: HttpRequest) -> HttpResponse:
    """All groups, each with its sub-groups."""
    search = Search.of()
    groups = TargetGroup.objects.filter(parent=None).prefetch_related("children")
    rows = [
        (group, search.count("doelgroep", group.slug), _counted(search, "doelgroep", group.children.all()))
        for group in groups
    ]
    return render(request, "initiatives/target_groups.html", {"rows": rows})


@require_safe
@follow_moves
def target_group(request: HttpRequest, slug: str) -> HttpResponse:
    group = find(TargetGroup.objects.select_related("parent").prefetch_related("children"), slug)
    search = Search.of(doelgroep=slug)
    children = _counted(search, "doelgroep", group.children.all())
    return render(request, "initiatives/target_group.html", {"group": group, "search": search, "children": children})


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    return render(
        request, "initiatives/categories.html", {"rows": _counted(Search.of(), "categorie", Category.objects.all())}
    )


@require_safe
@follow_moves
def category(request: HttpRequest, slug: str) -> HttpResponse:
    found = find(Category.objects.all(), slug)
    return render(request, "initiatives/category.html", {"category": found, "search": Search.of(categorie=slug)})


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    return render(request, "initiatives/sources.html", {"rows": _counted(Search.of(), "bron", Source.objects.all())})


@require_safe
@follow_moves
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """One source and its initiatives, in the order in which it tells of them."""
    found = find(Source.objects.all(), slug)
    mentions = found.mentions.published().for_source()
    context = {"source": found, "search": Search.of(bron=slug), "mentions": mentions}
    return render(request, "initiatives/source.html", context)


def _counted(search: Search, key: str, rows: list) -> list[tuple]:
    """Each row with the number of initiatives it has."""
    return [(row, search.count(key, row.slug)) for row in rows]
