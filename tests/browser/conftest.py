"""One running catalogue and one Chromium for all browser tests."""

import pytest

from tests.browser import chromium, running


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The address of the catalogue, served as `make run` does, with all fixtures."""
    with running.catalogue(tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    with chromium.browser() as running_browser:
        yield running_browser


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def page(request, browser):
    """A page with and one without JavaScript; it fails the test on any error in the console or request elsewhere."""
    context = browser.new_context(java_script_enabled=request.param, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    complaints = watch(page)
    yield page
    context.close()
    assert complaints == []


def watch(page):
    """Collect what a page complains of: script errors, refused content, requests to another host."""
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: complaints.append(request.url) if "//127.0.0.1:" not in request.url else None)
    return complaints
