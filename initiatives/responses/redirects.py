"""How a page tells that what is asked for is elsewhere, gone, or cannot be understood."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from initiatives.permalinks import GoneError, MovedError
from initiatives.responses.error_pages import error_page
from initiatives.search.request import QuestionMovedError, UnclearError


def answering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view send its visitor on, once, or tell what is gone or wrong with the question."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: str) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except MovedError as moved:
            return moved_to(moved.thing.get_absolute_url(), request.META.get("QUERY_STRING", ""))
        except QuestionMovedError as moved:
            return moved_to(request.path, moved.query)
        except GoneError as gone:
            return error_page(request, 410, gone=gone)
        except UnclearError as unclear:
            return error_page(request, 400, faults=unclear.faults)

    return answer


def moved_to(path: str, query: str = "") -> HttpResponse:
    """The way to another address, for good; but browsers ask each time, since a name can be taken back.

    Args:
        path: the address.
        query: to put behind it.
    """
    response = HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
    response["Cache-Control"] = "no-cache"
    return response
