"""Error responses for programs: problem details (RFC 9457), in Dutch."""

import json
from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
# By status: the title, and the detail when nothing more specific is known.
TEXTS = {
    400: ("Deze vraag klopt niet", "In het adres staat iets dat wij niet kunnen lezen."),
    403: ("Dit mag niet", "U mag dit niet zien."),
    404: ("Dit bestaat niet", "Op dit adres staat niets. Adressen van de API eindigen niet op een schuine streep."),
    405: ("Dit kan hier niet", "U kunt hier alleen lezen, met GET of HEAD."),
    406: ("Deze vorm hebben wij niet", "Wij geven alleen JSON: vraag om application/json."),
    410: ("Dit is weggehaald", "Dit stond hier vroeger, maar is weggehaald."),
    413: ("Dit is te groot", "U kunt hier alleen lezen, met GET of HEAD."),
    414: ("Dit adres is te lang", "Stel een kortere vraag."),
    417: ("Deze vraag kunnen wij niet lezen", "Wij kennen geen andere waarde van Expect dan 100-continue."),
    429: ("Te veel vragen", "Wacht een minuut en stel minder vragen na elkaar."),
    431: ("Deze vraag is te lang", "Stuur kortere of minder headers mee."),
    500: ("Er ging iets mis bij ons", "Probeer het later opnieuw."),
    501: ("Deze vraag kunnen wij niet lezen", "Wij kennen geen andere Transfer-Encoding dan chunked."),
    503: ("Dit lukt nu even niet", "Probeer het opnieuw na het aantal seconden in Retry-After."),
}


def problem(status: int, detail: str = "", errors: Sequence[dict[str, str]] = ()) -> HttpResponse:
    """Return an error response.

    Args:
        detail: what is wrong with this request, in Dutch; else the text for this status.
        errors: the faults, each with `in`, `location` and `detail`, as the Dutch API Design Rules propose
            (https://github.com/Logius-standaarden/API-Design-Rules/pull/310).
    """
    title, default = TEXTS.get(status, (HTTPStatus(status).phrase, TEXTS[500][1]))
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail or default}
    body |= {"errors": list(errors)} if errors else {}
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)


def as_problem(response: HttpResponse) -> None:
    """Replace the content of an error page by problem details; its other headers stay."""
    response.content = problem(response.status_code).content
    response["Content-Type"] = MEDIA_TYPE
    response.headers.pop("Content-Encoding", None)
    response["Content-Length"] = str(len(response.content))
