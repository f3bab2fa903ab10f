"""What crawlers and those who find a leak look for at fixed addresses."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from initiatives.search.query_string.outlets import DOWNLOADS

PLAIN = "text/plain; charset=utf-8"
# What no crawler has to read: an editors' place, answers to who is typing or embeds, a visitor's own list, and the
# views of the same initiatives in feeds and downloads. Whole downloads and the whole feed are welcome.
CLOSED = ("/beheer/", "/suggesties", "/embed/", "/selectie")
FILTERED = ("feed", *(outlet.name for outlet in DOWNLOADS))  # by the names of their URLs
VALID = timedelta(days=180)  # RFC 9116, section 2.5.5 advises less than a year


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where crawlers may go, by RFC 9309, and where the list of all pages is."""
    prefix = reverse("home").rstrip("/")
    closed = [f"{prefix}{path}" for path in CLOSED] + [f"{reverse(name)}?" for name in FILTERED]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return _text(lines)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a leak, by RFC 9116; there is no such file where nobody can be asked."""
    if not settings.CONTACT_EMAIL:
        raise Http404
    expires = datetime.combine(timezone.localdate() + VALID, time(), UTC)
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {request.build_absolute_uri(reverse('security'))}",
    ]
    return _text(lines)


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type=PLAIN)
