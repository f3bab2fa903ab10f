"""Structured data for search engines: schema.org terms as JSON-LD (https://schema.org/docs/full.html)."""

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
    """Return a script element with JSON-LD; texts are escaped as by Django's json_script."""
    text = json.dumps({"@context": CONTEXT} | data, ensure_ascii=False).translate(SCRIPT_ESCAPES)
    block = mark_safe(text)  # noqa: S308  # nosec B703 # escaped above
    return format_html('<script type="application/ld+json">{}</script>', block)


def service(initiative: Initiative, address: str) -> dict:
    """Return an initiative, loaded by `for_detail`, as a service with its page; unknown properties are left out."""
    return _known(
        {
            "@type": "Service",
            "@id": f"{address}#initiatief",
            "name": initiative.title,
            "description": initiative.summary,
            "url": address,
            "serviceType": [str(row) for row in (*initiative.categories.all(), *initiative.approaches.all())],
            "areaServed": _area(initiative),
            "audience": [{"@type": "Audience", "audienceType": group.name} for group in initiative.target_groups.all()],
            "provider": [_organisation(row.name, row.website) for row in initiative.organisations.all()],
            "availableChannel": [
                {"@type": "ServiceChannel", "name": Channel(value).label} for value in initiative.channels
            ],
            "mainEntityOfPage": _page(initiative, address),
        }
    )


def item_list(names: Iterable[tuple[str, str]], first: int, total: int) -> dict:
    """Return a part of a list of names with full addresses; `first` is its position in the whole list, from 1."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "url": url}
        for position, (name, url) in enumerate(names, first)
    ]
    return {"@type": "ItemList", "numberOfItems": total, "itemListElement": items}


def dataset_linked_data(dataset: Dataset) -> dict:
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
            "publisher": EDITORS | {"name": dataset.publisher, "url": dataset.home},
            "inLanguage": "nl",
            "keywords": list(KEYWORDS),
            "isAccessibleForFree": True,
            "temporalCoverage": dataset.start and dataset.end and f"{dataset.start.year}/{dataset.end.year}",
            "spatialCoverage": COUNTRY,
            "datePublished": dataset.issued and dataset.issued.isoformat(),
            "dateModified": dataset.modified and dataset.modified.isoformat(),
            "isBasedOn": [_source(source) for source in dataset.sources],
            "distribution": downloads,
        }
    )


def _page(initiative: Initiative, address: str) -> dict:
    sources = dict.fromkeys(mention.source for mention in initiative.mentions.all())
    return _known(
        {
            "@type": "WebPage",
            "@id": address,
            "name": initiative.title,
            "inLanguage": "nl",
            "license": LICENCE.url,
            "publisher": EDITORS,
            "isBasedOn": [_source(source) for source in sources],
            "datePublished": initiative.published_at and timezone.localdate(initiative.published_at).isoformat(),
            "dateModified": timezone.localdate(initiative.modified).isoformat(),
        }
    )


def _area(initiative: Initiative) -> list[dict]:
    """The country, or the region and the municipalities in it that are known."""
    if initiative.scope == Scope.NATIONAL:
        return [COUNTRY]
    region = [{"@type": "AdministrativeArea", "name": initiative.region}] if initiative.region else []
    return region + [_municipality(municipality) for municipality in initiative.municipalities.all()]


def _municipality(municipality: Municipality) -> dict:
    identity = {"@id": municipality.tooi, "name": municipality.name, "identifier": municipality.code}
    return {"@type": "AdministrativeArea"} | identity


def _organisation(name: str, url: str = "") -> dict:
    return _known({"@type": "Organization", "name": name, "url": url})


def _source(source: Source) -> dict:
    publisher = source.publisher and _organisation(source.publisher)
    known = {"name": source.title, "datePublished": source.date_iso, "publisher": publisher, "url": source.url}
    return _known({"@type": "CreativeWork"} | known)


def _known(data: dict) -> dict:
    """The data without empty values."""
    return {key: value for key, value in data.items() if value}
