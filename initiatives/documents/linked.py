"""What machines read about an initiative: schema.org's terms as JSON-LD."""

from initiatives.documents.citation import AUTHOR
from initiatives.models import Initiative, Source


def linked_data(initiative: Initiative, address: str) -> dict:
    """An initiative in the terms of schema.org; what the catalogue does not know is left out.

    Args:
        initiative: with what `for_detail` reads.
        address: the full address of its page.
    """
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": address,
        "url": address,
        "headline": initiative.title,
        "abstract": initiative.summary,
        "articleBody": initiative.description,
        "inLanguage": "nl",
        "publisher": {"@type": "Organization", "name": AUTHOR},
        "about": [{"@type": "Thing", "name": each.name} for each in initiative.categories.all()],
        "audience": [{"@type": "Audience", "audienceType": each.name} for each in initiative.target_groups.all()],
        "spatialCoverage": _places(initiative),
        "mentions": [{"@type": "Organization", "name": each.name} for each in initiative.organisations.all()],
        "citation": [_source(each.source) for each in initiative.mentions.all()],
        "datePublished": initiative.published_at and initiative.published_at.date().isoformat(),
        "dateModified": initiative.modified.date().isoformat(),
    }
    return {key: value for key, value in data.items() if value}


def _places(initiative: Initiative) -> list[dict]:
    places = [
        {"@type": "AdministrativeArea", "name": each.name, "identifier": each.code}
        for each in initiative.municipalities.all()
    ]
    return places or [{"@type": "Place", "name": initiative.region or "Nederland"}]


def _source(source: Source) -> dict:
    data = {"@type": "CreativeWork", "name": source.title, "datePublished": source.date_iso}
    return data | ({"publisher": {"@type": "Organization", "name": source.publisher}} if source.publisher else {})
