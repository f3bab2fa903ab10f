"""Saving initiatives, comparing them and taking them along, with and without JavaScript."""

import pytest

ALMERE, ALKMAAR = "coronamaatjes-almere", "de-bakfiets-alkmaar"
OWN = "kleurrijk-grijs-almere"
MANY = [f"proef-{number}" for number in range(40)]
COLLEAGUES = f"/selectie/?i={ALMERE}&i={ALKMAAR}&titel=Van+een+collega"


@pytest.fixture
def scripted(open_window):
    return open_window()


def chosen(page):
    """The titles in the list of chosen initiatives, when the page is there as a whole."""
    page.wait_for_load_state()
    return page.locator("section[aria-labelledby=lijst] .selected h3").all_inner_texts()


def menu(page):
    """What the link to the selection is called: with the number of initiatives, where there are any."""
    link = page.locator("[data-selection]")
    return link.get_attribute("aria-label") or link.inner_text()


def save(page, slug):
    page.locator(f"[data-save={slug}]").click()
    page.locator(f"[data-save={slug}][aria-pressed=true]").wait_for()


def test_adviser_makes_a_selection_compares_it_and_takes_it_along(page, site):
    page.goto(f"{site}/selectie/?i={ALMERE}")
    page.get_by_label("Zoek een initiatief om toe te voegen").fill("bakfiets")
    page.get_by_role("button", name="Zoeken").click()
    page.get_by_role("link", name="Voeg toe De Bakfiets").click()
    page.wait_for_url(f"{site}/selectie/?i={ALMERE}&i={ALKMAAR}*")
    assert chosen(page) == ["Coronamaatjes Almere", "De Bakfiets"]
    page.get_by_label("Titel boven uw lijst").fill("Bellen en helpen")
    for name in ("Coronamaatjes Almere", "De Bakfiets"):
        page.get_by_label(f"Vergelijk {name}").check()
    page.get_by_role("button", name="Pas de lijst aan").click()
    page.get_by_role("heading", level=1, name="Bellen en helpen").wait_for()
    page.wait_for_load_state()
    assert page.locator(".compare thead th").all_inner_texts() == ["Coronamaatjes Almere", "De Bakfiets"]
    with page.expect_download() as download:
        page.get_by_role("button", name="Download ODT (LibreOffice)").click()
    assert download.value.suggested_filename == "bellen-en-helpen.odt"
    page.get_by_role("button", name="Haal weg Coronamaatjes Almere").click()
    page.get_by_text("1 initiatief.").wait_for()
    assert chosen(page) == ["De Bakfiets"]


def test_card_leads_to_a_selection_without_javascript(open_window, site):
    page = open_window(java_script_enabled=False)
    page.goto(f"{site}/initiatieven/?q=coronamaatjes")
    page.get_by_role("link", name="Bewaar Coronamaatjes").first.click()
    assert page.url == f"{site}/selectie/?i={ALMERE}"
    assert chosen(page) == ["Coronamaatjes Almere"]


def test_saved_initiatives_are_counted_kept_and_shown(scripted, site):
    scripted.goto(f"{site}/initiatieven/?q=coronamaatjes")
    assert menu(scripted) == "Mijn selectie"
    save(scripted, ALMERE)
    assert scripted.url == f"{site}/initiatieven/?q=coronamaatjes"
    scripted.goto(f"{site}/initiatieven/{ALKMAAR}/")
    save(scripted, ALKMAAR)
    scripted.reload()
    assert menu(scripted) == "Mijn selectie (2)"
    scripted.locator("[data-selection]").click()
    assert scripted.url == f"{site}/selectie/?i={ALMERE}&i={ALKMAAR}"
    assert chosen(scripted) == ["Coronamaatjes Almere", "De Bakfiets"]
    scripted.go_back()
    assert scripted.locator(f"[data-save={ALKMAAR}]").get_attribute("aria-pressed") == "true"
    assert menu(scripted) == "Mijn selectie (2)"


def test_saved_initiative_stays_saved_after_a_filter_is_chosen(scripted, site):
    scripted.goto(f"{site}/initiatieven/?gemeente=almere&q=coronamaatjes")
    save(scripted, ALMERE)
    scripted.locator("[data-option=doelgroep-ouderen]").click()
    scripted.locator("[data-option=doelgroep-ouderen][aria-current]").wait_for()
    scripted.locator(f"[data-save={ALMERE}][aria-pressed=true]").wait_for()
    assert menu(scripted) == "Mijn selectie (1)"
    scripted.locator(f"[data-save={ALMERE}]").click()
    assert menu(scripted) == "Mijn selectie"


def test_removed_initiative_is_forgotten(scripted, site):
    scripted.goto(f"{site}/initiatieven/{ALMERE}/")
    save(scripted, ALMERE)
    scripted.goto(f"{site}/initiatieven/{ALKMAAR}/")
    save(scripted, ALKMAAR)
    scripted.locator("[data-selection]").click()
    scripted.get_by_role("button", name="Haal weg Coronamaatjes Almere").click()
    scripted.wait_for_url(f"{site}/selectie/?i={ALKMAAR}")
    assert menu(scripted) == "Mijn selectie (1)"
    scripted.get_by_role("button", name="Haal weg De Bakfiets").click()
    scripted.get_by_text("Hier staat nog niets.").wait_for()
    assert menu(scripted) == "Mijn selectie"


def test_selection_of_a_colleague_is_only_kept_when_asked(scripted, site):
    scripted.goto(site + COLLEAGUES)
    assert menu(scripted) == "Mijn selectie"
    keep = scripted.get_by_role("button", name="Voeg toe aan mijn selectie")
    keep.click()
    assert not keep.is_visible()
    assert menu(scripted) == "Mijn selectie (2)"
    scripted.goto(f"{site}/selectie/")
    scripted.wait_for_url(f"{site}/selectie/?i={ALMERE}&i={ALKMAAR}&titel=Van+een+collega")
    assert chosen(scripted) == ["Coronamaatjes Almere", "De Bakfiets"]


def test_selection_of_a_colleague_is_added_to_the_own_one(scripted, site):
    scripted.goto(f"{site}/initiatieven/{OWN}/")
    save(scripted, OWN)
    scripted.goto(site + COLLEAGUES)
    scripted.get_by_role("button", name="Haal weg De Bakfiets").click()
    scripted.get_by_text("1 initiatief.").wait_for()
    assert menu(scripted) == "Mijn selectie (1)"  # what is taken from another's list stays in one's own
    scripted.goto(site + COLLEAGUES)
    scripted.get_by_role("button", name="Voeg toe aan mijn selectie").click()
    scripted.locator("[data-selection]").click()
    assert scripted.url == f"{site}/selectie/?i={OWN}&i={ALMERE}&i={ALKMAAR}"


def test_title_and_note_stay_with_the_selection(scripted, site):
    scripted.goto(f"{site}/initiatieven/{ALMERE}/")
    save(scripted, ALMERE)
    scripted.locator("[data-selection]").click()
    scripted.get_by_label("Titel boven uw lijst").fill("Mijn plan")
    scripted.get_by_label("Notitie").fill("Een zin.")
    scripted.get_by_role("button", name="Pas de lijst aan").click()
    scripted.wait_for_load_state()  # the page keeps what it shows
    scripted.goto(f"{site}/initiatieven/{ALKMAAR}/")
    save(scripted, ALKMAAR)
    scripted.locator("[data-selection]").click()
    assert scripted.url == f"{site}/selectie/?i={ALMERE}&i={ALKMAAR}&titel=Mijn+plan&notitie=Een+zin."


def test_full_selection_says_so_and_keeps_what_it_has(scripted, site):
    scripted.goto(f"{site}/privacy/")
    scripted.evaluate("slugs => localStorage.setItem('selectie', slugs.map(slug => `i=${slug}`).join('&'))", MANY)
    scripted.goto(f"{site}/initiatieven/{ALMERE}/")
    scripted.locator(f"[data-save={ALMERE}]").click()
    assert scripted.locator(f"[data-save={ALMERE}]").inner_text() == "Uw selectie is vol (40)\nCoronamaatjes Almere"
    assert menu(scripted) == "Mijn selectie (40)"
