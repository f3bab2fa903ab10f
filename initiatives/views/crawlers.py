"""robots.txt and security.txt."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.middleware import EDITORS, PREVIEWS
from initiatives.responses.page_cache import cacheable
from initiatives.search.query_string.outlets import DOWNLOADS

PLAIN = "text/plain; charset=utf-8"
# Not for crawlers: the admin, previews, suggestions, embeds, selections, cells of the matrix, and filtered feeds and
# downloads. The complete feed and downloads are allowed.
CLOSED = (EDITORS, PREVIEWS, "/suggesties", "/embed/", "/selectie", "/matrix/v/")
FILTERED = ("feed", *(outlet.name for outlet in DOWNLOADS))  # by the names of their URLs
VALID = timedelta(days=180)  # RFC 9116, section 2.5.5 advises less than a year


@cacheable
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Which addresses crawlers may read (RFC 9309), and the address of the sitemap."""
    prefix = reverse("home").rstrip("/")
    closed = [f"{prefix}{path}" for path in CLOSED] + [f"{reverse(name)}?" for name in FILTERED]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return _text(lines)


@cacheable
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a vulnerability (RFC 9116); 404 without a mail address."""
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
