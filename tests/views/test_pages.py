"""Every public page: whole, quick, silent about drafts."""

import re
from html import unescape

import pytest

from initiatives.choices import Evidence, Phase, SizeClass, Status
from initiatives.models import (
    Illustration,
    Initiative,
    Mention,
    Municipality,
    Recommendation,
    Source,
    TargetGroup,
)
from initiatives.search.index.snapshot import current_index
from tests.factories import make_initiative
from tests.views.pages import PAGES, text, titles

pytestmark = pytest.mark.django_db


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
    assert re.findall(r'<(?:link|script|img)[^>]*(?:src|href)="(?:https?:)?//(?!testserver)', page) == []


def test_titles_are_unique(client):
    page_titles = [titles(client.get(path))[0] for path in PAGES.values()]
    assert sorted(set(page_titles)) == sorted(page_titles)


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_pages_only_answer_to_reading(client, method):
    for path in set(PAGES.values()) - {PAGES["api"]}:  # below /api/ a refusal is not a page
        response = getattr(client, method)(path)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
        assert titles(response) == ["Dit kan hier niet · Corona-initiatieven"]


@pytest.mark.parametrize("query", ["", "q=bellen", "provincie=flevoland&doelgroep=ouderen&sorteer=nieuwste"])
@pytest.mark.parametrize("odd", ["", "&gemeente=x&gemeente=y&doelgroep=z&kleur=rood&pagina=abc"])
def test_browse_needs_two_queries_at_first_and_then_one(client, django_assert_num_queries, query, odd):
    client.get(f"/initiatieven/?{query}{odd}")
    current_index().cards._cache.clear()  # as if nobody had asked
    for queries in (2, 1):
        with django_assert_num_queries(queries):
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
    names = ["browse", "municipality", "target_group", "category", "source"]
    assert [name for name in names if "Openbaar plan" not in text(client.get(PAGES[name]))] == []
    assert client.get("/initiatieven/openbaar-plan/").status_code == 200


# What pages tell


def test_browse_says_how_many_there_are(client):
    assert f"{Initiative.objects.published().count()} initiatieven" in text(client.get("/initiatieven/"))


def test_initiative_tells_where_it_was_and_what_became_of_the_place(client):
    make_initiative("in-weesp", municipalities=("weesp",))
    page = " ".join(text(client.get("/initiatieven/in-weesp/")).split())
    assert "Weesp</a> (destijds een gemeente, nu Amsterdam)" in page


def test_initiative_names_its_sources(client):
    page = " ".join(text(client.get(PAGES["initiative"])).split())
    assert "december 2020" in page
    assert "Vindplaats: nr. 1" in page
    assert "Naam in de bron: Coronamaatjes" in page


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
    assert "Er staan nog geen initiatieven uit deze bron in de catalogus." in text(client.get(PAGES["source"]))


def test_source_shows_no_more_of_its_date_than_is_known(client):
    page = text(client.get("/bronnen/moeilijk-bereikbare-groepen/"))
    assert re.search(r"<dt>Datum</dt>\s*<dd>\s*1 november 2023\s*</dd>", page)
    Source.objects.filter(slug="moeilijk-bereikbare-groepen").update(precision="jaar", published="2023-01-01")
    page = text(client.get("/bronnen/moeilijk-bereikbare-groepen/"))
    assert re.search(r"<dt>Datum</dt>\s*<dd>\s*2023\s*</dd>", page)


def test_source_tells_of_its_initiatives_in_its_own_order(client):
    mentions = Mention.objects.published().filter(source__slug="sociale-impact-coronacrisis")
    page = text(client.get("/bronnen/sociale-impact-coronacrisis/"))
    listed = re.findall(r'<li>\s*<a href="(/initiatieven/[^"]+/)"', page[page.index("in de volgorde van de bron") :])
    assert listed == [mention.initiative.get_absolute_url() for mention in mentions.order_by("order", "id")]
    assert f"deze {mentions.values('initiative').distinct().count()} initiatieven" in page


def test_recommendations_show_published_examples_only(client):
    recommendation = Recommendation.objects.first()
    draft, shown = make_initiative("concept", status="draft"), make_initiative("getoond")
    for order, initiative in enumerate([draft, shown], 90):
        Illustration.objects.create(recommendation=recommendation, initiative=initiative, why="Een reden.", order=order)
    page = text(client.get("/aanbevelingen/"))
    assert ("/initiatieven/concept/" in page, "/initiatieven/getoond/" in page) == (False, True)
    assert page.count("<h2 ") == Recommendation.objects.count() == 7
    assert recommendation.get_absolute_url() in text(client.get("/initiatieven/getoond/"))


def test_home_shows_those_with_most_initiatives_and_a_way_to_all(client):
    page = text(client.get("/"))
    places = [page.index(f'id="per-{subject}"') for subject in ("doelgroep", "categorie", "gemeente")]
    for begin, end, route in zip(
        places, [*places[1:], page.index('id="herkomst"')], ["doelgroepen", "categorieen", "gemeenten"], strict=True
    ):
        counts = [int(number) for number in re.findall(r'class="count">(\d+)<', page[begin:end])]
        assert (len(counts), counts) == (6, sorted(counts, reverse=True))
        assert f'href="/{route}/"' in page[begin:end]


def test_home_has_a_map_in_its_head_and_three_questions_in_order(client):
    page = text(client.get("/"))
    places = [page.index(part) for part in ('id="q"', 'class="map"', "Mijn gemeente</h2>", "Gemeenten zoals wij</h2>")]
    assert places == sorted(places)
    assert page.index("Gemeenten zoals wij</h2>") < page.index("Wat werkte?</h2>") < page.index('id="per-doelgroep"')
    assert 'href="/initiatieven/?onderbouwing=beschreven&onderbouwing=cijfers"' in page


def test_home_offers_every_existing_municipality_and_every_size(client):
    page = text(client.get("/"))
    names = re.findall(r'<option value="([^"]+)">', page[page.index('id="gemeenten"') :])
    assert names == [municipality.name for municipality in Municipality.objects.existing()]
    sizes = re.findall(r'href="/initiatieven/\?inwoners=([^"]+)"', page)
    assert sizes == SizeClass.values


def test_home_shows_the_stories_of_editors_with_number_year_and_link(client, no_initiatives):
    make_initiative("soep", title="Soep voor buren", story_figure="1.200", story_text="kommen soep in Urk")
    make_initiative("geheim", title="Geheim", status="draft", story_figure="3", story_text="geheimen")
    page = " ".join(text(client.get("/")).split())
    assert '<b class="story__figure">1.200</b> kommen soep in Urk' in page
    assert '<a href="/initiatieven/soep/">Soep voor buren</a> (2020)' in page
    assert (page.count('class="story"'), "geheimen" in page) == (1, False)


def test_home_without_stories_has_no_heading_for_them(client, no_initiatives):
    make_initiative("soep")
    assert "Voorbeelden in cijfers" not in text(client.get("/"))


def test_about_explains_every_phase_and_links_to_its_initiatives(client):
    page = text(client.get("/over/"))
    assert [phase.label for phase in Phase if f"?fase={phase.value}" not in page] == []
    assert f"{Initiative.objects.published().count()} initiatieven" in page


def test_page_of_an_initiative_has_its_year_in_title_and_description(client, no_initiatives):
    make_initiative("oud", title="De Bakfiets", municipalities=("alkmaar",), summary="Vrijwilligers fietsen nu rond.")
    response = client.get("/initiatieven/oud/")
    assert titles(response) == ["De Bakfiets (Alkmaar), 2020 · Corona-initiatieven"]
    description = 'content="Zo was het in 2020: Vrijwilligers fietsen nu rond."'
    assert text(response).count(description) == 2  # for search engines, and for who shares it


def test_cards_show_year_phase_groups_and_results(client, no_initiatives):
    groups = ("ouderen", "jongeren", "kinderen", "mantelzorgers")
    make_initiative("met", phase="lopend", target_groups=groups, results="Zij hielpen mensen.")
    make_initiative("zonder", phase="onbekend", municipalities=("urk",))
    card = " ".join(re.sub("<[^>]+>", " ", text(client.get("/initiatieven/?gemeente=almere"))).split())
    assert "Met Waar: Almere Jaar en fase: 2020 · liep toen Met resultaten" in card
    assert re.search(r"Voor: \w+, \w+ \+2 en \w+, \w+ Bewaar", card)
    card = " ".join(re.sub("<[^>]+>", " ", text(client.get("/initiatieven/?gemeente=urk"))).split())
    assert "Zonder Waar: Urk Jaar en fase: 2020 Een proef." in card


@pytest.mark.parametrize(
    "path",
    ["/initiatieven/", "/kaart/", "/matrix/", "/embed/initiatieven/", "/gemeenten/urk/", "/doelgroepen/ouderen/"],
)
def test_lists_say_of_which_years_they_tell(client, no_initiatives, path):
    make_initiative("proef", municipalities=("urk",), source="moeilijk-bereikbare-groepen")
    assert text(client.get(path)).count("Archief: zo was het in 2023.") == 1


def test_municipality_without_initiatives_shows_others_of_its_size_first(client):
    page = text(client.get("/gemeenten/den-bosch/"))
    assert page.index("nog niets in onze bronnen") < page.index("Gemeenten zoals Den Bosch") < page.index("Landelijk (")
    page = text(client.get("/gemeenten/almere/"))
    assert page.index("Lokaal (") < page.index("Gemeenten zoals Almere")


def test_number_of_inhabitants_is_approximate(client):
    page = " ".join(text(client.get("/gemeenten/den-bosch/")).split())
    assert "Provincie Noord-Brabant, ongeveer 155.400 inwoners in 2020." in page


@pytest.mark.parametrize("slug", ["amsterdam", "tilburg"])
def test_municipality_names_the_former_ones_with_the_date(client, slug):
    sentences = {
        "amsterdam": "Weesp hoort sinds 24 maart 2022 bij Amsterdam.",
        "tilburg": "Haaren is sinds 1 januari 2021 verdeeld over Boxtel, Oisterwijk, Tilburg en Vught.",
    }
    assert sentences[slug] in text(client.get(f"/gemeenten/{slug}/"))


def test_not_found_has_a_search_field(client):
    page = text(client.get("/bestaat-niet/"))
    assert re.search(r'<form class="search-form"\s+action="/initiatieven/"', page)
    assert "search-form" not in text(client.get("/embed/bestaat-niet/"))
    assert "search-form" not in text(client.post("/initiatieven/"))


def test_every_example_of_the_search_tips_finds_something(client):
    examples = re.findall(r'href="(/initiatieven/\?q=[^"]+)"', text(client.get("/zoektips/")))
    assert len(examples) >= 4
    pages = {url: text(client.get(unescape(url))) for url in examples}
    assert [url for url, page in pages.items() if 'class="card"' not in page] == []


def test_about_explains_what_sources_tell_of_results(client):
    page = text(client.get("/over/"))
    explained = page[page.index('id="onderbouwing"') : page.index('id="herkomst"')]
    assert re.findall(r'href="[^"]*\?onderbouwing=([^"]*)"', explained) == Evidence.values
    assert [word for word in ("effectief", "bewezen") if word in page] == []
    assert 'href="/over/#onderbouwing"' in text(client.get("/initiatieven/"))


# Health


def test_alive_needs_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_ready_with_every_migration(client):
    assert (client.get("/readyz").status_code, client.get("/readyz").content) == (200, b"ready")


def test_not_ready_when_a_migration_is_missing(client):
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="initiatives").latest("name").delete()
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations missing")
