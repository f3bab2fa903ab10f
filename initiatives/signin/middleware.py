"""Middleware for the editors' pages; other pages pass without a look at the session."""

from collections.abc import Callable

from allauth.account.middleware import AccountMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from catalogue.middleware import EDITORS
from initiatives.signin.second_factor import lacks_second_factor

View = Callable[[HttpRequest], HttpResponse]
# What works without the second factor that is required: setting it up, reading how to, and leaving.
OPEN = (
    f"{EDITORS}account/2fa/",
    f"{EDITORS}account/reauthenticate/",
    f"{EDITORS}account/logout/",
    f"{EDITORS}handleiding/",
    f"{EDITORS}logout/",
)


def never_stored(get_response: View) -> View:
    """Let no cache and no browser keep a response of the editors' pages, error pages included."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path_info.startswith(EDITORS):
            add_never_cache_headers(response)
        return response

    return middleware


def signing_in(get_response: View) -> View:
    """The middleware of allauth, and ours for the second factor, on the editors' pages only."""
    for_editors = AccountMiddleware(_second_factor_first(get_response))

    def middleware(request: HttpRequest) -> HttpResponse:
        return (for_editors if request.path_info.startswith(EDITORS) else get_response)(request)

    middleware.process_exception = for_editors.process_exception  # type: ignore[attr-defined] # as Django reads it
    return middleware


def _second_factor_first(get_response: View) -> View:
    """Lead whoever must have a second factor, and has none, to the page to set it up, whatever was asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        is_guarded = settings.MFA_REQUIRED and not request.path_info.startswith(OPEN)
        if is_guarded and lacks_second_factor(request.user):
            return HttpResponseRedirect(reverse("mfa_index"))
        return get_response(request)

    return middleware
