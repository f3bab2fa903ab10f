"""What a visit of an address says of it. Only what surely fails for everybody counts as a failure."""

import socket
import ssl
from dataclasses import dataclass
from enum import Enum
from http.client import HTTPException

from initiatives.models.link_check import MAX_URL_LENGTH

# Other errors may be meant for programs only, such as 403, or pass, such as 503.
FAILURES = (404, 410, 500, 502, 504)
PROBLEMS = {
    401: "De website vraagt om aan te melden",
    403: "De website laat onze controle niet toe",
    404: "De pagina is er niet",
    410: "De pagina is weggehaald",
    429: "De website vindt dat wij te vaak vragen",
    500: "De website heeft een storing",
    502: "De website heeft een storing",
    503: "De website is even niet bereikbaar",
    504: "De website heeft een storing",
}
OTHER_PROBLEM = "De website geeft een onverwacht antwoord"


class Verdict(Enum):
    GOOD = "good"
    MOVED = "moved"  # permanently, and good there
    UNCERTAIN = "uncertain"
    FAILED = "failed"


@dataclass(frozen=True)
class Outcome:
    """The outcome of a visit.

    Args:
        status: of the last answer; None without an answer.
        final_url: where redirects led to; empty without redirects.
        problem: what is wrong, in Dutch; empty when nothing is.
        is_tried: a connection or name was tried; False for what is never visited.
    """

    verdict: Verdict
    status: int | None = None
    final_url: str = ""
    problem: str = ""
    is_tried: bool = True


def answered(status: int, final_url: str, *, is_moved: bool) -> Outcome:
    """The outcome of an answer that is no redirect."""
    final_url = final_url if len(final_url) <= MAX_URL_LENGTH else ""
    if status < 400:
        return Outcome(Verdict.MOVED if is_moved and final_url else Verdict.GOOD, status, final_url)
    verdict = Verdict.FAILED if status in FAILURES else Verdict.UNCERTAIN
    return Outcome(verdict, status, final_url, f"{PROBLEMS.get(status, OTHER_PROBLEM)} ({status}).")


def uncertain(problem: str, status: int | None = None) -> Outcome:
    """The outcome of a visit that says little."""
    return Outcome(Verdict.UNCERTAIN, status, problem=problem)


def forbidden(reason: str) -> Outcome:
    """The outcome for an address that is not visited."""
    return Outcome(Verdict.UNCERTAIN, problem=f"Dit adres bezoeken wij niet: {reason}.", is_tried=False)


def unanswered(error: OSError | HTTPException | ValueError) -> Outcome:
    """The outcome where no answer came; only a name that does not exist and a refused connection are failures."""
    match error:
        case socket.gaierror(errno=socket.EAI_NONAME):
            return Outcome(Verdict.FAILED, problem="De website bestaat niet meer, of het adres klopt niet.")
        case ConnectionRefusedError():
            return Outcome(Verdict.FAILED, problem="De website staat uit.")
        case TimeoutError():
            return uncertain("De website antwoordt niet op tijd.")
        case ssl.SSLError():
            return uncertain("De beveiligde verbinding lukt niet.")
    return uncertain("De verbinding lukt niet, of breekt af.")
