"""The editors' pages: accessible in light and dark, at phone and desktop width."""

import os
import re
from pathlib import Path

import pytest
from django.utils import timezone

from initiatives.linkcheck.register import update_register
from initiatives.models import LinkCheck, Publication, UnansweredQuestion
from tests.admin.browsers import Browser, sign_in
from tests.browser import axe, running
from tests.browser.probes import small_targets
from tests.other_database import connected_to
from tests.proof import sample

PICTURES = os.environ.get("PICTURES")  # a folder, to look at the pages
FIRST = "/beheer/initiatives/initiative/1"
NEW = "/beheer/initiatives/initiative/add/"
DIFFICULT = "Vrijwilligers faciliteren nu laagdrempelig contact tussen mensen met een zwakke gezondheid en hun buren."
PAGES = {
    "index": "/beheer/",
    "list": "/beheer/initiatives/initiative/?status__exact=published",
    "add": NEW,
    "form": f"{FIRST}/change/",
    "group": "/beheer/initiatives/targetgroup/5/change/",
    "history": f"{FIRST}/history/",
    "version": f"{FIRST}/history/",
    "proposals": "/beheer/initiatives/proposal/",
    "review": "/beheer/initiatives/proposal/initiative/1/",
    "merge": "/beheer/initiatives/category/1/samenvoegen/",
    "merge-words": "/beheer/initiatives/category/1/samenvoegen/?in=2",
    "merge-initiatives": "/beheer/initiatives/initiative/12/samenvoegen/?in=9",
    "mergers": "/beheer/samenvoegen/",
    "unmerge": "/beheer/samenvoegen/1/",
    "namesake": "/beheer/initiatives/organisation/add/",
    "delete": "/beheer/initiatives/category/1/delete/",
    "deleted": "/beheer/verwijderd/",
    "log": "/beheer/initiatives/event/",
    "conflict": f"{FIRST}/change/",
    "bulk": "/beheer/initiatives/initiative/?status__exact=published",
    "manual": "/beheer/handleiding/",
    "doubles": "/beheer/dubbel/",
    "hints": "/beheer/initiatives/initiative/?q=voor+Almere",
    "panel": NEW,
    "imports": "/beheer/inlezen/",
    "checked import": "/beheer/inlezen/",
    "faulty import": "/beheer/inlezen/",
    "questions": "/beheer/vragen/",
    "configuration": "/beheer/instellingen/",
    "system": "/beheer/systeem/",
    "findings": "/beheer/bevindingen/",
    "incomplete": "/beheer/onvolledig/",
    "unchecked": "/beheer/nakijken/",
    "links": "/beheer/links/?toestand=kapot",
    "source": "/beheer/initiatives/source/2/change/",
}


@pytest.fixture(scope="module")
def edited(django_db_blocker):
    """A site with a proposal, some versions, and the sessions of a beheerder and a redacteur."""
    with running.catalogue("editors") as (address, database_url):
        accounts = {"ans": "beheerder", "bram": "redacteur"}
        with connected_to(database_url, django_db_blocker):
            sessions = sign_in(accounts)
        manager, writer = (Browser(address, sessions[name]) for name in accounts)
        url = f"{FIRST}/change/"
        writer.ask(url, writer.form(url, summary="Anders gezegd door een redacteur.", why="Het klopte niet."))
        writer.ask(NEW, writer.form(NEW, title="Coronamaatjes voor Almere", scope="onbekend", summary=DIFFICULT))
        manager.ask(url, manager.form(url, description="Een nieuwe beschrijving, met andere woorden."))
        merge(manager, "/beheer/initiatives/organisation/1/samenvoegen/", into=2)
        url = "/beheer/initiatives/organisation/add/"
        manager.ask(url, manager.form(url, name="Stichting Albert-Heijn", slug="ah", is_another="on"))
        with connected_to(database_url, django_db_blocker):
            make_questions_and_links()
        yield address, manager


def make_questions_and_links():
    """One question without an answer, one broken link, and one that is to be checked."""
    today = timezone.localdate()
    UnansweredQuestion.objects.create(day=today, words="zweefsigaar")
    update_register()
    values = {"problem": "De pagina is er niet (404).", "failed_days": 3, "first_failed_on": today, "state": "kapot"}
    broken = Publication.objects.first().url
    LinkCheck.objects.filter(url=broken).update(checked_at=timezone.now(), final_url=f"{broken}?weg", **values)
    other = LinkCheck.objects.exclude(url=broken).first()
    LinkCheck.objects.filter(pk=other.pk).update(requested_at=timezone.now(), state="kapot")


def merge(manager, path, into):
    """Confirm the preview of a merger."""
    _, text = manager.ask(f"{path}?in={into}")
    seen = re.search('name="seen" value="([0-9a-f]+)"', text)[1]
    data = {"into": into, "seen": seen, "csrfmiddlewaretoken": manager.token}
    assert manager.ask(path, data)[0] == 302


def open_version(page, address, manager):
    page.locator("#change-history th a").first.click()


def make_conflict(page, address, manager):
    url = PAGES["form"]
    manager.ask(url, manager.form(url, description=f"Intussen {os.urandom(3).hex()} door een ander."))
    page.locator("#id_description").fill("Zoals ik het wil.")
    page.locator("input[name=_save]").first.click()
    page.get_by_text("intussen gewijzigd").wait_for()


def search_for_a_merger(page, address, manager):
    page.get_by_label("Zoek waarin het opgaat").type("schuld")
    page.locator("[data-matches] a").first.wait_for()


def save_a_namesake(page, address, manager):
    page.goto(f"{address}/beheer/initiatives/organisation/3/change/")
    known = page.locator("#id_name").input_value()
    page.goto(address + PAGES["namesake"])
    page.locator("#id_name").fill(f"Stichting {known.upper()}")
    page.locator("input[name=_save]").first.click()
    page.get_by_text("Bedoelt u dit?").wait_for()


def open_hints(page, address, manager):
    page.get_by_role("link", name="Coronamaatjes voor Almere").click()
    page.get_by_role("heading", name="Tips voor de tekst").wait_for()


def type_a_title(page, address, manager):
    page.locator("#id_title").fill("Coronamaatjes in Almere")
    page.get_by_text("Lijkt op").wait_for()


def archive_some(page, address, manager):
    for box in page.locator("input.action-select").all()[:3]:
        box.check()
    page.locator("select[name=action]").select_option("archive")
    page.get_by_role("button", name="Uitvoeren").click()
    page.get_by_text("Deze initiatieven archiveren?").first.wait_for()


def upload(text):
    """Choose a file with this text and send it."""

    def send(page, address, manager):
        name = "inventarisatie_van_alle_initiatieven_2020_definitief.csv"
        files = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
        page.locator("input[type=file]").set_input_files(files)
        page.get_by_role("button", name="Nakijken").click()
        page.locator("#state").wait_for()

    return send


# What brings a page in the state that its name tells of.
PREPARATIONS = {
    "version": open_version,
    "conflict": make_conflict,
    "merge": search_for_a_merger,
    "namesake": save_a_namesake,
    "hints": open_hints,
    "panel": type_a_title,
    "bulk": archive_some,
    "checked import": upload("titel;gemeente\nSoepbus;Den Hag\nBelmaatjes;Leiden"),
    "faulty import": upload("titel;gemeente;doelgroep\nSoepbus;Atlantis;Marsmannen"),
}


@pytest.mark.parametrize("name", sample(PAGES, 5))
def test_page_of_the_editors_is_accessible(open_window, edited, name):
    address, manager = edited
    page = open_window(height=900)
    page.context.add_cookies([{"name": "sessionid", "value": manager.session, "url": address}])
    page.goto(address + PAGES[name])
    PREPARATIONS.get(name, lambda *_: None)(page, address, manager)
    axe.load(page)
    violations = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(300)  # links change their colour slowly
        violations[scheme] = axe.violations(page, axe.RULES if scheme == "light" else axe.OF_COLOURS)
        picture(page, f"{name}-{scheme}")
    page.set_viewport_size({"width": 320, "height": 640})
    picture(page, f"{name}-phone")
    assert violations == {"light": {}, "dark": {}}
    assert small_targets(page) == []


NARROW = ["manual", "unchecked", "links", "doubles", "checked import", "questions", "configuration", "system"]


@pytest.mark.parametrize("name", sample(NARROW, 3))
def test_page_fits_in_a_phone(open_window, edited, name):
    address, manager = edited
    page = open_window(width=320, height=640)
    page.context.add_cookies([{"name": "sessionid", "value": manager.session, "url": address}])
    page.goto(address + PAGES[name])
    PREPARATIONS.get(name, lambda *_: None)(page, address, manager)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.locator(".manual img").evaluate_all("(all) => all.every((one) => one.offsetWidth <= innerWidth - 30)")


def picture(page, name):
    if PICTURES:
        page.screenshot(path=Path(PICTURES, f"{name}.png"), full_page=True)
