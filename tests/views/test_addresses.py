"""Addresses that make no sense, and addresses of before."""

import pytest
from django.db import connection
from django.test import Client

from initiatives.models import Category, Initiative, Municipality, SlugHistory, TargetGroup
from tests.factories import make_initiative
from tests.views.pages import text, titles

pytestmark = pytest.mark.django_db


# Bad input


BAD = {
    "gemeente=atlantis": (200, "Bij gemeente kennen wij “atlantis” niet."),
    "pagina=abc": (200, "Pagina “abc” bestaat niet. Dit is de eerste pagina."),
    "pagina=999999": (404, "Pagina 999999 bestaat niet. Dit is de laatste pagina."),
    "q=%00": (200, "Wij kunnen één teken niet lezen. Dat is weggelaten."),
    "q=" + "a" * 10_000: (200, "De zoekvraag is langer dan 400 tekens. Alleen de eerste 400 zijn gebruikt."),
    "gemeente=%00": (200, "Bij gemeente kennen wij “"),
    "q=een&q=twee": (200, "“q” staat meer dan één keer in het adres. Alleen de laatste is gebruikt."),
    "pagina=2&pagina=1": (200, "“pagina” staat meer dan één keer in het adres. Alleen de laatste is gebruikt."),
    "kleur=rood": (200, "Het filter “kleur” bestaat niet."),
    "q=%ff%fe": (200, "In “\ufffd\ufffd” staat geen woord om op te zoeken."),
    "gemeente=%ed%a0%80": (200, "Bij gemeente kennen wij “"),
    "q=%3Cscript%3Ealert(1)%3C/script%3E": (200, "Niets gevonden"),
    "&".join(f"gemeente=g{n}" for n in range(60)): (200, "En nog 46 andere."),
    "&".join(f"x{n}=1" for n in range(1_500)): (400, "Deze vraag klopt niet"),
}


@pytest.mark.parametrize(
    ("query", "status", "message"), [(query, *expected) for query, expected in BAD.items()], ids=range(len(BAD))
)
def test_bad_question_gets_a_page_that_says_so(client, query, status, message):
    response = client.get(f"/initiatieven/?{query}")
    assert response.status_code == status
    assert message in text(response)
    assert '<html lang="nl">' in text(response)
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("query", ["gemeente=&q=&doelgroep=", "=", "&&&", "=x", "q"])
def test_empty_question_is_everything_and_says_nothing(client, query):
    response = client.get(f"/initiatieven/?{query}")
    assert response.status_code == 200
    assert "Niet alles uit het adres" not in text(response)
    assert f"{Initiative.objects.published().count()} initiatieven" in text(response)


@pytest.mark.parametrize(
    "path",
    [
        "/bestaat-niet/",
        "/initiatieven/bestaat-niet/",
        "/gemeenten/atlantis/",
        "/gemeenten/GM9999/",
        "/doelgroepen/x/",
        "/categorieen/x/",
        "/bronnen/x/",
        "/initiatieven/a/b/",
        "/initiatieven/é/",
    ],
)
def test_unknown_path_is_a_dutch_404(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert titles(response) == ["Deze pagina bestaat niet · Corona-initiatieven"]


def test_wrong_host_is_a_dutch_400(client):
    response = client.get("/", headers={"host": "elders.example"})
    assert response.status_code == 400
    assert titles(response) == ["Deze vraag klopt niet · Corona-initiatieven"]


def test_server_error_is_a_dutch_500_without_the_database(settings, django_assert_num_queries):
    from initiatives.views.errors import server_error

    with django_assert_num_queries(0):
        response = server_error(None)
    assert response.status_code == 500
    assert titles(response) == ["Er ging iets mis bij ons · Corona-initiatieven"]


def test_broken_database_shows_the_500():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE initiatives_catalogueversion RENAME TO elsewhere")
    response = Client(raise_request_exception=False).get("/initiatieven/")
    assert (response.status_code, titles(response)) == (500, ["Er ging iets mis bij ons · Corona-initiatieven"])


# Addresses that moved


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/gemeenten/GM0034/", "/gemeenten/almere/"),
        ("/gemeenten/gm0034/", "/gemeenten/almere/"),
        ("/gemeenten/weesp/", "/gemeenten/amsterdam/"),
        ("/gemeenten/GM0457/?a=b&c=d", "/gemeenten/amsterdam/?a=b&c=d"),
        ("/initiatieven/?gemeente=weesp&q=bellen", "/initiatieven/?gemeente=amsterdam&q=bellen"),
        ("/initiatieven/?gemeente=GM0034", "/initiatieven/?gemeente=almere"),
    ],
)
def test_old_address_is_redirected_once(client, path, target):
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, target)
    assert client.get(target).status_code == 200


@pytest.mark.parametrize(
    ("model", "slug", "path", "key"),
    [
        (Initiative, "coronamaatjes-almere", "/initiatieven/", ""),
        (Municipality, "almere", "/gemeenten/", "gemeente"),
        (TargetGroup, "ouderen", "/doelgroepen/", "doelgroep"),
        (Category, "taal", "/categorieen/", "categorie"),
    ],
)
def test_renamed_thing_keeps_every_old_address_in_one_step(client, model, slug, path, key):
    thing = model.objects.get(slug=slug)
    for name in ("tweede", "derde"):
        model.objects.filter(pk=thing.pk).update(slug=name)
    for address in (slug, "tweede", *(["GM0034"] if model is Municipality else [])):
        response = client.get(f"{path}{address}/?a=b")
        assert (response.status_code, response["Location"]) == (301, f"{path}derde/?a=b")
        if key:
            response = client.get(f"/initiatieven/?{key}={address}&q=bellen")
            assert (response.status_code, response["Location"]) == (301, f"/initiatieven/?{key}=derde&q=bellen")
    assert client.get(f"{path}derde/").status_code == 200


def test_old_address_of_a_draft_is_a_404(client):
    draft = make_initiative("concept", status="draft")
    SlugHistory.objects.create(kind="initiative", slug="vroeger", initiative=draft)
    assert client.get("/initiatieven/vroeger/").status_code == 404


@pytest.mark.parametrize(
    ("change", "since"),
    [({"valid_until": "2021-01-01"}, "niet meer"), ({"valid_from": "2099-01-01"}, "nog niet")],
    ids=["abolished", "future"],
)
def test_municipality_that_is_nowhere_today_has_a_page_and_is_no_filter(client, change, since):
    Municipality.objects.filter(slug="urk").update(**change)
    assert f"<h1>Gemeente Urk bestaat {since}</h1>" in text(client.get("/gemeenten/urk/"))
    response = client.get("/initiatieven/?gemeente=urk")
    assert response.status_code == 200
    assert "Bij gemeente kennen wij “urk” niet." in text(response)


def test_initiative_without_source_has_a_page(client):
    initiative = make_initiative()
    initiative.mentions.all().delete()
    page = text(client.get("/initiatieven/proef/"))
    assert "(in )" not in page
    assert "<h2>Bron</h2>" not in page
