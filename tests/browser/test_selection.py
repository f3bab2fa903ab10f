"""Saving initiatives, comparing them and taking them along, with and without JavaScript."""

import pytest

ALMERE, ALKMAAR = "coronamaatjes-almere", "de-bakfiets-alkmaar"
OWN = "kleurrijk-grijs-almere"
MANY = [f"proef-{number}" for number in range(40)]
FIVE = f"/selectie/?i={ALMERE}&i={ALKMAAR}&i={OWN}&i=jongerenwerkers-op-straat-almere&i=praatlokaal-barneveld"
COLLEAGUES = f"/selectie/?i={ALMERE}&i={ALKMAAR}&titel=Van+een+collega"


@pytest.fixture
def scripted(open_window):
    return open_window()


@pytest.fixture
def scriptless(open_window):
    return open_window(java_script_enabled=False)


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
    page.get_by_text("Titel en notitie").click()
    page.get_by_label("Titel boven uw lijst").fill("Bellen en helpen")
    for name in ("Coronamaatjes Almere", "De Bakfiets"):
        page.get_by_label(f"Vergelijk {name}").check()
    page.get_by_role("button", name="Pas de lijst aan").click()
    page.get_by_role("heading", level=1, name="Bellen en helpen").wait_for()
    page.wait_for_load_state()
    assert page.locator(".compare thead th").all_inner_texts() == ["Coronamaatjes Almere", "De Bakfiets"]
    with page.expect_download() as download:
        page.get_by_role("button", name="Download kort document als ODT (LibreOffice)").click()
    assert download.value.suggested_filename == "bellen-en-helpen-kort.odt"
    page.get_by_role("button", name="Haal weg Coronamaatjes Almere").click()
    page.get_by_text("1 initiatief.").wait_for()
    assert chosen(page) == ["De Bakfiets"]


def compare_buttons(page):
    """The buttons above and below the list."""
    return page.get_by_role("button", name="Vergelijk wat u aanvinkt (hoogstens vier)")


def tops(page, *selectors):
    return [page.locator(selector).first.bounding_box()["y"] for selector in selectors]


@pytest.mark.parametrize("place", ["first", "last"])
def test_comparing_happens_where_the_visitor_is(page, site, place):
    page.goto(f"{site}{FIVE}")
    assert page.locator(".compare").count() == 0
    for name in ("Coronamaatjes Almere", "Kleurrijk Grijs"):
        page.get_by_label(f"Vergelijk {name}").check()
    getattr(compare_buttons(page), place).click()
    page.wait_for_url("**#vergelijking")
    assert page.locator(".compare thead th").all_inner_texts() == ["Coronamaatjes Almere", "Kleurrijk Grijs"]
    page.locator("#vergelijking:focus").wait_for()
    heading, table, chosen_list = tops(page, "#vergelijking", ".compare", "#lijst")
    assert 0 <= heading < table < chosen_list
    assert heading < 100


def test_fifth_is_refused_with_a_reason_before_it_is_ticked(scripted, site):
    scripted.goto(f"{site}{FIVE}")
    boxes = scripted.locator("input[type=checkbox][name=naast]")
    reason = scripted.get_by_text("U vinkte er vier aan. Haal een vinkje weg om een ander te kiezen.")
    hints = scripted.locator("[data-full]")
    assert set(hints.all_inner_texts()) == {"(hoogstens vier)"}
    for number in range(4):
        assert not reason.is_visible()
        boxes.nth(number).check()
    assert reason.is_visible()
    assert boxes.nth(4).is_disabled()
    assert hints.all_inner_texts() == ["(hoogstens vier)"] * 4 + ["(u vinkte er al vier aan)"]
    compare_buttons(scripted).first.click()
    scripted.wait_for_url("**#vergelijking")
    assert scripted.locator(".compare thead th").count() == 4
    assert boxes.nth(4).is_disabled()
    assert hints.all_inner_texts() == ["(hoogstens vier)"] * 4 + ["(u vinkte er al vier aan)"]
    boxes.nth(1).uncheck()
    assert boxes.nth(4).is_enabled()
    assert not reason.is_visible()


def test_comparison_is_stacked_where_there_is_no_room_beside(open_window, site):
    page = open_window(width=375)
    page.goto(f"{site}{FIVE}" + "".join(f"&naast={slug}" for slug in (ALMERE, ALKMAAR, OWN)))
    assert page.evaluate("document.querySelector('.compare').closest('.scroll').scrollWidth <= innerWidth - 20")
    lefts = page.locator(".compare tbody tr:first-child td").evaluate_all("all => all.map((cell) => cell.offsetLeft)")
    assert len(lefts) == 3
    assert len(set(lefts)) == 1
    names = page.locator(".compare tbody tr:first-child td").evaluate_all(
        "all => all.map((cell) => getComputedStyle(cell, '::before').content)"
    )
    assert names == ['"Coronamaatjes Almere"', '"De Bakfiets"', '"Kleurrijk Grijs"']


def test_fifth_has_a_message_of_its_own_without_javascript(scriptless, site):
    scriptless.goto(f"{site}{FIVE}")
    for number in range(5):
        scriptless.locator("input[type=checkbox][name=naast]").nth(number).check()
    compare_buttons(scriptless).last.click()
    assert scriptless.get_by_text("U vinkte er vijf aan. De eerste vier staan naast elkaar.").is_visible()
    assert scriptless.locator(".compare thead th").count() == 4


def test_initiative_moves_and_keeps_the_focus(page, site):
    page.goto(f"{site}/selectie/?i={ALMERE}&i={ALKMAAR}&i={OWN}")
    higher = page.get_by_role("button", name="Hoger Kleurrijk Grijs")
    higher.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/selectie/?i={ALMERE}&i={OWN}&i={ALKMAAR}#hoger-{OWN}")
    assert chosen(page) == ["Coronamaatjes Almere", "Kleurrijk Grijs", "De Bakfiets"]
    page.locator(f"#hoger-{OWN}:focus").wait_for()
    assert page.get_by_role("heading", name="Kleurrijk Grijs").bounding_box()["y"] > 0
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/selectie/?i={OWN}&i={ALMERE}&i={ALKMAAR}#lager-{OWN}")
    page.locator(f"#lager-{OWN}:focus").wait_for()
    assert higher.is_disabled()


def test_new_order_is_kept_as_the_visitors_own(scripted, site):
    for slug in (ALMERE, ALKMAAR):
        scripted.goto(f"{site}/initiatieven/{slug}/")
        save(scripted, slug)
    scripted.locator("[data-selection]").click()
    scripted.get_by_role("button", name="Hoger De Bakfiets").click()
    scripted.wait_for_url(f"{site}/selectie/?i={ALKMAAR}&i={ALMERE}#lager-{ALKMAAR}")
    scripted.goto(f"{site}/privacy/")
    scripted.locator("[data-selection]").click()
    assert scripted.url == f"{site}/selectie/?i={ALKMAAR}&i={ALMERE}"


def test_card_leads_to_a_selection_without_javascript(scriptless, site):
    scriptless.goto(f"{site}/initiatieven/?q=coronamaatjes")
    scriptless.get_by_role("link", name="Bewaar Coronamaatjes").first.click()
    assert scriptless.url == f"{site}/selectie/?i={ALMERE}"
    assert chosen(scriptless) == ["Coronamaatjes Almere"]
    # Not by its text, since Playwright reads no text in `noscript`.
    assert scriptless.locator("noscript .notice").is_visible()


def test_kept_address_is_added_without_javascript(scriptless, site):
    scriptless.goto(f"{site}/selectie/?i={ALMERE}")
    scriptless.get_by_text("Had u al een lijst?").click()
    scriptless.get_by_label("Plak het adres van uw eigen lijst").fill(
        f"{site}/selectie/?i={ALKMAAR}&i={OWN}&titel=Plan"
    )
    scriptless.get_by_role("button", name="Voeg de lijsten samen").click()
    assert scriptless.url == f"{site}/selectie/?i={ALKMAAR}&i={OWN}&i={ALMERE}&titel=Plan"
    assert chosen(scriptless) == ["De Bakfiets", "Kleurrijk Grijs", "Coronamaatjes Almere"]


def test_scripted_page_says_nothing_about_javascript_that_is_off(scripted, site):
    scripted.goto(f"{site}/selectie/?i={ALMERE}")
    assert not scripted.locator("noscript .notice").is_visible()
    assert "Zonder JavaScript" not in scripted.locator("main").inner_text()


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
    scripted.get_by_text("Titel en notitie").click()
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
