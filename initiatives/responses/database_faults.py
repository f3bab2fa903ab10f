"""Pages for when the database is away, busy or read-only, and a second try for reading (decision 64)."""

from collections.abc import Callable
from contextlib import nullcontext

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from catalogue.database import Fault, Patience, log, read_elsewhere, refusals
from catalogue.middleware import SAFE_METHODS
from initiatives.responses.error_pages import error_page
from initiatives.responses.replica_reads import read_on, reading_for

BUSY_TITLE, BUSY_TEXT = (
    "Dit lukt nu even niet",
    "Er wordt nu veel tegelijk gedaan. Probeer het over een minuut opnieuw.",
)
# By fault: the title, and what to do.
TEXTS = {
    Fault.LOST: (
        "De catalogus is even niet bereikbaar",
        "Dat ligt niet aan u. Probeer het over een minuut opnieuw.",
    ),
    Fault.BUSY: (BUSY_TITLE, BUSY_TEXT),
    Fault.CONFLICT: (BUSY_TITLE, BUSY_TEXT),
    Fault.READ_ONLY: (
        "U kunt de catalogus nu alleen lezen",
        "Aanmelden, opslaan en verwijderen kan nu even niet. Bekijken kan wel. Probeer het later opnieuw.",
    ),
}
SENT = " Wat u net verstuurde, is niet opgeslagen. Ga terug in uw browser: daar staat het meestal nog."
LOST_SENT = (
    " Wij weten niet of is opgeslagen wat u net verstuurde. Kijk dat straks eerst na, voordat u het opnieuw doet."
)
RETRY_AFTER = {Fault.LOST: 5, Fault.BUSY: 10, Fault.CONFLICT: 10, Fault.READ_ONLY: 60}  # seconds


def fault_page(request: HttpRequest, fault: Fault) -> HttpResponse:
    """The page for a fault, with status 503. It needs no database and no session."""
    title, text = TEXTS[fault]
    if request.method not in SAFE_METHODS:
        text += LOST_SENT if fault is Fault.LOST else SENT
    response = error_page(request, 503, title=title, text=text)
    response["Retry-After"] = str(RETRY_AFTER[fault])
    response["Cache-Control"] = "no-store"
    response.fault = fault  # type: ignore[attr-defined] # read by the middleware below
    # Or Django would log a traceback for each try.
    response._has_been_logged = fault in (Fault.LOST, Fault.CONFLICT)  # type: ignore[attr-defined]
    return response


def database_faults(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: read again when the connection was lost and the database is back soon; with READ_ONLY, only read.

    What failed on a replica is read again from another source. Nothing of the response was sent then. What writes is
    never done twice.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        patience, is_safe = Patience(), request.method in SAFE_METHODS
        if settings.READ_ONLY and not is_safe:
            return fault_page(request, Fault.READ_ONLY)
        reading = reading_for(request)
        with reading or nullcontext():
            response = get_response(request)
            while is_safe and _may_succeed_now(response, patience):
                response = get_response(request)
        response = read_on(response, reading)
        if fault := getattr(response, "fault", None):
            refusals.note(fault)
            log.warning("%s %a: the database is %s.", request.method, request.path_info, fault.value)
        return response

    return middleware


def _may_succeed_now(response: HttpResponse, patience: Patience) -> bool:
    """Whether a read failed that another source can do, or the primary, which is back after a wait."""
    fault = getattr(response, "fault", None)
    return fault is not None and (read_elsewhere(fault) or (fault is Fault.LOST and patience.is_rewarded()))
