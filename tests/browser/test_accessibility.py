"""Every page type against axe-core, at the width of a phone and of a screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import watch
from tests.views.pages import ALL_PAGES, PAGES

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module", params=[320, 1280])
def sized(request, browser):
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", ALL_PAGES)
def test_page_has_no_violations_and_fits(sized, site, name):
    sized.goto(site + ALL_PAGES[name])
    for details in sized.locator("details").all():
        details.evaluate("element => { element.open = true }")
    found = Axe().run(sized, options=RULES).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
    assert sized.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_axe_would_find_something(sized):
    sized.set_content("<html><body><img src=''><a href='#'></a></body></html>")
    found = {each["id"] for each in Axe().run(sized, options=RULES).response["violations"]}
    assert {"image-alt", "link-name", "html-has-lang"} <= found


def test_pages_keep_to_their_own_content_policy(browser, site):
    page = browser.new_page()
    complaints = watch(page)
    for path in PAGES.values():
        page.goto(site + path)
    page.close()
    assert complaints == []
