"""The Dutch API Design Rules, for every operation and every kind of refusal.

The rules are those of https://gitdocumentatie.logius.nl/publicatie/api/adr, named as there.
"""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from initiatives.models import Initiative
from tests.api.asked import ANSWERED, BASE, LISTS, OPERATIONS, REFUSED
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db
EXPOSED = "API-Version, Content-Disposition, ETag, Link, Retry-After"
OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": EXPOSED}
KEY = re.compile(r"[a-z][a-z0-9]*([A-Z][a-z0-9]*)*")
DATES = {"begonnen", "gestopt", "datum"}
DATE, TIME = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def headers(response, *names):
    return {name: response.headers.get(name) for name in names}


def problem(response):
    """A refusal, after a look at its form (/core/error-handling/problem-details)."""
    body = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert list(body)[:4] == ["type", "title", "status", "detail"]
    assert body["status"] == response.status_code
    assert body["title"]
    assert body["detail"]
    assert int(response.get("Content-Length", len(response.content))) == len(response.content)
    return body


def members(value):
    """Every key with its value, however deep."""
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield key, inner
        yield from members(inner)
    for inner in value if isinstance(value, list) else ():
        yield from members(inner)


# /core/version-header, /core/transport/cors, /core/stateless


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("address", [*ANSWERED.values(), *REFUSED], ids=lambda address: address[:40])
def test_every_answer_has_its_version_and_may_be_read_elsewhere(client, method, address):
    response = getattr(client, method)(address)
    assert response.status_code == REFUSED.get(address, 200)
    assert headers(response, "API-Version", *OPEN) == {"API-Version": settings.API_VERSION, **OPEN}
    assert (response.cookies, response.headers.get("Vary")) == ({}, "Accept-Encoding")
    assert headers(response, "X-Content-Type-Options", "X-Frame-Options") == {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


@pytest.mark.parametrize("address", REFUSED, ids=lambda address: address[:40])
def test_every_refusal_is_a_problem(client, address):
    assert problem(client.get(address))["status"] == REFUSED[address]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_api_is_only_read(method):
    client = Client(enforce_csrf_checks=True)
    for address in (f"{BASE}/", *ANSWERED.values()):
        response = client.generic(method, address, '{"titel": "x"}', content_type="application/json")
        assert problem(response)["status"] == 405
        assert headers(response, "Allow", "API-Version", *OPEN) == {
            "Allow": "GET, HEAD, OPTIONS",
            "API-Version": settings.API_VERSION,
            **dict.fromkeys(OPEN),
        }


@pytest.mark.parametrize("address", [*ANSWERED.values(), f"{BASE}/", f"{BASE}/bestaat-niet"])
def test_browser_that_asks_first_may_only_read(client, address, django_assert_num_queries):
    asks = {"Origin": "https://elders.example", "Access-Control-Request-Method": "GET"}
    with django_assert_num_queries(0):
        response = client.options(address, headers=asks)
    assert (response.status_code, response.content) == (204, b"")
    expected = {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET, HEAD",
        "Access-Control-Allow-Headers": "Accept, If-Modified-Since, If-None-Match",
        "Allow": "GET, HEAD, OPTIONS",
        "API-Version": settings.API_VERSION,
    }
    assert headers(response, *expected) == expected


def test_pages_are_not_open_to_scripts_elsewhere(client):
    assert headers(client.get("/initiatieven/"), "API-Version", *OPEN) == dict.fromkeys(["API-Version", *OPEN])


# /core/no-trailing-slash, /core/error-handling


@pytest.mark.parametrize("query", ["", "?aantal=1"])
def test_slash_at_the_end_is_nowhere(client, query):
    responses = {path: client.get(f"{address}/{query}") for path, address in OPERATIONS.items()}
    assert {path: problem(response)["status"] for path, response in responses.items()} == dict.fromkeys(responses, 404)


def test_only_the_page_about_the_api_has_a_slash(client):
    response = client.get(BASE)
    assert (response.status_code, response["Location"], response["API-Version"]) == (301, f"{BASE}/", "1.0.0")


@pytest.mark.parametrize("path", LISTS)
def test_every_fault_is_named_at_once(client, path):
    body = problem(client.get(f"{BASE}{path}?kleur=rood&maat=&pagina=nul&aantal=101&toon=gemeente"))
    assert {error["location"] for error in body["errors"]} == {"kleur", "maat", "pagina", "aantal", "toon"}
    assert {error["in"] for error in body["errors"]} == {"query"}
    assert body["detail"] == " ".join(error["detail"] for error in body["errors"])


@pytest.mark.parametrize("path", ["/initiatieven/{slug}", "/openapi.json"])
def test_address_without_parameters_takes_none(client, path):
    body = problem(client.get(f"{OPERATIONS[path]}?pagina=1&utm_source=x"))
    assert [error["location"] for error in body["errors"]] == ["pagina", "utm_source"]


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ("initiatieven?gemeente=atlantis&gemeente=eldorado&fase=voorbij&q=", ["q", "fase", "gemeente", "gemeente"]),
        ("initiatieven?pagina=1&pagina=2", ["pagina"]),
        ("initiatieven?landelijk=nee&precies=nee&sorteer=kleur", ["landelijk", "precies", "sorteer"]),
        ("facetten?doelgroep=", ["doelgroep"]),
        ("gemeenten?provincie=atlantis&provincie=eldorado&naam=a&naam=b", ["provincie", "provincie", "naam"]),
        ("doelgroepen?hoortBij=kwetsbare-ouderen", ["hoortBij"]),
        ("categorieen?naam=" + "a" * 101, ["naam"]),
        ("bronnen?naam=lijst", ["naam"]),
        ("initiatieven?gemeente=weesp&toon=doelgroep", ["toon"]),
        ("facetten?gemeente=weesp&q=&fase=voorbij", ["q", "fase"]),
        ("gemeenten?provincie=Flevoland&foo=1&aantal=999&naam=a&naam=b", ["foo", "aantal", "naam"]),
    ],
)
def test_faults_have_the_name_of_the_parameter(client, query, faults):
    assert [error["location"] for error in problem(client.get(f"{BASE}/{query}"))["errors"]] == faults


def test_refusal_says_of_nothing_that_it_was_used(client):
    detail = problem(client.get(f"{BASE}/initiatieven?pagina=0&q=een&q=" + "a" * 401))["detail"]
    assert detail == (
        "Pagina “0” bestaat niet. De zoekvraag is langer dan 400 tekens. “q” staat meer dan één keer in het adres."
    )


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "application/problem+json"])
def test_other_forms_than_json_are_refused(client, accept):
    for address in ANSWERED.values():
        assert problem(client.get(address, headers={"Accept": accept}))["status"] == 406


@pytest.mark.parametrize("accept", ["*/*", "application/*", "application/json; indent=8", "text/html, */*; q=0.8"])
def test_json_is_for_everybody_and_the_same(client, accept):
    plain = client.get(ANSWERED["/bronnen"])
    response = client.get(ANSWERED["/bronnen"], headers={"Accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert response.content == plain.content


def test_wrong_host_is_a_problem(client):
    response = client.get(f"{BASE}/bronnen", headers={"host": "elders.example"})
    assert (problem(response)["status"], response["API-Version"]) == (400, settings.API_VERSION)


def test_what_breaks_is_a_problem_that_tells_nothing_of_the_inside():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE initiatives_catalogueversion RENAME TO elsewhere")
    response = Client(raise_request_exception=False).get(f"{BASE}/initiatieven")
    body = problem(response)
    assert (body["status"], body["detail"]) == (500, "Probeer het later opnieuw.")
    assert headers(response, "API-Version", *OPEN) == {"API-Version": settings.API_VERSION, **OPEN}


@pytest.mark.parametrize(
    ("is_deleted", "reason"),
    [
        (False, "De redactie heeft dit initiatief weggehaald. Misschien komt het later terug."),
        (True, "De redactie heeft dit initiatief verwijderd."),
    ],
)
def test_what_was_taken_away_is_gone(client, is_deleted, reason):
    initiative = make_initiative("weg")
    initiative.delete() if is_deleted else Initiative.objects.filter(slug="weg").update(status="archived")
    response = client.get("/api/v1/initiatieven/weg")
    assert (response.status_code, response["Content-Type"]) == (410, "application/problem+json")
    assert response.json()["detail"] == f"{reason} Zoek verder: http://testserver/api/v1/initiatieven?q=weg"


def test_old_address_of_an_initiative_leads_on(client):
    make_initiative("vroeger")
    Initiative.objects.filter(slug="vroeger").update(slug="nu")
    response = client.get("/api/v1/initiatieven/vroeger")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/initiatieven/nu")


# /core/date-time, /core/query-keys-camel-case


def test_keys_are_camel_case_and_times_are_in_utc(client):
    for path, address in ANSWERED.items():
        if path == "/openapi.json":
            continue
        pairs = list(members(client.get(address).json()))
        assert [key for key, _ in pairs if not KEY.fullmatch(key)] == []
        assert [value for key, value in pairs if key in DATES and value and not DATE.fullmatch(value)] == []
        assert [value for key, value in pairs if key == "gewijzigd" and not TIME.fullmatch(value)] == []


# The description: /core/doc-openapi, /core/publish-openapi, /core/semver, /core/uri-version


@pytest.fixture
def description(client):
    return client.get(f"{BASE}/openapi.json").json()


def test_description_says_who_what_and_where(description):
    assert re.fullmatch(r"3\.\d+\.\d+", description["openapi"])
    assert description["info"]["version"] == settings.API_VERSION == "1.0.0"
    assert description["info"]["contact"] == {"name": "Redactie Corona-initiatieven", "url": "http://testserver/over/"}
    assert description["servers"] == [{"url": "http://testserver/api/v1"}]


def test_description_has_the_addresses_and_names_of_the_rules(description):
    assert set(description["paths"]) == set(OPERATIONS)
    operations = [path["get"] for path in description["paths"].values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    parameters = [parameter for operation in operations for parameter in operation.get("parameters", [])]
    assert [parameter["name"] for parameter in parameters if not KEY.fullmatch(parameter["name"])] == []
    assert [parameter["name"] for parameter in parameters if not parameter["description"].endswith(".")] == []
    components = description["components"]["schemas"]
    assert [name for name in components if not re.fullmatch(r"([A-Z][a-z]+)+", name)] == []
    assert [key for schema in components.values() for key in schema["properties"] if not KEY.fullmatch(key)] == []


def test_description_of_each_answer_has_the_version_and_of_each_refusal_a_problem(description):
    answers = [
        (path, code, answer)
        for path, path_item in description["paths"].items()
        for code, answer in path_item["get"]["responses"].items()
    ]
    assert [(path, code) for path, code, answer in answers if "API-Version" not in answer["headers"]] == []
    refusals = [answer for _, code, answer in answers if code.startswith("4")]
    assert {media for answer in refusals for media in answer["content"]} == {"application/problem+json"}
    schemas = [content["schema"] for answer in refusals for content in answer["content"].values()]
    assert [schema for schema in schemas if schema != {"$ref": "#/components/schemas/Probleem"}] == []
    assert {code for _, code, _ in answers} == {"200", "301", "304", "400", "404", "405", "406", "410", "414"}
    assert {"status", "title", "detail"} <= set(description["components"]["schemas"]["Probleem"]["required"])
