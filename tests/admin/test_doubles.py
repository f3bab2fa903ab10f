"""Editors see what looks double, while they type, after saving and as a list, and decide about it."""

import re

import pytest

from initiatives.models import Initiative, Municipality, NotDouble
from initiatives.search.index import writer
from tests.admin.forms import address, form_of, save
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db

ADD = address(Initiative, "add")
PANEL, QUEUE = address(Initiative, "dubbel"), "/beheer/dubbel/"


@pytest.fixture
def soup():
    return make_initiative("soep", title="De soepfiets van Almere", summary="Studenten brengen soep rond.")


@pytest.fixture
def again():
    return make_initiative("nog-eens", title="Soepfiets", summary="Soep van studenten.", status="draft")


def panel(editor, **values):
    return editor.get(PANEL, values).content.decode()


def pair(*initiatives):
    return "-".join(str(initiative.pk) for initiative in initiatives)


def test_panel_shows_what_looks_like_what_is_typed(editor, soup):
    almere = Municipality.objects.get(slug="almere").pk
    found = panel(editor, titel="soep-fiets", gemeente=almere, samenvatting="Soep")
    assert f'href="{address(Initiative, "change", soup.pk)}"' in found
    assert "de titel lijkt erop, dezelfde plaats" in found
    assert panel(editor, titel="soep-fiets", gemeente=almere, zelf=soup.pk).strip() == ""


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"titel": " "},
        {"titel": "Zz", "gemeente": ["x", "99999999999999999999", "²"], "bereik": "overal", "zelf": "-1"},
        {"titel": "z" * 2_000, "link": ["https://[half", "x"] * 30, "zelf": "1" * 30},
    ],
)
def test_panel_leaves_out_what_makes_no_sense(editor, values):
    response = editor.get(PANEL, values)
    assert (response.status_code, response.content.strip()) == (200, b"")


def test_municipal_editor_sees_no_drafts_of_others(signed_in, soup):
    hidden = make_initiative("elders", title="De soepfiets", municipalities=("urk",), status="draft")
    public = make_initiative("openbaar", title="Met de soepfiets op pad", municipalities=("urk",))
    editor = signed_in("gemeenteredacteur", "eva", ["almere"])
    found = panel(editor, titel="Soepfiets", gemeente=Municipality.objects.get(slug="urk").pk)
    assert soup.title in found
    assert f'href="{public.get_absolute_url()}"' in found
    assert f"/{hidden.pk}/" not in found
    response = editor.post(QUEUE, {"paar": pair(soup, hidden), "niet-dubbel": "ja"})
    assert (response.status_code, NotDouble.objects.count()) == (403, 0)


def test_form_shows_the_panel_without_a_script(editor, soup, again):
    page = editor.get(address(Initiative, "change", again.pk)).content.decode()
    assert "Lijkt op" in page
    assert f'href="{address(Initiative, "change", soup.pk)}"' in page


def test_saving_says_that_it_looks_like_another(editor, soup):
    almere = Municipality.objects.get(slug="almere").pk
    values = form_of(editor.get(ADD)) | {"title": "Soepfiets", "municipalities": [almere]}
    response = editor.post(ADD, values, follow=True)
    assert "dit lijkt op" in response.content.decode()
    made = Initiative.objects.get(title="Soepfiets")
    response = save(editor, made, description="Iets anders.")
    assert "dit lijkt op" not in editor.get(response.headers["Location"]).content.decode()


def test_list_has_both_sides_and_the_reasons(editor, soup, again):
    page = editor.get(QUEUE).content.decode()
    assert page.index(soup.title) < page.index("Soep van studenten.")
    assert "Waarschijnlijk dubbel" in editor.get("/beheer/").content.decode()


def test_list_of_many_pairs_has_a_link_to_the_next_page_only(editor, no_initiatives):
    rows = [
        make_initiative(f"{letter}-{number}", title=f"Zing {letter * 7}", summary=letter * 9, searchable=False)
        for letter in "abcdefghijklmnopqrstuvw"
        for number in range(2)
    ]
    writer.reindex(Initiative.objects.filter(pk__in=[row.pk for row in rows]))
    text = editor.get(QUEUE).content.decode()
    assert "Bladzijde 1 van 2" in text
    assert re.findall(r'href="(\?p=[0-9])"', text) == ["?p=2"]


def test_list_leads_to_what_merging_a_pair_would_do(editor, soup, again):
    shown = editor.get(QUEUE).context["pairs"][0]
    for url, record, into in shown["merges"]:
        response = editor.get(url)
        assert (response.context["record"], response.context["into"]) == (record, into)


def test_editor_tells_a_pair_apart_and_takes_it_back(editor, soup, again):
    editor.post(QUEUE, {"paar": pair(again, soup), "niet-dubbel": "ja"})
    said = NotDouble.objects.get()
    page = editor.get(QUEUE).content.decode()
    assert "Soep van studenten." not in page
    assert "Toch misschien dubbel" in page
    assert "Lijkt op" not in editor.get(address(Initiative, "change", again.pk)).content.decode()
    editor.post(QUEUE, {"terug": said.pk})
    assert "Soep van studenten." in editor.get(QUEUE).content.decode()


def test_pair_of_one_project_leads_to_each_other(editor, soup, again):
    editor.post(QUEUE, {"paar": pair(again, soup), "zelfde-project": "ja"})
    assert soup.same_project == [again]
    assert "Soep van studenten." not in editor.get(QUEUE).content.decode()
    assert "hoort bij hetzelfde project" in panel(editor, titel="Soepfiets", zelf=again.pk)


def test_who_may_not_publish_does_not_change_a_public_page(signed_in, soup, again):
    writer = signed_in("redacteur", "bram")
    assert writer.post(QUEUE, {"paar": pair(soup, again), "zelfde-project": "ja"}).status_code == 403
    assert soup.same_project == []


@pytest.mark.parametrize(
    "data", [{}, {"paar": "1"}, {"paar": "1-x", "niet-dubbel": "ja"}, {"paar": "1-2-3"}, {"paar": "9999999999-1"}]
)
def test_decision_without_a_pair_is_refused(editor, data):
    assert editor.post(QUEUE, data).status_code == 400


@pytest.mark.parametrize("data", [{"paar": "999999999-1"}, {"paar": "1-1"}, {"terug": "x"}, {"terug": "7"}])
def test_decision_about_what_is_not_there_is_refused(editor, data):
    assert editor.post(QUEUE, data).status_code == 403


def test_deleting_an_initiative_forgets_what_was_said_of_it(editor, soup, again):
    editor.post(QUEUE, {"paar": pair(soup, again), "niet-dubbel": "ja"})
    editor.post(address(Initiative, "delete", again.pk), {"post": "yes"})
    assert NotDouble.objects.count() == 0
