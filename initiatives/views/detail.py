"""The page of one initiative."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from initiatives.metadata import citation
from initiatives.metadata.schema_org import data_block, service
from initiatives.models import Initiative
from initiatives.permalinks import find
from initiatives.responses.redirects import handle_address_errors
from initiatives.search.index.snapshot import current
from initiatives.search.related import municipalities_like, similar


@require_safe
@handle_address_errors
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    found = find(Initiative.objects.published().for_detail(), slug)
    index = current()
    places = [each for each in found.municipalities.all() if each.is_alive()]
    address = request.build_absolute_uri(found.get_absolute_url())
    context = {
        "initiative": found,
        "similar": similar(found, index),
        "place": places[0] if len(places) == 1 else None,
        "alike": municipalities_like(places[0], index) if len(places) == 1 else None,
        "address": address,
        "citation": citation.of_initiative(found, address, timezone.localdate()),
        "json_ld": data_block(service(found, address)),
        "mail_url": _mail("", found.title, f"{found.summary}\n\n{address}"),
        "report_url": _mail(settings.CONTACT_EMAIL, f"Klopt iets niet: {found.title}", f"Op {address}:\n"),
    }
    return render(request, "initiatives/initiative.html", context)


def _mail(to: str, subject: str, body: str) -> str:
    """A link that opens a message, as RFC 6068 writes it: spaces as %20, lines apart by CRLF."""
    query = urlencode({"subject": subject, "body": body.replace("\n", "\r\n")})
    return f"mailto:{to}?{query.replace('+', '%20')}"
