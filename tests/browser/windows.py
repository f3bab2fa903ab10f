"""A page as a whole: all of it painted and unfolded, and how it answers the keyboard."""

from playwright.sync_api import Page

PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
MAX_TABS = 150  # more than any page should ask of somebody


def fit(page: Page) -> None:
    """Make the window as high as the page: what is far below it is not painted (content-visibility)."""
    width = page.viewport_size["width"]
    for _ in range(2):  # what is then painted for the first time may be higher than was reserved for it
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(PAINTED)


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true })")


def is_focused(page: Page, selector: str) -> bool:
    return page.evaluate("(selector) => document.activeElement.matches(selector)", selector)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the first element with that selector has the focus."""
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        if is_focused(page, selector):
            return
    raise AssertionError(f"{selector} is not reached with {MAX_TABS} times Tab.")
