"""How long a browser on a slow computer is busy at a stretch: with showing the browse page, and with a filter."""

from statistics import median

from playwright.sync_api import CDPSession, Page

from tests.benchmarks.figures import Report
from tests.benchmarks.web import HOST, gunicorn
from tests.browser.chromium import browser

SLOWED = 4  # times
TRIES = 8
REST = 700  # milliseconds, for what a page does after loading or a click
OPTION = "[data-option^=doelgroep]"
# Runs before the scripts of each page. What a test tool runs in the page itself would be a task too.
RECORD = """
    window.longTasks = [];
    new PerformanceObserver((list) => window.longTasks.push(...list.getEntries())).observe({ type: "longtask" });
"""
LONGEST = "(since) => Math.max(0, ...longTasks.filter((task) => task.startTime >= since).map((task) => task.duration))"


def measure(report: Report) -> None:
    """The longest task in milliseconds; zero stands for all that take less than 50, which a browser does not tell."""
    with gunicorn() as port, browser() as chromium:
        for width in (320, 1280):
            page = chromium.new_page(viewport={"width": width, "height": 800})
            page.add_init_script(RECORD)
            session = page.context.new_cdp_session(page)
            visits = [_visit(page, session, f"http://{HOST}:{port}") for _ in range(TRIES)]
            page.close()
            for name, tries in zip(("the browse page", "a filter"), zip(*visits, strict=True), strict=True):
                what = f"longest task with {name}, {width} px, slowed {SLOWED} times, median of {TRIES}"
                report.show(what, median(tries), "<= 50", " ms")


def _visit(page: Page, session: CDPSession, site: str) -> tuple[float, float]:
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    page.goto(site)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.goto(f"{site}/initiatieven/")
    loading = _longest(page, since=0)
    page.evaluate("document.querySelector('#alle-filters').open = true")
    option = page.locator(OPTION).first
    option.scroll_into_view_if_needed()
    box, address = option.bounding_box(), page.url
    page.wait_for_timeout(REST)
    begun = page.evaluate("performance.now()")
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    filtering = _longest(page, begun)
    if page.url == address:
        raise RuntimeError("the filter was not chosen")
    return loading, filtering


def _longest(page: Page, since: float) -> float:
    """The longest task of the page that began after a moment, in milliseconds."""
    page.wait_for_timeout(REST)
    return page.evaluate(LONGEST, since)
