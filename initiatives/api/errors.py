"""The exception handler of the API: redirects and problem details."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from rest_framework.exceptions import APIException

from initiatives.api.problems import problem
from initiatives.models import Initiative
from initiatives.permalinks import GoneError, MovedError
from initiatives.responses.redirects import permanent_redirect
from initiatives.search.query_string.parameters import Fault
from initiatives.search.request import QuestionMovedError, UnclearError


def refusal(error: Exception, context: dict) -> HttpResponse | None:
    """Return the response to an exception, or None for an unexpected one; `context` has the `request`."""
    if isinstance(error, UnclearError):
        return unclear(error.faults)
    if isinstance(error, QuestionMovedError):
        return permanent_redirect(context["request"].path, error.query)
    if isinstance(error, MovedError):
        return permanent_redirect(_address_of(error, context["request"]))
    if isinstance(error, GoneError):
        return problem(410, f"{error.reason} Zoek verder: {_search_for(error, context['request'])}")
    if isinstance(error, Http404):
        return problem(404, str(error))
    return problem(error.status_code) if isinstance(error, APIException) else None


def unclear(faults: Sequence[Fault]) -> HttpResponse:
    """Return a 400 with every fault of a query."""
    errors = [{"in": "query", "location": fault.key, "detail": fault.message} for fault in faults]
    return problem(400, " ".join(fault.message for fault in faults), errors)


def _search_for(gone: GoneError, request: HttpRequest) -> str:
    return request.build_absolute_uri(f"{reverse('api')}?{urlencode({'q': gone.words})}")


def _address_of(moved: MovedError, request: HttpRequest) -> str:
    """The current address of a row: in the API for an initiative, else of its page."""
    if isinstance(moved.thing, Initiative):
        return reverse("api_initiative", args=[moved.thing.slug])
    return request.build_absolute_uri(moved.thing.get_absolute_url())
