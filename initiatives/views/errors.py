"""Django's error handlers."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from initiatives.responses.error_pages import TEXTS, error_page
from initiatives.views.site import site


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """The page for no permission, also for a form without a valid CSRF token."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest | None) -> HttpResponse:
    """A page that needs no database and no session, since either may be what is broken."""
    title, text = TEXTS[500]
    context = site(request) | {"title": title, "text": text, "has_search": False}
    return HttpResponse(render_to_string("error.html", context), status=500)
