"""The editors' pages in a browser, under the content policy of production."""

import pytest

from tests import databases
from tests.browser import running
from tests.browser.conftest import watch


@pytest.fixture(scope="module")
def own_site(tmp_path_factory):
    """A catalogue of its own, since these tests change it; its address and the editor's password."""
    password_file = tmp_path_factory.mktemp("admin") / "password"
    with running.catalogue("admin") as (address, database_url):
        databases.manage(database_url, "make_editor", "--password-file", password_file)
        yield address, password_file.read_text().strip()


@pytest.fixture
def editor(browser, own_site):
    address, password = own_site
    context = browser.new_context()
    page = context.new_page()
    complaints = watch(page)
    page.goto(f"{address}/beheer/")
    page.get_by_label("Gebruikersnaam").fill("redacteur")
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Aanmelden").click()
    yield page
    context.close()
    assert complaints == []


def choose(page, field, text):
    """Choose in a field that completes what is typed."""
    page.locator(f".field-{field} .select2-container").first.click()
    page.keyboard.type(text)
    page.locator(".select2-results__option--highlighted", has_text=text).click()


def test_editor_adds_an_initiative_and_sees_it_on_the_site(editor, own_site):
    address, _ = own_site
    editor.goto(f"{address}/beheer/initiatives/initiative/add/")
    editor.locator("#id_title").press_sequentially("De Zeppelin")
    assert editor.locator("#id_slug").input_value() == "de-zeppelin"
    editor.locator("#id_summary").fill("Een zeppelin brengt boodschappen rond.")
    choose(editor, "municipalities", "Urk")
    choose(editor, "target_groups", "Ouderen")
    choose(editor, "categories", "Taal")
    choose(editor, "approaches", "Maaltijden")
    editor.locator("#id_status").select_option("published")
    choose(editor, "source", "De Schoor")
    editor.locator("#id_mentions-0-locator").fill("hoofdstuk 1")
    editor.locator("input[name=_continue]").first.click()
    editor.locator(".messagelist .success").wait_for()
    editor.get_by_role("link", name="Bekijk op site").click()
    assert editor.get_by_role("heading", level=1).inner_text() == "De Zeppelin"
    editor.goto(f"{address}/initiatieven/?q=zeppelin&gemeente=urk&bron=de-schoor-in-tijden-van-corona")
    assert editor.locator(".card__title").all_inner_texts() == ["De Zeppelin"]
