"""What the API says is what the pages say."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.choices import LinkKind, Status
from initiatives.models import Initiative, Link, Municipality, Organisation, SeeAlso, SlugHistory, TargetGroup
from initiatives.search.index import writer
from tests.api.asked import ANSWERED, BASE, OPERATIONS
from tests.asking import ask
from tests.factories import SOURCE, make_initiative
from tests.shipped import INITIATIVES

pytestmark = pytest.mark.django_db
TOOI = "https://identifier.overheid.nl/tooi/id"
QUERIES = {
    "/initiatieven": 16,
    "/initiatieven/{slug}": 15,
    "/facetten": 2,
    "/gemeenten": 5,
    "/provincies": 4,
    "/doelgroepen": 4,
    "/categorieen": 4,
    "/aanpakken": 5,
    "/bronnen": 5,
    "/openapi.json": 1,
}


def get(client, address):
    response = client.get(f"{BASE}/{address}")
    assert response.status_code == 200
    return response.json()


def slugs(body):
    return [result["slug"] for result in body["resultaten"]]


def linked(response):
    """The addresses in a Link header by their names."""
    return {name: address for address, name in re.findall(r'<([^>]*)>; rel="(\w+)"', response["Link"])}


def test_initiative_carries_everything(client):
    made = make_initiative(
        "proef",
        title="Proef",
        description="Een beschrijving.",
        municipalities=("weesp",),
        channels=["telefonisch", "buiten"],
        phase="lopend",
        origin="nieuw",
        started=date(2020, 3, 1),
        results="Tien mensen.",
        lessons="Bel vaker.",
        participants="De buren.",
        participants_locator="nr. 1",
        continues="blijft",
        adapted_from="Urk",
        modified=datetime(2021, 1, 2, 12, 30, tzinfo=UTC),
    )
    made.organisations.add(Organisation.objects.create(slug="de-bus", name="De Bus", kind="welzijn"))
    Link.objects.create(initiative=made, url="https://example.org/bus", label="De bus", kind=LinkKind.NEWS)
    SeeAlso.objects.create(initiative=make_initiative("ander"), other=made)
    SeeAlso.objects.create(initiative=make_initiative("concept", status="draft"), other=made)
    assert get(client, "initiatieven/proef") == {
        "slug": "proef",
        "titel": "Proef",
        "samenvatting": "Een proef.",
        "beschrijving": "Een beschrijving.",
        "bereik": "lokaal",
        "regio": "",
        "gemeenten": [{"code": "GM0457", "naam": "Weesp", "tooi": f"{TOOI}/gemeente/gm0457"}],
        "doelgroepen": [{"slug": "ouderen", "naam": "Ouderen"}],
        "categorieen": [{"slug": "eenzaamheid", "naam": "Eenzaamheid"}],
        "aanpakken": [{"slug": "maatje-of-buddy", "naam": "Maatje of buddy"}],
        "organisaties": [{"naam": "De Bus", "soort": "welzijn", "website": ""}],
        "vormen": ["telefonisch", "buiten"],
        "fase": "lopend",
        "herkomst": "nieuw",
        "periode": {"begonnen": "2020-03-01", "gestopt": None},
        "resultaten": "Tien mensen.",
        "lessen": "Bel vaker.",
        "watWetenWij": [
            {"vraag": "Welk probleem?", "antwoord": "", "vindplaats": ""},
            {"vraag": "Wie deden mee?", "antwoord": "De buren.", "vindplaats": "nr. 1"},
            {"vraag": "Wat was nodig?", "antwoord": "", "vindplaats": ""},
            {"vraag": "Wat kwam eruit?", "antwoord": "Tien mensen.", "vindplaats": ""},
            {"vraag": "Wat leerden zij?", "antwoord": "Bel vaker.", "vindplaats": ""},
            {"vraag": "Wat kostte het?", "antwoord": "", "vindplaats": ""},
        ],
        "onderbouwing": "cijfers",
        "naCorona": "blijft",
        "overgenomenVan": "Urk",
        "zieOok": [{"slug": "ander", "titel": "Ander"}],
        "links": [{"url": "https://example.org/bus", "tekst": "De bus", "soort": "nieuws"}],
        "vermeldingen": [
            {
                "bron": {"slug": SOURCE, "titel": made.mentions.get().source.title},
                "vindplaats": "nr. proef",
                "naamInBron": "proef",
            }
        ],
        "gewijzigd": "2021-01-02T12:30:00Z",
        "url": "http://testserver/initiatieven/proef/",
    }


@pytest.mark.parametrize(
    "query", ["", "q=bellen", "q=coronamatjes", "provincie=flevoland&landelijk=ja&doelgroep=ouderen&sorteer=nieuwste"]
)
def test_question_is_answered_as_on_the_page(client, query):
    answer = ask(**dict(pair.split("=") for pair in query.split("&") if pair))
    body = get(client, f"initiatieven?{query}&aantal=100".replace("?&", "?"))
    assert (body["aantal"], body["titel"], body["bedoeld"]) == (
        answer.total,
        answer.sentence,
        answer.search.text_match.meant,
    )
    assert slugs(body) == [result.slug for result in answer.search.results[:100]]
    facets = get(client, f"facetten?{query}".rstrip("?"))["facetten"]
    assert [(facet["sleutel"], facet["naam"]) for facet in facets] == [
        (facet.key, facet.label) for facet in answer.facets
    ]
    for facet_data, facet in zip(facets, answer.facets, strict=True):
        options = [
            (option["waarde"], option["label"], option["aantal"], option["gekozen"]) for option in facet_data["waarden"]
        ]
        assert options == [(option.value, option.label, option.count, option.chosen) for option in facet.options]


def test_pages_lead_through_everything_once(client):
    response, listed = client.get(f"{BASE}/initiatieven?aantal=100&sorteer=titel"), []
    first = linked(response)["first"]
    assert linked(response).keys() == {"first", "next", "last"}
    while True:
        listed += slugs(response.json())
        if "next" not in linked(response):
            break
        response = client.get(linked(response)["next"])
    assert linked(response).keys() == {"first", "prev", "last"}
    assert linked(response)["first"] == first
    assert (response.json()["pagina"], response.json()["aantalPaginas"]) == (4, 4)
    assert listed == [result.slug for result in ask(sorteer="titel").search.results]
    assert len(listed) == INITIATIVES


def test_list_has_a_page_when_nothing_is_found(client):
    response = client.get(f"{BASE}/categorieen?naam=ruimtevaart")
    assert response.json() == {"aantal": 0, "pagina": 1, "aantalPaginas": 1, "resultaten": []}
    assert linked(response).keys() == {"first", "last"}


def test_municipality_has_its_codes_province_predecessors_and_count(client):
    body = get(client, "gemeenten?naam=amsterdam")["resultaten"]
    amsterdam = Municipality.objects.get(slug="amsterdam")
    assert body == [
        {
            "code": "GM0363",
            "naam": "Amsterdam",
            "tooi": f"{TOOI}/gemeente/gm0363",
            "slug": "amsterdam",
            "officieleNaam": "Amsterdam",
            "provincie": {"code": "PV27", "naam": "Noord-Holland", "tooi": f"{TOOI}/provincie/pv27"},
            "inwoners": amsterdam.population,
            "voorgangers": [{"code": "GM0457", "naam": "Weesp", "tooi": f"{TOOI}/gemeente/gm0457"}],
            "aantalInitiatieven": ask().search.count("gemeente", "amsterdam"),
            "initiatieven": f"http://testserver{BASE}/initiatieven?gemeente=amsterdam",
            "url": "http://testserver/gemeenten/amsterdam/",
        }
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("gemeenten?naam=SUDWEST", ["sudwest-fryslan"]),
        ("gemeenten?provincie=flevoland&naam=urk", ["urk"]),
        ("gemeenten?provincie=utrecht&naam=urk", []),
        ("gemeenten?naam=weesp", []),
        ("provincies?naam=flevo", ["flevoland"]),
        ("doelgroepen?hoortBij=ouderen", ["kwetsbare-ouderen", "bewoners-van-verpleeghuizen"]),
        ("categorieen?naam=eenzaam", ["eenzaamheid"]),
        ("bronnen?titel=schoor", ["de-schoor-in-tijden-van-corona"]),
    ],
)
def test_lists_are_filtered(client, query, expected):
    assert slugs(get(client, query)) == expected


@pytest.mark.parametrize("path", ["gemeenten", "provincies", "doelgroepen", "categorieen", "bronnen"])
def test_count_of_a_value_is_what_its_address_gives(client, path):
    some = get(client, f"{path}?aantal=3")["resultaten"]
    assert [value["aantalInitiatieven"] for value in some] == [
        client.get(value["initiatieven"]).json()["aantal"] for value in some
    ]


@pytest.mark.parametrize("status", [status for status in Status.values if status != Status.PUBLISHED])
def test_unpublished_initiative_is_nowhere(client, status):
    make_initiative("geheim-plan", title="Geheimzinnig plan", status=status)
    for query in ("q=geheimzinnig", "sorteer=nieuwste&aantal=100", "gemeente=almere&aantal=100"):
        assert "geheim-plan" not in slugs(get(client, f"initiatieven?{query}"))
    assert client.get(f"{BASE}/initiatieven/geheim-plan").status_code == 404
    assert b"geheim-plan" not in b"".join(client.get("/initiatieven.json"))


# Elsewhere now


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("initiatieven?gemeente=weesp&q=bellen", "initiatieven?gemeente=amsterdam&q=bellen"),
        ("initiatieven?aantal=5&gemeente=GM0034", "initiatieven?aantal=5&gemeente=almere"),
        (
            "facetten?gemeente=haaren",
            "facetten?gemeente=boxtel&gemeente=oisterwijk&gemeente=tilburg&gemeente=vught",
        ),
        ("gemeenten?provincie=Zuid-Holland&naam=a", "gemeenten?provincie=zuid-holland&naam=a"),
    ],
)
def test_old_value_is_sent_on_with_the_rest_of_the_question(client, address, target):
    response = client.get(f"{BASE}/{address}")
    assert (response.status_code, response["Location"]) == (301, f"{BASE}/{target}")
    assert (response["API-Version"], response["Access-Control-Allow-Origin"]) == ("1.0.0", "*")
    assert client.get(f"{BASE}/{target}").status_code == 200


def test_renamed_initiative_is_sent_on_within_the_api(client):
    SlugHistory.objects.create(kind="initiative", slug="vroeger", initiative=make_initiative("nu"))
    response = client.get(f"{BASE}/initiatieven/vroeger")
    assert (response.status_code, response["Location"]) == (301, f"{BASE}/initiatieven/nu")


# Known already


@pytest.mark.parametrize("path", OPERATIONS)
def test_what_is_known_is_not_made_again(client, django_assert_num_queries, path):
    tag = client.get(ANSWERED[path])["ETag"]
    for known in (tag, f'"other", W/{tag}'):
        with django_assert_num_queries(1):  # the version of the catalogue
            response = client.get(ANSWERED[path], headers={"If-None-Match": known})
        assert (response.status_code, response.content, response["ETag"]) == (304, b"", tag)
        assert (response["API-Version"], response["Access-Control-Allow-Origin"]) == ("1.0.0", "*")
    assert client.head(ANSWERED[path])["ETag"] == tag


@pytest.mark.parametrize(
    "change", [make_initiative, lambda: TargetGroup.objects.filter(slug="ouderen").update(order=9)]
)
def test_what_changed_is_made_again(client, change):
    known = {address: client.get(address)["ETag"] for address in ANSWERED.values()}
    assert len(set(known.values())) == len(known)
    change()
    for address, tag in known.items():
        response = client.get(address, headers={"If-None-Match": tag})
        assert (response.status_code, response["ETag"] == tag) == (200, False)


def test_refusal_has_no_tag(client):
    assert "ETag" not in client.get(f"{BASE}/initiatieven?kleur=rood")


@pytest.mark.parametrize("n", [1, 25])
def test_queries_do_not_grow(client, no_initiatives, n):
    for number in range(n):
        make_initiative(f"proef-{number}" if number else "coronamaatjes-almere", searchable=False)
    writer.reindex(Initiative.objects.all())
    counts = {}
    for path, address in OPERATIONS.items():
        client.get(address)  # the index of this process reads what is new
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts[path] = len(captured)
    assert counts == QUERIES
