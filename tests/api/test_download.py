"""Everything that was found as one JSON file."""

import json
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from tests.asking import ask
from tests.shipped import INITIATIVES
from tests.views.pages import titles

pytestmark = pytest.mark.django_db


def download(client, **query):
    response = client.get(f"/initiatieven.json?{urlencode(query)}")
    assert response.status_code == 200
    return response, json.loads(b"".join(response))


def test_file_has_everything_in_order_as_the_api_says_it(client):
    _, data = download(client, sorteer="titel", pagina=3)
    assert [initiative["slug"] for initiative in data["initiatieven"]] == [
        result.slug for result in ask(sorteer="titel").search.results
    ]
    assert len(data["initiatieven"]) == data["aantal"] == INITIATIVES
    initiative = data["initiatieven"][0]
    assert initiative == client.get(f"/api/v1/initiatieven/{initiative['slug']}").json()


def test_file_says_what_was_asked_and_when(client):
    response, data = download(client, doelgroep="jongeren", gemeente="almere", q="huiswerk maken")
    answer = ask(doelgroep="jongeren", gemeente="almere", q="huiswerk maken")
    del data["initiatieven"]
    today = f"{timezone.localdate():%Y-%m-%d}"
    assert data == {
        "titel": answer.sentence,
        "licentie": "https://creativecommons.org/licenses/by/4.0/",
        "datum": today,
        "aantal": answer.total,
        "url": f"http://testserver{answer.canonical_url}",
    }
    name = f"initiatieven_jongeren_almere_huiswerk-maken_{today}.json"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == "application/json"


def test_file_of_nothing_is_json_too(client):
    assert download(client, q="bellen", gemeente="urk")[1]["initiatieven"] == []


def test_file_of_an_unclear_question_is_refused(client):
    response = client.get("/initiatieven.json?gemeente=atlantis&kleur=rood")
    assert (response.status_code, titles(response)) == (400, ["Deze vraag klopt niet · Corona-initiatieven"])
    assert "atlantis" in response.content.decode()
    assert "kleur" in response.content.decode()


def test_file_of_an_old_name_is_sent_on(client):
    response = client.get("/initiatieven.json?gemeente=weesp")
    assert (response.status_code, response["Location"]) == (301, "/initiatieven.json?gemeente=amsterdam")


def test_only_reading_of_the_file(client):
    assert client.post("/initiatieven.json").status_code == 405


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "ods", "atom"])
def test_script_elsewhere_may_read_files_and_why_one_is_refused(client, kind):
    asked = client.options(f"/initiatieven.{kind}", headers={"Origin": "https://elders.example"})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    for query, status in [("gemeente=urk", 200), ("gemeente=atlantis", 400)]:
        response = client.head(f"/initiatieven.{kind}?{query}")
        assert (response.status_code, response["Access-Control-Allow-Origin"]) == (status, "*")
        assert "ETag" in response["Access-Control-Expose-Headers"]
