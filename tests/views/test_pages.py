"""Every public page: whole, quick, honest about bad input, silent about drafts."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client

from initiatives.choices import Status
from initiatives.models import Category, Initiative, Municipality, SlugHistory, Source, TargetGroup
from tests.factories import make_initiative
from tests.views.pages import PAGES

pytestmark = pytest.mark.django_db


def text(response):
    return unescape(response.content.decode())


def titles(response):
    return [" ".join(title.split()) for title in re.findall(r"<title>(.*?)</title>", text(response), re.DOTALL)]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_page_is_whole(client, path):
    response = client.get(path)
    page = text(response)
    assert response.status_code == 200
    assert page.count("<h1") == 1
    assert '<html lang="nl">' in page
    assert len(titles(response)) == 1
    assert page.count('rel="canonical"') == (0 if path == PAGES["municipality_split"] else 1)
    assert response.cookies == {}
    assert re.findall(r'(?:src|href)="(?:https?:)?//(?!testserver)', page) == []


def test_titles_are_unique(client):
    found = [titles(client.get(path))[0] for path in PAGES.values()]
    assert sorted(set(found)) == sorted(found)


def test_every_page_of_the_catalogue_answers(client):
    rows = [
        *Initiative.objects.all(),
        *TargetGroup.objects.all(),
        *Category.objects.all(),
        *Source.objects.all(),
        *Municipality.objects.alive()[::20],
    ]
    paths = [row.get_absolute_url() for row in rows]
    assert [path for path in paths if client.get(path).status_code != 200] == []
    found = [titles(client.get(path))[0] for path in paths]
    assert sorted(set(found)) == sorted(found)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_only_answer_to_reading(client, method):
    assert [getattr(client, method)(path).status_code for path in PAGES.values()] == [405] * len(PAGES)


# Query counts: exact, and the same for 1 and 25 initiatives.

QUERIES = {
    "home": 7,
    "browse": 7,
    "browse_filtered": 7,
    "browse_nothing": 3,
    "initiative": 10,
    "municipalities": 2,
    "municipality": 7,
    "target_groups": 3,
    "target_group": 8,
    "categories": 2,
    "category": 7,
    "sources": 2,
    "source": 4,
}


@pytest.mark.parametrize("n", [1, 25])
@pytest.mark.parametrize("name", QUERIES)
def test_queries_do_not_grow(client, django_assert_num_queries, no_initiatives, name, n):
    for number in range(n):
        make_initiative(
            "coronamaatjes-almere" if not number else f"proef-{number}",
            municipalities=("almere", "urk", "amsterdam"),
            target_groups=("ouderen", "kwetsbare-ouderen"),
            categories=("eenzaamheid", "vervoer"),
        )
    with django_assert_num_queries(QUERIES[name]):
        assert client.get(PAGES[name]).status_code == 200


@pytest.mark.parametrize("query", ["", "q=bellen", "gemeente=almere&doelgroep=ouderen&fase=lopend&vorm=buiten"])
@pytest.mark.parametrize("odd", ["", "&gemeente=x&gemeente=y&doelgroep=z&kleur=rood&pagina=abc"])
def test_browse_needs_at_most_twelve_queries(client, django_assert_max_num_queries, query, odd):
    with django_assert_max_num_queries(12):
        assert client.get(f"/initiatieven/?{query}{odd}").status_code == 200


# What is not published is nowhere.


@pytest.mark.parametrize("status", [status for status in Status.values if status != Status.PUBLISHED])
def test_unpublished_initiative_is_nowhere(client, status):
    make_initiative("geheim-plan", title="Geheimzinnig plan", summary="Sssst.", status=status)
    paths = [
        *PAGES.values(),
        "/initiatieven/?q=geheimzinnig",
        "/initiatieven/?sorteer=nieuwste",
        "/doelgroepen/ouderen/",
    ]
    assert [path for path in paths if "Geheimzinnig plan" in text(client.get(path))] == []
    assert client.get("/initiatieven/geheim-plan/").status_code == 404


def test_published_initiative_is_everywhere(client, no_initiatives):
    make_initiative("openbaar-plan", title="Openbaar plan", target_groups=("kwetsbare-ouderen",))
    names = ["home", "browse", "municipality", "target_group", "category", "source"]
    assert [name for name in names if "Openbaar plan" not in text(client.get(PAGES[name]))] == []
    assert client.get("/initiatieven/openbaar-plan/").status_code == 200


# Bad input


BAD = {
    "gemeente=atlantis": (200, "Bij gemeente kennen wij “atlantis” niet."),
    "pagina=abc": (200, "Pagina “abc” bestaat niet; dit is de eerste pagina."),
    "pagina=999999": (404, "Pagina 999999 bestaat niet. Dit is de laatste pagina."),
    "q=%00": (200, "Een teken dat niet gelezen kan worden, is weggelaten."),
    "q=" + "a" * 10_000: (200, "De zoekvraag is ingekort tot 200 tekens."),
    "gemeente=%00": (200, "Bij gemeente kennen wij “"),
    "q=een&q=twee": (200, "“q” staat vaker in het adres; alleen de laatste keer is gebruikt."),
    "pagina=2&pagina=1": (200, "“pagina” staat vaker in het adres; alleen de laatste keer is gebruikt."),
    "kleur=rood": (200, "Een filter “kleur” bestaat niet."),
    "q=%ff%fe": (200, "Niets gevonden"),
    "gemeente=%ed%a0%80": (200, "Bij gemeente kennen wij “"),
    "q=%3Cscript%3Ealert(1)%3C/script%3E": (200, "Niets gevonden"),
    "&".join(f"gemeente=g{n}" for n in range(60)): (200, "En nog 46 andere."),
    "&".join(f"x{n}=1" for n in range(1_500)): (400, "Deze vraag klopt niet"),
}


@pytest.mark.parametrize(
    ("query", "status", "message"), [(query, *said) for query, said in BAD.items()], ids=range(len(BAD))
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
    assert "Een deel van uw vraag" not in text(response)
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
    from initiatives.views.pages import server_error

    with django_assert_num_queries(0):
        response = server_error(None)
    assert response.status_code == 500
    assert titles(response) == ["Er ging iets mis bij ons · Corona-initiatieven"]


def test_broken_database_shows_the_500():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE initiatives_searchrow RENAME TO elsewhere")
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
    ("kind", "model", "path"),
    [
        ("initiative", Initiative, "/initiatieven/"),
        ("municipality", Municipality.objects.alive(), "/gemeenten/"),
        ("target_group", TargetGroup, "/doelgroepen/"),
        ("category", Category, "/categorieen/"),
    ],
)
def test_renamed_thing_keeps_its_old_address(client, kind, model, path):
    thing = getattr(model, "objects", model).first()
    SlugHistory.objects.create(kind=kind, slug="vroeger", **{kind: thing})
    response = client.get(f"{path}vroeger/?a=b")
    assert (response.status_code, response["Location"]) == (301, f"{thing.get_absolute_url()}?a=b")


def test_old_address_of_a_draft_is_a_404(client):
    draft = make_initiative("concept", status="draft")
    SlugHistory.objects.create(kind="initiative", slug="vroeger", initiative=draft)
    assert client.get("/initiatieven/vroeger/").status_code == 404


def test_split_municipality_offers_the_choice(client):
    page = text(client.get("/gemeenten/haaren/"))
    assert [
        slug for slug in ("boxtel", "oisterwijk", "tilburg", "vught") if f'href="/gemeenten/{slug}/"' not in page
    ] == []
    assert "1 januari 2021" in page


@pytest.mark.parametrize(
    "change", [{"valid_until": "2021-01-01"}, {"valid_from": "2099-01-01"}], ids=["abolished", "future"]
)
def test_municipality_that_is_nowhere_today_has_a_page_and_is_no_filter(client, change):
    Municipality.objects.filter(slug="urk").update(**change)
    assert "Gemeente Urk bestaat nu niet" in text(client.get("/gemeenten/urk/"))
    response = client.get("/initiatieven/?gemeente=urk")
    assert response.status_code == 200
    assert "Bij gemeente kennen wij “urk” niet." in text(response)


def test_initiative_without_source_has_a_page(client):
    initiative = make_initiative()
    initiative.mentions.all().delete()
    page = text(client.get("/initiatieven/proef/"))
    assert "(in )" not in page
    assert "<h2>Bron</h2>" not in page


# What pages tell


def test_browse_says_how_many_there_are(client):
    assert f"{Initiative.objects.published().count()} initiatieven" in text(client.get("/initiatieven/"))


def test_initiative_tells_where_it_was_and_what_became_of_the_place(client):
    make_initiative("in-weesp", municipalities=("weesp",))
    page = " ".join(text(client.get("/initiatieven/in-weesp/")).split())
    assert "Weesp</a> (destijds een gemeente, nu Amsterdam)" in page


def test_initiative_names_its_sources(client):
    page = " ".join(text(client.get(PAGES["initiative"])).split())
    assert "december 2020, nr. 1." in page
    assert "Daar heet het “Coronamaatjes”." in page


def test_municipality_labels_what_is_national(client, no_initiatives):
    make_initiative("een", title="Lokaal plan")
    make_initiative("twee", title="Landelijk plan", scope="landelijk")
    page = text(client.get("/gemeenten/almere/"))
    assert (
        page.index("Lokaal (1)")
        < page.index("Lokaal plan")
        < page.index("Landelijk (1)")
        < page.index("Landelijk plan")
    )


def test_target_group_shows_the_matrix(client):
    page = text(client.get("/doelgroepen/kwetsbare-ouderen/"))
    group = TargetGroup.objects.get(slug="kwetsbare-ouderen")
    lines = [*group.characteristics, *group.reach, *group.approach]
    assert [line for line in lines if line not in page] == []
    assert "had deze groep extra aandacht nodig" in page


def test_source_without_initiatives_says_so(client, no_initiatives):
    assert "Deze bron wordt nog verwerkt." in text(client.get(PAGES["source"]))


def test_source_shows_no_more_of_its_date_than_is_known(client):
    assert "Labyrinth Onderzoek & Advies, 2023" in text(client.get("/bronnen/moeilijk-bereikbare-groepen/"))


# Health


def test_alive_needs_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_ready_with_every_migration(client):
    assert (client.get("/readyz").status_code, client.get("/readyz").content) == (200, b"ready")


def test_not_ready_when_a_migration_is_missing(client):
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="initiatives", name="0003_dutch_search").delete()
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations missing")
