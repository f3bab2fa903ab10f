"""How long a text may be, and which addresses a record may have: in forms and in the database."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from initiatives.admin.rights import MAX_PARTS
from initiatives.models import Category, Initiative, Organisation, Source
from initiatives.models.texts import MAX_ITEMS, MAX_TEXT, NO_WEB_ADDRESS, TOO_MANY
from tests.admin.forms import errors, save
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db

LONG = "a" * MAX_TEXT


def test_text_up_to_the_limit_is_saved_and_a_longer_one_is_an_error_at_its_field(editor):
    record = make_initiative(status="draft")
    assert save(editor, record, description=LONG).status_code == 302
    response = save(editor, record, description=f"{LONG}b")
    assert (response.status_code, len(errors(response))) == (200, 1)
    assert f"{MAX_TEXT} tekens" in response.context["adminform"].form.errors["description"][0]
    assert Initiative.objects.get(pk=record.pk).description == LONG


def test_form_says_the_limit_without_javascript_and_gives_it_to_the_script(editor):
    page = editor.get("/beheer/initiatives/initiative/add/").content.decode()
    assert "in eenvoudige taal. Hoogstens 5.000 tekens." in page
    assert page.count('data-limit="5000"') == 7
    assert 'data-limit="300"' in page
    assert 'maxlength="5000"' not in page


def test_list_with_too_many_lines_is_an_error(editor):
    words = "\n".join(f"woord {number}" for number in range(MAX_ITEMS + 1))
    assert TOO_MANY in errors(save(editor, Category.objects.first(), synonyms=words))


@pytest.mark.parametrize(("model", "field"), [(Organisation, "website"), (Source, "url")])
def test_address_that_no_browser_opens_is_an_error(editor, model, field):
    record = model.objects.first()
    assert len(errors(save(editor, record, **{field: "ftp://example.org/"}))) == 1
    setattr(record, field, "ftp://example.org/")
    with pytest.raises(ValidationError, match=NO_WEB_ADDRESS):
        record.full_clean(validate_constraints=False)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Initiative, {"description": f"{LONG}b"}),
        (Initiative, {"costs": f"{LONG}b", "costs_locator": "p. 1"}),
        (Category, {"synonyms": ["a"] * (MAX_ITEMS + 1)}),
        (Organisation, {"website": "ftp://example.org/"}),
        (Source, {"url": "javascript:alert(1)"}),
    ],
)
def test_database_refuses_what_forms_refuse(model, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=model.objects.first().pk).update(**values)


def test_form_makes_no_more_rows_than_its_limit_whatever_number_it_names(editor):
    record = make_initiative(status="draft")
    response = save(editor, record, title="Nieuwe titel", **{"links-TOTAL_FORMS": 10**6})
    shown = {each.formset.prefix: len(each.formset.forms) for each in response.context["inline_admin_formsets"]}
    assert (response.status_code, shown["links"]) == (200, MAX_PARTS)
    assert any(str(MAX_PARTS) in error for error in errors(response))
    assert Initiative.objects.get(pk=record.pk).title == record.title
