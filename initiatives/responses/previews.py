"""What every response below the addresses of preview links has in common, error pages included."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from catalogue.middleware import PREVIEWS

HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",  # the address gives access
    "X-Robots-Tag": "noindex, nofollow",
}


def preview_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: let nobody store, index or pass on a preview."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path_info.startswith(PREVIEWS):
            for name, value in HEADERS.items():
                response[name] = value
        return response

    return middleware
