"""Security headers that Django and its packages do not set."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from catalogue.middleware import EDITORS, PREVIEWS
from initiatives.embedding.framing import PREFIX as FRAMED

# No page uses these features of a browser, and nothing that is ever injected into one may
# (https://www.w3.org/TR/permissions-policy/). Passkeys and the clipboard are not in the list: they are used.
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

# Of files, which use nothing: the headers of each weigh as much as a small style sheet.
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'"
# A script that runs as a worker (static/js/presence.js) has the policy of its own file.
SCRIPT_POLICY = f"{FILE_POLICY}; connect-src 'self'"


def policies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: set Permissions-Policy and Cross-Origin-Resource-Policy, and the content policy of files."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        if _is_file(request.path_info, response):
            is_script = request.path_info.endswith(".js")
            response["Content-Security-Policy"] = SCRIPT_POLICY if is_script else FILE_POLICY
        is_shared = _is_for_other_sites(request.path_info)
        response["Cross-Origin-Resource-Policy"] = "cross-origin" if is_shared else "same-origin"
        return response

    return middleware


def _is_file(path: str, response: HttpResponse) -> bool:
    """Whether a response is no page; what belongs to embedded lists has their policy."""
    is_page = path.endswith("/") or response.get("Content-Type", "").startswith("text/html")
    return not (is_page or path.startswith(FRAMED))


def _is_for_other_sites(path: str) -> bool:
    """Whether pages of other sites may load what is at a path: embedded lists, and files, which have no final slash."""
    return path.startswith(FRAMED) or not (path.endswith("/") or path.startswith((EDITORS, PREVIEWS)))
