"""What crawlers meet: every page that is worth it, and not one address for every combination of filters."""

import re
from math import ceil
from urllib.parse import parse_qsl, urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree

from initiatives import sitemaps
from initiatives.models import Approach, Category, Initiative, Municipality, Source, TargetGroup
from tests.crawler import SITE, Page, crawl
from tests.factories import make_initiative
from tests.proof import sample
from tests.shipped import INITIATIVES
from tests.views.pages import ALL_PAGES, text

pytestmark = pytest.mark.django_db
MAX_OTHERS = 50  # addresses besides those of initiatives and vocabulary
LOC, LASTMOD = (f"{{http://www.sitemaps.org/schemas/sitemap/0.9}}{name}" for name in ("loc", "lastmod"))


def vocabulary():
    return [
        *Municipality.objects.existing(),
        *TargetGroup.objects.all(),
        *Category.objects.all(),
        *Approach.objects.all(),
        *Source.objects.all(),
    ]


def sitemap(client, path="/sitemap.xml"):
    """The addresses in a sitemap, each with its date or nothing."""
    root = etree.fromstring(client.get(path).content)
    return {entry.findtext(LOC): entry.findtext(LASTMOD) for entry in root}


def test_crawler_reaches_everything_within_bounds(client):
    """Every day it reads a sixth of the pages about an initiative or a word of the vocabulary, and meets them all."""
    make_initiative("concept", status="draft")
    rows = [*Initiative.objects.published(), *vocabulary()]
    addresses = {SITE + row.get_absolute_url() for row in rows}
    met = crawl(client, passing=addresses - {*sample(sorted(addresses), len(addresses) // 10)})
    assert addresses - met.addresses == set()
    assert f"{SITE}/initiatieven/concept/" not in met.addresses
    assert set(met.statuses.values()) <= {200, 301}
    assert len(met.statuses) + len(met.passed) <= len(rows) + MAX_OTHERS
    # Nothing is met twice: each page says that it belongs where it was found, and may be indexed.
    assert {page.canonical: address for address, page in met.pages.items()} == {
        address: address for address in met.pages
    }
    assert {page.robots for page in met.pages.values()} == {""}
    assert len({page.title for page in met.pages.values()}) == len(met.pages)
    # And the sitemap has the same pages, but for the later pages of the list.
    assert {address for address in met.addresses if "?pagina=" not in address} == set(sitemap(client))


@pytest.mark.parametrize("path", ALL_PAGES.values(), ids=ALL_PAGES)
def test_links_to_filtered_views_are_not_for_crawlers(client, path):
    page = Page(f"{SITE}{path}", client.get(path).content.decode())
    page.followed.discard(page.canonical)
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())
    followed = [urlsplit(target) for target in page.followed if rules.can_fetch("*", target)]
    assert [url.geturl() for url in followed if {key for key, _ in parse_qsl(url.query)} - {"pagina"}] == []
    assert len(followed) > 5


@pytest.mark.parametrize("path", ["/initiatieven/", "/kaart/", "/matrix/"])
@pytest.mark.parametrize(
    ("query", "indexed"),
    [
        ("", True),
        ("gemeente=almere", True),
        ("doelgroep=ouderen", True),
        ("gemeente=almere&doelgroep=ouderen", False),
        ("doelgroep=ouderen&doelgroep=jongeren", False),
        ("gemeente=almere&landelijk=ja", False),
        ("q=bellen", False),
        ("sorteer=titel", False),
        ("toon=gemeente", False),
        ("gemeente=urk", False),
        ("kleur=rood", False),
    ],
)
def test_only_a_single_choice_is_for_search_engines(client, path, query, indexed):
    page = Page(SITE, client.get(f"{path}?{query}").content.decode())
    assert page.robots == ("" if indexed else "noindex")


def test_order_of_filters_makes_no_other_page(client):
    pages = [text(client.get(f"/initiatieven/?{query}")) for query in ("gemeente=almere&q=a", "q=a&gemeente=almere")]
    assert len({Page(SITE, page).canonical for page in pages}) == 1


# The files for crawlers


def test_robots_tells_where_the_pages_are_and_what_is_closed(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert (lines[0], lines[-1]) == ("User-agent: *", "Sitemap: http://testserver/sitemap.xml")
    rules = RobotFileParser()
    rules.parse(lines)
    closed = ["/beheer/", "/selectie/?i=a", "/selectie.odt", "/suggesties?q=a", "/embed/initiatieven/?q=a"]
    closed += ["/initiatieven.atom?q=a", "/initiatieven.csv?gemeente=almere", "/matrix/v/a.b"]
    assert [path for path in closed if rules.can_fetch("*", path)] == []
    welcome = [
        "/",
        "/initiatieven/?pagina=2",
        "/initiatieven/een/",
        "/catalogus.ttl",
        "/sitemap.xml",
        "/kaart/",
        "/matrix/",
        "/aanpakken/maatje-of-buddy/",
    ]
    assert [path for path in welcome if not rules.can_fetch("*", path)] == []


def test_sitemap_has_real_dates(client, no_initiatives):
    old, _ = make_initiative("oud", municipalities=("almere",)), make_initiative("concept", status="draft")
    Initiative.objects.filter(pk=old.pk).update(modified="2024-02-03T12:00Z")
    dates = sitemap(client)
    named = ["/initiatieven/oud/", "/gemeenten/almere/", "/doelgroepen/ouderen/", "/categorieen/eenzaamheid/"]
    named += ["/bronnen/lijst-initiatieven-kwetsbare-doelgroepen/", "/initiatieven/", "/"]
    assert {dates[SITE + path] for path in named} == {"2024-02-03"}
    assert {dates[SITE + path] for path in ("/gemeenten/urk/", "/privacy/", "/doelgroepen/jongeren/")} == {None}
    assert f"{SITE}/initiatieven/concept/" not in dates


def test_sitemap_dates_what_a_page_shows_of_others(client, no_initiatives):
    make_initiative("een", municipalities=("weesp",), target_groups=("kwetsbare-ouderen",))
    dates = sitemap(client)
    parent = TargetGroup.objects.get(slug="kwetsbare-ouderen").parent
    assert dates[f"{SITE}/gemeenten/amsterdam/"] is not None
    assert dates[SITE + parent.get_absolute_url()] is not None
    assert f"{SITE}/gemeenten/weesp/" not in dates


def test_sitemap_that_is_too_large_becomes_an_index(client, monkeypatch):
    whole = sitemap(client)
    monkeypatch.setattr(sitemaps, "MAX_INITIATIVES", 10)
    monkeypatch.setattr(sitemaps.Initiatives, "limit", 100)
    files = sitemap(client)
    assert len(files) == len(sitemaps.SECTIONS) - 1 + ceil(INITIATIVES / 100)
    assert {address: date for file in files for address, date in sitemap(client, file).items()} == whole
    assert client.get("/sitemap-bestaat-niet.xml").status_code == 404


def test_security_says_whom_to_tell(client, settings):
    settings.CONTACT_EMAIL = "redactie@example.nl"
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT00:00:00Z", fields.pop("Expires"))
    assert fields == {
        "Contact": "mailto:redactie@example.nl",
        "Preferred-Languages": "nl, en",
        "Canonical": "http://testserver/.well-known/security.txt",
    }


def test_security_is_not_there_when_nobody_can_be_told(client, settings):
    settings.CONTACT_EMAIL = ""
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    "path", ["robots.txt", "sitemap.xml", "sitemap-paginas.xml", "catalogus.ttl", "initiatieven.atom"]
)
def test_files_only_answer_to_reading(client, path):
    for method in ("post", "put", "delete"):
        assert getattr(client, method)(f"/{path}").status_code == 405
    # Scripts on other sites may read data, and ask whether they may; browsers ask nothing of the others.
    may_ask = path in ("catalogus.ttl", "initiatieven.atom")
    assert client.options(f"/{path}").status_code == (204 if may_ask else 405)
