"""The page of one initiative."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.models import Initiative
from initiatives.search.index import current
from initiatives.search.similar import municipalities_like, similar
from initiatives.views.finding import find, follow_moves


@require_safe
@follow_moves
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    found = find(Initiative.objects.published().for_detail(), slug)
    index = current()
    places = [each for each in found.municipalities.all() if each.is_alive()]
    context = {
        "initiative": found,
        "similar": similar(found, index),
        "place": places[0] if len(places) == 1 else None,
        "alike": municipalities_like(places[0], index) if len(places) == 1 else None,
    }
    return render(request, "initiatives/initiative.html", context)
