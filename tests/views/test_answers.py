"""The same question as a list, a map and a table."""

import re

import pytest

from initiatives.maps.dots import Map
from tests.asking import ask
from tests.factories import make_initiative
from tests.views.pages import text

pytestmark = pytest.mark.django_db
VIEWS = ["/initiatieven/", "/kaart/", "/matrix/"]


@pytest.mark.parametrize("path", VIEWS)
def test_question_is_kept_from_view_to_view(client, path):
    page = text(client.get(f"{path}?doelgroep=ouderen&q=bellen"))
    nav = re.search(r'<nav class="views".*?</nav>', page, re.DOTALL).group()
    assert re.findall(r'href="([^"]*)"', nav) == [f"{view}?doelgroep=ouderen&q=bellen" for view in VIEWS]
    assert nav.count('aria-current="page"') == 1


@pytest.mark.parametrize("path", VIEWS)
def test_filters_stay_on_the_same_view(client, path):
    page = text(client.get(f"{path}?doelgroep=ouderen"))
    links = re.findall(r'class="option[^"]*"\s+data-option="[^"]*"\s+href="([^"?]*)', page)
    assert (set(links), len(links) > 20) == ({path}, True)
    assert f'action="{path}"' in page


@pytest.mark.parametrize("path", VIEWS)
def test_old_name_is_redirected_on_every_view(client, path):
    response = client.get(f"{path}?gemeente=weesp")
    assert (response.status_code, response["Location"]) == (301, f"{path}?gemeente=amsterdam")


@pytest.mark.parametrize("path", VIEWS)
def test_unknown_filter_is_told_on_every_view(client, path):
    response = client.get(f"{path}?gemeente=atlantis&kleur=rood&aantal=1000")
    page = text(response)
    assert response.status_code == 200
    assert "Bij gemeente kennen wij “atlantis” niet." in page
    assert ("“1000” resultaten op een pagina kan niet. Kies 20 of 100." in page) == (path == "/initiatieven/")


def test_hundred_on_a_page(client):
    page = text(client.get("/initiatieven/?aantal=100"))
    assert page.count('<article class="card">') == 100
    assert 'href="/initiatieven/?aantal=100&pagina=2"' in page
    assert text(client.get("/initiatieven/")).count('<article class="card">') == 20


def test_map_has_a_dot_and_a_row_for_each_municipality_with_the_facets_count():
    answer = ask(doelgroep="jongeren")
    counts = {dot.label: dot.count for dot in Map.of(answer).dots}
    terms = answer.search.facet_values.by_slug("gemeente")
    facet = next(facet for facet in answer.facets if facet.key == "gemeente")
    assert counts == {terms[slug].label: count for slug, count in facet.counts.items() if count}
    assert len(counts) > 10


@pytest.mark.parametrize(
    ("query", "pages"),
    [("gemeente=almere&doelgroep=ouderen", ["/gemeenten/almere/"]), ("gemeente=almere&gemeente=urk", []), ("", [])],
)
def test_list_of_one_municipality_leads_to_its_page(client, query, pages):
    page = text(client.get(f"/initiatieven/?{query}"))
    assert re.findall(r'href="([^"]*)">Pagina van ', page) == pages


def test_map_page_says_the_same_in_picture_and_table(client, no_initiatives):
    make_initiative("een")
    make_initiative("twee", municipalities=("almere", "urk"))
    make_initiative("concept", municipalities=("tiel",), status="draft")
    page = text(client.get("/kaart/?doelgroep=ouderen"))
    picture = re.findall(r'<a href="([^"]*)" rel="nofollow" tabindex="-1"><circle[^>]*><text[^>]*>([^<]*)<', page)
    assert picture == [
        ("/initiatieven/?doelgroep=ouderen&gemeente=almere", "Almere: 2"),
        ("/initiatieven/?doelgroep=ouderen&gemeente=urk", "Urk: 1"),
    ]
    rows = re.findall(r'<th scope="row">\s*<a href="([^"]*)" rel="nofollow">(\w+)</a>\s*</th>\s*<td>(\d+)</td>', page)
    assert rows == [(picture[0][0], "Almere", "2"), (picture[1][0], "Urk", "1")]


def test_map_marks_the_chosen_municipality_and_keeps_the_others(client):
    page = text(client.get("/kaart/?gemeente=almere"))
    assert re.findall(r'class="map__chosen"><circle[^>]*><text[^>]*>([^<]*)<', page) == ["Almere: 43"]
    assert ">Rotterdam: 18<" in page


@pytest.mark.parametrize(
    ("query", "sorted_by", "first"),
    [("", "Aantal", "Almere"), ("sorteer=gemeente", "Gemeente (A\u2013Z)", "Aa en Hunze")],
)
def test_table_beside_the_map_can_be_sorted_by_links(client, query, sorted_by, first):
    page = text(client.get(f"/kaart/?{query}"))
    table = page[page.index('<table class="numbers"') :]
    heads = re.findall(r'<th scope="col"( aria-sort="\w+")?>\s*<a href="([^"]*)"\s+rel="nofollow">([^<]*)</a>', table)
    assert [(url, label) for _, url, label in heads] == [
        ("/kaart/?sorteer=gemeente#aantallen", "Gemeente (A\u2013Z)"),
        ("/kaart/#aantallen", "Aantal"),
    ]
    assert [label for direction, _, label in heads if direction] == [sorted_by]
    assert re.search(r'<th scope="row">\s*<a[^>]*>([^<]*)<', table).group(1) == first
    assert 'id="aantallen"' in table


@pytest.mark.parametrize("path", VIEWS)
def test_nothing_found_has_a_way_on_in_every_view(client, path):
    page = text(client.get(f"{path}?q=laptop&gemeente=goes"))
    assert "Niets gevonden" in page
    assert re.search(r'<a href="[^"]*"\s+rel="nofollow">Zonder gemeente</a>: \d+ initiatieven', page)
    assert "<table" not in page


@pytest.mark.parametrize("path", VIEWS)
@pytest.mark.parametrize("query", ["q=den+bosch", "q=laptop&gemeente=den-bosch"])
def test_place_without_initiatives_leads_to_its_page_and_elsewhere_in_every_view(client, path, query):
    page = " ".join(text(client.get(f"{path}?{query}")).split())
    assert """<a href="/gemeenten/den-bosch/">Den Bosch ('s-Hertogenbosch)</a>: nog niets in onze bronnen.""" in page
    assert ("Niets gevonden" in page, "Nergens gevonden" in page, "Archief: zo was het" in page) == (False,) * 3
    notice = page[page.index("nog niets in onze bronnen.") : page.index('<nav class="views')]
    assert re.findall(r'href="/gemeenten/([^/]+)/"', notice)[:3] == ["breda", "tilburg", "eindhoven"]
    assert ("Landelijk</a>" in notice) == (query == "q=den+bosch")  # nowhere does a source call laptops national


def test_words_beside_a_place_without_initiatives_are_answered(client):
    page = " ".join(text(client.get("/initiatieven/?q=bosch+ouderen")).split())
    assert re.search(r"Geen initiatief met alle woorden van “bosch ouderen”, \d+ met een deel</h2>", page)
    assert "nog niets in onze bronnen." in page
    assert "Nergens gevonden" not in page


@pytest.mark.parametrize("path", VIEWS)
def test_merger_of_a_chosen_municipality_is_told(client, path):
    response = client.get(f"{path}?gemeente=weesp", follow=True)
    merger = '<p> Weesp hoort sinds 24 maart 2022 bij <a href="/gemeenten/amsterdam/">Amsterdam</a>. </p>'
    assert merger in " ".join(text(response).split())
    page = " ".join(text(client.get(f"{path}?q=weesp")).split())
    assert (merger in page, "Ook gezocht op Amsterdam." in page) == (True, True)
    page = " ".join(text(client.get(f"{path}?q=weesp&provincie=limburg")).split())
    assert (merger in page, "Ook gezocht op" in page) == (True, False)


@pytest.mark.parametrize("path", VIEWS[1:])
def test_only_the_list_has_pages(client, path):
    page = text(client.get(f"{path}?doelgroep=ouderen&pagina=99&aantal=100&sorteer=titel"))
    assert f'<link rel="canonical" href="http://testserver{path}?doelgroep=ouderen&sorteer=titel">' in page
    assert "bestaat niet" not in page


@pytest.mark.parametrize(
    ("query", "label"), [("", "Titel van A tot Z"), ("sorteer=gemeente", "Gemeente"), ("q=bellen", "Best passend")]
)
def test_the_order_that_is_used_is_marked(client, query, label):
    page = text(client.get(f"/initiatieven/?{query}"))
    sorts = page[page.index("Sorteer op:") :]
    assert re.findall(r'aria-current="true">([^<]*)<', sorts[: sorts.index("</p>")]) == [label]


def test_map_without_any_municipality_says_so(client, no_initiatives):
    make_initiative("een", scope="landelijk")
    assert "Er zijn geen gemeenten bij deze keuze." in text(client.get("/kaart/"))


def test_matrix_says_what_an_empty_cell_means(client):
    page = text(client.get("/matrix/"))
    assert "Dat betekent niet dat er in het land niets was." in " ".join(page.split())
    assert "Een leeg vak is een witte vlek" in page
    assert re.search(r'</th><td><td class="h\d"><a href="v/\w{6}\.\w{6}">\d+</a>', page)
