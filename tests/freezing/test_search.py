"""The search of a copy, in Chromium, from files."""

import pytest
from playwright.sync_api import expect

from tests.browser import chromium
from tests.browser.conftest import watch

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def browser():
    with chromium.browser() as running:
        yield running


@pytest.fixture
def page(browser):
    """A page on files; the test fails when it complains, or asks for anything but files."""
    context = browser.new_context()
    page = context.new_page()
    complaints = watch(page)
    yield page
    context.close()
    assert [complaint for complaint in complaints if not complaint.startswith("file://")] == []


def titles(page):
    return page.locator("[data-results] h3").all_text_contents()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("boodschap", ["Boodschappen voor ouderen"]),
        ("boodschappen", ["Boodschappen voor ouderen"]),
        ("BOODSCHAPPENHULP", ["Boodschappen voor ouderen"]),
        ("bood", ["Boodschappen voor ouderen"]),
        ("wandel", ["Samen wandelen"]),
        ("praatje", ["De praatlijn"]),
        ("De praatlijn", ["De praatlijn"]),
        ("Urk", ["Samen wandelen"]),
        ("Weesp", ["De praatlijn"]),
        ("bellen -gesprek", []),
        ("zwembad", []),
        ("constructor", []),
    ],
)
def test_words_find_their_forms_synonyms_and_places(page, copy, words, found):
    page.goto(f"{(copy / 'index.html').as_uri()}")
    page.locator("#q").fill(words)
    page.locator("#q").press("Enter")
    page.wait_for_url("**/zoeken.html?q=*")
    expect(page.locator("[data-total]")).not_to_have_text("Typ een woord")
    assert titles(page) == found
    assert page.locator("[data-total]").text_content().startswith("Niets gevonden" if not found else "1 initiatief")


def test_name_of_municipality_leads_to_its_page(page, copy):
    page.goto(f"{(copy / 'zoeken.html').as_uri()}?q=almere")
    page.locator("[data-pages] a", has_text="Almere").click()
    page.wait_for_url((copy / "gemeenten" / "almere" / "index.html").as_uri())
    assert page.locator("h1").text_content().strip() == "Gemeente Almere"


def test_filters_are_taken_together(page, copy):
    address = (copy / "zoeken.html").as_uri()
    page.goto(f"{address}?doelgroep=ouderen&gemeente=almere")
    assert titles(page) == ["Boodschappen voor ouderen"]
    page.locator("[data-chips] a", has_text="Almere").click()
    expect(page.locator("[data-results] h3")).to_have_count(3)
    assert sorted(titles(page)) == ["Boodschappen voor ouderen", "De praatlijn", "Samen wandelen"]  # a sub-group too
    page.goto(f"{address}?gemeente=almere&gemeente=urk")
    assert sorted(titles(page)) == ["Boodschappen voor ouderen", "Samen wandelen"]


def test_words_are_shown_as_text(page, copy):
    page.goto(f"{(copy / 'zoeken.html').as_uri()}?q=wandelen %3Cimg src=x onerror=alert(1)%3E")
    assert page.locator("[data-total]").text_content().endswith("“wandelen <img src=x onerror=alert(1)>”")
    assert page.locator("main img").count() == 0


def test_filter_of_list_works_from_files(page, copy):
    page.goto((copy / "initiatieven" / "index.html").as_uri())
    page.locator("#facet-doelgroep a", has_text="Ouderen").first.click()
    page.wait_for_url("**/initiatieven/index@doelgroep=ouderen.html")
    expect(page.locator("article.card")).to_have_count(3)
    assert page.locator("nav.views a").all_text_contents() == ["Lijst"]
