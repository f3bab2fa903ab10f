"""The description and the page about it say what the API does."""

import json
import re

import pytest
from django.core.management import call_command
from django.http import QueryDict

from initiatives.api import views
from initiatives.api.query import PAGING
from initiatives.api.schema import generated
from initiatives.search.facets.definitions import FACETS
from tests.api.asked import BASE, OPERATIONS, REFUSED
from tests.views.pages import text

pytestmark = pytest.mark.django_db
LISTINGS = {
    "/gemeenten": views.MunicipalityList,
    "/provincies": views.ProvinceList,
    "/doelgroepen": views.TargetGroupList,
    "/categorieen": views.CategoryList,
    "/aanpakken": views.ApproachList,
    "/bronnen": views.SourceList,
}


def parameters(path):
    return [
        parameter for parameter in generated()["paths"][path]["get"].get("parameters", []) if parameter["in"] == "query"
    ]


def test_description_is_valid_and_complete(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "openapi.yaml"))
    assert "zoekInitiatieven" in (tmp_path / "openapi.yaml").read_text(encoding="utf-8")


def test_description_says_what_linters_of_openapi_ask(client):
    described = client.get(f"{BASE}/openapi.json").json()
    operations = [path["get"] for path in described["paths"].values()]
    assert described["security"] == []  # no operation needs credentials
    assert {tag for operation in operations for tag in operation["tags"]} == {tag["name"] for tag in described["tags"]}
    assert all(tag["description"] for tag in described["tags"])
    descriptions = [operation["description"] for operation in operations]
    assert len(set(descriptions)) == len(OPERATIONS)
    page = text(client.get(f"{BASE}/"))
    assert [description for description in descriptions if description not in page] == []
    assert "x-spec" not in json.dumps(described)


def test_parameters_are_those_that_are_understood():
    understood = {path: {*view.filters.base_filters, *PAGING} for path, view in LISTINGS.items()}
    question = {"q", *FACETS, "landelijk", "precies", "sorteer", *PAGING}
    understood |= dict.fromkeys(("/initiatieven", "/facetten"), question)
    assert {path: {parameter["name"] for parameter in parameters(path)} for path in OPERATIONS} == {
        path: understood.get(path, set()) for path in OPERATIONS
    }


@pytest.mark.parametrize("path", OPERATIONS)
def test_example_of_each_parameter_is_answered(client, path):
    for parameter in parameters(path):
        query = QueryDict(mutable=True)
        value = parameter["examples"]["Voorbeeld"]["value"]
        query.setlist(parameter["name"], value if isinstance(value, list) else [value])
        assert client.get(f"{OPERATIONS[path]}?{query.urlencode()}").status_code == 200


@pytest.mark.parametrize("path", OPERATIONS)
def test_example_of_a_refusal_is_what_is_answered(client, path):
    examples = generated()["paths"][path]["get"]["responses"]["400"]["content"]["application/problem+json"]["examples"]
    assert [example["value"] for example in examples.values()] == [client.get(f"{OPERATIONS[path]}?kleur=rood").json()]


def test_examples_on_the_page_are_what_the_api_answers(client):
    page = text(client.get(f"{BASE}/"))
    pattern = r'class="example__address"\s+href="http://testserver([^"]*)".*?Antwoord: (\d+).*?<pre><code>(.*?)</code>'
    examples = re.findall(pattern, page, re.DOTALL)
    assert len(examples) == len(OPERATIONS) + 1
    for address, status, shown in examples:
        response = client.get(address)
        whole = json.dumps(response.json(), indent=2, ensure_ascii=False)
        assert (address, int(status)) == (address, response.status_code)
        assert whole == shown or (whole.startswith(shown + "\n") and shown.count("\n") == 59)
    assert [int(status) for _, status, _ in examples] == [200] * len(OPERATIONS) + [400]


def test_page_names_every_address_parameter_and_refusal(client):
    page = text(client.get(f"{BASE}/"))
    assert [path for path in OPERATIONS if f"<code>GET {path}</code>" not in page] == []
    names = {parameter["name"] for path in OPERATIONS for parameter in parameters(path)}
    assert [name for name in names if f"<code>{name}</code>" not in page] == []
    assert [code for code in {*REFUSED.values(), 405, 406, 410} if f"<dt>{code}</dt>" not in page] == []


def test_page_is_not_sent_again(client):
    tag = client.get(f"{BASE}/")["ETag"]
    assert client.get(f"{BASE}/", headers={"If-None-Match": tag}).status_code == 304


def test_only_reading_of_the_page(client):
    response = client.post(f"{BASE}/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
