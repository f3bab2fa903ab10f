"""The page of one initiative."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.models import Initiative
from initiatives.views.finding import find, follow_moves


@require_safe
@follow_moves
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    found = find(Initiative.objects.published().for_detail(), slug)
    return render(request, "initiatives/initiative.html", {"initiative": found})
