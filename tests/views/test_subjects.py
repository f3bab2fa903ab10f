"""What the pages of one initiative, municipality, group, category and source tell, and their lists."""

import re
import struct

import pytest
from django.db import connection
from lxml import html

from initiatives.models import Initiative, Link, LinkCheck, Organisation, Publication, Source
from initiatives.search.index import writer
from tests.asking import ask
from tests.factories import make_initiative
from tests.views.pages import PAGES, text

pytestmark = pytest.mark.django_db


# One initiative


def test_broken_link_is_told_mildly_and_nobody_is_sent_there(client):
    made = make_initiative("proef")
    for name, copy in (("weg", "https://archief.nl/weg"), ("goed", "https://archief.nl/goed"), ("twijfel", "")):
        Link.objects.create(initiative=made, url=f"https://{name}.nl/", label=name, archived_url=copy)
    made.organisations.add(Organisation.objects.create(slug="weg", name="Weg", website="https://organisatie.nl/"))
    for name, state in (("weg", "kapot"), ("organisatie", "kapot"), ("goed", "goed"), ("twijfel", "onzeker")):
        LinkCheck.objects.create(url=f"https://{name}.nl/", state=state)
    page = html.fromstring(client.get("/initiatieven/proef/").text)
    notes = {
        item.xpath("string(a)"): " ".join(item.xpath("string(*[@class='link-note'])").split())
        for item in page.xpath("//li[a[@rel='external nofollow noopener']][not(ancestor::section)]")
    }
    broken, copy = "Deze link werkt misschien niet meer.", "Bekijk een bewaarde kopie"
    assert notes == {"weg": f"{broken} {copy}", "Weg": broken, "goed": copy, "twijfel": ""}
    turned_to = page.xpath("//section[@aria-labelledby='nu']//li/a/@href")
    assert turned_to == ["https://goed.nl/", "https://twijfel.nl/"]


def test_broken_document_and_publication_of_a_source_are_told(client):
    source = Source.objects.exclude(url="").first()
    publication = Publication.objects.create(source=source, title="Boek", url="https://boek.nl/")
    address = source.get_absolute_url()
    note = "Deze link werkt misschien niet meer."
    assert note not in text(client.get(address))
    for number, url in enumerate((source.url, publication.url), 1):
        LinkCheck.objects.create(url=url, state="kapot")
        assert text(client.get(address)).count(note) == number
        connection.cursor().execute("SELECT set_config('catalogue.numbered', '', true)")  # the next transaction


def test_initiative_says_in_how_many_sources_it_stands(client):
    assert "In 3 bronnen" in text(client.get(PAGES["initiative"]))
    make_initiative("proef")
    assert re.search(r">In 1 bron<", text(client.get("/initiatieven/proef/")))


def test_initiative_can_be_cited_and_mailed(client):
    make_initiative("proef", title="Proef & meer+", summary="Een proef.")
    page = text(client.get("/initiatieven/proef/"))
    assert re.search(r"\(z\.d\.\)\. Proef & meer\+ \(Almere\)\. Geraadpleegd op \d+ \w+ \d{4}, van http", page)
    mail = re.search(r'href="(mailto:[^"]*)"', page).group(1)
    assert mail == (
        "mailto:?subject=Proef%20%26%20meer%2B"
        "&body=Een%20proef.%0D%0A%0D%0Ahttp%3A%2F%2Ftestserver%2Finitiatieven%2Fproef%2F"
    )


def test_mistake_can_be_mailed_where_there_is_an_address(client, settings):
    assert "Mail het aan de redactie" not in text(client.get(PAGES["initiative"]))
    settings.CONTACT_EMAIL = "redactie@initiatieven.example"
    page = text(client.get(PAGES["initiative"]))
    assert 'href="mailto:redactie@initiatieven.example?subject=Klopt%20iets%20niet%3A%20Coronamaatjes%20Almere' in page
    assert "Mail het aan de redactie" in text(client.get("/privacy/"))


def test_initiative_and_its_like_can_be_kept(client):
    page = text(client.get(PAGES["initiative"]))
    assert 'data-save="coronamaatjes-almere"' in page
    assert page.count("data-save=") == 1 + 4


# A municipality


def test_municipality_counts_what_is_local_regional_and_national(client, no_initiatives):
    make_initiative("een")
    make_initiative("twee", scope="regionaal", region="Flevoland")
    for number in range(8):
        make_initiative(f"overal-{number}", scope="landelijk")
    page = text(client.get("/gemeenten/almere/"))
    figures = re.findall(r"<dt>(\w+)</dt>\s*<dd>\s*(\d+)", page[page.index('class="figures"') :])
    assert figures[:3] == [("Lokaal", "1"), ("Regionaal", "1"), ("Landelijk", "8")]
    assert page.count("data-save=") == 2 + 6
    assert "Hier ziet u er 6 van de 8." in page
    assert 'href="/initiatieven/?bereik=landelijk"' in page


def test_municipality_says_how_to_link_to_it(client):
    page = text(client.get("/gemeenten/almere/"))
    link = page[page.index('id="link"') :]
    for path in ("/gemeenten/almere/", "/gemeenten/GM0034/", "/initiatieven/?gemeente=almere"):
        assert f'href="{path}"' in link
        assert client.get(path, follow=True).status_code == 200


@pytest.mark.parametrize("name", ["municipality", "target_group", "category", "source"])
def test_subject_leads_on_to_filtered_lists_with_as_many_results(client, name):
    page = text(client.get(PAGES[name]))
    part = page[page.index('id="verder"') :]
    part = part[: part.index("</section>")]
    links = re.findall(r'href="/initiatieven/\?([^"]*)"[^>]*>[^<]*</a>\s*<span class="count">(\d+)', part)
    assert len(links) >= 6
    assert [(query, count) for query, count in links if ask(query).total != int(count)] == []


def test_subject_shows_the_first_and_says_how_many_there_are(client, no_initiatives):
    for number in range(14):
        make_initiative(f"proef-{number}", searchable=False)
    writer.reindex(Initiative.objects.all())
    for path in ("/gemeenten/almere/", "/doelgroepen/ouderen/", "/categorieen/eenzaamheid/"):
        page = text(client.get(path))
        assert (page.count("data-save="), "Hier ziet u er 12 van de 14." in page) == (12, True)


@pytest.mark.parametrize("path", ["/gemeenten/almere/", "/initiatieven/coronamaatjes-almere/"])
def test_towns_of_the_same_size_lead_to_all_their_initiatives(client, path):
    page = text(client.get(path))
    part = page[page.index('id="gemeenten-zoals"') :]
    assert 'href="/initiatieven/?inwoners=100000-250000"' in part
    others = re.findall(r'href="/initiatieven/\?([^"]*&inwoners=100000-250000)"', part)
    assert [ask(query).total > 0 for query in others] == [True] * ("coronamaatjes" in path)


# Lists


@pytest.mark.parametrize(
    ("path", "typed", "expected"),
    [
        ("/gemeenten/", "weesp", ["Amsterdam"]),
        (
            "/gemeenten/",
            "bergen",
            ["Bergen (L.)", "Bergen (NH.)", "Bergen op Zoom", "Haaksbergen", "Steenbergen", "Tubbergen"],
        ),
        ("/gemeenten/", "FRYSLAN", ["Noardeast-Fryslân", "Súdwest-Fryslân"]),
        ("/doelgroepen/", "senioren", ["Ouderen"]),
        ("/categorieen/", "taal", ["Taal en basisvaardigheden"]),
        ("/categorieen/", "bestaat niet", []),
    ],
)
def test_list_can_be_searched(client, path, typed, expected):
    page = text(client.get(path, {"q": typed}))
    names = re.findall(rf'href="{path}[^"]+"[^>]*>([^<]*)</a>', page)
    assert names == expected
    assert f"{len(expected)} gevonden met “{typed}”" in page


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("'s-gravenhage", "den-haag"),
        ("gm0034", "almere"),
        ("almer", "almere"),
        ("utrecht", "utrecht"),  # also a part of Utrechtse Heuvelrug
        (" SÚDWEST-fryslan ", "sudwest-fryslan"),
    ],
)
def test_name_of_one_municipality_leads_to_it(client, typed, slug):
    response = client.get("/gemeenten/", {"q": typed})
    assert (response.status_code, response["Location"]) == (302, f"/gemeenten/{slug}/")


@pytest.mark.parametrize("path", ["/gemeenten/", "/doelgroepen/", "/categorieen/"])
@pytest.mark.parametrize("odd", ["%00", "%ED%A0%80", "%F0%9F%99%82", "x" * 5_000, "%3Cb%3E"])
def test_odd_names_break_no_list(client, path, odd):
    response = client.get(f"{path}?q={odd}")
    assert response.status_code == 200
    assert b"<b>" not in response.content.partition(b"<main")[2].replace(b"<b>0</b>", b"")


def test_lists_say_what_the_sources_do_not_tell(client, no_initiatives):
    make_initiative("een")
    municipalities, groups = text(client.get("/gemeenten/")), text(client.get("/doelgroepen/"))
    assert municipalities.count("nog niets in onze bronnen</span>") == 341
    assert 'Mannen</a>\xa0<span class="muted">(nog niets in onze bronnen)' in groups


def test_groups_and_categories_stand_from_a_to_z(client):
    groups = text(client.get("/doelgroepen/"))
    names = re.findall(r'href="/doelgroepen/[^"]+"[^>]*>([^<]*)</a>', groups[groups.index('id="a-z"') :])
    categories = re.findall(r'href="/categorieen/[^"]+"[^>]*>([^<]*)</a>', text(client.get("/categorieen/")))
    assert (len(names), names) == (61, sorted(names))
    assert (len(categories), categories) == (23, sorted(categories))


# What every page says of itself


@pytest.mark.parametrize("name", [name for name in PAGES if name != "municipality_split"])
def test_page_describes_itself(client, name):
    page = text(client.get(PAGES[name])).partition("</head>")[0]
    metas = dict(re.findall(r'<meta (?:name|property)="([^"]*)"\s+content="([^"]*)"', page))
    canonical = re.search(r'<link rel="canonical" href="([^"]*)"', page).group(1)
    assert metas["og:url"] == canonical
    assert metas["og:title"] in page.partition("</title>")[0]
    assert 20 < len(metas["description"]) <= 320
    assert metas["og:type"] == ("article" if name == "initiative" else "website")
    assert metas["og:image"].startswith("http://testserver/static/share.")


def png_size(picture):
    """The width and height of a PNG in pixels."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    return struct.unpack(">II", picture[16:24])


def test_picture_of_shared_links_is_there_in_the_size_that_pages_say(client):
    page = text(client.get("/"))
    metas = dict(re.findall(r'<meta property="og:(image[^"]*)"\s+content="([^"]*)"', page))
    response = client.get(metas["image"])
    picture = response.getvalue()
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert png_size(picture) == (int(metas["image:width"]), int(metas["image:height"])) == (1200, 630)


def test_icon_is_at_the_address_that_programs_guess(client):
    response = client.get("/favicon.ico")
    icon = response.getvalue()
    assert response.status_code == 200
    assert response["Content-Type"] in {"image/x-icon", "image/vnd.microsoft.icon"}
    assert struct.unpack_from("<HHH", icon) == (0, 1, 3)
    entries = [struct.unpack_from("<BBBBHHII", icon, 6 + 16 * number) for number in range(3)]
    assert [png_size(icon[offset : offset + length]) for *_, length, offset in entries] == [
        (16, 16),
        (32, 32),
        (48, 48),
    ]


@pytest.mark.parametrize("name", [name for name in PAGES if name != "home"])
def test_page_says_where_it_stands(client, name):
    page = text(client.get(PAGES[name]))
    crumbs = re.search(r'<nav class="breadcrumbs".*?</nav>', page, re.DOTALL).group()
    assert ('href="/"' in crumbs, crumbs.count('aria-current="page"')) == (True, 1)


def test_pages_of_all_initiatives_have_a_description(client):
    long = [initiative.slug for initiative in Initiative.objects.published() if not 20 < len(initiative.summary) <= 300]
    assert long == []
