"""Home, and the pages that explain the catalogue."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.choices import SizeClass
from initiatives.maps.dots import Map
from initiatives.models import Initiative, Recommendation, Source
from initiatives.models.knowledge import QUESTIONS
from initiatives.paths import path_to
from initiatives.responses.page_cache import cacheable
from initiatives.search.facets.counted import datalist_options
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.search import Search
from initiatives.views.editing import edit_links
from initiatives.views.lists import most_frequent

MAX_ENTRIES = 6  # target groups, categories and municipalities on the home page: those with the most initiatives
EVIDENCE = "onderbouwing=beschreven&onderbouwing=cijfers"  # the sources tell what came of it


@cacheable
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The search field beside the map, three questions, the editors' stories and the most frequent values of facets."""
    answer = AnswerPage(Search.of())
    main_groups = [option for option in answer.facet("doelgroep").options if not option.is_child]
    names = (value.label for value in answer.search.facet_values.by_slug("gemeente").values())
    context = {
        "answer": answer,
        "municipalities": most_frequent(answer.facet("gemeente").options, MAX_ENTRIES),
        "target_groups": most_frequent(main_groups, MAX_ENTRIES),
        "categories": most_frequent(answer.facet("categorie").options, MAX_ENTRIES),
        "map": Map.of(answer),
        "sizes": list(SizeClass),
        "municipality_names": datalist_options(tuple(names)),
        "evidence_url": f"{path_to('browse')}?{EVIDENCE}",
        "stories": _stories(answer.search.index.version),
    }
    return render(request, "pages/home.html", context)


@lru_cache(maxsize=1)
def _stories(version: int) -> list[Initiative]:
    """Return the stories of a version of the catalogue: a process reads them once, as it does the index."""
    return list(Initiative.objects.stories())


@cacheable
@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """The recommendations of a source, each with initiatives as examples."""
    return _show_recommendations(request, list(Recommendation.objects.for_page()))


def show_recommendation(request: HttpRequest, recommendation: Recommendation) -> HttpResponse:
    """The same page, with a recommendation as it is given here."""
    rows = Recommendation.objects.for_page()
    return _show_recommendations(request, [recommendation if row == recommendation else row for row in rows])


def _show_recommendations(request: HttpRequest, rows: list[Recommendation]) -> HttpResponse:
    context = {"recommendations": rows, "editing": edit_links(request, Recommendation)}
    return render(request, "pages/recommendations.html", context)


@cacheable
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the catalogue is, how it was made, and its definitions."""
    answer = AnswerPage(Search.of())
    context = {
        "answer": answer,
        "phases": answer.facet("fase").options,
        "evidence": answer.facet("onderbouwing").options,
        "questions": QUESTIONS,
        "sources": Source.objects.all(),
    }
    return render(request, "pages/about.html", context)


@cacheable
@require_safe
def search_tips(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/search_tips.html")


@cacheable
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@cacheable
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")
