"""Rules that data must obey hold in the database itself, and say in Dutch what is wrong."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from initiatives.models import (
    Category,
    Initiative,
    Link,
    Mention,
    Municipality,
    Organisation,
    Province,
    SlugHistory,
    Source,
    TargetGroup,
)
from initiatives.models.base import CatalogueModel
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


def refused(change) -> str:
    """The database's own message when it refuses a change."""

    @transaction.atomic
    def change_and_check():
        change()
        connection.check_constraints()

    with pytest.raises(IntegrityError) as caught:
        change_and_check()
    return str(caught.value)


@pytest.mark.parametrize(
    ("model", "change", "constraint"),
    [
        (Province, {"code": "NL24"}, "province_code"),
        (Province, {"slug": "Fout Slug"}, "province_slug"),
        (Province, {"name": ""}, "province_name"),
        (Municipality, {"code": "GM34"}, "municipality_code"),
        (Municipality, {"slug": "a--b"}, "municipality_slug"),
        (Municipality, {"name": ""}, "municipality_name"),
        (Municipality, {"valid_from": date(2021, 1, 1), "valid_until": date(2020, 1, 1)}, "municipality_period"),
        (Municipality, {"latitude": 49, "longitude": 5}, "municipality_location"),
        (TargetGroup, {"slug": "-a"}, "target_group_slug"),
        (TargetGroup, {"name": ""}, "target_group_name"),
        (TargetGroup, {"attention": "veel"}, "target_group_attention"),
        (Category, {"slug": "É"}, "category_slug"),
        (Category, {"name": ""}, "category_name"),
        (Organisation, {"slug": "a_b"}, "organisation_slug"),
        (Organisation, {"name": ""}, "organisation_name"),
        (Organisation, {"kind": "kerk"}, "organisation_kind"),
        (Source, {"slug": "a/b"}, "source_slug"),
        (Source, {"title": ""}, "source_title"),
        (Source, {"precision": "eeuw"}, "source_precision"),
        (Initiative, {"slug": "Hoofd"}, "initiative_slug"),
        (Initiative, {"title": ""}, "initiative_title"),
        (Initiative, {"scope": "mondiaal"}, "initiative_scope"),
        (Initiative, {"phase": "later"}, "initiative_phase"),
        (Initiative, {"origin": "oud"}, "initiative_origin"),
        (Initiative, {"status": "weg"}, "initiative_status"),
        (Initiative, {"channels": ["telepathie"]}, "initiative_channels"),
        (Initiative, {"region": "Twente", "scope": "lokaal"}, "initiative_region"),
        (Initiative, {"region": "", "scope": "regionaal"}, "initiative_region"),
        (Initiative, {"started": date(2021, 1, 1), "ended": date(2020, 1, 1)}, "initiative_period"),
        (Initiative, {"published_at": None}, "initiative_published"),
        (Initiative, {"summary": ""}, "initiative_published"),
        (Mention, {"locator": ""}, "mention_locator"),
        (Link, {"url": "ftp://voorbeeld.nl"}, "link_url"),
        (Link, {"label": ""}, "link_label"),
        (Link, {"kind": "boek"}, "link_kind"),
    ],
)
def test_database_refuses(model, change, constraint):
    row = model.objects.order_by("pk").first()
    message = refused(lambda: model.objects.filter(pk=row.pk).update(**change))
    assert f'"{constraint}"' in message


@pytest.mark.parametrize("model", list(apps.get_app_config("initiatives").get_models()))
def test_every_own_constraint_has_a_dutch_message(model):
    own = [constraint for constraint in model._meta.constraints if issubclass(model, CatalogueModel)]
    assert [
        constraint.name
        for constraint in own
        if constraint.violation_error_message == constraint.default_violation_error_message
    ] == []


def test_full_clean_says_in_dutch_what_the_database_would_refuse():
    initiative = make_initiative(started=date(2020, 5, 1))
    initiative.ended = date(2020, 4, 1)
    with pytest.raises(ValidationError) as caught:
        initiative.full_clean()
    assert caught.value.messages == ["Een initiatief kan niet gestopt zijn voordat het begon."]


def test_target_groups_have_two_levels():
    child = TargetGroup.objects.get(slug="kwetsbare-ouderen")
    message = "Doelgroepen hebben hoogstens twee niveaus."
    grandchild = TargetGroup(slug="te-diep", name="Te diep", parent=child)
    assert message in refused(grandchild.save)
    with pytest.raises(ValidationError, match=message):
        grandchild.full_clean()


def test_target_group_with_children_cannot_become_a_child():
    group = TargetGroup.objects.get(slug="ouderen")
    parent = TargetGroup.objects.get(slug="kinderen")
    assert "twee niveaus" in refused(lambda: TargetGroup.objects.filter(pk=group.pk).update(parent=parent))


def test_categories_are_24_at_most():
    room = 24 - Category.objects.count()
    Category.objects.bulk_create(Category(slug=f"extra-{n}", name=f"Extra {n}") for n in range(room))
    one_more = Category(slug="te-veel", name="Te veel")
    assert "hoogstens 24" in refused(one_more.save)
    with pytest.raises(ValidationError, match="hoogstens 24"):
        one_more.full_clean()


def test_local_initiative_needs_a_municipality():
    initiative = make_initiative()
    assert "minstens één gemeente" in refused(initiative.municipalities.clear)


def test_national_initiative_has_no_municipality():
    initiative = make_initiative(scope="landelijk")
    almere = Municipality.objects.get(slug="almere")
    assert "heeft geen gemeenten" in refused(lambda: initiative.municipalities.add(almere))


def test_scope_cannot_change_away_from_its_places():
    initiative = make_initiative()
    change = Initiative.objects.filter(pk=initiative.pk)
    assert "heeft geen gemeenten" in refused(lambda: change.update(scope="landelijk"))


def test_mention_and_link_stand_once():
    mention = Mention.objects.first()
    mention.pk = None
    assert "mention_once" in refused(mention.save)
    link = Link.objects.first()
    link.pk = None
    assert "link_once" in refused(link.save)


def test_slug_history_has_one_target_at_most():
    almere, group = Municipality.objects.get(slug="almere"), TargetGroup.objects.get(slug="ouderen")
    both = SlugHistory(kind="municipality", slug="oud", municipality=almere, target_group=group)
    other = SlugHistory(kind="category", slug="oud", municipality=almere)
    unknown = SlugHistory(kind="source", slug="oud")
    assert ["slug_history_target" in refused(row.save) for row in (both, other, unknown)] == [True] * 3


@pytest.mark.parametrize(
    "model", [model for model in apps.get_app_config("initiatives").get_models() if issubclass(model, CatalogueModel)]
)
def test_natural_key_finds_the_row_again(model):
    row = model.objects.first() or SlugHistory.objects.create(
        kind="municipality", slug="oud", municipality=Municipality.objects.first()
    )
    assert model.objects.get_by_natural_key(*row.natural_key()) == row


def test_natural_key_of_the_wrong_length_does_not_exist():
    with pytest.raises(Mention.DoesNotExist):
        Mention.objects.get_by_natural_key("alleen-dit")
