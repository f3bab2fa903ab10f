"""What pages tell machines: schema.org's own words, used where schema.org allows them."""

import json
import re

import pytest

from initiatives.models import Organisation
from tests.factories import make_initiative
from tests.shipped import INITIATIVES

pytestmark = pytest.mark.django_db
# The types that we use, each with the properties that schema.org gives it or what it is a kind of.
THING = {"@type", "@id", "name", "description", "url", "identifier", "mainEntityOfPage"}
WORK = THING | {"license", "isBasedOn", "inLanguage", "datePublished", "dateModified", "publisher", "creator"}
WORK |= {"keywords", "isAccessibleForFree", "temporalCoverage", "spatialCoverage"}
VOCABULARY = {
    "Service": THING | {"serviceType", "areaServed", "audience", "provider", "availableChannel"},
    "ServiceChannel": THING,
    "AdministrativeArea": THING,
    "Country": THING,
    "Audience": THING | {"audienceType"},
    "Organization": THING,
    "WebPage": WORK,
    "CreativeWork": WORK,
    "Dataset": WORK | {"distribution"},
    "DataDownload": WORK | {"contentUrl", "encodingFormat"},
    "ItemList": THING | {"numberOfItems", "itemListElement"},
    "ListItem": THING | {"position"},
}


def linked(client, path):
    """The data in the head of a page, without its context."""
    page = client.get(path).content.decode().partition("</head>")[0]
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    data = json.loads(*scripts)
    assert data.pop("@context") == "https://schema.org"
    return data


def parts(data):
    """Everything with a type in the data."""
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else []
    nested = [part for value in inner for part in parts(value)]
    return [data, *nested] if isinstance(data, dict) else nested


@pytest.mark.parametrize("path", ["/initiatieven/coronamaatjes-almere/", "/initiatieven/", "/over/open-data/"])
def test_types_and_properties_are_of_schema_org(client, path):
    things = parts(linked(client, path))
    assert len(things) > 5
    assert [(part["@type"], key) for part in things for key in part if key not in VOCABULARY[part["@type"]]] == []
    assert [part for part in things if not all(value or value == 0 for value in part.values())] == []


def test_initiative_is_a_service_somewhere(client, no_initiatives):
    made = make_initiative(
        "proef", title="Proef & </script> <b>", municipalities=("almere", "weesp"), channels=["buiten", "aan-huis"]
    )
    made.organisations.add(Organisation.objects.create(slug="helpers", name="De Helpers", website="https://h.example/"))
    data = linked(client, "/initiatieven/proef/")
    page = data.pop("mainEntityOfPage")
    assert data == {
        "@type": "Service",
        "@id": "http://testserver/initiatieven/proef/#initiatief",
        "name": "Proef & </script> <b>",
        "description": "Een proef.",
        "url": "http://testserver/initiatieven/proef/",
        "serviceType": ["Eenzaamheid", "Maatje of buddy"],
        "areaServed": [
            {
                "@type": "AdministrativeArea",
                "@id": f"https://identifier.overheid.nl/tooi/id/gemeente/{code.lower()}",
                "name": name,
                "identifier": code,
            }
            for name, code in (("Almere", "GM0034"), ("Weesp", "GM0457"))
        ],
        "audience": [{"@type": "Audience", "audienceType": "Ouderen"}],
        "provider": [{"@type": "Organization", "name": "De Helpers", "url": "https://h.example/"}],
        "availableChannel": [
            {"@type": "ServiceChannel", "name": "Buiten"},
            {"@type": "ServiceChannel", "name": "Aan huis"},
        ],
    }
    assert page["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [source["datePublished"] for source in page["isBasedOn"]] == ["2020-12"]
    assert page["@id"] == data["url"]


@pytest.mark.parametrize(
    ("fields", "areas"),
    [
        ({"scope": "landelijk"}, [("Country", "Nederland")]),
        ({"scope": "regionaal", "region": "Twente", "municipalities": ()}, [("AdministrativeArea", "Twente")]),
        (
            {"scope": "regionaal", "region": "Flevoland", "municipalities": ("urk",)},
            [("AdministrativeArea", "Flevoland"), ("AdministrativeArea", "Urk")],
        ),
    ],
)
def test_initiative_without_municipality_serves_a_wider_area(client, no_initiatives, fields, areas):
    make_initiative("proef", **fields)
    served = linked(client, "/initiatieven/proef/")["areaServed"]
    assert [(area["@type"], area["name"]) for area in served] == areas


def test_source_that_tells_twice_is_named_once(client):
    page = linked(client, "/initiatieven/coronamaatjes-almere/")["mainEntityOfPage"]
    names = [source["name"] for source in page["isBasedOn"]]
    assert (len(names), sorted(set(names))) == (3, sorted(names))


@pytest.mark.parametrize(("query", "first"), [("", 1), ("pagina=3", 41), ("aantal=100&pagina=2", 101)])
def test_list_names_what_is_on_the_page_by_its_place(client, query, first):
    page = client.get(f"/initiatieven/?{query}").content.decode()
    data = linked(client, f"/initiatieven/?{query}")
    cards = re.findall(r'card__title"><a href="([^"]*)"', page)
    assert [item["url"] for item in data["itemListElement"]] == [f"http://testserver{card}" for card in cards]
    assert [item["position"] for item in data["itemListElement"]] == list(range(first, first + len(cards)))
    assert data["numberOfItems"] == INITIATIVES


def test_empty_list_names_nothing(client, no_initiatives):
    make_initiative("concept", title="Geheim plan", status="draft")
    assert linked(client, "/initiatieven/") == {"@type": "ItemList", "numberOfItems": 0, "itemListElement": []}


def test_dataset_says_what_it_is_and_where_to_get_it(client):
    data = linked(client, "/over/open-data/")
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert (data["temporalCoverage"], data["spatialCoverage"]["name"]) == ("2020/2023", "Nederland")
    assert [(file["contentUrl"], file["encodingFormat"]) for file in data["distribution"]][:1] == [
        ("http://testserver/initiatieven.csv", "text/csv")
    ]
    assert len(data["isBasedOn"]) == 5
    assert 50 <= len(data["description"]) <= 5_000  # what dataset search engines take
