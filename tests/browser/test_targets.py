"""What one points at is large enough (WCAG 2.5.8), on a phone."""

import pytest

from tests.browser.windows import fit, unfold
from tests.views.pages import EVERY_PAGE

# The targets that are too small, with the exceptions of the standard: a link in a line of text, a small target with
# enough room around it, and dots whose place on a map is what they tell.
TOO_SMALL = """() => {
  const LEAST = 24;
  const targets = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((each) => each.checkVisibility() && !each.closest(".visually-hidden, .skip-link, .map"));
  const boxOf = (element) => {
    const label = element.type === "checkbox" ? element.closest("label") : null;
    const boxes = [...(label ?? element).getClientRects()];
    return boxes.reduce((one, other) => (one.width * one.height >= other.width * other.height ? one : other));
  };
  const isLarge = ({ width, height }) => width >= LEAST && height >= LEAST;
  const blockOf = (element) => {
    const parent = element.parentElement;
    return getComputedStyle(parent).display.startsWith("inline") ? blockOf(parent) : parent;
  };
  const isInText = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    const rest = blockOf(element).cloneNode(true);
    rest.querySelectorAll("a, .count, .visually-hidden").forEach((each) => each.remove());
    return /\\p{L}{2}/u.test(rest.textContent);
  };
  const boxes = targets.map(boxOf);
  const distance = ({ x, y }, box) =>
    Math.hypot(x - Math.min(Math.max(x, box.left), box.right), y - Math.min(Math.max(y, box.top), box.bottom));
  const hasRoom = (index) => {
    const middle = (box) => ({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
    return boxes.every((box, other) => {
      if (other === index) return true;
      if (distance(middle(boxes[index]), box) < LEAST / 2) return false;
      return isLarge(box) || distance(middle(boxes[index]), new DOMRect(middle(box).x, middle(box).y)) >= LEAST;
    });
  };
  return targets.filter((each, index) => !isLarge(boxes[index]) && !isInText(each) && !hasRoom(index))
    .map((each) => each.outerHTML.slice(0, 100));
}"""


@pytest.fixture(scope="module")
def phone(browser):
    context = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_targets_are_large_enough(phone, site, name):
    phone.set_viewport_size({"width": 320, "height": 640})
    phone.goto(site + EVERY_PAGE[name])
    unfold(phone)
    fit(phone)
    assert phone.evaluate(TOO_SMALL) == []


def test_target_that_is_too_small_would_be_found(phone, site):
    phone.goto(f"{site}/privacy/")
    small = [f'<button style="all: unset; display: block; font-size: 9px">{letter}</button>' for letter in "ab"]
    phone.set_content(f"<p>Een <a href=/>link</a> in de tekst</p>{''.join(small)}")
    assert phone.evaluate(TOO_SMALL) == small


def test_dots_on_the_map_are_for_the_eye_and_their_links_stand_in_the_table(phone, site):
    phone.goto(f"{site}/kaart/")
    hrefs = "(selector) => [...document.querySelectorAll(selector)].map((each) => each.getAttribute('href')).sort()"
    dots = phone.evaluate(hrefs, ".map a")
    assert len(dots) > 50
    assert dots == phone.evaluate(hrefs, ".numbers a")
    assert phone.locator(".map a:not([tabindex='-1'])").count() == 0
    assert phone.locator(".map").get_attribute("aria-hidden") == "true"
