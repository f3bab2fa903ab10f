"""Feeds: valid, in the order of the page, and stable in what readers remember."""

import re
from datetime import UTC, datetime
from uuid import UUID

import feedparser
import pytest

from initiatives.models import Initiative
from initiatives.search.index import writer
from tests.atom.checker import complaints
from tests.factories import make_initiative
from tests.views.pages import PAGES, text

pytestmark = pytest.mark.django_db
QUERIES = [
    "",
    "sorteer=nieuwste&pagina=3",
    "aantal=100&pagina=2",
    "doelgroep=jongeren&gemeente=almere",
    "q=bellen&landelijk=ja&provincie=flevoland",
    "q=%01%3Cb%3E%26+%22ouderen%22",
    "gemeente=urk",
]


def read(client, query="", **headers):
    """A feed as feedparser reads it."""
    return feedparser.parse(client.get(f"/initiatieven.atom?{query}", headers=headers).content)


@pytest.mark.parametrize("query", QUERIES)
def test_feed_is_valid(client, query):
    response = client.get(f"/initiatieven.atom?{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    assert complaints(response.content) == []


def test_feed_with_signs_that_break_xml_is_valid(client, no_initiatives):
    texts = {"title": "A\x0b <b> & ]]>", "summary": "<script>x</script>\x01", "description": "a\r\n\n<i>&amp;"}
    make_initiative("proef", **texts)
    feed = client.get("/initiatieven.atom")
    assert complaints(feed.content) == []
    entry = feedparser.parse(feed.content).entries[0]
    assert (entry.title, entry.content[0].value) == (
        "A <b> & ]]> (Almere)",
        "<h2>Wat is het?</h2><p>a</p>\n\n<p>&lt;i&gt;&amp;amp;</p>",
    )


FEED = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>
<id>urn:f</id><updated>2026-01-01T00:00:00Z</updated><author><name>A</name></author>
<link rel="self" href="http://a/f"/><link href="http://a/"/>
<link rel="first" href="http://a/1"/><link rel="last" href="http://a/2"/>
<entry><title>E</title><id>urn:e</id><updated>2026-01-01T00:00:00Z</updated><link href="http://a/e"/></entry></feed>"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<title>F</title>", ""),
        ("<id>urn:f</id>", ""),
        ("<id>urn:f</id>", "<id>f</id>"),
        ("<id>urn:e</id>", "<id>urn:f</id>"),
        ("<author><name>A</name></author>", ""),
        ("<author><name>A</name></author>", "<author><email>a@b</email></author>"),
        ("<updated>2026-01-01T00:00:00Z</updated><author>", "<updated>2026-01-01</updated><author>"),
        ("<updated>2026-01-01T00:00:00Z</updated><author>", "<updated>2026-01-01T00:00:00</updated><author>"),
        ("<title>E</title>", "<title>E</title><title>E</title>"),
        ("<title>E</title>", '<title type="html">&lt;script>x&lt;/script></title>'),
        ("<title>E</title>", "<title>E</title><heading>E</heading>"),
        ('<link href="http://a/e"/>', ""),
        ('<link href="http://a/e"/>', "<link/>"),
        ('<link href="http://a/e"/>', '<link href="/e"/>'),
        ('<link href="http://a/"/>', '<link href="http://a/"/><link href="http://b/"/>'),
        ('<link rel="self" href="http://a/f"/>', ""),
        ('<link rel="last" href="http://a/2"/>', ""),
        ('<link rel="last" href="http://a/2"/>', '<link rel="last" href="http://a/2"/>' * 2),
        ("</feed>", ""),
        ("</feed>", re.search("<entry>.*</entry>", FEED).group() + "</feed>"),
    ],
)
def test_checker_finds_what_is_wrong(right, wrong):
    assert (complaints(FEED.encode()), FEED.count(right)) == ([], 1)
    assert complaints(FEED.replace(right, wrong).encode()) != []


@pytest.mark.parametrize("query", ["", "doelgroep=ouderen&sorteer=nieuwste", "q=bellen", "q=ouderen&pagina=2"])
def test_feed_has_the_entries_of_the_page_in_its_order(client, query):
    cards = re.findall(r'card__title"><a href="([^"]*)"', text(client.get(f"/initiatieven/?{query}")))
    assert len(cards) > 5
    assert [entry.link for entry in read(client, query).entries] == [f"http://testserver{card}" for card in cards]


def test_pages_of_a_feed_lead_through_everything_once(client):
    address, seen, names = "http://testserver/initiatieven.atom?aantal=100&sorteer=titel", [], set()
    while address:
        feed = feedparser.parse(client.get(address).content)
        links = {link.rel: link.href for link in feed.feed.links}
        assert links["self"] == address
        seen += [entry.id for entry in feed.entries]
        names.add((feed.feed.id, feed.feed.updated))
        address = links.get("next")
    assert len(seen) == len(set(seen)) == Initiative.objects.published().count()
    assert len(names) == 1


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "Initiatieven"),
        ("doelgroep=jongeren&gemeente=almere", "Initiatieven voor jongeren in Almere"),
        ("q=bellen&categorie=eenzaamheid", "Initiatieven over eenzaamheid met “bellen”"),
        (
            "vorm=buiten&bron=sociale-impact-coronacrisis",
            "Initiatieven (buiten) uit De sociale impact van de coronacrisis",
        ),
    ],
)
def test_feed_is_called_by_its_question(client, query, title):
    assert read(client, query).feed.title == title


def test_what_readers_remember_outlives_a_new_slug_and_a_new_host(client, settings, no_initiatives):
    settings.ALLOWED_HOSTS = ["*"]
    made, _ = make_initiative("proef"), make_initiative("ander")
    before = read(client, "sorteer=titel")
    Initiative.objects.filter(pk=made.pk).update(slug="nieuw")
    writer.reindex(Initiative.objects.all())
    after = read(client, "sorteer=titel", host="elders.example")
    assert [entry.id for entry in after.entries] == [entry.id for entry in before.entries]
    assert [UUID(entry.id.removeprefix("urn:uuid:")).version for entry in after.entries] == [5, 5]
    assert len({entry.id for entry in after.entries}) == 2
    links = ["http://elders.example/initiatieven/ander/", "http://elders.example/initiatieven/nieuw/"]
    assert [entry.link for entry in after.entries] == links


def test_dates_are_those_of_the_initiatives(client, no_initiatives):
    made = make_initiative("een", published_at=datetime(2024, 1, 1, tzinfo=UTC), municipalities=("almere",))
    Initiative.objects.filter(pk=made.pk).update(modified=datetime(2025, 5, 5, tzinfo=UTC))
    newer = make_initiative("twee", municipalities=("urk",))
    newer.refresh_from_db()
    old, everything, nothing = (read(client, query) for query in ("gemeente=almere", "", "gemeente=tiel"))
    changed, entry = "2025-05-05T00:00:00+00:00", old.entries[0]
    assert (entry.published, entry.updated, old.feed.updated) == ("2024-01-01T00:00:00+00:00", changed, changed)
    assert everything.feed.updated == newer.modified.astimezone(UTC).isoformat()
    assert nothing.feed.updated == "2020-01-01T00:00:00+00:00"


def test_draft_is_in_no_feed(client, no_initiatives):
    make_initiative("open", title="Open plan")
    make_initiative("geheim", title="Geheim plan", status="draft")
    assert [entry.title for entry in read(client).entries] == ["Open plan (Almere)"]


def test_entry_tells_its_groups_and_categories(client, no_initiatives):
    make_initiative("proef")
    assert [(tag.scheme, tag.term, tag.label) for tag in read(client).entries[0].tags] == [
        ("http://testserver/doelgroepen/", "ouderen", "Ouderen"),
        ("http://testserver/categorieen/", "eenzaamheid", "Eenzaamheid"),
        ("http://testserver/aanpakken/", "maatje-of-buddy", "Maatje of buddy"),
    ]


@pytest.mark.parametrize(
    ("query", "status", "message"),
    [
        ("gemeente=atlantis&kleur=rood", 400, "Bij gemeente kennen wij “atlantis” niet."),
        ("gemeente=atlantis&kleur=rood", 400, "Het filter “kleur” bestaat niet."),
        ("aantal=33", 400, "“33” resultaten op een pagina kan niet."),
        ("pagina=999", 404, "Deze pagina bestaat niet"),
    ],
)
def test_question_that_makes_no_sense_is_refused(client, query, status, message):
    response = client.get(f"/initiatieven.atom?{query}")
    assert (response.status_code, message in text(response)) == (status, True)


def test_outdated_value_is_redirected_once(client):
    response = client.get("/initiatieven.atom?gemeente=weesp&q=bellen")
    assert (response.status_code, response["Location"]) == (301, "/initiatieven.atom?gemeente=amsterdam&q=bellen")


@pytest.mark.parametrize(
    ("name", "query", "title"),
    [
        ("browse", "sorteer=nieuwste", "Initiatieven"),
        ("browse_words", "q=eenzame+ouderen+almere&sorteer=nieuwste", "Initiatieven met “eenzame ouderen almere”"),
        ("municipality", "gemeente=almere&sorteer=nieuwste", "Initiatieven in Almere"),
        ("target_group", "doelgroep=kwetsbare-ouderen&sorteer=nieuwste", "Initiatieven voor kwetsbare ouderen"),
        ("category", "categorie=eenzaamheid&sorteer=nieuwste", "Initiatieven over eenzaamheid"),
    ],
)
def test_page_leads_to_its_feed(client, name, query, title):
    head = text(client.get(PAGES[name])).partition("</head>")[0]
    link = re.search(r'<link rel="alternate"\s+type="application/atom\+xml"\s+title="([^"]*)"\s+href="([^"]*)">', head)
    assert link.groups() == (title, f"http://testserver/initiatieven.atom?{query}")
    assert feedparser.parse(client.get(link.group(2)).content).feed.title == title


@pytest.mark.parametrize("n", [1, 15])
def test_queries_do_not_grow(client, django_assert_num_queries, no_initiatives, n):
    for number in range(n):
        make_initiative(f"proef-{number}", searchable=False)
    writer.reindex(Initiative.objects.all())
    client.get("/initiatieven.atom")
    with django_assert_num_queries(16):
        client.get("/initiatieven.atom")
