"""The words of the editors' pages: Dutch, and written for people."""

import re

import pytest
from django.contrib import admin
from lxml import html

from initiatives.models import Category, Initiative
from tests.admin.forms import address, save
from tests.factories import make_initiative
from tests.proof import sample

pytestmark = pytest.mark.django_db

ENGLISH = re.compile(
    r"\b(the|and|with|please|select|add|save|you|this|delete|change|view|search|are|not|home|log out)\b",
    re.IGNORECASE,
)
# Contents of the catalogue, which have English names; and what only programs read.
CONTENTS = (
    "//script|//style|//tbody|//option|//textarea|//svg|//template|//*[@id='changelist-filter']|//h2[@class='record']"
)


def words_of(response):
    root = html.fromstring(response.content)
    for part in root.xpath(CONTENTS):
        part.drop_tree()
    attributes = root.xpath("//@title|//@aria-label|//@placeholder|//@alt|//input[@type='submit']/@value")
    return " ".join([root.text_content(), *attributes])


@pytest.mark.parametrize("model", sample(admin.site._registry, 6), ids=lambda model: model.__name__)
def test_lists_and_forms_are_dutch_and_show_no_objects(editor, model):
    row = model.objects.first()
    pages = [address(model, ""), address(model, "add"), *([address(model, "change", row.pk)] if row else [])]
    for page in pages:
        response = editor.get(page.replace("/initiatives/user", "/auth/user"), follow=True)
        if response.status_code == 200:
            assert not re.search(r"object at 0x|_\w+ object \(\d|&lt;\w+\.\w+", response.content.decode()), page
            title = str(row) if row else ""
            assert ENGLISH.findall(words_of(response).replace(title, "")) == [], page


def test_pages_around_a_record_are_dutch(editor):
    record = make_initiative()
    for page in ("history", "delete"):
        assert ENGLISH.findall(words_of(editor.get(address(Initiative, page, record.pk)))) == []
    response = editor.post(
        "/beheer/initiatives/initiative/", {"action": "delete_selected", "_selected_action": [record.pk]}
    )
    assert ENGLISH.findall(words_of(response)) == []


@pytest.mark.parametrize(("model", "article"), [(Initiative, "Het"), (Category, "De")])
def test_what_was_saved_is_told_with_a_link_to_it(editor, model, article):
    row = model.objects.first()
    response = editor.get(save(editor, row, description="Anders.").url)
    (message,) = html.fromstring(response.content.decode()).find_class("success")
    assert re.fullmatch(
        f"{article} {model._meta.verbose_name} .{row}. is met succes gewijzigd.", message.text_content()
    )
    assert message.xpath("a/@href") == [address(model, "change", row.pk)]
