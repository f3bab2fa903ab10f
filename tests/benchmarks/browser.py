"""How long a browser on a slow computer is busy at a stretch: with showing the browse page, and with a filter."""

from statistics import median

from playwright.sync_api import CDPSession, Page

from tests.benchmarks.figures import Report
from tests.benchmarks.web import HOST, gunicorn
from tests.browser.chromium import browser

SLOWED = 4  # times
TRIES = 8
OPTION = "[data-option^=doelgroep]"
LONGEST = """
    () => new Promise((resolve) => {
        let longest = 0;
        const observe = (list) => {
            const tasks = list.getEntries().filter((task) => task.startTime >= SINCE);
            longest = Math.max(longest, ...tasks.map((task) => task.duration));
        };
        new PerformanceObserver(observe).observe({ type: "longtask", buffered: true });
        setTimeout(() => resolve(longest), 700);
    })
"""


def measure(report: Report) -> None:
    """The longest task in milliseconds; zero stands for all that take less than 50, which a browser does not tell."""
    with gunicorn() as port, browser() as chromium:
        for width in (320, 1280):
            page = chromium.new_page(viewport={"width": width, "height": 800})
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
    page.wait_for_timeout(500)
    begun = page.evaluate("performance.now()")
    page.locator(OPTION).first.click()
    return loading, _longest(page, begun)


def _longest(page: Page, since: float) -> float:
    """The longest task that began after a moment, in milliseconds."""
    return page.evaluate(LONGEST.replace("SINCE", str(since)))
