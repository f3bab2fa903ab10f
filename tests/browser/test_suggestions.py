"""Suggestions while typing in the search form: by keyboard, mouse and touch, and without them."""

import re

import pytest

from tests.browser import axe

ADDRESS = re.compile(r"/suggesties\?")


@pytest.fixture
def open_page(open_window, site):
    """Open the home page in a window of a certain kind."""

    def open_page(**kind):
        page = open_window(**kind)
        page.goto(site)
        return page

    return open_page


@pytest.fixture
def page(open_page):
    return open_page()


def field(page):
    return page.get_by_label("Zoek een initiatief")


def options(page):
    return page.get_by_role("option")


def enter(page, text):
    """Have the suggestions for a text: entered at once, or a slow machine shows those for half of it first."""
    field(page).fill(text)
    options(page).first.wait_for()


def chosen(page):
    """The place in the list of the one option that is active, which the field and the option must agree on."""
    selected = [option.get_attribute("aria-selected") for option in options(page).all()]
    assert selected.count("true") == 1
    place = selected.index("true")
    assert field(page).get_attribute("aria-activedescendant") == options(page).nth(place).get_attribute("id")
    return place


def is_open(page):
    expanded = field(page).get_attribute("aria-expanded") == "true"
    assert expanded == page.get_by_role("listbox").is_visible()
    return expanded


def test_typing_shows_suggestions_as_a_combobox_with_a_listbox(page):
    combobox = page.get_by_role("combobox", name="Zoek een initiatief")
    assert combobox.get_attribute("aria-autocomplete") == "list"
    assert not is_open(page)
    enter(page, "alm")
    assert is_open(page)
    listbox = page.get_by_role("listbox", name="Suggesties")
    assert listbox.get_attribute("id") == combobox.get_attribute("aria-controls")
    names = [option.get_attribute("aria-label") for option in options(page).all()]
    assert re.fullmatch(r"Gemeente Almere, \d+ initiatieven", names[0])
    assert {option.get_attribute("aria-selected") for option in options(page).all()} == {"false"}
    assert {option.get_attribute("tabindex") for option in options(page).all()} == {"-1"}
    assert listbox.locator(".suggestions__kind").first.inner_text() == "Gemeente"


def test_each_kind_has_one_heading_and_a_count_where_there_is_one(page):
    enter(page, "ouder")
    headings = page.locator(".suggestions__kind").all_inner_texts()
    assert headings == ["Gemeente", "Doelgroep", "Aanpak", "Initiatief"]
    elderly = page.get_by_role("option", name=re.compile(r"^Doelgroep Ouderen, \d+ initiatieven$"))
    assert re.fullmatch(r"Ouderen\s+\d+", elderly.inner_text())
    assert page.get_by_role("option", name=re.compile("^Initiatief ")).first.locator(".suggestion__count").count() == 0


def test_number_of_suggestions_is_announced(page):
    enter(page, "ouder")
    status = page.locator(".search-form").get_by_role("status")
    assert status.inner_text() == f"{options(page).count()} suggesties, kies met de pijltjes"
    field(page).press("Escape")
    assert status.inner_text() == ""


def test_arrows_go_round_and_enter_goes_to_the_page_of_the_option(page, site):
    field(page).press_sequentially("al")
    options(page).first.wait_for()
    last = options(page).count() - 1
    assert last > 0
    for key, place in (("ArrowUp", last), ("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", last)):
        field(page).press(key)
        assert chosen(page) == place
    field(page).press("ArrowDown")
    assert field(page).input_value() == "al"
    field(page).press("Enter")
    page.wait_for_url(f"{site}/initiatieven/?gemeente=almere")


def test_enter_without_a_choice_searches(page, site):
    enter(page, "alm")
    field(page).press("Enter")
    page.wait_for_url(f"{site}/initiatieven/?q=alm")


def test_typing_on_after_a_choice_searches_too(page, site):
    enter(page, "al")
    field(page).press("ArrowDown")
    assert chosen(page) == 0
    field(page).press_sequentially("mere")
    field(page).press("Enter")
    page.wait_for_url(f"{site}/initiatieven/?q=almere")


def test_escape_closes_and_keeps_the_text_and_a_second_one_empties(page):
    enter(page, "alm")
    field(page).press("Escape")
    assert not is_open(page)
    assert field(page).input_value() == "alm"
    field(page).press("ArrowDown")
    assert is_open(page)
    field(page).press("Escape")
    field(page).press("Escape")
    assert field(page).input_value() == ""


def test_home_and_end_stay_with_the_text(page):
    enter(page, "alm")
    field(page).press("Home")
    assert field(page).evaluate("input => input.selectionStart") == 0
    field(page).press("End")
    assert field(page).evaluate("input => input.selectionStart") == 3


def test_tab_closes_and_goes_to_the_button(page):
    page.set_viewport_size({"width": 1280, "height": 200})  # the list scrolls, and such an element may take the focus
    enter(page, "ouder")
    field(page).press("Tab")
    assert not is_open(page)
    assert page.evaluate("document.activeElement.textContent").strip() == "Zoeken"


def test_mouse_chooses(page, site):
    enter(page, "tablets")
    page.get_by_role("option", name=re.compile("^Initiatief Tablets")).first.click()
    page.wait_for_url(re.compile(f"^{site}/initiatieven/[a-z-]*tablets"))


def test_click_beside_it_closes(page):
    enter(page, "alm")
    page.locator(".suggestions__kind").first.click()
    assert is_open(page)
    page.get_by_role("heading", level=1).click()
    assert not is_open(page)


def test_list_closes_as_the_page_is_left(page):
    enter(page, "alm")
    page.evaluate("dispatchEvent(new Event('pagehide'))")  # who goes back may get the page as it was left
    assert not is_open(page)


def test_touch_chooses_and_options_are_large_enough(open_page, site):
    page = open_page(width=320, has_touch=True, is_mobile=True)
    enter(page, "alm")
    assert min(option.bounding_box()["height"] for option in options(page).all()) >= 44
    options(page).first.tap()
    page.wait_for_url(f"{site}/initiatieven/?gemeente=almere")


@pytest.mark.parametrize("width", [320, 1280])
def test_open_list_has_no_violations_and_fits(open_page, width):
    page = open_page(width=width)
    enter(page, "ouder")
    field(page).press("ArrowDown")
    axe.load(page)
    assert axe.violations(page) == {}
    assert is_open(page)
    # The site clips what is too wide, so that the page itself never scrolls sideways: look at the list too.
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    listbox = page.get_by_role("listbox")
    box = listbox.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert listbox.evaluate("list => list.scrollWidth <= list.clientWidth")


def test_active_option_shows_in_the_users_own_colours(open_page):
    page = open_page(forced_colors="active")
    enter(page, "al")
    field(page).press("ArrowDown")
    colour = "element => getComputedStyle(element).backgroundColor"
    assert options(page).first.evaluate(colour) != page.get_by_role("listbox").evaluate(colour)


def test_active_option_is_scrolled_into_view_and_a_new_list_begins_at_its_top(page):
    page.set_viewport_size({"width": 1280, "height": 300})
    enter(page, "ouder")
    field(page).press("ArrowUp")
    listbox = page.get_by_role("listbox")
    box, last = listbox.bounding_box(), options(page).last.bounding_box()
    assert box["y"] <= last["y"]
    assert last["y"] + last["height"] <= box["y"] + box["height"]
    old = options(page).first.element_handle()
    field(page).fill("oude")
    page.wait_for_function("option => !option.isConnected", arg=old)
    assert listbox.evaluate("list => [list.scrollHeight > list.clientHeight, list.scrollTop]") == [True, 0]


@pytest.fixture
def asked(page):
    """What the page asks the server, while its clock stands still."""
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    asked = []
    page.on("request", lambda request: asked.append(request.url.split("=")[1]) if ADDRESS.search(request.url) else None)
    return asked


def pass_pause(page):
    """Let the clock go on until the page asks, and wait for the answer."""
    with page.expect_response(ADDRESS):
        page.clock.run_for(120)
    options(page).first.wait_for()


def test_fast_typing_asks_once(page, asked):
    field(page).press("a")
    page.clock.run_for(1000)  # one letter asks nothing
    for letter in "lmer":
        field(page).press(letter)
        page.clock.run_for(110)
    assert asked == []
    pass_pause(page)
    assert asked == ["almer"]


def test_known_answers_are_shown_at_once_but_not_kept_for_ever(page, asked):
    body = {"suggesties": [{"soort": "Gemeente", "naam": "Almere", "aantal": 1, "url": "/"}]}
    page.route(ADDRESS, lambda route: route.fulfill(json=body))
    texts = [f"almere {number}" for number in range(31)]
    for text in texts[:30]:
        field(page).fill(text)
        pass_pause(page)
    field(page).press("Escape")
    field(page).fill(texts[0])
    assert is_open(page)
    assert len(asked) == 30
    for text in (texts[30], texts[0]):
        field(page).fill(text)
        pass_pause(page)
    assert len(asked) == 32


def test_older_request_is_ended_by_a_newer_key(page):
    held = []
    page.route(ADDRESS, lambda route: held.append(route))
    with page.expect_request(ADDRESS):
        field(page).fill("alm")
    with page.expect_event("requestfailed", timeout=5000) as ended:
        field(page).press_sequentially("e")
    assert ended.value.url.endswith("q=alm")


def test_answer_that_comes_after_leaving_does_not_open_the_list(page):
    page.route(ADDRESS, lambda route: None)
    with page.expect_request(ADDRESS):
        field(page).fill("alm")
    with page.expect_event("requestfailed", timeout=5000):
        field(page).press("Tab")
    assert not is_open(page)


@pytest.mark.parametrize("status", [200, 500])
def test_failure_closes_the_list_and_the_form_still_searches(browser, site, status):
    page = browser.new_page()
    page.goto(site)
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    enter(page, "al")
    page.route(ADDRESS, lambda route: route.fulfill(status=status, body="<h1>Storing</h1>"))
    field(page).press_sequentially("mere")
    options(page).first.wait_for(state="detached")
    assert not is_open(page)
    field(page).press("Enter")
    page.wait_for_url(f"{site}/initiatieven/?q=almere")
    page.close()
    assert errors == []


def test_names_are_text_and_never_markup(page):
    suggestion = {"soort": "<i>Soort</i>", "naam": "<b>vet</b>", "aantal": 1, "url": "/over/"}
    page.route(ADDRESS, lambda route: route.fulfill(json={"vraag": "ve", "suggesties": [suggestion]}))
    enter(page, "ve")
    assert options(page).locator("span").first.inner_text() == "<b>vet</b>"
    assert options(page).get_attribute("aria-label") == "<i>Soort</i> <b>vet</b>, 1 initiatief"
    assert page.locator(".suggestions__kind").inner_text() == "<i>Soort</i>"
    assert page.locator(".search-form").get_by_role("status").inner_text() == "1 suggestie, kies met de pijltjes"


def test_without_javascript_it_is_a_plain_form(open_page, site):
    page = open_page(java_script_enabled=False)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    assert page.get_by_role("searchbox", name="Zoek een initiatief").count() == 1
    field(page).press_sequentially("almere")
    field(page).press("Enter")
    page.wait_for_url(f"{site}/initiatieven/?q=almere")
    assert page.locator(".card__title").count() > 0
    assert not any(ADDRESS.search(url) for url in asked)


def test_search_keeps_the_filters_that_are_chosen(page, site):
    page.goto(f"{site}/initiatieven/?doelgroep=ouderen")
    enter(page, "alm")
    page.get_by_role("button", name="Zoeken").click()
    page.wait_for_url(f"{site}/initiatieven/?doelgroep=ouderen&q=alm")
