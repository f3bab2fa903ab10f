"""A record that is merged into another: what referred to it refers to the other, its addresses too."""

from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from reversion.models import Revision

from initiatives.actions.deletion import uses_of
from initiatives.actions.merging.merge import merge
from initiatives.models import Approach, Category, Initiative, Organisation, SlugHistory, TargetGroup
from initiatives.revisions.versions import versions_of
from tests.asking import ask
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


def test_initiatives_and_former_slugs_move_to_the_other(no_initiatives):
    old, new = Category.objects.get(slug="taal"), Category.objects.get(slug="werk")
    Category.objects.filter(pk=old.pk).update(slug="taalles")
    Category.objects.filter(pk=old.pk).update(slug="taal")
    made = [make_initiative("een", categories=("taal",)), make_initiative("twee", categories=("taal", "werk"))]
    merge(record=old, into=new)
    assert not Category.objects.filter(pk=old.pk).exists()
    assert {result.slug for result in ask(categorie="werk").search.results} == {"een", "twee"}
    history = SlugHistory.objects.filter(kind="category", slug__in=("taal", "taalles")).order_by("slug")
    assert [(row.slug, row.category) for row in history] == [("taal", new), ("taalles", new)]
    assert [versions_of(initiative).count() for initiative in made] == [1, 1]
    assert (
        Revision.objects.order_by("pk").last().comment
        == "“Taal en basisvaardigheden” samengevoegd met “Werk en inkomen”"
    )


def test_queries_with_the_merged_value_are_redirected(no_initiatives, client):
    old, new = Approach.objects.get(slug="straatwerk"), Approach.objects.get(slug="maatje-of-buddy")
    texts = [finding.text for approach in (new, old) for finding in approach.findings.all()]
    assert old.findings.exists()
    merge(record=old, into=new)
    query = urlencode({"q": "bellen", "aanpak": "straatwerk"})
    response = client.get(f"/initiatieven/?{query}")
    assert (response.status_code, response["Location"]) == (301, "/initiatieven/?q=bellen&aanpak=maatje-of-buddy")
    assert list(new.findings.values_list("text", flat=True)) == texts


def test_nothing_refers_to_a_merged_record_any_more():
    counts = {initiative: initiative.organisations.count() for initiative in Initiative.objects.all()}
    old = max(Organisation.objects.all(), key=lambda organisation: organisation.initiatives.count())
    new = Organisation.objects.exclude(pk=old.pk).exclude(initiatives__in=old.initiatives.all()).first()
    used = set(uses_of(old))
    assert used
    merge(record=old, into=new)
    assert used <= set(uses_of(new))
    assert {initiative: initiative.organisations.count() for initiative in Initiative.objects.all()} == counts


def test_merging_that_would_break_a_rule_changes_nothing():
    group = TargetGroup.objects.filter(children__isnull=False).first()
    sub = TargetGroup.objects.exclude(parent=None).exclude(parent=group).first()
    before = list(TargetGroup.objects.values_list("pk", "parent"))
    with pytest.raises(ValidationError, match="hoogstens twee niveaus"):
        merge(record=group, into=sub)
    assert list(TargetGroup.objects.values_list("pk", "parent")) == before


@pytest.mark.parametrize("other", ["self", "category"])
def test_only_two_records_of_one_kind_are_merged(other):
    group = TargetGroup.objects.first()
    with pytest.raises(ValidationError, match="dezelfde soort"):
        merge(record=group, into=group if other == "self" else Category.objects.first())
