"""The dataset in the vocabulary of DCAT-AP-NL 3.0 for data portals of governments, as JSON-LD and Turtle.

The profile, https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/, extends the European one, DCAT-AP 3.0. Both require
that everything referred to has a type, so terms of European lists get their type here.
"""

import json
from datetime import date

from initiatives.metadata.dataset import (
    API_DESCRIPTION,
    API_TITLE,
    CATALOGUE_DESCRIPTION,
    CATALOGUE_TITLE,
    DESCRIPTION,
    KEYWORDS,
    LICENCE,
    TITLE,
    Dataset,
)
from initiatives.search.query_string.outlets import DOWNLOADS, Download

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
PROFILE = "https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/"
LISTS = "http://publications.europa.eu/resource/authority/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
LANGUAGE = {"@id": f"{LISTS}language/NLD", "@type": "dct:LinguisticSystem"}
PUBLIC = {"@id": f"{LISTS}access-right/PUBLIC", "@type": "dct:RightsStatement"}
SOCIETY = {
    "@id": f"{LISTS}data-theme/SOCI",
    "@type": "skos:Concept",
    "skos:prefLabel": {"@value": "Bevolking en samenleving", "@language": "nl"},
}
COUNTRY = {"@id": f"{LISTS}country/NLD", "@type": "dct:Location"}
IRREGULAR = {"@id": f"{LISTS}frequency/IRREG", "@type": "dct:Frequency"}
CC_BY = {"@id": LICENCE.deed, "@type": "dct:LicenseDocument", "skos:exactMatch": {"@id": LICENCE.authority}}
PROVENANCE = "De redactie las deze documenten en vertelde in eigen woorden na wat er over elk initiatief in staat: {}."


def description(dataset: Dataset) -> dict:
    """Return the description of the dataset, its downloads and the API as JSON-LD 1.1."""
    nodes = [_catalogue(dataset), _dataset(dataset), _api(dataset), _record(dataset)]
    nodes += [_distribution(dataset, download) for download in DOWNLOADS] + [_by_api(dataset)]
    graph = [{key: value for key, value in node.items() if value} for node in nodes]
    return {"@context": PREFIXES, "@graph": graph}


def as_json_ld(dataset: Dataset) -> str:
    return json.dumps(description(dataset), ensure_ascii=False, indent=2)


def as_turtle(dataset: Dataset) -> str:
    """Return the same statements as Turtle."""
    # Imported here, since rdflib takes a third of a second. `Graph.parse` would warn about a deprecated part of it.
    from rdflib import Graph
    from rdflib.plugins.parsers.jsonld import to_rdf

    return to_rdf(description(dataset), Graph()).serialize(format="turtle")


def _about(dataset: Dataset, name: str, kind: str, title: str, description: str) -> dict:
    """The properties that the profiles require of every resource; of a catalogue too, since DCAT calls it a dataset."""
    return {
        "@id": f"{dataset.home}#{name}",
        "@type": f"dcat:{kind}",
        "dct:identifier": f"{dataset.home}#{name}",
        "dct:accessRights": PUBLIC,
        "dcat:theme": SOCIETY,
        "dct:title": _dutch(title),
        "dct:description": _dutch(description),
        "dct:publisher": _editors(dataset),
        "dct:creator": {"@id": f"{dataset.home}#redactie"},
        "dcat:contactPoint": _contact(dataset),
        "dct:language": LANGUAGE,
        "dct:modified": _day(dataset.modified),
    }


def _catalogue(dataset: Dataset) -> dict:
    return _about(dataset, "catalogus", "Catalog", CATALOGUE_TITLE, CATALOGUE_DESCRIPTION) | {
        "dcat:dataset": {"@id": f"{dataset.home}#dataset"},
        "dcat:service": {"@id": f"{dataset.home}#api"},
        "dcat:record": {"@id": f"{dataset.home}#beschrijving"},
        "dct:license": CC_BY,
        "dct:issued": _day(dataset.issued),
        "dct:spatial": COUNTRY,
        "foaf:homepage": _document(dataset.home),
    }


def _dataset(dataset: Dataset) -> dict:
    """The dataset; the licence is on each distribution."""
    sources = "; ".join(f"{source.title} ({source.date_label})" for source in dataset.sources)
    provenance = {"@type": "dct:ProvenanceStatement", "rdfs:label": _dutch(PROVENANCE.format(sources))}
    return _about(dataset, "dataset", "Dataset", TITLE, DESCRIPTION) | {
        "@type": ["dcat:Dataset", "dcat:Resource"],  # the latter is asked of what a record is about
        "dcat:keyword": [_dutch(word) for word in KEYWORDS],
        "dct:issued": _day(dataset.issued),
        "dct:accrualPeriodicity": IRREGULAR,
        "dct:spatial": COUNTRY,
        "dct:temporal": dataset.start and _period(dataset),
        "dcat:landingPage": _document(dataset.page),
        "foaf:page": _document(dataset.page),
        "dct:provenance": sources and provenance,
        "prov:wasDerivedFrom": [_document(dataset.absolute(source.get_absolute_url())) for source in dataset.sources],
        "dcat:distribution": [
            {"@id": f"{dataset.home}#{name}"} for name in (*(download.name for download in DOWNLOADS), "via-api")
        ],
    }


def _period(dataset: Dataset) -> dict:
    days = {"dcat:startDate": _day(dataset.start), "dcat:endDate": _day(dataset.end)}
    return {"@type": "dct:PeriodOfTime"} | days


def _distribution(dataset: Dataset, download: Download) -> dict:
    address = {"@id": dataset.address_of(download)}
    return {
        "@id": f"{dataset.home}#{download.name}",
        "@type": "dcat:Distribution",
        "dct:title": _dutch(download.description),
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dct:license": CC_BY,
        "dct:language": LANGUAGE,
        "dcat:mediaType": {"@id": f"{MEDIA_TYPES}{download.media_type}", "@type": "dct:MediaType"},
        "dct:format": {"@id": f"{LISTS}file-type/{download.file_type}", "@type": "dct:MediaTypeOrExtent"},
        "dct:modified": _day(dataset.modified),
        "dct:conformsTo": download.is_table and {"@id": dataset.table_schema, "@type": "dct:Standard"},
    }


def _by_api(dataset: Dataset) -> dict:
    return {
        "@id": f"{dataset.home}#via-api",
        "@type": "dcat:Distribution",
        "dct:title": _dutch(API_TITLE),
        "dcat:accessURL": {"@id": dataset.api},
        "dcat:accessService": {"@id": f"{dataset.home}#api"},
        "dct:license": CC_BY,
        "dct:language": LANGUAGE,
    }


def _api(dataset: Dataset) -> dict:
    return _about(dataset, "api", "DataService", API_TITLE, API_DESCRIPTION) | {
        "dct:license": CC_BY,
        "dcat:keyword": [_dutch(word) for word in KEYWORDS],
        "dcat:endpointURL": {"@id": dataset.api},
        "dcat:endpointDescription": {"@id": f"{dataset.api}openapi.json"},
        "dcat:servesDataset": {"@id": f"{dataset.home}#dataset"},
        "dcat:landingPage": _document(dataset.page),
    }


def _record(dataset: Dataset) -> dict:
    """The catalogue record: the description itself and its profile."""
    return {
        "@id": f"{dataset.home}#beschrijving",
        "@type": "dcat:CatalogRecord",
        "foaf:primaryTopic": {"@id": f"{dataset.home}#dataset"},
        "dct:conformsTo": {"@id": PROFILE, "@type": "dct:Standard"},
        "dct:language": LANGUAGE,
        "dct:modified": _day(dataset.modified or date(2020, 1, 1)),
    }


def _editors(dataset: Dataset) -> dict:
    return {"@id": f"{dataset.home}#redactie", "@type": "foaf:Agent", "foaf:name": _dutch(dataset.publisher)}


def _contact(dataset: Dataset) -> dict:
    """The contact point: a mail address when the site has one, else the page about the data."""
    kinds = ["vcard:Kind", "vcard:Organization"]
    contact = {"@id": f"{dataset.home}#contact", "@type": kinds, "vcard:fn": dataset.publisher}
    return contact | (
        {"vcard:hasEmail": {"@id": f"mailto:{dataset.email}"}}
        if dataset.email
        else {"vcard:hasURL": {"@id": dataset.page}}
    )


def _dutch(text: str) -> dict:
    return {"@value": text, "@language": "nl"}


def _document(address: str) -> dict:
    return {"@id": address, "@type": "foaf:Document"}


def _day(moment: date | None) -> dict | None:
    return {"@value": f"{moment:%Y-%m-%d}", "@type": "xsd:date"} if moment else None
