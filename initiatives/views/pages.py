"""Home, pages that explain, health, and the pages for when something is wrong."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from initiatives.maps.dots import Map
from initiatives.models import Recommendation, Source
from initiatives.search.search import Search
from initiatives.views.lists import busiest
from initiatives.views.site import site

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


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers and has every migration."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("no database", status=503, content_type="text/plain; charset=utf-8")
    if missing:
        return HttpResponse("migrations missing", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ready", content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A page that needs no database and no session, since either may be what is broken."""
    return HttpResponse(render_to_string("500.html", site(request)), status=500)
