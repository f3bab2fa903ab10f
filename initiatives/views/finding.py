"""How a page finds its subject by the slug in its address."""

from collections.abc import Callable
from functools import wraps

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from initiatives.models import SlugHistory


class MovedError(Exception):
    """What is asked for now stands at another address."""

    def __init__(self, url: str) -> None:
        self.url = url


def find(rows: QuerySet, slug: str) -> Model:
    """The row with this slug.

    Raises:
        MovedError: it has another slug now.
        Http404: there is none and never was.
    """
    found = rows.filter(slug=slug).first()
    if found is not None:
        return found
    renamed = SlugHistory.objects.current(rows.model, slug)
    if renamed is not None and rows.filter(pk=renamed.pk).exists():
        raise MovedError(renamed.get_absolute_url())
    raise Http404


def follow_moves(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view send its visitor on, once, with the query string, when what it finds has moved."""

    @wraps(view)
    def following(request: HttpRequest, **kwargs: str) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except MovedError as moved:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(moved.url + (f"?{query}" if query else ""))

    return following
