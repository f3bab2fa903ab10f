"""Pictures of the editors' pages for their manual, docs/redactie.md: `make manual-pictures`."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

from tests.browser.chromium import browser
from tests.browser.running import ROOT, trial
from tests.browser.windows import fit

PICTURES = ROOT / "docs" / "redactie"
WIDTH = 1000  # pixels
MARGIN = 8  # pixels around what a picture shows
LIST = "/beheer/initiatives/initiative/"
PUBLIC = "/initiatieven/elke-dinsdag-bellen-met-ouderen/"  # of the fixtures
SUMMARY = "Een vrijwilliger belde elke dinsdag met zes ouderen van 80 tot 90 jaar. Zo bleek hoe eenzaam zij waren."
# Cora has no second factor yet.
ACCOUNTS = {"ans": "eindredacteur", "bram": "redacteur", "cora": "eindredacteur", "dirk": "eindredacteur"}
# Runs in the trial: makes the accounts, two with a second factor, and writes the keys of their sessions.
SIGN_IN = """
import json
from pathlib import Path
from allauth.mfa.models import Authenticator
from tests.admin.browsers import sign_in
Path({file!r}).write_text(json.dumps(sign_in({accounts!r})))
for user in User.objects.filter(username__in=["ans", "dirk"]):
    Authenticator.objects.create(user=user, type="totp", data={{}})
"""


@dataclass
class Studio:
    """A running site, with a browser for each of its editors."""

    chromium: Browser
    site: str
    sessions: dict[str, str]

    def open(self, path: str, name: str | None = None) -> Page:
        """Open a page, as an editor or as a visitor."""
        context = self.chromium.new_context(
            viewport={"width": WIDTH, "height": 800},
            color_scheme="light",
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
        )
        if name:
            context.add_cookies([{"name": "sessionid", "value": self.sessions[name], "url": self.site}])
        page = context.new_page()
        page.goto(self.site + path)
        return page

    def form(self, name: str) -> Page:
        """Open the form of a public initiative, from its page."""
        page = self.open(PUBLIC, name)
        page.get_by_role("link", name="Bewerk deze pagina").click()
        page.locator("#id_title").wait_for()
        return page


def photograph(name: str, *parts: Locator) -> None:
    """Make a picture of the smallest part of a page that has all these elements."""
    page = parts[0].page
    page.evaluate("document.activeElement.blur()")
    fit(page)
    boxes = [part.bounding_box() for part in parts]
    left = max(0, min(box["x"] for box in boxes) - MARGIN)
    top = max(0, min(box["y"] for box in boxes) - MARGIN)
    right = min(WIDTH, max(box["x"] + box["width"] for box in boxes) + MARGIN)
    bottom = max(box["y"] + box["height"] for box in boxes) + MARGIN
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    page.screenshot(path=PICTURES / f"{name}.png", clip=clip)


def save(page: Page, button: str = "_save") -> None:
    with page.expect_navigation():
        page.locator(f"input[name={button}]").first.click()


def aanmelden(studio: Studio) -> None:
    photograph("aanmelden", studio.open("/beheer/account/login/").locator("#content"))


def tweede_stap(studio: Studio) -> None:
    sections = studio.open("/beheer/account/2fa/", "cora").locator("#content")
    photograph("tweede-stap", sections.locator("h1"), sections.locator("section").nth(1))


def start(studio: Studio) -> None:
    page = studio.open("/beheer/", "bram")
    photograph("start", page.locator(".tiles"), page.locator("#content-main .module").first)


def nog_nodig(studio: Studio) -> None:
    page = studio.open(f"{LIST}add/", "bram")
    page.locator("#id_title").press_sequentially("Soepbus in de wijk")
    save(page, "_continue")
    photograph("nog-nodig", page.locator(".field-missing"), page.locator(".field-title"))


def voorvertoning(studio: Studio) -> None:
    """A link for the draft of the picture before; the link in the picture is none that ever worked."""
    page = studio.open(f"{LIST}?q=soepbus", "bram")
    page.locator("#result_list tbody th a").click()
    page.locator(".object-tools").get_by_role("link", name="Voorvertoning").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Maak een link").click()
    page.locator("#link").evaluate("(field) => { field.value = 'https://catalogus.example.org/voorbeeld/aB3dE…' }")
    photograph("voorvertoning", page.locator(".module.choice").first)


def voorstel(studio: Studio) -> None:
    page = studio.form("bram")
    page.locator("#id_summary").fill(SUMMARY)
    page.locator("#id_why").fill("Volgens de bron waren het zes ouderen. Dat staat bij nummer 12.")
    photograph("voorstel", page.locator("fieldset", has=page.locator("#id_why")))
    save(page)


def beoordelen(studio: Studio) -> None:
    page = studio.open("/beheer/initiatives/proposal/?status__exact=open", "ans")
    page.locator("#result_list tbody a").first.click()
    photograph("beoordelen", page.locator("fieldset.choice").first)


def tegelijk(studio: Studio) -> None:
    other = studio.form("bram")
    other.wait_for_timeout(1_000)  # until its first heartbeat is there
    page = studio.form("ans")
    page.get_by_text("Ook geopend door").wait_for()
    photograph("tegelijk", page.locator("#content > h1"), page.locator(".keeping"))
    other.close()


def twee_teksten(studio: Studio) -> None:
    first, second = studio.form("ans"), studio.form("dirk")
    second.locator("#id_summary").fill("Een vrijwilliger belde elke dinsdag met vijf ouderen die alleen wonen.")
    save(second)
    first.locator("#id_summary").fill("Een vrijwilliger belde elke week met vijf ouderen.")
    save(first)
    photograph("twee-teksten", first.locator("fieldset.choice").first, first.locator(".submit-row"))


def bewaard(studio: Studio) -> None:
    page = studio.form("bram")
    page.locator("#id_lessons").fill("Een vast moment in de week werkte het best.")
    page.wait_for_timeout(3_000)  # until the script has sent it
    page.goto(page.url)
    photograph("bewaard", page.locator(".kept"))


def versie(studio: Studio) -> None:
    page = studio.form("ans")
    page.locator("#id_summary").fill("Een vrijwilliger belde elke week met vijf ouderen.")
    save(page, "_continue")
    page.locator(".object-tools").get_by_role("link", name="Geschiedenis").click()
    page.locator("#change-history th a").nth(1).click()
    photograph("versie", page.locator("#content-main h2").first, page.locator(".submit-row"))


def lijstactie(studio: Studio) -> None:
    page = studio.open(f"{LIST}?status__exact=published&q=bellen", "ans")
    boxes = page.locator("input.action-select").all()[:3]
    for box in boxes:
        box.check()
    page.locator("select[name=action]").select_option("tag")
    rows = page.locator("#result_list tbody tr")
    photograph("lijstactie", page.locator(".actions label").first, boxes[0], rows.nth(3).locator(".field-status"))


def inlezen(studio: Studio) -> None:
    """A table with a name that is guessed, and one that nobody knows."""
    page = studio.open("/beheer/inlezen/", "ans")
    rows = ("titel;gemeente;doelgroep", "Soepbus Oost;Den Hag;Ouderen", "Wandelclub Zuid;Leiden;Wandelaars")
    file = {"name": "onze initiatieven.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Nakijken").click()
    page.get_by_role("link", name="Alle (2)").click()
    photograph("inlezen", page.locator("#state"), page.locator(".import-rows"))


# In this order: some show what one before has made.
ALL: tuple[Callable[[Studio], None], ...] = (
    aanmelden,
    tweede_stap,
    start,
    nog_nodig,
    voorvertoning,
    voorstel,
    beoordelen,
    tegelijk,
    twee_teksten,
    versie,
    bewaard,
    lijstactie,
    inlezen,
)


def sign_in(folder: Path) -> dict[str, str]:
    """Make the accounts in the trial with this folder; returns the keys of their sessions by name."""
    file = folder / "sessions.json"
    code = SIGN_IN.format(accounts=ACCOUNTS, file=str(file))
    command = [sys.executable, "-m", "catalogue.trial", "manage", "--var", str(folder)]
    subprocess.run([*command, "--", "shell", "-v0", "-c", code], cwd=ROOT, check=True)
    return json.loads(file.read_text())


def main() -> None:
    os.environ |= {"MFA_REQUIRED": "true", "MEANING": "false"}
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.iterdir():
        old.unlink()
    with tempfile.TemporaryDirectory() as name, browser() as chromium:
        folder = Path(name)
        with trial(folder) as site:
            studio = Studio(chromium, site, sign_in(folder))
            for make in ALL:
                make(studio)
    size = sum(picture.stat().st_size for picture in PICTURES.iterdir())
    print(f"Made {len(ALL)} pictures in {PICTURES}, {size // 1000} kB.")  # noqa: T201


if __name__ == "__main__":
    main()
