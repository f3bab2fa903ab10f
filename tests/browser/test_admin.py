"""The editors' pages in a browser, under the content policy of production."""

from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser import running
from tests.browser.conftest import watch
from tests.importing.bad_files import workbook
from tests.other_database import connected_to

SOURCE = "lijst-initiatieven-kwetsbare-doelgroepen"


@pytest.fixture(scope="module")
def own_site(tmp_path_factory, django_db_blocker):
    """A catalogue of its own, since these tests change it; its address and the editor's password."""
    password_file = tmp_path_factory.mktemp("admin") / "password"
    with running.catalogue("admin") as (address, database_url):
        with connected_to(database_url, django_db_blocker):
            call_command("make_editor", password_file=password_file, stdout=StringIO())
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


class Hands:
    """An editor who clicks and types in a page; `actions` counts all clicks and choices, `texts` what is typed.

    To put the cursor in a field belongs to typing; to open a field that completes and to choose in it are two actions.
    """

    def __init__(self, page):
        self.page, self.actions, self.texts = page, 0, 0

    def click(self, target):
        target.click()
        self.actions += 1

    def type(self, field, text):
        self.page.locator(f"#id_{field}").press_sequentially(text)
        self.texts += 1

    def choose(self, field, text, label=""):
        """Choose in a field that completes what is typed."""
        self.click(self.page.locator(f".field-{field} .select2-container").first)
        self.page.keyboard.type(text)
        self.click(self.page.locator(".select2-results__option--highlighted", has_text=label or text))

    def select(self, field, value):
        self.page.locator(f"#id_{field}").select_option(value)
        self.actions += 1


def test_editor_adds_an_initiative_and_sees_it_on_the_site(editor, own_site):
    """With a new organisation, in fifteen actions besides the texts, and found at once."""
    address, _ = own_site
    hands = Hands(editor)
    editor.goto(f"{address}/beheer/")
    hands.click(editor.locator("#content .model-initiative .addlink"))
    hands.type("title", "De Zeppelin")
    hands.type("summary", "Een zeppelin brengt boodschappen rond.")
    hands.type("description", "Vrijwilligers vliegen elke dag over het dorp.")
    hands.choose("municipalities", "GM0184", "Urk")
    hands.choose("target_groups", "bejaarden", "Ouderen")
    hands.choose("categories", "Taal")
    hands.choose("approaches", "Maaltijden")
    hands.choose("organisations", "Luchtvaartclub Urk", "Maak “Luchtvaartclub Urk” aan")
    hands.choose("source", "De Schoor")
    hands.type("mentions-0-locator", "hoofdstuk 1")
    hands.select("status", "published")
    hands.click(editor.locator("input[name=_save]").first)
    editor.locator(".messagelist .success").wait_for()
    assert (hands.actions, hands.texts) == (15, 4)
    editor.goto(f"{address}/initiatieven/?q=zeppelin&gemeente=urk&bron=de-schoor-in-tijden-van-corona")
    assert editor.locator(".card__title").all_inner_texts() == ["De Zeppelin"]
    editor.locator(".card__title a").click()
    assert "Luchtvaartclub Urk" in editor.locator("main").inner_text()


def test_editor_corrects_a_text_in_four_actions(editor, own_site):
    """From the public page to the public page."""
    address, _ = own_site
    hands = Hands(editor)
    editor.goto(f"{address}/initiatieven/coronamaatjes-almere/")
    hands.click(editor.get_by_role("link", name="Bewerk deze pagina"))
    editor.locator("#id_summary").fill("In Almere helpen buurtgenoten elkaar.")
    hands.click(editor.locator("input[name=_continue]").first)
    editor.locator(".messagelist .success").wait_for()
    hands.click(editor.get_by_role("link", name="Bekijk op site"))
    editor.get_by_text("In Almere helpen buurtgenoten elkaar.").first.wait_for()
    assert hands.actions <= 4


def test_thirty_rows_of_excel_are_published_in_seven_actions(editor, own_site, tmp_path):
    """From the start page; choosing a file in the window of the system counts as two."""
    address, _ = own_site
    path = tmp_path / "onze initiatieven.xlsx"
    cells = {"Titel": "", "Samenvatting": "Kort verteld.", "Gemeente": "'s-Gravenhage", "Doelgroep": "ouderen"}
    cells |= {"Categorie": "Eenzaamheid", "Aanpak": "maatjes", "Organisatie": "Buurtclub Bouwlust", "Bron": SOURCE}
    (_, *row), header = cells.values(), [*cells, "Vindplaats"]
    path.write_bytes(workbook(header, *((f"Wandelclub {number}", *row, f"nr. {number}") for number in range(30))))
    hands = Hands(editor)
    editor.goto(f"{address}/beheer/")
    hands.click(editor.locator("#content").get_by_role("link", name="Bestand inlezen"))
    editor.get_by_label("Bestand").set_input_files(path)
    hands.actions += 2
    hands.click(editor.get_by_role("button", name="Nakijken"))
    hands.click(editor.get_by_role("button", name="Lees het bestand in"))
    hands.click(editor.get_by_role("button", name="Publiceer de 30 nieuwe concepten"))
    hands.click(editor.get_by_role("button", name="Publiceren"))
    assert editor.locator(".messagelist .success").inner_text() == "Gepubliceerd: 30."
    assert hands.actions == 7
    editor.goto(f"{address}/initiatieven/?gemeente=den-haag&q=wandelclub")
    assert "30 initiatieven" in editor.locator("main").inner_text()


def test_what_looks_alike_is_shown_while_the_title_is_typed(editor, own_site):
    address, _ = own_site
    editor.goto(f"{address}/beheer/initiatives/initiative/add/")
    assert not editor.locator(".field-region").is_visible()
    assert not editor.locator(".field-new_organisation").is_visible()
    editor.locator("#id_title").press_sequentially("coronamaatje")
    panel = editor.locator("[data-doubles]")
    panel.get_by_role("link", name="Coronamaatjes Almere").wait_for()
    assert panel.get_attribute("role") == "status"
    with editor.context.expect_page() as opened:
        panel.get_by_role("link", name="Coronamaatjes Almere").click()
    assert opened.value.locator("#id_slug").input_value() == "coronamaatjes-almere"
    opened.value.close()
    editor.locator("#id_title").fill("iets heel anders")
    panel.get_by_role("link", name="Coronamaatjes Almere").wait_for(state="detached")
    editor.locator("#id_scope").select_option("regionaal")
    assert editor.locator(".field-region").is_visible()
    editor.locator("#id_title").fill("")
    editor.locator("#id_scope").select_option("lokaal")


def test_long_text_says_how_many_characters_are_left(editor, own_site):
    editor.goto(f"{own_site[0]}/beheer/initiatives/initiative/add/")
    text, count = editor.locator("#id_description"), editor.locator(".field-description .text-count")
    expect(count).to_have_text("nog 5.000 van 5.000 tekens")
    text.fill("Een 😀.")
    expect(count).to_have_text("nog 4.994 van 5.000 tekens")
    text.fill("a" * 5_120)
    expect(count).to_have_text("120 tekens te veel: hoogstens 5.000")
    assert (count.get_attribute("aria-live"), len(text.input_value())) == ("polite", 5_120)
