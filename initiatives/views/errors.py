"""Django's error handlers."""

import sys
from contextlib import suppress

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.urls import reverse

from catalogue.database import fault_of
from catalogue.middleware import EDITORS
from catalogue.telemetry import request_ids
from initiatives.actions.keeping import keep_posted, restore_url
from initiatives.models import KeptInput
from initiatives.responses.database_faults import fault_page
from initiatives.responses.error_pages import TEXTS, error_page, number_response
from initiatives.views.site import site

EXPIRED = "Nog niet opgeslagen"
EXPIRED_TEXT = (
    "Uw tekst is bewaard, maar nog niet opgeslagen: u hebt zich intussen opnieuw aangemeld, of het formulier stond te "
    "lang open. Ga verder met uw tekst en sla dan op."
)
UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError)  # a form that is none
KEPT_TEXT = "U mag dit niet (meer) wijzigen. Wat u had ingevuld, is bewaard."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """The page for no permission, also for a form without a valid CSRF token; what was filled in is kept."""
    kept = _kept(request)
    if kept is None:
        return error_page(request, 403)
    if reason:
        next_page = restore_url(request, kept), "Verder met uw tekst"
        return error_page(request, 403, title=EXPIRED, text=EXPIRED_TEXT, next=next_page)
    next_page = reverse("admin:kept", args=[kept.key]), "Lees uw tekst"
    return error_page(request, 403, text=KEPT_TEXT, next=next_page)


def _kept(request: HttpRequest) -> KeptInput | None:
    """What is kept of the editors' form that was sent; None of one that somebody else opened in this browser."""
    if not request.path_info.startswith(EDITORS) or not hasattr(request, "user"):
        return None
    with suppress(DatabaseError, *UNREADABLE):
        kept = keep_posted(request.POST, request.user)
        return kept if kept and request.user.pk in (None, kept.user_id) else None
    return None


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest | None) -> HttpResponse:
    """A page that needs no database and no session, since either may be what is broken.

    For a fault of the database that is no mistake of ours, it says so with status 503.
    """
    if request and (fault := fault_of(sys.exc_info()[1])):
        return fault_page(request, fault)
    title, text = TEXTS[500]
    context = site(request) | {"title": title, "text": text, "has_search": False, "next": None}
    context["number"] = request_ids.current()
    response = HttpResponse(render_to_string("error.html", context), status=500)
    number_response(response)
    return response
