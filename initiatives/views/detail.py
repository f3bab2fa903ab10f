"""The page of one initiative."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from initiatives.metadata import citation
from initiatives.metadata.schema_org import data_block, service
from initiatives.models import Initiative, LinkCheck
from initiatives.models.knowledge import UNTOLD
from initiatives.permalinks import find
from initiatives.responses.page_cache import cacheable
from initiatives.responses.redirects import handle_address_errors
from initiatives.search.facets.ids import facet_value_ids
from initiatives.search.index.snapshot import current_index
from initiatives.search.related import related_initiatives, similar_municipalities
from initiatives.views.editing import edit_links
from initiatives.views.referral import referral
from initiatives.views.site import preview_of


@cacheable
@require_safe
@handle_address_errors
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    return show_initiative(request, find(Initiative.objects.published().for_detail(), slug))


def show_initiative(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Show an initiative that was loaded by `for_detail`."""
    index = current_index()
    value_ids = facet_value_ids(initiative) if preview_of(request) else None
    places = [municipality for municipality in initiative.municipalities.all() if municipality.is_existing()]
    place = places[0] if len(places) == 1 else None
    websites = [organisation.website for organisation in initiative.organisations.all()]
    broken = LinkCheck.objects.broken_among([*websites, *(link.url for link in initiative.links.all())])
    address = request.build_absolute_uri(initiative.get_absolute_url())
    context = {
        "initiative": initiative,
        "untold": UNTOLD,
        "title": _dated_title(initiative),
        "description": _dated_description(initiative),
        "broken": broken,
        "referral": referral(initiative, broken),
        "related": related_initiatives(initiative, index, value_ids),
        "place": place,
        "similar": place and similar_municipalities(place, index),
        "address": address,
        "citation": citation.of_initiative(initiative, address, timezone.localdate()),
        "json_ld": data_block(service(initiative, address)),
        "mail_url": _mail("", initiative.title, f"{initiative.summary}\n\n{address}"),
        "report_url": _mail(settings.CONTACT_EMAIL, f"Klopt iets niet: {initiative.title}", f"Op {address}:\n"),
        "editing": edit_links(request, initiative),
    }
    return render(request, "initiatives/initiative.html", context)


def _dated_title(initiative: Initiative) -> str:
    """Return the title for search engines and shared links, with the year that the page tells of."""
    return ", ".join(filter(None, [initiative.title_with_place, str(initiative.year or "")]))


def _dated_description(initiative: Initiative) -> str:
    """Return the summary for search engines and shared links; its present tense is that of a year."""
    return f"Zo was het in {initiative.year}: {initiative.summary}" if initiative.year else initiative.summary


def _mail(to: str, subject: str, body: str) -> str:
    """Return a mailto link (RFC 6068): spaces as %20, lines separated by CRLF."""
    query = urlencode({"subject": subject, "body": body.replace("\n", "\r\n")})
    return f"mailto:{to}?{query.replace('+', '%20')}"
