"""What editors type comes back after interruptions, and editors see each other, in a real browser."""

import os
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from urllib.request import urlopen

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction

from initiatives.models import Initiative
from initiatives.search.index import writer
from tests.browser import axe, chromium, running
from tests.browser.probes import small_targets
from tests.factories import make_initiative
from tests.other_database import connected_to
from tests.proof import IS_THOROUGH, chance, sample

PASSWORD = "paard batterij nietje"
INTERRUPTIONS = range(50) if IS_THOROUGH else sample(range(6), 1)  # there are six kinds
RECORDS = max(INTERRUPTIONS) + 4
WORDS = """
    "Wij\nhelpen" <b>buren</b> &amp; vrienden: é, ï,
    ’s avonds, 'n bakje koffie 👩‍👩‍👧 👋🏽 {{x}} \\n %s $HOME `thuis` — straks; <!-- op -->
""".strip()
SOON = 15_000  # milliseconds, on a computer that does more
SHOWN_WITHIN = 10  # seconds


@pytest.fixture(scope="module")
def own_site(django_db_blocker):
    """The address of a catalogue of its own, with two editors."""
    with running.catalogue("keeping") as (address, database_url):
        with connected_to(database_url, django_db_blocker), transaction.atomic():
            make_editors_and_records()
        yield address


def make_editors_and_records():
    for name in ("anna", "bert"):
        user = User.objects.create_user(name, first_name=name.capitalize(), is_staff=True, password=PASSWORD)
        user.groups.set(Group.objects.filter(name="beheerder"))
    for number in range(RECORDS):
        make_initiative(f"onderbroken-{number}", searchable=False)
    writer.reindex(Initiative.objects.filter(slug__startswith="onderbroken-"))


@pytest.fixture(scope="module")
def cookies(browser, own_site):
    """The cookies of both editors, by name."""
    states = {}
    for name in ("anna", "bert"):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{own_site}/beheer/")
        sign_in(page, name)
        states[name] = context.storage_state()
        context.close()
    return states


@pytest.fixture(scope="module")
def keys(browser, own_site, cookies):
    """The primary keys of initiatives for these tests, from the editors' list."""
    context = browser.new_context(storage_state=cookies["anna"])
    page = context.new_page()
    page.goto(f"{own_site}/beheer/initiatives/initiative/?q=onderbroken&all=")
    found = page.locator("[name=_selected_action]").evaluate_all("(boxes) => boxes.map(({ value }) => value)")
    context.close()
    assert len(found) == RECORDS
    return found


@pytest.fixture
def open_as(browser, cookies):
    """Open a page in a browser of its own, signed in as an editor."""
    contexts = []

    def open_as(name, **kind):
        contexts.append(browser.new_context(storage_state=cookies[name], **kind))
        return contexts[-1].new_page()

    yield open_as
    for context in contexts:
        context.close()


def sign_in(page, name):
    page.get_by_label("Gebruikersnaam").fill(name)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden").click()
    page.locator("#user-tools").wait_for()


def random_text(random):
    """A text with all that forms, JSON and HTML could damage, on several lines."""
    words = [random.choice(WORDS.split()) for _ in range(random.randint(5, 40))]
    return " ".join(f"{word}\n" if random.random() < 0.1 else word for word in words).strip()


def form_url(site, key):
    return f"{site}/beheer/initiatives/initiative/{key}/change/"


def type_text(page, text):
    page.locator("#id_description").fill(text)


def type_until_kept(page, text):
    """Type a text, and wait until the server has it."""
    with page.expect_response(lambda response: "/bewaren/" in response.url and response.status == 200, timeout=SOON):
        type_text(page, text)


def save(page):
    page.locator("input[name=_continue]").first.click()


def text_put_back(page, url=""):
    """Open the form, put back what is offered, and return the text in it."""
    if url:
        page.goto(url)
    page.get_by_role("link", name="Zet terug").click()
    return text_in_form(page)


def text_in_form(page):
    page.get_by_text("staat weer in het formulier").wait_for()
    return page.locator("#id_description").input_value()


# Each interrupts an editor who has just typed, and returns the text as it comes back.


def closed_tab(page, url):
    page.close(run_before_unload=False)
    return text_put_back(page.context.new_page(), url)


def ended_session(page, url):
    page.context.clear_cookies(name="sessionid")
    save(page)
    page.get_by_text("Wat u had ingevuld, is bewaard").wait_for()
    sign_in(page, "anna")
    return text_in_form(page)


def csrf_refusal(page, url):
    page.context.clear_cookies(name="csrftoken")
    save(page)
    page.get_by_role("link", name="Verder met uw tekst").click()
    return text_in_form(page)


def server_away(page, url):
    """The proxy answers 503, or nobody answers, to this form and to what is kept in between."""
    status = chance().choice([503, None])
    page.route("**/beheer/**", lambda route: route.fulfill(status=status) if status else route.abort())
    save(page)
    page.wait_for_timeout(200)
    page.unroute("**/beheer/**")
    return text_put_back(page, url)


def deleted_record(page, url):
    other = page.context.new_page()
    other.goto(url.replace("/change/", "/delete/"))
    other.locator("form:has([name=post]) [type=submit]").click()
    other.get_by_text("verwijderd").first.wait_for()
    other.close()
    save(page)
    return page.get_by_label("Beschrijving").input_value()


@contextmanager
def own_browser(folder):
    """A Chromium that can be killed, with its data in a folder; yields its process and Playwright's connection."""
    port = running.free_port()
    arguments = [f"--remote-debugging-port={port}", f"--user-data-dir={folder}", "--headless", *chromium.FLAGS]
    process = subprocess.Popen(
        [chromium.find(), *arguments, "about:blank"], start_new_session=True, stderr=subprocess.DEVNULL
    )
    try:
        yield process, port
    finally:
        kill(process)


def kill(process):
    """End a browser and its own processes at once, as a power cut does."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def connect(playwright_browser, port):
    for _ in range(200):
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/json/version", timeout=2):
            return playwright_browser.browser_type.connect_over_cdp(f"http://127.0.0.1:{port}")
        time.sleep(0.1)
    raise AssertionError("The browser did not start.")


def text_after_kill(browser, folder, state, url, text):
    """Type in a browser that is killed a few seconds later, and put the text back in another one."""
    with own_browser(folder) as (process, port):
        page = connect(browser, port).contexts[0].new_page()
        page.context.add_cookies(state["cookies"])
        page.goto(url)
        type_until_kept(page, text)
        kill(process)
    context = browser.new_context(storage_state=state)
    back = text_put_back(context.new_page(), url)
    context.close()
    return back


KINDS = [closed_tab, ended_session, csrf_refusal, server_away, deleted_record, None]


@pytest.mark.parametrize("number", INTERRUPTIONS)
def test_text_comes_back_after_an_interruption(browser, open_as, own_site, cookies, keys, number, tmp_path):
    random = chance()
    text = [random_text(random) for _ in range(number + 1)][-1]
    url, interrupt = form_url(own_site, keys[number]), KINDS[number % len(KINDS)]
    if interrupt is None:
        assert text_after_kill(browser, tmp_path, cookies["anna"], url, text) == text
        return
    page = open_as("anna")
    page.goto(url)
    type_text(page, text)
    assert interrupt(page, url) == text


def test_leaving_with_unsaved_changes_warns_and_saving_does_not(open_as, own_site, keys):
    page, warnings = open_as("anna"), []
    page.on("dialog", lambda dialog: (warnings.append(dialog.type), dialog.accept()))
    page.goto(form_url(own_site, keys[-1]))
    page.goto(form_url(own_site, keys[-1]))
    assert warnings == []
    page.locator("#id_description").click()
    page.keyboard.type("Nieuw")
    page.locator(".breadcrumbs a").first.click()
    page.wait_for_url("**/beheer/")
    assert warnings == ["beforeunload"]
    assert "Nieuw" in text_put_back(page, form_url(own_site, keys[-1]))
    save(page)
    page.locator(".messagelist .success").wait_for()
    assert warnings == ["beforeunload"]
    assert page.locator("[data-offer]").count() == 0


def test_focus_is_on_the_first_error_also_behind_a_field_that_completes(open_as, own_site, keys):
    page = open_as("anna")
    page.goto(form_url(own_site, keys[-2]))
    page.get_by_role("button", name="Nog een Vermelding toevoegen").click()
    page.locator("#id_mentions-1-locator").fill("blz. 3")
    save(page)
    page.wait_for_function("() => document.activeElement?.closest('#mentions-1 .field-source')", timeout=SOON)
    page.locator("#id_title").fill("")
    save(page)
    page.wait_for_function("() => document.activeElement?.id === 'id_title'", timeout=SOON)
    assert page.locator("[data-offer]").count() == 0
    page.locator("[data-errors]").get_by_role("link", name="Vermelding 2: bron").click()
    page.wait_for_function("() => document.activeElement?.closest('#mentions-1 .field-source')", timeout=SOON)
    page = open_as("anna", java_script_enabled=False)
    page.goto(form_url(own_site, keys[-2]))
    page.locator("#id_title").fill("")
    save(page)
    page.locator("[data-errors]").get_by_role("link", name="Titel").click()
    assert page.evaluate("document.activeElement?.id") == "id_title"


def test_editors_see_each_other_soon_also_in_a_hidden_tab(open_as, own_site, keys):
    """Timers of the second tab never run: a browser slows them down to once a minute."""
    url = form_url(own_site, keys[-3])
    anna, bert = open_as("anna"), open_as("bert")
    hidden = anna.context.new_page()
    hidden.add_init_script("setTimeout = setInterval = () => 0")
    for page in (anna, hidden):
        page.goto(url)
    begin = time.monotonic()
    bert.goto(url)
    bert.get_by_text("Ook geopend door: Anna (sinds").wait_for()
    for page in (anna, hidden):
        page.get_by_text("Ook geopend door: Bert (sinds").wait_for(timeout=SHOWN_WITHIN * 1000)
    assert time.monotonic() - begin < SHOWN_WITHIN
    anna.get_by_text("U hebt dit ook in een ander tabblad open.").wait_for(timeout=SOON)
    type_until_kept(anna, "Half af")
    check_look(anna, url)
    anna.goto(url)
    anna.get_by_text("Ook geopend door: Bert").wait_for()
    bert.close()
    for page in (anna, hidden):
        page.locator("[data-presence]", has_not_text="Bert").wait_for(state="attached", timeout=SOON)


def check_look(page, url):
    """With everything shown at once, and the pages of what is kept."""
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(url)
    page.locator("[data-offer]").wait_for()
    page.get_by_text("Ook geopend door").wait_for()
    check_page(page, ".keeping")
    page.get_by_role("link", name="Bewaarde teksten").click()
    check_page(page, "#content-main")
    page.get_by_role("row", name="onderbroken").get_by_role("link").first.click()
    check_page(page, "#content-main")


def check_page(page, part):
    """Nothing for axe-core, nothing too small, and no part cut off at 320 pixels."""
    axe.load(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    found = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(300)  # links change their colour slowly
        found[scheme] = axe.violations(page, axe.RULES if scheme == "light" else axe.OF_COLOURS)
    assert found == {"light": {}, "dark": {}}
    page.set_viewport_size({"width": 320, "height": 800})
    assert small_targets(page) == []
    own = page.locator(f"{part}, {part} *").evaluate_all(
        """(all) => all.map((each) => each.getBoundingClientRect())
            .filter(({ left, right }) => left < 0 || right > innerWidth)"""
    )
    assert own == []
