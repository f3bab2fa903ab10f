"""Home, and the pages that explain the catalogue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.maps.dots import Map
from initiatives.models import Recommendation, Source
from initiatives.search.search import Search
from initiatives.views.lists import busiest

ON_HOME = 8  # target groups, categories and municipalities, those with the most initiatives
NEWEST = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, and the ways in: target group, category, municipality, the map, newest."""
    search = Search.of()
    facets = {facet.key: facet for facet in search.facets}
    context = {
        "search": search,
        "municipalities": busiest(facets["gemeente"].options, ON_HOME),
        "target_groups": busiest([each for each in facets["doelgroep"].options if not each.is_child], ON_HOME),
        "categories": busiest(facets["categorie"].options, ON_HOME),
        "map": Map.of(search),
        "newest": Search.of(sorteer="nieuwste").results[:NEWEST],
    }
    return render(request, "pages/home.html", context)


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """What a source advises, each with the initiatives that show it."""
    return render(request, "pages/recommendations.html", {"recommendations": list(Recommendation.objects.for_page())})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the catalogue is, how it was made, and what its words mean."""
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
