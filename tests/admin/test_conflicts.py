"""Two editors with one record open: nothing is overwritten unseen."""

import re

import pytest
from reversion.models import Version

from initiatives.models import (
    Approach,
    Category,
    Event,
    Initiative,
    Municipality,
    Organisation,
    Province,
    Recommendation,
    Source,
    Synonym,
    TargetGroup,
)
from initiatives.revisions.state import state_of
from tests.admin.forms import address, form_of
from tests.factories import make_initiative
from tests.proof import sample

pytestmark = pytest.mark.django_db

# A text of each kind of record that every editor can change, which no other rule restricts.
TEXTS = {
    TargetGroup: "description",
    Category: "description",
    Approach: "description",
    Organisation: "website",
    Municipality: "population",
    Province: "name",
    Source: "description",
    Recommendation: "text",
    Synonym: "also",
    Initiative: "description",
}
VALUES = {"website": ["https://een.example.org/", "https://twee.example.org/"], "population": ["111", "222"]}


def values(field):
    return VALUES.get(field, ["De eerste", "De tweede"])


def hidden(page):
    return re.search(r'name="_held" value="([^"]+)"', page.content.decode())[1]


def is_conflict(response):
    return response.status_code == 200 and "intussen gewijzigd." in response.content.decode()


def versions(record):
    return Version.objects.get_for_object(record).count()


@pytest.mark.parametrize(
    ("model", "field"), sample(TEXTS.items(), 3), ids=lambda value: getattr(value, "__name__", value)
)
def test_second_of_two_editors_sees_both_texts_and_chooses(editor, model, field):
    record = model.objects.first()
    url = address(model, "change", record.pk)
    first, second = ({**form_of(editor.get(url)), field: value} for value in values(field))
    assert editor.post(url, first).status_code == 302
    after_first = state_of(model.objects.get(pk=record.pk))
    page = editor.post(url, second)
    assert is_conflict(page)
    assert state_of(model.objects.get(pk=record.pk)) == after_first
    theirs, mine = values(field)
    shown = page.content.decode()
    assert f'<div class="text">{theirs}</div>' in shown
    assert mine in re.sub("<del>.*?</del>|</?ins>", "", shown)
    unanswered = editor.post(url, {"_held": hidden(page)})
    assert "Kies bij elk veld welke tekst blijft." in unanswered.content.decode()
    assert editor.post(url, {"_held": hidden(page), f"keuze-{field}": "mijn"}).status_code == 302
    chosen = state_of(model.objects.get(pk=record.pk))
    assert {name for name in chosen if chosen[name] != after_first[name]} == {field}
    assert str(chosen[field]).strip("[]'") == values(field)[1]


def test_keeping_the_other_text_changes_nothing(editor):
    record = make_initiative()
    url = address(Initiative, "change", record.pk)
    opened = form_of(editor.get(url))
    editor.post(url, {**opened, "description": "De eerste"})
    page = editor.post(url, {**opened, "description": "De tweede"})
    before = versions(record)
    response = editor.post(url, {"_held": hidden(page), "keuze-description": "andere"}, follow=True)
    assert "is niet gewijzigd" in response.content.decode()
    assert (Initiative.objects.get(pk=record.pk).description, versions(record)) == ("De eerste", before)


def test_what_only_one_of_both_changed_is_told_apart(editor):
    record = make_initiative()
    url = address(Initiative, "change", record.pk)
    opened = form_of(editor.get(url))
    # The first version of a record made in a test: without it nobody knows what the second editor had seen.
    assert editor.post(url, {**opened, "summary": "Samengevat."}).status_code == 302
    opened = form_of(editor.get(url))
    organisation = Organisation.objects.first()
    editor.post(url, {**opened, "description": "De eerste", "organisations": [organisation.pk]})
    page = editor.post(url, {**opened, "lessons": "De tweede", "lessons_locator": "blz. 2"})
    shown = page.content.decode()
    assert is_conflict(page)
    assert set(re.findall(r'name="keuze-(\w+)"', shown)) == {"lessons", "lessons_locator"}
    assert shown.count("checked") == 2
    assert (
        editor.post(url, {"_held": hidden(page), "keuze-lessons": "mijn", "keuze-lessons_locator": "mijn"}).status_code
        == 302
    )
    merged = Initiative.objects.get(pk=record.pk)
    assert (merged.description, merged.lessons, merged.organisations.get()) == ("De eerste", "De tweede", organisation)


def test_saving_again_what_was_opened_earlier_changes_nothing(editor):
    record = make_initiative()
    url = address(Initiative, "change", record.pk)
    editor.post(url, {**form_of(editor.get(url)), "summary": "Samengevat."})
    opened = form_of(editor.get(url))
    editor.post(url, {**opened, "description": "De eerste"})
    before = state_of(Initiative.objects.get(pk=record.pk)), versions(record)
    response = editor.post(url, opened, follow=True)
    assert "is niet gewijzigd" in response.content.decode()
    assert (state_of(Initiative.objects.get(pk=record.pk)), versions(record)) == before


@pytest.mark.parametrize("model", sample(TEXTS, 3), ids=lambda model: model.__name__)
def test_unchanged_save_leaves_no_trace(editor, model):
    record = model.objects.first()
    url = address(model, "change", record.pk)
    traces = Version.objects.count(), Event.objects.count(), model.objects.filter(pk=record.pk).values().get()
    response = editor.post(url, form_of(editor.get(url)), follow=True)
    assert f"“{record}” is niet gewijzigd" in response.context["messages"]._loaded_data[0].message
    after = Version.objects.count(), Event.objects.count(), model.objects.filter(pk=record.pk).values().get()
    assert after == traces


def test_line_ends_of_a_browser_are_no_change(editor):
    record = make_initiative(description="Een regel.\nNog een.")
    url = address(Initiative, "change", record.pk)
    response = editor.post(url, {**form_of(editor.get(url)), "description": "Een regel.\r\nNog een."}, follow=True)
    assert "is niet gewijzigd" in response.content.decode()
    editor.post(url, {**form_of(editor.get(url)), "description": "Een regel.\r\nEn nog een."})
    assert Initiative.objects.get(pk=record.pk).description == "Een regel.\nEn nog een."


def test_relations_and_parts_are_guarded_too(editor):
    record = make_initiative()
    url = address(Initiative, "change", record.pk)
    opened = form_of(editor.get(url))
    category = Category.objects.get(slug="taal")
    editor.post(url, {**opened, "categories": [category.pk]})
    page = editor.post(url, {**opened, "mentions-0-printed_name": "Anders gedrukt"})
    assert is_conflict(page)
    mention = record.mentions.get()
    names = set(re.findall(r'name="keuze-([\w:]+)"', page.content.decode()))
    assert f"mentions:{mention.pk}" in names
    choices = {f"keuze-{name}": "mijn" if "mentions" in name else "andere" for name in names}
    assert editor.post(url, {"_held": hidden(page), **choices}).status_code == 302
    assert record.mentions.get().printed_name == "Anders gedrukt"
    assert list(record.categories.all()) == [category]


def test_part_that_somebody_else_removed_is_not_lost_and_no_server_error(editor):
    record = make_initiative()
    mention = record.mentions.get()
    url = address(Initiative, "change", record.pk)
    opened = form_of(editor.get(url))
    mention.delete()
    page = editor.post(url, {**opened, "mentions-0-printed_name": "Toch nog"})
    assert is_conflict(page)
    (name,) = set(re.findall(r'name="keuze-(mentions:\d+)"', page.content.decode()))
    assert editor.post(url, {"_held": hidden(page), f"keuze-{name}": "mijn"}).status_code == 302
    assert record.mentions.get().printed_name == "Toch nog"


def test_third_change_while_choosing_asks_again(editor):
    record = make_initiative()
    url = address(Initiative, "change", record.pk)
    opened = form_of(editor.get(url))
    editor.post(url, {**opened, "description": "De eerste"})
    page = editor.post(url, {**opened, "description": "De tweede"})
    editor.post(url, {**form_of(editor.get(url)), "description": "De derde"})
    again = editor.post(url, {"_held": hidden(page), "keuze-description": "mijn"})
    assert is_conflict(again)
    assert '<div class="text">De derde</div>' in again.content.decode()
    assert Initiative.objects.get(pk=record.pk).description == "De derde"


@pytest.mark.parametrize("held", ["", "x", "abc:def:ghi"])
def test_held_change_that_is_not_ours_is_refused(editor, held):
    url = address(Initiative, "change", make_initiative().pk)
    assert editor.post(url, {"_held": held, "keuze-description": "mijn"}).status_code == 400


def test_held_change_of_one_editor_cannot_be_sent_by_another(editor, signed_in):
    record = make_initiative()
    url = address(Initiative, "change", record.pk)
    opened = form_of(editor.get(url))
    editor.post(url, {**opened, "description": "De eerste"})
    held = hidden(editor.post(url, {**opened, "description": "De tweede"}))
    other = signed_in("eindredacteur")
    assert other.post(url, {"_held": held, "keuze-description": "mijn"}).status_code == 400
