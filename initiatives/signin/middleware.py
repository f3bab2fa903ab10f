"""Middleware for the editors' pages; other pages pass without a look at the session."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from catalogue.middleware import EDITORS
from initiatives.signin.second_factor import lacks_second_factor

View = Callable[[HttpRequest], HttpResponse]
# What works without the second factor that is required: setting it up, and leaving.
OPEN = (f"{EDITORS}account/2fa/", f"{EDITORS}account/reauthenticate/", f"{EDITORS}account/logout/", f"{EDITORS}logout/")


def never_stored(get_response: View) -> View:
    """Let no cache and no browser keep a response of the editors' pages, error pages included."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path_info.startswith(EDITORS):
            add_never_cache_headers(response)
        return response

    return middleware


def second_factor_first(get_response: View) -> View:
    """Lead whoever must have a second factor, and has none, to the page to set it up, whatever was asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        is_guarded = settings.MFA_REQUIRED and path.startswith(EDITORS) and not path.startswith(OPEN)
        if is_guarded and lacks_second_factor(request.user):
            return HttpResponseRedirect(reverse("mfa_index"))
        return get_response(request)

    return middleware
