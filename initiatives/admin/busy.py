"""What an editor sees when others keep the catalogue busy for too long: nothing was saved, and nothing is lost."""

from collections.abc import Callable

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalogue.middleware import EDITORS
from initiatives.search.index.lock import IndexBusyError, impatient

RETRY_AFTER = "5"  # seconds
NOTICE = (
    "Er is nog niets opgeslagen: de catalogus is bezig met een grote wijziging. Uw invoer staat nog in het formulier. "
    "Probeer het over een paar tellen opnieuw."
)
View = Callable[[HttpRequest], HttpResponse]


def as_busy(response: HttpResponse) -> HttpResponse:
    """Give a page the status that says to try again later."""
    response.status_code, response.headers["Retry-After"] = 503, RETRY_AFTER
    return response


def busy_pages(get_response: View) -> View:
    """Middleware: no request of an editor waits long for others to save; the page that says so can send it again."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not request.path_info.startswith(EDITORS):
            return get_response(request)
        with impatient():
            return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _send_again(request) if isinstance(exception, IndexBusyError) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined] # Django looks for it there
    return middleware


def _send_again(request: HttpRequest) -> HttpResponse:
    """The page with a button that sends the same form again; a file must be chosen again."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {
        **admin.site.each_context(request),
        "title": "Nog niet opgeslagen",
        "fields": [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"],
        "has_file": bool(request.FILES),
    }
    return as_busy(render(request, "admin/busy.html", context))
