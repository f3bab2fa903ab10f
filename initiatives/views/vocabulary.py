"""Target groups, categories and sources: the lists, and the page of one."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.models import Category, Source, TargetGroup
from initiatives.permalinks import find
from initiatives.responses.page_cache import cacheable
from initiatives.responses.redirects import handle_address_errors
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.search import Search
from initiatives.views.lists import FIRST_RESULTS, facet_links, matching


@cacheable
@require_safe
def target_groups(request: HttpRequest) -> HttpResponse:
    """List the groups with their sub-groups, and all from A to Z; or those with a name like `q`."""
    search = Search.of()
    filtered = matching(request, TargetGroup.objects.order_by("name"), lambda group: group.synonyms)
    groups = TargetGroup.objects.filter(parent=None).prefetch_related("children")
    context = {
        "filtered": filtered,
        "rows": _counted(search, "doelgroep", filtered.rows),
        "tree": [
            (group, count, _counted(search, "doelgroep", group.children.all()))
            for group, count in _counted(search, "doelgroep", groups)
        ],
    }
    return render(request, "initiatives/target_groups.html", context)


@cacheable
@require_safe
@handle_address_errors
def target_group(request: HttpRequest, slug: str) -> HttpResponse:
    group = find(TargetGroup.objects.select_related("parent").prefetch_related("children"), slug)
    search = Search.of(doelgroep=slug)
    children = _counted(search, "doelgroep", group.children.all())
    context = {"group": group, "children": children} | _about(search, "categorie", "gemeente", "vorm")
    return render(request, "initiatives/target_group.html", context)


@cacheable
@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """List the categories from A to Z, or those with a name like `q`."""
    filtered = matching(request, Category.objects.order_by("name"), lambda category: category.synonyms)
    context = {"filtered": filtered, "rows": _counted(Search.of(), "categorie", filtered.rows)}
    return render(request, "initiatives/categories.html", context)


@cacheable
@require_safe
@handle_address_errors
def category(request: HttpRequest, slug: str) -> HttpResponse:
    context = {"category": find(Category.objects.all(), slug)}
    context |= _about(Search.of(categorie=slug), "doelgroep", "gemeente", "vorm")
    return render(request, "initiatives/category.html", context)


@cacheable
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    search = Search.of()
    context = {"years": search.years, "rows": _counted(search, "bron", Source.objects.all())}
    return render(request, "initiatives/sources.html", context)


@cacheable
@require_safe
@handle_address_errors
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a source and its initiatives, in the order of the source."""
    source = find(Source.objects.all(), slug)
    context = {"source": source, "mentions": source.mentions.published().for_source()}
    context |= _about(Search.of(bron=slug), "doelgroep", "categorie", "fase")
    return render(request, "initiatives/source.html", context)


def _about(search: Search, *keys: str) -> dict[str, object]:
    """The context that the pages of a target group, category and source share."""
    figures = [("Initiatieven", search.total)]
    for key, label in (("gemeente", "Gemeenten"), ("bron", "Bronnen")):
        if key not in search.parameters.chosen:
            figures.append((label, sum(count > 0 for count in search.counts(key).values())))
    answer = AnswerPage(search)
    return {
        "answer": answer,
        "first": search.results[:FIRST_RESULTS],
        "figures": figures,
        "facet_links": facet_links(answer, *keys),
    }


def _counted(search: Search, key: str, rows: Iterable) -> list[tuple]:
    counts = search.counts(key)
    return [(row, counts.get(row.slug, 0)) for row in rows]
