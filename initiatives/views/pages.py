"""Home, and the pages that explain the catalogue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.maps.dots import Map
from initiatives.models import Recommendation, Source
from initiatives.search.search import Search
from initiatives.views.lists import busiest

ON_HOME = 8  # busiest target groups, categories and municipalities
NEWEST = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The search field, the busiest values of facets, the map and the newest initiatives."""
    search = Search.of()
    facets = {facet.key: facet for facet in search.facets}
    context = {
        "search": search,
        "municipalities": busiest(facets["gemeente"].options, ON_HOME),
        "target_groups": busiest([option for option in facets["doelgroep"].options if not option.is_child], ON_HOME),
        "categories": busiest(facets["categorie"].options, ON_HOME),
        "map": Map.of(search),
        "newest": Search.of(sorteer="nieuwste").results[:NEWEST],
    }
    return render(request, "pages/home.html", context)


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """The recommendations of a source, each with initiatives as examples."""
    return render(request, "pages/recommendations.html", {"recommendations": list(Recommendation.objects.for_page())})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the catalogue is, how it was made, and its definitions."""
    search = Search.of()
    phases = next(facet.options for facet in search.facets if facet.key == "fase")
    context = {"search": search, "phases": phases, "sources": Source.objects.all()}
    return render(request, "pages/about.html", context)


@require_safe
def search_tips(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/search_tips.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")
