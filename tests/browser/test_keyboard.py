"""The whole way by keyboard only: to an initiative and back, and through a selection."""

from playwright.sync_api import expect

from tests.browser.windows import is_focused, tab_to

ASKED = "/initiatieven/?doelgroep=ouderen&q=eenzaam"


def go_to_filtered_list(page, site):
    """From the home page: type a word, and choose a filter in what was found."""
    page.goto(site)
    tab_to(page, "#q")
    page.keyboard.type("eenzaam")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/initiatieven/?q=eenzaam")
    tab_to(page, "[data-option=doelgroep-ouderen]")
    page.keyboard.press("Enter")
    page.wait_for_url(site + ASKED)


def test_adviser_goes_from_home_to_an_initiative_and_back(page, site):
    go_to_filtered_list(page, site)
    tab_to(page, ".card__title a")
    first = page.locator(".card__title").first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/initiatieven/*/")
    assert page.get_by_role("heading", level=1).inner_text() == first
    page.go_back()  # what Alt and the left arrow do in a browser with a window
    assert page.url == site + ASKED
    assert page.locator("h2#resultaten").inner_text().endswith("initiatieven voor ouderen met “eenzaam”")
    expect(page.locator(".card__title").first).to_have_text(first)


def test_chosen_filter_keeps_the_focus_and_the_answer_is_said(open_window, site):
    page = open_window()
    go_to_filtered_list(page, site)
    announcement = page.locator("[data-announcement]")
    announcement.get_by_text("initiatieven voor ouderen").wait_for(state="attached")
    assert is_focused(page, "[data-option=doelgroep-ouderen][aria-current]")
    assert announcement.get_attribute("role") == "status"
    assert announcement.inner_text() == page.locator("h2#resultaten").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/initiatieven/?q=eenzaam")
    page.locator("[data-option=doelgroep-ouderen]:not([aria-current]):focus").wait_for()


def test_filter_that_disappears_gives_the_focus_to_what_was_found(open_window, site):
    page = open_window()
    page.goto(site + ASKED)
    tab_to(page, ".chip[href$='?q=eenzaam']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/initiatieven/?q=eenzaam")
    page.locator("#resultaten:focus").wait_for()
    page.keyboard.press("Tab")
    assert is_focused(page, ".chip[href='/initiatieven/']")


def test_initiative_is_saved_with_the_space_bar(open_window, site):
    page = open_window()
    page.goto(f"{site}/initiatieven/coronamaatjes-almere/")
    save = page.get_by_role("button", name="Bewaar Coronamaatjes Almere")
    tab_to(page, "[data-save]")
    assert save.get_attribute("aria-pressed") == "false"
    page.keyboard.press("Space")
    assert page.get_by_role("button", name="Bewaard Coronamaatjes Almere").get_attribute("aria-pressed") == "true"
    assert page.evaluate("scrollY") == 0
