"""Pictures of the running site, of each component, and of its pages on paper: `make screenshots`."""

import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.chromium import browser
from tests.browser.running import ROOT, trial
from tests.views.pages import ALL_PAGES, EVERY_PAGE

WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")
FORCED = ("browse", "browse_filtered", "map_filtered", "matrix_filtered", "selection")
PRINTED = ("browse", "browse_filtered", "initiative", "matrix", "selection")
README_PICTURE = ROOT / "docs" / "screenshot.png"


def fit(page: Page, width: int) -> None:
    """Make the window as high as the page: what is far below it is not painted (content-visibility)."""
    page.set_viewport_size({"width": width, "height": 800})
    for _ in range(2):  # what is then painted for the first time may be higher than was reserved for it
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": height})


def photograph(page: Page, site: str, names: tuple[str, ...], target: Path, look: str) -> None:
    """One picture of each page at each width; `look` says how it was looked at, in the name of the file."""
    for width, name in product(WIDTHS, names):
        page.goto(site + ALL_PAGES[name])
        fit(page, width)
        page.screenshot(path=target / f"{name}-{width}-{look}.png")


def photograph_components(page: Page, site: str, target: Path, look: str) -> None:
    """One picture of the examples of each component of the style guide at each width."""
    for width in WIDTHS:
        page.goto(site + EVERY_PAGE["style_guide"])
        fit(page, width)
        for component in page.locator(".component").all():
            name = component.get_attribute("aria-labelledby").removeprefix("onderdeel-")
            component.screenshot(path=target / f"component-{name}-{width}-{look}.png")


def print_on_paper(page: Page, site: str, target: Path) -> None:
    for name in PRINTED:
        page.goto(site + ALL_PAGES[name])
        page.pdf(path=target / f"{name}.pdf", prefer_css_page_size=True)


def make_readme_picture(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(site + ALL_PAGES["browse_filtered"])
    page.screenshot(path=README_PICTURE)


def make_all(chromium: Browser, site: str, target: Path) -> None:
    """Every page type and component in light and dark, some in forced colours and on paper, and for the README."""
    for scheme in SCHEMES:
        page = chromium.new_page(color_scheme=scheme)
        photograph(page, site, tuple(ALL_PAGES), target, scheme)
        photograph_components(page, site, target, scheme)
        page.emulate_media(color_scheme=scheme, forced_colors="active")
        photograph(page, site, FORCED, target, f"{scheme}-forced")
    page = chromium.new_page(color_scheme="light")
    make_readme_picture(page, site)
    print_on_paper(page, site, target)


def main() -> None:
    target = ROOT / "var" / "screenshots"
    target.mkdir(parents=True, exist_ok=True)
    for old in target.iterdir():
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, trial(Path(folder)) as site, browser() as chromium:
        make_all(chromium, site, target)
    print(f"Made {len(list(target.iterdir()))} pictures and papers in {target}, and {README_PICTURE}.")  # noqa: T201


if __name__ == "__main__":
    main()
