"""What one points at on a phone; test_every_page.py looks for what is too small (WCAG 2.5.8)."""

import pytest

from tests.browser.probes import small_targets


@pytest.fixture(scope="module")
def phone(browser):
    context = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def test_target_that_is_too_small_would_be_found(phone, site):
    phone.goto(f"{site}/privacy/")
    small = [f'<button style="all: unset; display: block; font-size: 9px">{letter}</button>' for letter in "ab"]
    phone.set_content(f"<p>Een <a href=/>link</a> in de tekst</p>{''.join(small)}")
    assert small_targets(phone) == small


def test_dots_on_the_map_are_for_the_eye_and_their_links_stand_in_the_table(phone, site):
    phone.goto(f"{site}/kaart/")
    hrefs = "(selector) => [...document.querySelectorAll(selector)].map((each) => each.getAttribute('href')).sort()"
    dots = phone.evaluate(hrefs, ".map a")
    assert len(dots) > 50
    assert dots == phone.evaluate(hrefs, ".numbers tbody a")
    assert phone.locator(".map a:not([tabindex='-1'])").count() == 0
    assert phone.locator(".map").get_attribute("aria-hidden") == "true"
