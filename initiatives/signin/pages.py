"""Pages and context of signing in that allauth has not."""

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache, wraps

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from initiatives.signin.throttle import minutes

METHODS = {
    "reauthenticate": "Wachtwoord gebruiken",
    "mfa_reauthenticate": "Code van de app gebruiken",
    "mfa_reauthenticate:webauthn": "Passkey gebruiken",
}
PASSWORDS = "Er is te vaak een verkeerd wachtwoord ingevuld bij deze naam."
NAMES = (
    "Vanaf uw netwerk is te vaak een verkeerde naam of een verkeerd wachtwoord ingevuld, en ook nu kloppen ze niet. "
    "Kijk uw naam en wachtwoord na en probeer het nog één keer."
)
REQUESTS = "Dit is te vaak kort na elkaar geprobeerd."


def context(request: HttpRequest) -> dict[str, object]:
    """What the frame of the admin needs on the pages of allauth, and whether a new password can be sent."""
    return {
        "site_header": admin.site.site_header,
        "site_title": admin.site.site_title,
        "has_mail": bool(settings.EMAIL_HOST),
        "is_factor_required": settings.MFA_REQUIRED,
    }


def with_mail(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator for the pages that mail a link for a new password: they are there only where mail is set up."""

    @wraps(view)
    def wrapped(request: HttpRequest, *arguments: object, **options: object) -> HttpResponse:
        if not settings.EMAIL_HOST:
            raise Http404
        return view(request, *arguments, **options)

    return wrapped


def no_account(request: HttpRequest) -> HttpResponse:
    """For somebody whom a provider knows and we do not."""
    return HttpResponse(render_to_string("account/no_account.html", request=request), status=403)


def too_many_passwords(wait: timedelta) -> HttpResponse:
    return _too_many(PASSWORDS, wait)


def too_many_names(wait: timedelta) -> HttpResponse:
    return _too_many(NAMES, wait)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Handler of allauth's own limits."""
    return _too_many(REQUESTS, timedelta(minutes=1))


def _too_many(reason: str, wait: timedelta) -> HttpResponse:
    response = HttpResponse(_too_many_page(reason, minutes(wait)), status=429)
    response["Retry-After"] = str(minutes(wait) * 60)
    return response


@lru_cache(maxsize=256)
def _too_many_page(reason: str, whole_minutes: int) -> str:
    """Rendered once: whoever tries passwords must not cost processor time."""
    text = {"reason": reason, "minutes": whole_minutes, "site_header": admin.site.site_header}
    return render_to_string("account/too_many.html", text)
