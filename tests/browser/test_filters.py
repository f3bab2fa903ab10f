"""Filters that answer without a new page: history, folds, and what happens when an answer fails."""

from urllib.parse import parse_qs, urlsplit

import pytest

FILTERED = "/initiatieven/?doelgroep=ouderen&gemeente=almere"


@pytest.fixture
def page(open_window):
    return open_window()


def choose(page, option):
    """Click on a filter, and wait until the answer is there."""
    page.locator(f"[data-option={option}]").click()
    page.locator(f"[data-option={option}][aria-current]").wait_for()


def mark(page):
    """Leave something that only a new page takes away."""
    page.evaluate("window.isSamePage = true")


def is_same_page(page):
    return page.evaluate("window.isSamePage === true")


def state(page):
    titles = page.locator(".card__title").all_text_contents()
    return page.url, page.title(), page.locator("h2#resultaten").inner_text(), titles


def test_choice_is_answered_on_the_same_page_as_a_new_page_would_be(page, site):
    page.goto(f"{site}/initiatieven/?gemeente=almere")
    mark(page)
    choose(page, "doelgroep-ouderen")
    assert is_same_page(page)
    answered = state(page)
    page.goto(site + FILTERED)
    assert answered == state(page)


def test_back_and_forward_show_the_earlier_answers(page, site):
    page.goto(f"{site}/initiatieven/?gemeente=almere")
    before = state(page)
    choose(page, "doelgroep-ouderen")
    after = state(page)
    assert before != after
    page.go_back()
    page.locator("[data-option=doelgroep-ouderen]:not([aria-current])").wait_for()
    assert state(page) == before
    page.go_forward()
    page.locator("[data-option=doelgroep-ouderen][aria-current]").wait_for()
    assert state(page) == after


def test_words_that_are_typed_later_keep_the_filters_that_were_chosen(page, site):
    page.goto(f"{site}/initiatieven/?gemeente=almere")
    choose(page, "doelgroep-ouderen")
    page.get_by_label("Zoek een initiatief").fill("bellen")
    page.get_by_role("button", name="Zoeken").click()
    page.wait_for_url("**/?*q=bellen*")
    asked = {"q": ["bellen"], "doelgroep": ["ouderen"], "gemeente": ["almere"]}
    assert parse_qs(urlsplit(page.url).query) == asked


def test_folds_stay_as_the_visitor_left_them(page, site):
    page.goto(f"{site}/initiatieven/?gemeente=almere")
    shape, place = page.locator("#facet-vorm"), page.locator("#facet-gemeente")
    assert (shape.get_attribute("open"), place.get_attribute("open")) == (None, "")
    shape.locator("summary").click()
    place.locator("summary").click()
    choose(page, "doelgroep-ouderen")
    assert (shape.get_attribute("open"), place.get_attribute("open")) == ("", None)


def test_filters_on_a_phone_come_after_the_results_and_stay_open_after_a_choice(open_window, site):
    page = open_window(width=320, height=640)
    page.goto(f"{site}/initiatieven/?gemeente=almere")
    option = page.locator("[data-option=doelgroep-ouderen]")
    assert not option.is_visible()
    assert page.locator(".filters__summary").inner_text().split() == ["Filters", "1", "gekozen"]
    page.locator(".filters__summary").click()
    assert option.is_visible()
    choose(page, "doelgroep-ouderen")
    assert option.is_visible()
    assert page.locator(".filters__summary").inner_text().split() == ["Filters", "2", "gekozen"]


def test_filter_that_is_shown_in_full_stays_in_sight(page, site):
    page.goto(f"{site}/initiatieven/?doelgroep=jongeren")
    link = page.get_by_role("link", name="Toon alle").last
    link.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    link.click()
    page.locator(".facet__options--long").wait_for()
    page.locator(".facet:has(.facet__options--long) summary:focus").wait_for()
    top = page.evaluate("document.activeElement.getBoundingClientRect().top")
    assert page.evaluate("scrollY") > place / 2 > 0
    assert 0 <= top < 800


def test_name_that_is_typed_keeps_its_filter_in_sight(page, site):
    page.goto(f"{site}/initiatieven/?toon=categorie")
    mark(page)
    page.get_by_label("Zoek een categorie").fill("Laptops en internet")
    page.keyboard.press("Enter")
    page.locator("#facet-categorie summary:focus").wait_for()
    assert is_same_page(page)
    assert page.url.endswith("?categorie=laptops-en-internet")
    assert 0 <= page.locator("#facet-categorie summary").bounding_box()["y"] < 800


def test_name_that_is_not_known_is_said_in_sight(page, site):
    page.goto(f"{site}/initiatieven/?toon=categorie")
    page.get_by_label("Zoek een categorie").fill("onzin")
    page.keyboard.press("Enter")
    page.locator("#resultaten:focus").wait_for()
    assert 0 <= page.get_by_text("kennen wij “onzin” niet").last.bounding_box()["y"] < 800
    assert "kennen wij “onzin” niet" in page.locator("[data-announcement]").inner_text()
    assert page.locator("[data-filters] input").count() == 0  # nor do other words carry it along


def test_back_before_the_answer_came_stays_back(page, site):
    page.goto(f"{site}/initiatieven/?q=ouderen")
    before = state(page)
    page.route("**/initiatieven/?*doelgroep*", lambda route: (page.wait_for_timeout(500), route.continue_()))
    page.locator("[data-option^=doelgroep]").first.click()
    page.wait_for_url("**doelgroep**")
    page.evaluate("history.back()")
    page.wait_for_timeout(1_000)
    assert state(page) == before


def test_page_stays_where_the_visitor_went_on(open_window, site):
    page = open_window(height=400)
    page.goto(f"{site}/initiatieven/?gemeente=almere")
    page.route("**/initiatieven/?*doelgroep*", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.locator("[data-option=doelgroep-ouderen]").click()
    page.locator("#q").focus()
    page.evaluate("scrollTo(0, 0)")
    page.locator("[data-option=doelgroep-ouderen][aria-current]").wait_for()
    page.locator("[data-announcement]:not(:empty)").wait_for(state="attached")
    assert page.locator("#q:focus").count() == 1
    assert page.evaluate("scrollY") == 0


def test_double_click_is_one_step(page, site):
    page.goto(f"{site}/initiatieven/?gemeente=almere")
    steps = page.evaluate("history.length")
    page.locator("[data-option=doelgroep-ouderen]").dblclick()
    page.locator("[data-option=doelgroep-ouderen][aria-current]").wait_for()
    assert page.evaluate("history.length") == steps + 1


def test_back_from_the_page_of_a_place_shows_the_answer_again(page, site):
    page.goto(f"{site}/initiatieven/?q=den+bosch")
    before = state(page)
    page.get_by_role("link", name="Den Bosch").last.click()
    page.wait_for_url("**/gemeenten/den-bosch/")
    page.go_back()
    page.wait_for_url("**/initiatieven/?q=den+bosch")
    assert state(page) == before


def test_few_results_come_into_sight_when_they_end_above_the_window(page, site):
    page.goto(f"{site}/initiatieven/?doelgroep=jongeren&toon=categorie")
    option = page.locator("[data-option=categorie-gezondheid]")
    option.evaluate("(element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 40)")
    choose(page, "categorie-gezondheid")
    assert page.locator(".card").count() == 1
    page.wait_for_function("() => document.querySelector('#resultaten').getBoundingClientRect().top >= 0")
    assert page.locator(".card").bounding_box()["y"] < 800


@pytest.mark.parametrize("failure", ["error", "no-connection"])
def test_answer_that_fails_ends_in_an_ordinary_page(browser, site, failure):
    page = browser.new_page()
    page.goto(f"{site}/initiatieven/?gemeente=almere")
    asked = []

    def fail(route):
        if route.request.resource_type != "xhr":
            return route.continue_()
        asked.append(route.request.url)
        return route.fulfill(status=500) if failure == "error" else route.abort()

    page.route("**/initiatieven/?*", fail)
    mark(page)
    choose(page, "doelgroep-ouderen")
    assert asked == [site + FILTERED]
    assert page.url == site + FILTERED
    assert not is_same_page(page)
    page.close()


def test_heat_map_has_the_whole_width_below_its_folded_filters(page, site):
    page.goto(f"{site}/matrix/")
    search, fold, answer = (
        page.locator(selector).bounding_box() for selector in (".search-form", ".filters", ".browse__results")
    )
    assert not page.locator("[data-option=doelgroep-ouderen]").is_visible()
    assert fold["width"] == answer["width"] > 1000
    assert fold["y"] - (search["y"] + search["height"]) >= 16
    assert answer["y"] - (fold["y"] + fold["height"]) >= 16


def test_map_and_heat_map_answer_on_the_same_page_too(page, site):
    page.goto(f"{site}/kaart/")
    mark(page)
    choose(page, "doelgroep-ouderen")
    assert page.url == f"{site}/kaart/?doelgroep=ouderen"
    assert page.locator(".map__dots circle").count() == page.locator(".numbers tbody tr").count() > 1
    page.goto(f"{site}/matrix/")
    mark(page)
    page.locator(".filters__summary").click()
    choose(page, "doelgroep-ouderen")
    assert page.locator(".heat").first.locator("tbody th").all_inner_texts()[0] == "Ouderen"
    assert is_same_page(page)


def test_first_result_is_in_sight_on_a_phone(open_window, site):
    page = open_window(width=375, height=667)
    page.goto(f"{site}/initiatieven/?doelgroep=ouderen&gemeente=almere")
    assert page.locator(".card").first.bounding_box()["y"] <= 480
    sorts = page.get_by_text("Sorteer op:")
    assert not sorts.is_visible()
    page.get_by_text("Sorteren en meenemen").click()
    assert sorts.is_visible()


def test_sorts_are_always_in_sight_on_a_wide_screen(open_window, site):
    page = open_window(java_script_enabled=False)
    page.goto(f"{site}/initiatieven/")
    assert page.get_by_text("Sorteer op:").is_visible()
    assert not page.get_by_text("Sorteren en meenemen").is_visible()
