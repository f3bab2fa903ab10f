"""Which part of the site other sites may show in a frame."""

from collections.abc import Callable
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt

PREFIX = "/embed/"
# What may stand in `EMBED_HOSTS` instead of an address.
ANY_ADDRESS = {"https:": "elk adres dat begint met https://", "http:": "elk adres"}


def framing(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: allow frames on `EMBED_HOSTS` for everything below `PREFIX`, error pages included."""
    allow_frames = csp_replace({"frame-ancestors": [SELF, *settings.EMBED_HOSTS]})
    framed: Callable[..., Any] = xframe_options_exempt(allow_frames(get_response))

    def middleware(request: HttpRequest) -> HttpResponse:
        return (framed if request.path_info.startswith(PREFIX) else get_response)(request)

    return middleware


def allowed_addresses() -> list[str]:
    """The addresses of pages that may show a list in a frame, in Dutch."""
    return [ANY_ADDRESS.get(address, address) for address in settings.EMBED_HOSTS]
