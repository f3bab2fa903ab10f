"""Responses to addresses that moved, are gone, or cannot be understood."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from initiatives.permalinks import GoneError, MovedError
from initiatives.responses.error_pages import error_page
from initiatives.responses.etags import SHARED
from initiatives.search.request import QuestionMovedError, UnclearError


def handle_address_errors(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorator: redirect to where an address leads now (301), or say that it is gone (410) or unclear (400)."""

    @wraps(view)
    def wrapper(request: HttpRequest, **kwargs: str) -> HttpResponseBase:
        try:
            return view(request, **kwargs)
        except MovedError as moved:
            return permanent_redirect(moved.thing.get_absolute_url(), request.META.get("QUERY_STRING", ""))
        except QuestionMovedError as moved:
            return permanent_redirect(request.path, moved.query)
        except GoneError as gone:
            return error_page(request, 410, gone=gone)
        except UnclearError as unclear:
            return error_page(request, 400, faults=unclear.faults)

    return wrapper


def permanent_redirect(path: str, query: str = "") -> HttpResponse:
    """Redirect with 301; browsers must revalidate it each time, since a name can be taken back."""
    response = HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
    response["Cache-Control"] = SHARED
    return response
