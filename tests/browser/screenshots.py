"""Pictures of the running site: `make screenshots`."""

import tempfile
from pathlib import Path

from tests.browser.chromium import browser
from tests.browser.running import ROOT, catalogue

PAGES = {
    "home": "/",
    "initiatieven": "/initiatieven/",
    "gefilterd": "/initiatieven/?doelgroep=ouderen&gemeente=almere",
    "niets-gevonden": "/initiatieven/?q=ruimtevaart",
    "initiatief": "/initiatieven/coronamaatjes-almere/",
    "initiatief-pilot": "/initiatieven/vitaliteitscentrum-alblasserdam/",
    "gemeenten": "/gemeenten/",
    "gemeente": "/gemeenten/almere/",
    "gemeente-verdeeld": "/gemeenten/haaren/",
    "doelgroepen": "/doelgroepen/",
    "doelgroep": "/doelgroepen/kwetsbare-ouderen/",
    "categorieen": "/categorieen/",
    "categorie": "/categorieen/eenzaamheid/",
    "bronnen": "/bronnen/",
    "bron": "/bronnen/sociale-impact-coronacrisis/",
    "aanbevelingen": "/aanbevelingen/",
    "over": "/over/",
    "niet-gevonden": "/bestaat-niet/",
}
WIDTHS = {"telefoon": 320, "scherm": 1280}
README_PICTURE = ROOT / "docs" / "screenshot.png"


def main() -> None:
    """Every page type at two widths into var/screenshots, and the README's picture of the browse page."""
    target = ROOT / "var" / "screenshots"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, catalogue(Path(folder)) as site, browser() as chromium:
        for device, width in WIDTHS.items():
            page = chromium.new_page(viewport={"width": width, "height": 800})
            for name, path in PAGES.items():
                page.goto(site + path)
                page.screenshot(path=target / f"{name}-{device}.png", full_page=True)
        page.goto(site + PAGES["gefilterd"])
        page.screenshot(path=README_PICTURE)
    print(f"Made {len(PAGES) * len(WIDTHS)} pictures in {target} and {README_PICTURE}.")  # noqa: T201


if __name__ == "__main__":
    main()
