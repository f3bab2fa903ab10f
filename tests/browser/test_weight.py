"""How much a page costs its visitor: bytes, requests, and things that jump."""

import contextlib
from itertools import product

import pytest
from playwright.sync_api import TimeoutError as TookTooLong

from tests.browser.probes import shifts
from tests.proof import IS_THOROUGH, sample
from tests.views.pages import PAGES

MAX_BYTES, MAX_REQUESTS = 100_000, 12  # with an empty cache
# Bytes over the wire besides the font and scripts, with an empty cache.
MAX_SHOWN = dict.fromkeys(("home", "browse", "browse_filtered", "browse_words", "browse_nothing"), 35_000)
MAX_SHOWN |= {"matrix": 25_000}
# Slow enough for a page to be drawn in parts; milliseconds and bytes a second.
SLOW = {"offline": False, "latency": 20, "downloadThroughput": 250_000, "uploadThroughput": 250_000}
# Each kind of layout once, every day at either width; `test_every_page` looks at all of them on a quick network.
SLOWLY = PAGES if IS_THOROUGH else ("home", "browse_filtered", "initiative", "map", "matrix", "selection", "builder")
WIDTHS = (320, 1280)
JUMP = "() => { document.querySelector('main').style.marginTop = '200px'; scrollTo(0, 0); }"


@pytest.fixture(params=sample(WIDTHS, 1))
def visit(request, browser):
    """A new visitor's page, with nothing in the cache."""
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", MAX_SHOWN)
def test_page_is_light(visit, site, name):
    kinds, received = {}, {}
    session = visit.context.new_cdp_session(visit)
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on(
        "Network.loadingFinished", lambda event: received.update({event["requestId"]: event["encodedDataLength"]})
    )
    session.send("Network.enable")
    visit.goto(site + PAGES[name], wait_until="networkidle")
    shown = sum(size for request, size in received.items() if kinds[request] not in ("Font", "Script"))
    assert 5 < len(received) <= MAX_REQUESTS
    assert 10_000 < shown <= MAX_SHOWN[name]
    assert 20_000 < sum(received.values()) <= MAX_BYTES


def slow_shifts(browser, width, address):
    """What jumps on a page that comes in slowly; Chromium's slow network sometimes loses one, then ask once more."""
    for timeout in (8_000, 8_000, 30_000):
        context = browser.new_context(viewport={"width": width, "height": 800})
        page = context.new_page()
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
        with contextlib.closing(context), contextlib.suppress(TookTooLong):
            page.goto(address, timeout=timeout)
            return shifts(page)
    raise AssertionError(f"{address} did not come in")


@pytest.mark.parametrize(("name", "width"), sample(product(SLOWLY, WIDTHS), len(SLOWLY) // 2))
def test_nothing_jumps_while_a_page_loads_and_is_scrolled(browser, site, name, width):
    """A busy machine may have painted a part of a page first; what always moves does so again."""
    first = slow_shifts(browser, width, site + PAGES[name])
    assert first == [] or slow_shifts(browser, width, site + PAGES[name]) == []


def test_jump_would_be_seen(visit, site):
    visit.goto(site)
    visit.evaluate(JUMP)
    assert shifts(visit) != []
