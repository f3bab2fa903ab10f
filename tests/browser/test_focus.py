"""One always sees where the keyboard is: it is painted, in colours that stand out, and nothing lies over it."""

from itertools import product

import pytest

from tests.browser.windows import tab_to
from tests.proof import sample
from tests.views.pages import ALL_PAGES

STEPS = 90  # times Tab on a page
WINDOWS = {"phone": {"width": 320, "color_scheme": "light"}, "screen": {"width": 1280, "color_scheme": "dark"}}
SAMPLES = ("home", "browse_filtered", "initiative", "selection", "matrix_filtered", "map_filtered")
# What is painted around an element, and with the number of a step: what there is of it that one can point at.
LOOK = """() => {
window.look = (element) => {
  const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
  return [outlineStyle === "none" ? "" : `${outlineStyle} ${outlineWidth} ${outlineColor}`, boxShadow].join();
};
window.isUncovered = (element) => [...element.getClientRects()].some(({ x, top, bottom, width }) => {
  const middle = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2; // of what is in the window
  const hit = document.elementFromPoint(x + width / 2, middle);
  return element.contains(hit) || Boolean(hit?.contains(element));
});
window.step = (number) => {
  const element = document.activeElement;
  if (element === document.body) return null;
  element.dataset.step = number;
  return { name: element.outerHTML.slice(0, 90), look: look(element), isUncovered: isUncovered(element) };
};
window.left = (number) => look(document.querySelector(`[data-step="${number}"]`));
}"""


def walk(page):
    """What each element that has the focus looks like, with its number; from the top of the page on."""
    steps = {}
    for number in range(STEPS):
        page.keyboard.press("Tab")
        if not (step := page.evaluate("(number) => step(number)", number)):
            break
        steps[number] = step
    page.evaluate("document.activeElement.blur()")
    return steps


@pytest.mark.parametrize(("name", "window"), sample(product(SAMPLES, WINDOWS), 4))
def test_focus_is_seen_on_everything(open_window, site, name, window):
    page = open_window(**WINDOWS[window])
    page.goto(site + ALL_PAGES[name])
    page.evaluate(LOOK)
    steps = walk(page)
    same = [
        step["name"]
        for number, step in steps.items()
        if page.evaluate("(number) => left(number)", number) == step["look"]
    ]
    assert len(steps) > 20
    assert same == []
    assert [step["name"] for step in steps.values() if not step["isUncovered"]] == []


def test_focus_is_not_under_the_first_column_of_the_heat_table(open_window, site):
    page = open_window(width=320)
    page.goto(f"{site}/matrix/")
    page.evaluate(LOOK)
    tab_to(page, ".heat tbody tr:nth-child(3) a")
    covered = []
    for number in range(20):
        page.keyboard.press("Shift+Tab")
        step = page.evaluate("(number) => step(number)", number)
        covered += [] if step["isUncovered"] else [step["name"]]
    assert covered == []


def test_focus_is_not_under_the_headings_of_the_heat_table(open_window, site):
    page = open_window(width=375, height=667)
    page.goto(f"{site}/matrix/")
    page.evaluate(LOOK)
    page.locator(".heat").first.locator("tbody tr:nth-child(20) a").first.focus()
    covered = []
    for number in range(40):
        page.keyboard.press("Shift+Tab")
        step = page.evaluate("(number) => step(number)", number)
        covered += [] if step["isUncovered"] else [step["name"]]
    assert covered == []
