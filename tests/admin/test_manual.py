"""The manual of editors is plain Dutch, names what is on their screens, and opens for each of them."""

import re
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from lxml import html

from initiatives.admin.manual import FILE, read_manual
from initiatives.checking.language import jargon, long_sentences
from initiatives.choices import Role, Status
from initiatives.search.language.dictionary import is_compound, is_dutch
from tests.browser import manual_pictures

URL = "/beheer/handleiding/"
TEXT = FILE.read_text()
PLAIN = re.sub(r"!?\[(.*?)\]\(.*?\)", r"\1", TEXT)
PLAIN = re.sub(r"^(#+|-|\d\.) +|\|-.*|\*\*|\|", "", PLAIN, flags=re.M)
PICTURES = dict(re.findall(r"!\[(.+?)\]\((.+?)\)", TEXT))
MAX_SIZE = 900_000  # bytes of all pictures
NOT_IN_DICTIONARIES = {"csv", "excel", "hag", "ods", "passkey", "slug", "xlsx"}
# Dictionaries of Dutch have these too, since people say them in films.
ENGLISH = re.compile(
    r"\b(add|all|and|back|button|change|click|delete|draft|edit|editor|for|from|history|login|logout|page|preview|publish|"
    r"published|restore|review|save|search|settings|submit|the|this|to|upload|user|with|you|your)\b"
)
SCREENS = [
    *(settings.BASE_DIR / "templates").rglob("*.html"),
    *(path for path in (settings.BASE_DIR / "initiatives").rglob("*.py") if "migrations" not in path.parts),
    Path(django.__file__).parent / "contrib/admin/locale/nl/LC_MESSAGES/django.po",
]


def test_each_picture_is_in_the_manual_and_each_of_the_manual_is_there():
    files = {f"redactie/{path.name}": path.stat().st_size for path in (FILE.parent / "redactie").iterdir()}
    assert sorted(PICTURES.values()) == sorted(files)
    assert {f"redactie/{make.__name__.replace('_', '-')}.png" for make in manual_pictures.ALL} == files.keys()
    assert sum(files.values()) <= MAX_SIZE
    assert all(finders.find(path.replace("redactie", "handleiding")) for path in files)
    assert all(len(alt) > 30 for alt in PICTURES)


def test_each_link_leads_to_a_heading():
    page = html.fromstring(read_manual().html)
    links = [*page.xpath("//a/@href"), *(f"#{anchor}" for _, anchor in read_manual().chapters)]
    links += re.findall(r'admin:manual" %}(#[^"]+)', "".join(path.read_text() for path in SCREENS[:-1]))
    assert len(links) > 15
    assert {link for link in links if not page.xpath("//*[@id=$key]", key=link[1:])} == set()


def test_headings_are_in_order_below_the_title():
    levels = [int(heading.tag[1]) for heading in html.fromstring(read_manual().html).iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 2
    assert set(levels) == {2, 3}


def test_it_names_every_role_and_status():
    assert [label for label in [*Role.labels, *Status.labels] if label not in TEXT] == []


def test_what_is_bold_is_on_a_screen():
    screens = " ".join("\n".join(path.read_text() for path in SCREENS).lower().split())
    terms = set(re.findall(r"\*\*(.+?)\*\*", TEXT)) - {"vet"}
    assert [term for term in sorted(terms) if term.lower() not in screens] == []


def test_it_is_plain_dutch():
    words = set(re.findall(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*", PLAIN.lower()))
    assert list(long_sentences(PLAIN)) == []
    assert list(jargon(PLAIN)) == []
    assert ENGLISH.findall(PLAIN.lower()) == []
    assert {word for word in words if not is_dutch(word) and not is_compound(word)} == NOT_IN_DICTIONARIES


@pytest.mark.parametrize("role", Role)
def test_each_editor_finds_and_reads_it(signed_in, role):
    browser = signed_in(role)
    start, page = (browser.get(path).content.decode() for path in ("/beheer/", URL))
    assert start.count(f'href="{URL}"') == 2
    (text,) = html.fromstring(page).xpath("//div[@class='manual-text']")
    assert len(text.xpath(".//img[starts-with(@src, '/static/handleiding/')][@width][@height]")) == len(PICTURES)
    assert text.xpath(".//script | .//@style") == []
    assert f'href="{URL}#een-initiatief-toevoegen"' in browser.get("/beheer/initiatives/initiative/add/").text


def test_visitors_are_asked_to_sign_in(client, db):
    assert client.get(URL)["Location"] == f"/beheer/login/?next={URL}"
