"""What machines read of a page: schema.org's terms as JSON-LD (https://schema.org/docs/full.html)."""

import json
from collections.abc import Iterable

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from initiatives.choices import Channel, Scope
from initiatives.metadata.citation import AUTHOR
from initiatives.metadata.dataset import DESCRIPTION, KEYWORDS, LICENCE, TITLE, Dataset
from initiatives.models import Initiative, Municipality, Source
from initiatives.search.query_string.outlets import DOWNLOADS

CONTEXT = "https://schema.org"
COUNTRY = {"@type": "Country", "name": "Nederland", "identifier": "NL"}
EDITORS = {"@type": "Organization", "name": AUTHOR}
SCRIPT_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def data_block(data: dict) -> SafeString:
    """Data for machines in the head of a page; no text can end the script, as in Django's json_script."""
    text = json.dumps({"@context": CONTEXT} | data, ensure_ascii=False).translate(SCRIPT_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above


def service(initiative: Initiative, address: str) -> dict:
    """An initiative as a service to people somewhere, and the page about it; what is not known is left out.

    Args:
        initiative: with what `for_detail` reads.
        address: the full address of its page.
    """
    return _known(
        {
            "@type": "Service",
            "@id": f"{address}#initiatief",
            "name": initiative.title,
            "description": initiative.summary,
            "url": address,
            "serviceType": [each.name for each in initiative.categories.all()],
            "areaServed": _area(initiative),
            "audience": [{"@type": "Audience", "audienceType": each.name} for each in initiative.target_groups.all()],
            "provider": [_organisation(each.name, each.website) for each in initiative.organisations.all()],
            "availableChannel": [
                {"@type": "ServiceChannel", "name": Channel(value).label} for value in initiative.channels
            ],
            "mainEntityOfPage": _page(initiative, address),
        }
    )


def item_list(names: Iterable[tuple[str, str]], first: int, total: int) -> dict:
    """Some of a list, in its order.

    Args:
        names: each with its full address.
        first: the position of the first of them in the whole list, from 1.
        total: how many the whole list has.
    """
    items = [
        {"@type": "ListItem", "position": position, "name": name, "url": url}
        for position, (name, url) in enumerate(names, first)
    ]
    return {"@type": "ItemList", "numberOfItems": total, "itemListElement": items}


def dataset_linked_data(dataset: Dataset) -> dict:
    """All the data of the site, and where to get it.

    Args:
        dataset: on the site that describes it.
    """
    downloads = [
        {
            "@type": "DataDownload",
            "name": download.description,
            "contentUrl": dataset.address_of(download),
            "encodingFormat": download.media_type,
        }
        for download in DOWNLOADS
    ]
    return _known(
        {
            "@type": "Dataset",
            "@id": f"{dataset.home}#dataset",
            "name": TITLE,
            "description": DESCRIPTION,
            "url": dataset.page,
            "license": LICENCE.url,
            "creator": EDITORS | {"url": dataset.home},
            "publisher": EDITORS | {"url": dataset.home},
            "inLanguage": "nl",
            "keywords": list(KEYWORDS),
            "isAccessibleForFree": True,
            "temporalCoverage": dataset.start and f"{dataset.start.year}/{dataset.end.year}",
            "spatialCoverage": COUNTRY,
            "datePublished": dataset.issued and dataset.issued.isoformat(),
            "dateModified": dataset.modified and dataset.modified.isoformat(),
            "isBasedOn": [_source(each) for each in dataset.sources],
            "distribution": downloads,
        }
    )


def _page(initiative: Initiative, address: str) -> dict:
    return _known(
        {
            "@type": "WebPage",
            "@id": address,
            "name": initiative.title,
            "inLanguage": "nl",
            "license": LICENCE.url,
            "publisher": EDITORS,
            "isBasedOn": [_source(source) for source in {each.source: None for each in initiative.mentions.all()}],
            "datePublished": initiative.published_at and timezone.localdate(initiative.published_at).isoformat(),
            "dateModified": timezone.localdate(initiative.modified).isoformat(),
        }
    )


def _area(initiative: Initiative) -> list[dict]:
    """The country, or the region and the municipalities in it that are known."""
    if initiative.scope == Scope.NATIONAL:
        return [COUNTRY]
    region = [{"@type": "AdministrativeArea", "name": initiative.region}] if initiative.region else []
    return region + [_municipality(each) for each in initiative.municipalities.all()]


def _municipality(municipality: Municipality) -> dict:
    return {
        "@type": "AdministrativeArea",
        "@id": municipality.tooi,
        "name": municipality.name,
        "identifier": municipality.code,
    }


def _organisation(name: str, url: str = "") -> dict:
    return _known({"@type": "Organization", "name": name, "url": url})


def _source(source: Source) -> dict:
    publisher = source.publisher and _organisation(source.publisher)
    known = {"name": source.title, "datePublished": source.date_iso, "publisher": publisher, "url": source.url}
    return _known({"@type": "CreativeWork"} | known)


def _known(data: dict) -> dict:
    """What there is something to say about."""
    return {key: value for key, value in data.items() if value}
