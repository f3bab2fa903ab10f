"""Every page type in one visit on a phone or on a screen, with all that can be seen without acting.

All of them are visited on both in `make proof`. Every day a phone gets the pages with a layout of their own and a
random quarter of the others; a screen gets another quarter, and a third of those with a layout of their own.

Nothing moves while it loads and is scrolled, it keeps to its content policy, the keyboard gets past the menu, axe-core
finds nothing in light and in dark colours, all that one points at is large enough, and nothing is cut off. A phone
stands for a window of 1280 by 1024 at 400% (WCAG 1.4.10 and 1.4.4) too, has the wider spacing of text of WCAG 1.4.12
as well, and is not scrolled sideways with text at 200%.
"""

import pytest

from tests.browser import axe
from tests.browser.conftest import watch
from tests.browser.probes import add_style, misplaced, shifts, small_targets, stuck, wider_with_large_text
from tests.browser.windows import fit, is_focused, unfold
from tests.proof import IS_THOROUGH, sample
from tests.views.pages import ALL_PAGES, EVERY_PAGE

PHONE, LARGE_PHONE, SCREEN = 320, 375, 1280
HEIGHT, ZOOMED_HEIGHT = 800, 256  # the second is 1024 at 400%
# The rules that are tried in each colour scheme. Only colours can differ between the two, and the pages have the same
# colours at every width: so a phone has one scheme and a screen the other, unless all is to be proved.
LIGHT_FIRST = {"light": axe.RULES, "dark": axe.OF_COLOURS}
SCHEMES = {
    PHONE: LIGHT_FIRST if IS_THOROUGH else {"light": axe.RULES},
    SCREEN: LIGHT_FIRST if IS_THOROUGH else {"dark": axe.RULES},
}
SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
OWN_LAYOUT = ("home", "browse_filtered", "initiative", "map", "matrix", "selection", "builder", "embed", "style_guide")
OTHERS = [name for name in EVERY_PAGE if name not in OWN_LAYOUT]
ON_PHONE = sample(OTHERS, len(OTHERS) // 6)
ON_SCREEN = sample(OWN_LAYOUT, len(OWN_LAYOUT) // 4)
ON_SCREEN += OTHERS if IS_THOROUGH else sample([name for name in OTHERS if name not in ON_PHONE], len(OTHERS) // 6)
VISITS = [(PHONE, name) for name in (*OWN_LAYOUT, *ON_PHONE)] + [(SCREEN, name) for name in ON_SCREEN]
REFUSED = "<p style='color: red'>Rood</p><img src='//elders.example/'>"
NOT_FOUND = "Failed to load resource: the server responded with a status of 404 (Not Found)"


@pytest.fixture(scope="module", params=[PHONE, SCREEN])
def window(request, browser):
    context = browser.new_context(viewport={"width": request.param, "height": HEIGHT}, has_touch=request.param == PHONE)
    yield context.new_page(), request.param
    context.close()


def check_skip_link(page):
    """The first link of a page leads past the menu."""
    page.keyboard.press("Tab")
    assert is_focused(page, ".skip-link")
    assert page.get_by_role("link", name="Naar de inhoud").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert is_focused(page, "main")
    page.keyboard.press("Tab")
    assert is_focused(page, "main *")


@pytest.mark.parametrize(("window", "name"), VISITS, indirect=["window"])
def test_page_has_no_faults(window, site, name):
    page, width = window
    complaints = watch(page)
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.goto(site + EVERY_PAGE[name])
    faults = {"shifts": shifts(page), "complaints": complaints[:]}
    if faults["shifts"]:  # a busy machine may have painted a part of the page first; what always moves does so again
        page.reload()
        faults["shifts"] = shifts(page)
    if width == SCREEN and name in ALL_PAGES:
        check_skip_link(page)
    page.set_viewport_size({"width": width, "height": ZOOMED_HEIGHT})
    unfold(page)
    faults["stuck"] = stuck(page)
    fit(page)
    axe.load(page)
    for scheme, rules in SCHEMES[width].items():
        page.emulate_media(color_scheme=scheme)
        faults[f"axe, {scheme}"] = axe.violations(page, rules)
    faults["too wide"] = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    if width == PHONE:
        faults["small targets"] = small_targets(page)
        faults["zoomed"] = misplaced(page)
        page.set_viewport_size({"width": LARGE_PHONE, "height": HEIGHT})
        faults["wider with large text"] = wider_with_large_text(page)
        page.set_viewport_size({"width": width, "height": ZOOMED_HEIGHT})
        add_style(page, SPACING)
        fit(page)
        faults["zoomed and spaced"] = misplaced(page)
    expected = {"complaints": [NOT_FOUND]} if name.endswith("not_found") else {}
    assert {fault: places for fault, places in faults.items() if places} == expected


def test_what_is_lost_would_be_found(window, site):
    page, width = window
    page.set_viewport_size({"width": width, "height": ZOOMED_HEIGHT})
    page.goto(f"{site}/privacy/")
    add_style(
        page,
        """
        .lead { max-width: none; width: 150vw; }
        h1 { height: 0.5em; overflow: hidden; }
        .site-header { position: sticky; top: 0; }
        h2 { margin-bottom: -1em; }
        """,
    )
    faults = misplaced(page)
    assert [len(faults["outside"]), len(faults["cut"]), len(stuck(page))] == [1, 1, 1]
    assert "Geen cookies / Bezoekers krijgen geen cookies." in {overlap[:46] for overlap in faults["overlaps"]}


def test_complaint_would_be_seen(window, site):
    page, _ = window
    complaints = watch(page)
    page.goto(f"{site}/privacy/")
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">Rood</p><img src=//a.test/>')"
    )
    page.wait_for_timeout(100)
    assert any("style-src" in complaint for complaint in complaints)
    assert any("img-src" in complaint for complaint in complaints)


# The words of headings that are written on two lines with text of twice the size.
BROKEN = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), broken = [];
  while (walker.nextNode()) {
    const { parentElement, data } = walker.currentNode;
    if (!parentElement.closest("h1, h2, h3, h4") || parentElement.closest(".visually-hidden")) continue;
    for (const { 0: word, index } of data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, index);
      range.setEnd(walker.currentNode, index + word.length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) broken.push(word);
    }
  }
  return broken;
}"""


@pytest.mark.parametrize("name", ["home", "initiative", "browse_words", "municipality", "selection"])
def test_no_word_of_a_heading_is_broken_at_twice_the_size_that_fits(open_window, site, name):
    page = open_window(width=LARGE_PHONE)
    page.goto(site + EVERY_PAGE[name])
    add_style(page, "html { font-size: 200%; }")
    assert [word for word in page.evaluate(BROKEN) if len(word) <= 13] == []
