"""Target groups, categories and sources: the lists, and the page of one."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.choices import AdviceKind
from initiatives.models import Category, Initiative, LinkCheck, Source, TargetGroup
from initiatives.permalinks import find
from initiatives.responses.page_cache import cacheable
from initiatives.responses.redirects import handle_address_errors
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.search import Search
from initiatives.views.editing import edit_links
from initiatives.views.lists import FIRST_RESULTS, counted, facet_links, matching


@cacheable
@require_safe
def target_groups(request: HttpRequest) -> HttpResponse:
    """List the groups with their sub-groups, and all from A to Z; or those with a name like `q`."""
    search = Search.of()
    filtered = matching(request, TargetGroup.objects.order_by("name"), lambda group: group.synonyms)
    groups = TargetGroup.objects.filter(parent=None).prefetch_related("children")
    context = {
        "filtered": filtered,
        "rows": counted(search, "doelgroep", filtered.rows),
        "tree": [
            (group, count, counted(search, "doelgroep", group.children.all()))
            for group, count in counted(search, "doelgroep", groups)
        ],
    }
    return render(request, "initiatives/target_groups.html", context)


@cacheable
@require_safe
@handle_address_errors
def target_group(request: HttpRequest, slug: str) -> HttpResponse:
    return show_target_group(request, find(target_group_rows(), slug))


def target_group_rows() -> QuerySet:
    return TargetGroup.objects.select_related("parent").prefetch_related("children")


def show_target_group(request: HttpRequest, group: TargetGroup) -> HttpResponse:
    search = Search.of(doelgroep=group.slug)
    children = counted(search, "doelgroep", group.children.all())
    context = {"group": group, "children": children, "advice": _advice(group), "editing": edit_links(request, group)}
    context |= _about(search, "categorie", "aanpak", "gemeente")
    return render(request, "initiatives/target_group.html", context)


@dataclass(frozen=True)
class Advice:
    """A piece of advice of the matrix, with the published initiatives that carried it out."""

    text: str
    initiatives: list[Initiative]


def _advice(group: TargetGroup) -> dict[str, list[Advice]]:
    """The advice for a target group by column of the matrix; no query for a group without.

    A preview has the examples as `examples_shown`.
    """
    examples: dict[tuple[str, str], list[Initiative]] = defaultdict(list)
    shown = getattr(group, "examples_shown", None)
    if shown is None:
        shown = group.advice_examples.for_page() if group.attention else ()
    for example in shown:
        examples[example.kind, example.advice].append(example.initiative)
    columns = {AdviceKind.REACH: group.reach, AdviceKind.APPROACH: group.approach}
    return {
        kind.name.lower(): [Advice(text, examples[kind, text]) for text in texts] for kind, texts in columns.items()
    }


@cacheable
@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """List the categories from A to Z, or those with a name like `q`."""
    filtered = matching(request, Category.objects.order_by("name"), lambda category: category.synonyms)
    context = {"filtered": filtered, "rows": counted(Search.of(), "categorie", filtered.rows)}
    return render(request, "initiatives/categories.html", context)


@cacheable
@require_safe
@handle_address_errors
def category(request: HttpRequest, slug: str) -> HttpResponse:
    return show_category(request, find(Category.objects.all(), slug))


def show_category(request: HttpRequest, category: Category) -> HttpResponse:
    context: dict[str, object] = {"category": category, "editing": edit_links(request, category)}
    context |= _about(Search.of(categorie=category.slug), "doelgroep", "aanpak", "gemeente")
    return render(request, "initiatives/category.html", context)


@cacheable
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    search = Search.of()
    context = {"years": search.years, "rows": counted(search, "bron", Source.objects.all())}
    return render(request, "initiatives/sources.html", context)


@cacheable
@require_safe
@handle_address_errors
def source(request: HttpRequest, slug: str) -> HttpResponse:
    return show_source(request, find(Source.objects.all(), slug))


def show_source(request: HttpRequest, source: Source) -> HttpResponse:
    """Show a source and its initiatives, in the order of the source."""
    mentions, publications = source.mentions.published().for_source(), source.publications.all()
    broken = LinkCheck.objects.broken_among([source.url, *(publication.url for publication in publications)])
    context = {"source": source, "mentions": mentions, "publications": publications, "broken": broken}
    context |= {"editing": edit_links(request, source)}
    context |= _about(Search.of(bron=source.slug), "doelgroep", "categorie", "fase")
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
