"""Slugs that were given out are kept by the database itself, whatever the way in which they change."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from initiatives.models import Approach, Category, Initiative, Municipality, Province, SlugHistory, Source, TargetGroup
from initiatives.models.base import TAKEN
from initiatives.models.history import TARGETS
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


def made(model, slug):
    """A new thing of a kind."""
    if model is Initiative:
        return make_initiative(slug, searchable=False)
    values = {"name": slug.capitalize()}
    if model is Approach:
        values["summary"] = "Wat er gedaan is."
    if model is Municipality:
        codes = Municipality.objects.filter(code__gte="GM9000").count()
        values |= {"code": f"GM{9000 + codes}", "official_name": slug, "province": Province.objects.first()}
    if model is Category:
        Category.objects.order_by("pk").first().delete()  # there is room for 24
    return model.objects.create(slug=slug, **values)


def rename(thing, slug):
    type(thing).objects.filter(pk=thing.pk).update(slug=slug)


def past(model):
    """The history of a kind: each slug with the key of what it belongs to."""
    return dict(SlugHistory.objects.filter(kind=TARGETS[model]).values_list("slug", TARGETS[model]))


@pytest.fixture(params=TARGETS, ids=TARGETS.values())
def model(request):
    return request.param


def test_every_name_of_before_leads_to_the_thing(model):
    thing = made(model, "een")
    before = past(model)
    rename(thing, "twee")
    rename(thing, "drie")
    assert past(model) == {**before, "een": thing.pk, "twee": thing.pk}
    rename(thing, "een")
    assert past(model) == {**before, "twee": thing.pk, "drie": thing.pk}


def test_past_of_another_is_refused_in_the_same_words_by_form_and_database(model):
    thing, other = made(model, "een"), made(model, "ander")
    rename(thing, "twee")
    other.slug = "een"
    for taken in (other, model(slug="een")):
        with pytest.raises(ValidationError) as caught:
            taken.validate_unique()
        assert caught.value.message_dict == {"slug": [TAKEN]}
    with pytest.raises(IntegrityError, match=TAKEN), transaction.atomic():
        rename(other, "een")
    with pytest.raises(IntegrityError, match=TAKEN), transaction.atomic():
        made(model, "een")
    thing.slug = "een"
    thing.validate_unique()


def test_deleted_thing_leaves_its_addresses(model):
    thing = made(model, "een")
    rename(thing, "twee")
    before = past(model)
    thing.delete()
    connection.check_constraints()
    code = {thing.code.lower(): None} if model is Municipality else {}
    assert past(model) == {**before, "een": None, "twee": None, **code}
    for slug in ("een", "twee"):
        with pytest.raises(IntegrityError, match=TAKEN), transaction.atomic():
            made(model, slug)


def test_past_of_one_kind_is_free_for_another():
    rename(made(TargetGroup, "een"), "twee")
    assert made(Category, "een").pk


def test_slug_in_use_is_no_past(model):
    thing, other = made(model, "een"), made(model, "ander")
    with pytest.raises(IntegrityError, match="nu in gebruik"), transaction.atomic():
        SlugHistory.objects.create(kind=TARGETS[model], slug="een", **{TARGETS[model]: other})
    assert thing.slug not in past(model)


@pytest.mark.parametrize("status", ["draft", "review", "archived"])
def test_initiative_that_was_never_public_leaves_nothing(status):
    draft = make_initiative("een", status=status)
    rename(draft, "twee")
    draft.delete()
    assert past(Initiative) == {}
    assert make_initiative("een").pk != make_initiative("twee").pk


def test_initiative_that_was_public_once_leaves_its_addresses():
    withdrawn = make_initiative("een")
    Initiative.objects.filter(pk=withdrawn.pk).update(status="draft")
    rename(withdrawn, "twee")
    withdrawn.delete()
    assert past(Initiative) == {"een": None, "twee": None}


@pytest.mark.parametrize(
    ("model", "change", "message"),
    [
        (Province, {"slug": "elders"}, "Het webadres van een provincie verandert niet."),
        (Source, {"slug": "elders"}, "Het webadres van een bron verandert niet."),
        (Municipality, {"code": "GM9999"}, "De CBS-code van een gemeente verandert niet."),
        (Initiative, {"status": "draft", "published_at": None}, "houdt zijn datum van publicatie."),
        (Municipality, {"slug": "gm0034"}, "municipality_slug_no_code"),
    ],
)
def test_what_addresses_rest_on_does_not_change(model, change, message):
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        model.objects.filter(pk=model.objects.first().pk).update(**change)
