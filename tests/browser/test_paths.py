"""The ways people go through the site, with and without JavaScript."""

from tests.shipped import INITIATIVES


def titles(page):
    """The titles of the cards, when the page is there as a whole."""
    page.wait_for_load_state()
    return page.locator(".card__title").all_text_contents()


def test_adviser_finds_almeres_initiatives_for_the_elderly_from_the_home_page(page, site):
    page.goto(site)
    page.get_by_role("link", name="Almere", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Gemeente Almere"
    page.get_by_role("link", name="Bekijk en filter de initiatieven van deze gemeente").click()
    page.locator("[data-option=doelgroep-ouderen]").click()
    page.wait_for_url(f"{site}/initiatieven/?doelgroep=ouderen&gemeente=almere")
    page.locator("[data-option=doelgroep-ouderen][aria-current]").wait_for()
    assert {"Coronamaatjes Almere", "Kleurrijk Grijs"} <= set(titles(page))
    assert "Learn2Work" not in titles(page)  # Almere's, but for young people
    assert page.locator("h2#resultaten").inner_text() == f"{len(titles(page))} initiatieven voor ouderen in Almere"
    page.get_by_role("link", name="Coronamaatjes Almere", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Coronamaatjes Almere"
    page.get_by_text("Vindplaats: nr. 1", exact=True).wait_for()


def test_adviser_searches_and_takes_a_filter_away(page, site):
    page.goto(site)
    page.get_by_label("Zoek een initiatief").fill("eenzaam almere")
    page.get_by_role("button", name="Zoeken").click()
    assert "Coronamaatjes Almere" in titles(page)
    page.get_by_role("link", name="Verwijder filter: “eenzaam almere”").click()
    page.wait_for_url(f"{site}/initiatieven/")
    page.get_by_role("heading", name=f"{INITIATIVES} initiatieven", exact=True).wait_for()
    assert page.get_by_label("Zoek een initiatief").input_value() == ""


def test_adviser_types_a_municipality_in_the_filter(page, site):
    page.goto(f"{site}/initiatieven/?doelgroep=mensen-met-een-laag-inkomen")
    page.get_by_label("Zoek een gemeente").fill("'s-Gravenhage")
    page.get_by_role("button", name="Kies gemeente").click()
    page.wait_for_url(f"{site}/initiatieven/?doelgroep=mensen-met-een-laag-inkomen&gemeente=den-haag")
    page.locator(".chip", has_text="Den Haag").wait_for()
    assert "Thuisbemonstering en testen bij de voedselbank" in titles(page)
    assert "Noodrantsoenen Super Sociaal" not in titles(page)  # Helmond's


def test_visitor_gets_no_cookie(page, site):
    for path in ("/", "/initiatieven/?q=bellen", "/initiatieven/coronamaatjes-almere/", "/gemeenten/almere/"):
        page.goto(site + path)
    assert page.context.cookies() == []
