"""A window of 1280 by 1024 at 400% (WCAG 1.4.10 and 1.4.4), also with wider spacing of text (WCAG 1.4.12)."""

import pytest

from tests.browser.windows import fit, unfold
from tests.views.pages import EVERY_PAGE

ZOOMED = {"width": 320, "height": 256}  # 1280 by 1024, four times as large
SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
# What goes wrong on a page: wider than the window, cut off, lying over each other, or always in view.
FAULTS = """() => {
  const isHidden = (element) => element.closest(".visually-hidden, .skip-link, [hidden], datalist, .map");
  const scrolls = (element) => element.closest(".scroll, .facet__options--long");
  const name = (element) => element.outerHTML.slice(0, 100);
  const all = [...document.body.querySelectorAll("*")].filter((each) => !isHidden(each) && each.checkVisibility());
  const outside = all.filter((each) => {
    const { left, right, width } = each.getBoundingClientRect();
    return width && !scrolls(each) && (left < -0.5 || right > innerWidth + 0.5);
  });
  const cut = all.filter((each) => {
    const { overflowX, overflowY } = getComputedStyle(each);
    const hides = (overflow) => ["hidden", "clip"].includes(overflow);
    const isCutX = hides(overflowX) && each.scrollWidth > each.clientWidth + 1;
    const isCutY = hides(overflowY) && each.scrollHeight > each.clientHeight + 1;
    return !each.matches("input") && (isCutX || isCutY);
  });
  const stuck = all.filter((each) => {
    const { position } = getComputedStyle(each);
    return position === "fixed" || (position === "sticky" && !scrolls(each));
  });
  return { outside: outside.map(name), cut: cut.map(name), stuck: stuck.map(name) };
}"""
# Lines of text that lie over other lines of text.
OVERLAPS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const lines = [];
  while (walker.nextNode()) {
    const { parentElement, data } = walker.currentNode;
    const isHidden = parentElement.closest(".visually-hidden, .skip-link, .map, .heat, datalist, [hidden]");
    if (!data.trim() || isHidden || !parentElement.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    lines.push(...[...range.getClientRects()].map((box) => ({ box, text: data.trim().slice(0, 40) })));
  }
  lines.sort((one, other) => one.box.top - other.box.top);
  const found = [];
  for (const [index, { box, text }] of lines.entries()) {
    for (const other of lines.slice(index + 1)) {
      if (other.box.top > box.bottom) break;
      const down = box.bottom - other.box.top;
      const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      if (down > box.height / 3 && across > 2) found.push(`${text} / ${other.text}`);
    }
  }
  return found;
}"""
NOTHING = {"outside": [], "cut": [], "stuck": [], "overlaps": []}


@pytest.fixture(scope="module")
def zoomed(browser):
    context = browser.new_context(viewport=ZOOMED, bypass_csp=True)
    yield context.new_page()
    context.close()


def faults(page):
    return {**page.evaluate(FAULTS), "overlaps": page.evaluate(OVERLAPS)}


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_nothing_is_lost_at_400_percent(zoomed, site, name):
    zoomed.set_viewport_size(ZOOMED)
    zoomed.goto(site + EVERY_PAGE[name])
    unfold(zoomed)
    fit(zoomed)
    assert faults(zoomed) == NOTHING
    zoomed.add_style_tag(content=SPACING)
    fit(zoomed)
    assert faults(zoomed) == NOTHING


def test_what_is_lost_would_be_found(zoomed, site):
    zoomed.goto(f"{site}/privacy/")
    zoomed.add_style_tag(
        content="""
        .lead { width: 500px; }
        h1 { height: 0.5em; overflow: hidden; }
        .site-header { position: sticky; top: 0; }
        h2 { margin-bottom: -1em; }
        """
    )
    found = faults(zoomed)
    assert [len(found["outside"]), len(found["cut"]), len(found["stuck"])] == [1, 1, 1]
    assert "Geen cookies / Bezoekers krijgen geen cookies." in {each[:46] for each in found["overlaps"]}
