"""The form of an initiative: its order, what it fills in, what it makes, and its hints."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from initiatives.actions.log import log
from initiatives.admin.hints import HINTS
from initiatives.checking.rules import COMPLETE, TEXTUAL
from initiatives.choices import EventKind
from initiatives.models import Event, Initiative, KeptInput, Mention, Municipality, Organisation, Source
from initiatives.models.publication import RULES
from initiatives.revisions.versions import versions_of
from tests.admin.forms import address, errors, form_of, save
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db

ADD = address(Initiative, "add")
ASKED = {"app_label": "initiatives", "model_name": "initiative"}


def offered(editor, field, term):
    response = editor.get("/beheer/autocomplete/", ASKED | {"field_name": field, "term": term})
    return [row["text"] for row in response.json()["results"]]


def open_fields(response):
    """The names of the fields that are not folded and that apply to a local initiative."""
    adminform, inlines = response.context["adminform"], response.context["inline_admin_formsets"]
    fieldsets = [fieldset for fieldset in adminform if not fieldset.is_collapsible]
    for inline in inlines:
        forms = [] if inline.is_collapsible else list(inline)[:-1]  # the last one is empty, to copy
        fieldsets += [fieldset for form in forms for fieldset in form if not fieldset.is_collapsible]
    fields = [field for fieldset in fieldsets for line in fieldset for field in line]
    names = [field.field["name"] if field.is_readonly else field.field.name for field in fields]
    return [name for name in names if name not in ("region", "new_organisation", "missing")]  # hidden, hidden, a list


def test_normal_initiative_has_twelve_fields_in_the_order_of_thinking(editor):
    assert open_fields(editor.get(ADD)) == [
        "title",
        "summary",
        "description",
        "scope",
        "municipalities",
        "target_groups",
        "categories",
        "approaches",
        "organisations",
        "status",
        "source",
        "locator",
    ]


def test_what_is_known_is_open_once_anything_is(editor):
    initiative = make_initiative("een")
    page = address(Initiative, "change", initiative.pk)
    assert "results" not in open_fields(editor.get(page))
    Initiative.objects.filter(pk=initiative.pk).update(results="Veel soep.", results_locator="nr. 1")
    assert "results" in open_fields(editor.get(page))


def test_fold_with_an_error_is_open(editor):
    initiative = make_initiative("een")
    response = save(editor, initiative, results="Veel soep.")
    assert "Vul de vindplaats in van de resultaten." in errors(response)
    assert "results_locator" in open_fields(response)


def test_new_initiative_begins_with_the_source_used_last(editor):
    account = User.objects.get(username="redacteur")
    source = Source.objects.order_by("pk").last()
    initiative = make_initiative("een", source=source.slug)
    log(EventKind.CHANGED, by=account, about=initiative)
    values = form_of(editor.get(ADD))
    assert values["mentions-0-source"] == source.pk
    editor.post(ADD, values | {"title": "Zonder vindplaats", "scope": "onbekend"})
    assert Initiative.objects.get(title="Zonder vindplaats").mentions.count() == 0  # nothing was told of the source
    editor.post(ADD, values | {"title": "Met vindplaats", "scope": "onbekend", "mentions-0-locator": "nr. 9"})
    assert Mention.objects.get(initiative__title="Met vindplaats").source == source


def test_municipal_editor_of_one_municipality_begins_with_it(signed_in):
    assert form_of(signed_in("gemeenteredacteur", "eva", ["urk"]).get(ADD))["municipalities"] == [
        Municipality.objects.get(slug="urk").pk
    ]
    assert not form_of(signed_in("gemeenteredacteur", "els", ["urk", "almere"]).get(ADD)).get("municipalities")


@pytest.mark.parametrize(
    ("field", "term", "first"),
    [
        ("municipalities", "GM0518", "Den Haag"),
        ("municipalities", "'s-Gravenh", "Den Haag"),
        ("municipalities", "Amersfroot", "Amersfoort"),
        ("target_groups", "bejaarden", "Ouderen"),
        ("approaches", "buddy", "Maatje of buddy"),
        ("organisations", "stichting super sociaal", "Super Sociaal"),
    ],
)
def test_fields_know_codes_old_names_synonyms_and_typing_errors(editor, field, term, first):
    assert offered(editor, field, term)[0] == first


def test_unknown_organisation_can_be_made_by_who_may(editor, signed_in):
    assert offered(editor, "organisations", "Buurtsupport  Oost") == ["Maak “Buurtsupport Oost” aan"]
    assert "aan" not in " ".join(offered(editor, "organisations", "SUPER sociaal"))
    assert offered(editor, "target_groups", "Buurtsupport") == []
    assert offered(signed_in("gemeenteredacteur", "eva", ["urk"]), "organisations", "Buurtsupport") == []


@pytest.mark.parametrize("chosen", [{"organisations": ["nieuw:Buurtsupport"]}, {"new_organisation": "  Buurtsupport "}])
def test_organisation_is_made_with_the_initiative(editor, chosen):
    editor.post(ADD, form_of(editor.get(ADD)) | {"title": "Soepfiets", "scope": "onbekend"} | chosen)
    organisation = Initiative.objects.get(title="Soepfiets").organisations.get()
    assert (organisation.name, organisation.slug) == ("Buurtsupport", "buurtsupport")
    assert versions_of(organisation).count() == 1
    assert Event.objects.filter(model="organisation", object_id=organisation.pk, kind="toegevoegd").count() == 1


def test_organisation_that_is_known_is_not_made_again(editor):
    number = Organisation.objects.count()
    chosen = {"organisations": ["nieuw:stichting super sociaal"], "new_organisation": "SUPER SOCIAAL"}
    editor.post(ADD, form_of(editor.get(ADD)) | {"title": "Soepfiets", "scope": "onbekend"} | chosen)
    assert [row.name for row in Initiative.objects.get(title="Soepfiets").organisations.all()] == ["Super Sociaal"]
    assert Organisation.objects.count() == number


def test_slug_of_an_organisation_is_free(editor):
    Organisation.objects.create(slug="buurtsupport", name="Iets anders")
    chosen = {"organisations": ["nieuw:Buurtsupport"]}
    editor.post(ADD, form_of(editor.get(ADD)) | {"title": "Soepfiets", "scope": "onbekend"} | chosen)
    assert Organisation.objects.get(name="Buurtsupport").slug == "buurtsupport-2"


def test_name_that_is_too_long_is_an_error_at_its_field(editor):
    chosen = {"title": "Soepfiets", "scope": "onbekend", "organisations": [f"nieuw:{'x' * 151}"]}
    response = editor.post(ADD, form_of(editor.get(ADD)) | chosen)
    assert "new_organisation" in response.context["adminform"].form.errors
    assert not Initiative.objects.filter(title="Soepfiets").exists()


def test_organisation_stays_chosen_when_the_form_has_an_error_and_is_put_back(editor):
    values = form_of(editor.get(ADD)) | {"title": "", "organisations": ["nieuw:Buurtsupport"]}
    response = editor.post(ADD, values)
    organisation = Organisation.objects.get(name="Buurtsupport")
    assert response.context["adminform"].form["organisations"].value() == [str(organisation.pk)]
    kept = KeptInput.objects.create(
        user=User.objects.get(username="redacteur"),
        key="1" * 16,
        model="initiative",
        values={"title": ["Soep"], "organisations": ["nieuw:Nog een", str(organisation.pk)]},
        saved_at=timezone.now(),
    )
    restored = form_of(editor.get(ADD, {"terugzetten": kept.key}))
    assert (restored["organisations"], restored["new_organisation"]) == ([str(organisation.pk)], "Nog een")


def test_who_may_not_add_organisations_cannot_by_a_forged_form(signed_in):
    editor = signed_in("gemeenteredacteur", "eva", ["urk"])
    number = Organisation.objects.count()
    values = form_of(editor.get(ADD)) | {"title": "Soepfiets"}
    assert editor.post(ADD, values | {"organisations": ["nieuw:Buurtsupport"]}).status_code == 400
    editor.post(ADD, values | {"new_organisation": "Buurtsupport"})
    assert Organisation.objects.count() == number


def test_proposal_can_name_a_new_organisation(signed_in):
    initiative = make_initiative("een")
    save(signed_in("redacteur", "bram"), initiative, organisations=["nieuw:Buurtsupport"])
    assert Organisation.objects.filter(name="Buurtsupport").exists()
    assert initiative.organisations.count() == 0


def test_saving_tells_of_hints_and_the_form_shows_them(editor):
    initiative = make_initiative("een")
    texts = {"results": "De gemeente wil meer.", "results_locator": "nr. 1"}
    response = save(editor, initiative, summary="Zij faciliteren nu ontmoeting.", **texts)
    follow = editor.get(response.headers["Location"]).content.decode()
    assert "zijn er" in follow
    assert "tips" in follow
    page = editor.get(address(Initiative, "change", initiative.pk))
    hints = {(hint.anchor, hint.text.split()[0]) for hint in page.context["hints"]}
    assert hints == {("id_summary", "Moeilijk"), ("id_summary", "“nu”"), ("id_results", "“wil”")}
    initiative.refresh_from_db()
    assert initiative.results == "De gemeente wil meer."


def test_every_rule_for_texts_has_a_hint_in_dutch():
    at_its_field = {"mention without locator", "summary over 300 characters"}
    assert HINTS.keys() == {*COMPLETE, *TEXTUAL} - RULES.keys() - at_its_field
