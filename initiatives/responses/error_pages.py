"""Error pages for visitors; programs get problem details instead (initiatives.api.middleware)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalogue.telemetry import request_ids
from initiatives.embedding.framing import PREFIX as FRAMED

DENIED = (
    "U hebt geen toegang tot deze pagina, of de pagina stond te lang open. "
    "Ga terug, laad de pagina opnieuw en probeer het nog eens."
)
REFUSED = ("Deze vraag kunnen wij niet lezen", "Uw programma vraagt iets op een manier die wij niet kennen.")
# By status: the title, and what to do.
TEXTS = {
    400: (
        "Deze vraag klopt niet",
        "In het adres of in het formulier staat iets dat wij niet kunnen lezen. Ga terug en probeer het opnieuw.",
    ),
    403: ("Dit mag niet", DENIED),
    404: ("Deze pagina bestaat niet", "Misschien klopt het adres niet, of is de pagina weggehaald."),
    405: ("Dit kan hier niet", "Deze pagina kunt u alleen bekijken."),
    410: ("Dit staat niet meer in de catalogus", ""),
    413: ("Dit bestand is te groot", "Wij nemen bestanden van hoogstens 20 MB aan. Verdeel het over meer bestanden."),
    414: ("Dit adres is te lang", "Maak de zoekvraag korter of kies minder filters."),
    417: REFUSED,
    429: ("Even geduld", "Er komen nu te veel vragen van uw adres. Probeer het over een minuut opnieuw."),
    431: ("Uw browser stuurt te veel mee", "Verwijder de cookies van deze site en probeer het opnieuw."),
    500: ("Er ging iets mis bij ons", "Dat ligt niet aan u. Probeer het over een paar minuten opnieuw."),
    501: REFUSED,
    503: ("Dit lukt nu even niet", "Dat ligt niet aan u. Probeer het over een minuut opnieuw."),
}
TEMPLATES = {400: "400.html", 410: "410.html"}  # those that say more than a text


def error_page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """The page for a status of `TEXTS`; `context` is for the templates of `TEMPLATES`."""
    title, text = TEXTS[status]
    template = TEMPLATES.get(status, "error.html")
    is_framed = request.path_info.startswith(FRAMED)  # its style sheets have no search form
    has_search = status == 404 and not is_framed
    defaults = {"faults": (), "gone": None, "has_search": has_search, "next": None, "number": ""}
    page = {"title": title, "text": text, **defaults, **context}
    return render(request, template, page, status=status)


def number_response(response: HttpResponse) -> None:
    """Give the id of the request to who is not answered, in a header, so that its lines in the log can be found.

    Only for a response that no cache keeps, since a cache would give it to others.
    """
    response["Cache-Control"] = "no-store"
    if number := request_ids.current():
        response["X-Request-Id"] = number


def error_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a page for refusals without content, such as those of the ingress guard and of `require_safe`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code not in TEXTS or response.streaming or response.content:
            return response
        page = error_page(request, response.status_code)
        if "Allow" in response:
            page["Allow"] = response["Allow"]
        return page

    return middleware
