"""In forced colours (the contrast themes of Windows) what is chosen, pressed or open still differs from what is not."""

import pytest

from tests.proof import sample

SCHEMES = ("light", "dark")
COLOURS = """([selector, pseudo]) => {
  const { color, backgroundColor, borderBottomColor, borderBottomWidth, content, fill } =
    getComputedStyle(document.querySelector(selector), pseudo);
  return { color, backgroundColor, borderBottomColor, borderBottomWidth, content, fill };
}"""


@pytest.fixture(params=sample(SCHEMES, 1))
def page(request, open_window):
    return open_window(forced_colors="active", color_scheme=request.param)


def colours(page, selector, pseudo=None):
    return page.evaluate(COLOURS, [selector, pseudo])


def paper(page):
    return colours(page, "body")["backgroundColor"]


def test_chosen_filter_differs_from_the_others(page, site):
    page.goto(f"{site}/initiatieven/?doelgroep=ouderen")
    chosen = colours(page, "a.option[aria-current]", "::before")
    other = colours(page, "a.option:not([aria-current])", "::before")
    assert chosen["backgroundColor"] not in (other["backgroundColor"], paper(page))
    assert (chosen["content"], other["content"]) == ('"✓" / ""', '""')
    assert other["borderBottomColor"] != paper(page)


def test_pressed_button_differs_from_the_others(page, site):
    page.goto(f"{site}/initiatieven/?doelgroep=ouderen")
    page.locator("[data-save]").first.click()
    pressed = colours(page, "[data-save][aria-pressed=true]")
    other = colours(page, "[data-save][aria-pressed=false]")
    assert pressed["backgroundColor"] not in (other["backgroundColor"], paper(page), pressed["color"])


@pytest.mark.parametrize("path", ["/initiatieven/", "/kaart/", "/matrix/"])
def test_current_view_differs_from_the_others(page, site, path):
    page.goto(site + path)
    current = colours(page, ".views a[aria-current]")
    other = colours(page, ".views a:not([aria-current])")
    assert other["borderBottomColor"] == paper(page)  # a line that is not there
    assert current["borderBottomColor"] not in (paper(page), colours(page, ".views ul")["borderBottomColor"])


def test_current_page_differs_from_the_others(page, site):
    page.goto(f"{site}/initiatieven/")
    here, other = colours(page, ".pagination__here"), colours(page, ".pagination__link")
    assert here["backgroundColor"] not in (other["backgroundColor"], here["color"])


@pytest.mark.parametrize("path", ["/initiatieven/?doelgroep=ouderen", "/selectie/?i=de-bakfiets-alkmaar"])
def test_buttons_fields_and_chips_have_an_edge(page, site, path):
    page.goto(site + path)
    selectors = (".button", ".save", ".input", ".chip", ".facet__chosen", "textarea", ".filters__summary")
    looks = {selector: colours(page, selector) for selector in selectors if page.locator(selector).count()}
    assert len(looks) >= 3
    assert {selector for selector, look in looks.items() if look["borderBottomWidth"] == "0px"} == set()
    assert {selector for selector, look in looks.items() if look["borderBottomColor"] == paper(page)} == set()


def test_map_is_drawn_in_the_colours_of_the_visitor(page, site):
    page.goto(f"{site}/kaart/")
    province, dot = colours(page, ".map__provinces"), colours(page, ".map__dots circle")
    assert province["fill"] == paper(page)
    assert dot["fill"] == colours(page, ".numbers tbody a")["color"]


def test_municipality_that_is_chosen_differs_on_the_map(page, site):
    page.goto(f"{site}/kaart/?gemeente=almere")
    chosen, other = colours(page, ".map__chosen circle"), colours(page, ".map__dots a:not(.map__chosen) circle")
    assert chosen["fill"] != other["fill"]


def test_focus_is_painted(page, site):
    page.goto(f"{site}/matrix/?doelgroep=ouderen")
    for selector in (".button", ".views a", ".heat a", ".site-nav a"):
        page.locator(selector).first.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        outline = "getComputedStyle(document.activeElement).outline"
        assert page.evaluate(outline).endswith("solid 3px")
        assert not page.evaluate(outline).startswith(paper(page))
