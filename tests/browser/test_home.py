"""The home page: its three questions by hand, and the font and sizes of headings that pages are set in."""

from tests.browser.probes import add_style
from tests.shipped import INITIATIVES

FONT = "public-sans"
STATUS = "[...document.fonts].filter((face) => face.family === 'Public Sans').map((face) => face.status)"
BROKEN_WORDS = """() => {
  const text = document.querySelector("h1").firstChild;
  const linesOf = ({ index, 0: word }) => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return range.getClientRects().length;
  };
  return [...text.data.matchAll(/\\S+/g)].filter((match) => linesOf(match) > 1).map(([word]) => word);
}"""
OWN_FONT = "/embed/initiatieven/?aantal=5&letter=Georgia%2C+serif"


def fonts_of(page, address):
    """The font files that a page loads."""
    loaded = []
    page.on("request", lambda request: loaded.append(request.url) if request.resource_type == "font" else None)
    page.goto(address, wait_until="networkidle")
    return loaded


def test_resident_types_a_municipality_and_is_there(page, site):
    page.goto(site)
    page.get_by_label("Naam van de gemeente").fill("zaanst")
    page.get_by_role("button", name="Ga naar de gemeente").click()
    page.wait_for_url(f"{site}/gemeenten/zaanstad/")


def test_adviser_chooses_a_size(page, site):
    page.goto(site)
    page.get_by_role("list", name="Aantal inwoners").get_by_role("link", name="100.000 tot 250.000").click()
    page.wait_for_url(f"{site}/initiatieven/?inwoners=100000-250000")
    assert "in gemeenten met 100.000 tot 250.000 inwoners" in page.locator("h2#resultaten").inner_text()


def test_visitor_follows_a_story(page, site):
    page.goto(site)
    story = page.locator(".story", has_text="900")
    assert "2020" in story.inner_text()
    story.get_by_role("link").click()
    assert "900 laptops" in page.locator("main").inner_text()


def test_map_stands_beside_the_search_field_and_below_it_on_a_phone(open_window, site):
    for width, is_beside in ((1280, True), (375, False)):
        page = open_window(width=width)
        page.goto(site)
        field, drawn = page.locator("#q").bounding_box(), page.locator(".hero .map").bounding_box()
        assert (drawn["y"] < field["y"] and drawn["x"] > field["x"] + field["width"]) == is_beside
        assert (drawn["y"] > field["y"] + field["height"]) != is_beside
    page.get_by_role("link", name=f"Bekijk alle {INITIATIVES} initiatieven").wait_for()


def test_words_of_headings_are_not_broken_in_large_text(open_window, site):
    """A broken word has a box for each of its parts."""
    page = open_window(width=375)
    for path in ("/", "/initiatieven/", "/gemeenten/", "/categorieen/", "/over/"):
        page.goto(site + path)
        add_style(page, "html { font-size: 200%; }")
        assert page.evaluate(BROKEN_WORDS) == []


def test_pages_load_one_font_and_name_it_before_the_style_sheets(open_window, site):
    page = open_window()
    (address,) = fonts_of(page, site)
    assert (FONT in address, page.evaluate(STATUS)) == (True, ["loaded"])
    links = page.locator("head link").evaluate_all("(links) => links.map((link) => [link.rel, link.href])")
    assert links.index(["preload", address]) < next(
        place for place, (rel, _) in enumerate(links) if rel == "stylesheet"
    )


def test_embedded_list_with_a_font_of_its_own_does_not_load_ours(open_window, site):
    assert len(fonts_of(open_window(), f"{site}/embed/initiatieven/?aantal=5")) == 1
    assert fonts_of(open_window(), site + OWN_FONT) == []


def test_headings_differ_clearly_in_size(open_window, site):
    page = open_window()
    page.goto(f"{site}/initiatieven/coronamaatjes-almere/")
    sizes = page.evaluate(
        "['h1', 'h2', 'h3'].map((name) => parseFloat(getComputedStyle(document.querySelector(name)).fontSize))"
    )
    assert sizes[0] >= 1.4 * sizes[1]
    assert sizes[1] >= 1.3 * sizes[2]
