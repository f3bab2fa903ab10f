"""What programs are told when something is wrong: problem details (RFC 9457), in Dutch."""

import json
from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
# By status: the title, which is always the same, and what is said where nothing more is known.
KNOWN = {
    400: ("Deze vraag klopt niet", "In het adres staat iets dat wij niet kunnen lezen."),
    403: ("Dit mag niet", "U mag dit niet zien."),
    404: ("Dit bestaat niet", "Op dit adres staat niets. Adressen van de API eindigen niet op een schuine streep."),
    405: ("Dit kan hier niet", "U kunt hier alleen lezen, met GET of HEAD."),
    406: ("Deze vorm hebben wij niet", "Wij geven alleen JSON: vraag om application/json."),
    410: ("Dit is weggehaald", "Dit stond hier vroeger, maar is weggehaald."),
    414: ("Dit adres is te lang", "Stel een kortere vraag."),
    500: ("Er ging iets mis bij ons", "Probeer het later opnieuw."),
}


def problem(status: int, detail: str = "", errors: Sequence[dict[str, str]] = ()) -> HttpResponse:
    """A refusal for programs.

    Args:
        status: of HTTP, 400 or higher.
        detail: what is wrong this time, in Dutch.
        errors: every fault with `in`, `location` and `detail`, as the Dutch API Design Rules propose
            (https://github.com/Logius-standaarden/API-Design-Rules/pull/310).
    """
    title, usual = KNOWN.get(status, (HTTPStatus(status).phrase, KNOWN[500][1]))
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail or usual}
    body |= {"errors": list(errors)} if errors else {}
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)


def as_problem(response: HttpResponse) -> None:
    """Let a refusal that was made for people speak to programs; its other headers stay."""
    response.content = problem(response.status_code).content
    response["Content-Type"] = MEDIA_TYPE
    response["Content-Length"] = str(len(response.content))
