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
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.search import Search
from initiatives.search.sorting import NEWEST
from initiatives.views.lists import most_frequent
from initiatives.views.site import site

MAX_ENTRIES = 8  # target groups, categories and municipalities on the home page: those with the most initiatives
MAX_NEWEST = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, and the ways in: target group, category, municipality, the map, newest."""
    answer = AnswerPage(Search.of())
    main_groups = [option for option in answer.facet("doelgroep").options if not option.is_child]
    context = {
        "answer": answer,
        "municipalities": most_frequent(answer.facet("gemeente").options, MAX_ENTRIES),
        "target_groups": most_frequent(main_groups, MAX_ENTRIES),
        "categories": most_frequent(answer.facet("categorie").options, MAX_ENTRIES),
        "map": Map.of(answer),
        "newest": Search.of(sort=NEWEST).results[:MAX_NEWEST],
    }
    return render(request, "pages/home.html", context)


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """What a source advises, each with the initiatives that show it."""
    return render(request, "pages/recommendations.html", {"recommendations": list(Recommendation.objects.for_page())})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the catalogue is, how it was made, and what its words mean."""
    answer = AnswerPage(Search.of())
    context = {"answer": answer, "phases": answer.facet("fase").options, "sources": Source.objects.all()}
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
