"""Pages on paper (A4): the texts and their sources, dark on white, without what one can only click on."""

from io import BytesIO
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from tests.proof import sample
from tests.views.pages import ALL_PAGES

CONTROLS = "nav, form.search-form, input, textarea, select, button, .button, .save, .browse__filters, .skip-link"
# Texts of which the colour is closer to white than to black, and grounds that are not white or transparent.
PALE = """() => {
  const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).reduce((sum, each) => sum + Number(each), 0) / 3;
  return [...document.querySelectorAll("h1, h2, h3, p, li, a, dd, dt, th, td")]
    .filter((each) => each.checkVisibility() && each.textContent.trim() && light(getComputedStyle(each).color) > 128)
    .map((each) => each.outerHTML.slice(0, 90));
}"""
CORNER = {"x": 600, "y": 2, "width": 20, "height": 10}
PRINTED = ("browse_filtered", "initiative", "selection", "map_filtered", "municipality", "source")


@pytest.fixture
def white(open_window):
    """An empty sheet."""
    return open_window(width=670, color_scheme="light")


@pytest.fixture
def paper(open_window, site):
    """Open a page as it is printed, by somebody whose screen is dark."""

    def open_paper(name):
        page = open_window(width=670, color_scheme="dark")
        page.goto(site + ALL_PAGES[name])
        page.emulate_media(media="print", color_scheme="dark")
        return page

    return open_paper


def printed_text(page):
    """All text on the sheets, as one line; letters that are joined in print ("fi") are taken apart."""
    document = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in document.pages} == {(595, 842)}
    return " ".join(normalize("NFKC", " ".join(sheet.extract_text() for sheet in document.pages)).split())


@pytest.mark.parametrize("name", sample(PRINTED, 3))
def test_paper_has_dark_text_on_white_and_nothing_to_click(paper, white, name):
    page = paper(name)
    assert [control for control in page.locator(CONTROLS).all() if control.is_visible()] == []
    assert page.evaluate(PALE) == []
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert page.screenshot(clip=CORNER) == white.screenshot(clip=CORNER)


def test_list_on_paper_has_all_its_initiatives_and_its_address(paper, site):
    page = paper("browse_filtered")
    titles = page.locator(".card__title").all_inner_texts()
    text = printed_text(page)
    assert [title for title in titles if title not in text] == []
    assert f"Deze pagina: {site}{ALL_PAGES['browse_filtered']}" in text
    assert "Zoeken" not in text


def test_initiative_on_paper_has_its_text_its_source_and_its_address(paper, site):
    text = printed_text(paper("initiative"))
    for part in ("Coronamaatjes Almere", "Wat is het?", "Vindplaats: nr. 1", "Voor wie", "Fase in 2020"):
        assert part in text
    assert "/initiatieven/coronamaatjes-almere/" in text
    assert "Deel per e-mail" not in text


def test_selection_on_paper_has_its_list_and_the_comparison(paper):
    text = printed_text(paper("selection"))
    # Once in the list, and once in the comparison.
    for summary in (
        "Vrijwilligers van twee inloophuizen in Alkmaar",
        "In Almere vinden mensen met een zwakke gezondheid",
    ):
        assert text.count(summary) == 2
    assert "Pas de lijst aan" not in text
    assert "Voeg een initiatief toe" not in text


def test_heat_map_on_paper_is_no_heavy_document(paper):
    # A striped ground in each of its hundreds of empty cells once took all the memory of the printing program.
    assert len(paper("matrix").pdf(prefer_css_page_size=True)) < 500_000
