"""Two initiatives become one: what is united, what the editor chooses, what is refused, and what undoing says."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from initiatives.actions.merging.merge import OutdatedPlanError, merge
from initiatives.actions.merging.moves import Outcome
from initiatives.actions.merging.plan import plan_merger
from initiatives.actions.merging.undo import forget_old, plan_undoing, undo
from initiatives.actions.proposing import propose
from initiatives.models import (
    Approach,
    Category,
    Finding,
    Illustration,
    Initiative,
    Link,
    Mention,
    Merger,
    Recommendation,
    SeeAlso,
    Source,
    TargetGroup,
)
from initiatives.models.publication import Facts, missing_for_publication
from tests.factories import make_initiative

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_initiatives")]


@pytest.fixture
def pair():
    """An initiative that goes and one that stays."""
    return make_initiative("gaat"), make_initiative("blijft")


def again(row):
    return type(row).objects.get(pk=row.pk)


def test_what_both_have_stays_once_and_nothing_of_one_is_lost(pair):
    goes, stays = pair
    third, source = make_initiative("derde"), Source.objects.first()
    for initiative, name in ((goes, "Zoals gedrukt"), (stays, "")):
        Mention.objects.create(initiative=initiative, source=source, locator="blz. 3", printed_name=name)
        Link.objects.create(initiative=initiative, url="https://samen.example.org/", label=f"Van {initiative.slug}")
        SeeAlso.objects.create(initiative=third, other=initiative)
    Link.objects.create(initiative=goes, url="https://alleen.example.org/", label="Alleen")
    SeeAlso.objects.create(initiative=goes, other=stays)
    recommendation = Recommendation.objects.first()
    Illustration.objects.create(initiative=goes, recommendation=recommendation, why="Zo kan het.")
    Illustration.objects.create(initiative=stays, recommendation=recommendation)
    finding = Finding.objects.create(approach=Approach.objects.first(), number=80, text="Een zin.")
    finding.initiatives.set([goes, stays])
    plan = plan_merger(goes, stays)
    (label,) = [move.left for move in plan.parts(Outcome.DOUBLE) if isinstance(move.row, Link)]
    assert label == {"label": "Van gaat"}
    merge(record=goes, into=stays)
    assert sorted(stays.mentions.values_list("locator", "printed_name")) == [
        ("blz. 3", "Zoals gedrukt"),
        ("nr. blijft", "blijft"),
        ("nr. gaat", "gaat"),
    ]
    assert sorted(stays.links.values_list("label", flat=True)) == ["Alleen", "Van blijft"]
    assert list(third.see_also.all()) == [stays]
    assert not stays.see_also.exists()
    assert stays.illustrations.get().why == "Zo kan het."
    assert list(finding.initiatives.all()) == [stays]


def test_empty_fields_are_filled_and_the_editor_chooses_the_others(pair):
    goes, stays = pair
    texts = {"summary": "Kort.", "results": "Er kwamen 12 buren.", "results_locator": "blz. 4", "phase": "lopend"}
    Initiative.objects.filter(pk=goes.pk).update(**texts, story_figure="12", story_text="buren")
    plan = plan_merger(again(goes), again(stays))
    assert {choice.name: choice.default for choice in plan.choices} == {
        "title": "eigen",
        "summary": "eigen",
        "phase": "ander",
        "results": "ander",
        "story_figure": "ander",
    }
    merge(record=goes, into=stays, answers={"summary": "ander", "story_figure": "eigen"})
    stays = again(stays)
    assert (stays.title, stays.summary, stays.phase) == ("Blijft", "Kort.", "lopend")
    assert (stays.results, stays.results_locator, stays.story_figure) == ("Er kwamen 12 buren.", "blz. 4", "")
    assert (stays.version, stays.slug) == (2, "blijft")


def test_number_of_a_story_that_the_texts_lack_is_not_taken_by_itself(pair):
    goes, stays = pair
    Initiative.objects.filter(pk=goes.pk).update(summary="Voor 40 buren.", story_figure="40", story_text="buren")
    plan = plan_merger(again(goes), again(stays))
    assert plan.answer_to(next(choice for choice in plan.choices if choice.name == "story_figure")) == "eigen"
    with pytest.raises(ValidationError, match="staat niet in de samenvatting"):
        merge(record=goes, into=stays, answers={"story_figure": "ander"})
    assert again(goes).story_figure == "40"


def test_places_of_one_scope_are_united_and_of_two_are_chosen_together():
    goes, stays = make_initiative("gaat", municipalities=("urk",)), make_initiative("blijft")
    country = make_initiative("overal", scope="landelijk")
    merge(record=goes, into=stays)
    assert sorted(stays.municipalities.values_list("slug", flat=True)) == ["almere", "urk"]
    plan = plan_merger(country, stays)
    place = next(choice for choice in plan.choices if choice.name == "scope")
    assert place.fields == ("scope", "region", "municipalities")
    merge(record=country, into=stays, answers={"scope": "ander"})
    stays = again(stays)
    assert (stays.scope, stays.municipalities.count()) == ("landelijk", 0)


def test_more_approaches_than_allowed_are_a_choice():
    goes = make_initiative("gaat", approaches=("straatwerk",))
    stays = make_initiative(
        "blijft",
        approaches=tuple(
            Approach.objects.exclude(slug="straatwerk").filter(target_groups=None).values_list("slug", flat=True)[:3]
        ),
    )
    own = set(stays.approaches.all())
    plan = plan_merger(goes, stays)
    assert next(choice for choice in plan.choices if choice.name == "approaches").default == "eigen"
    merge(record=goes, into=stays)
    assert set(stays.approaches.all()) == own


# The statuses of what goes and what stays, and whether each was ever public; what the address of the first gives then.
STATUSES = [
    (("published", True), ("draft", False), None),
    (("published", True), ("archived", True), None),
    (("archived", True), ("draft", False), None),
    (("published", True), ("published", True), 200),
    (("archived", True), ("published", True), 200),
    (("archived", True), ("archived", True), 410),
    (("draft", False), ("published", True), 404),
    (("review", False), ("draft", False), 404),
]


def test_no_address_is_lost_by_the_statuses(client):
    for number, (*statuses, expected) in enumerate(STATUSES):
        goes, stays = (
            make_initiative(
                f"{name}-{number}",
                status=status,
                published_at=timezone.now() if was_public else None,
                searchable=status == "published",
            )
            for name, (status, was_public) in zip(("gaat", "blijft"), statuses, strict=True)
        )
        if expected is None:
            with pytest.raises(ValidationError, match="andersom"):
                merge(record=goes, into=stays)
            assert Initiative.objects.filter(pk=goes.pk).exists()
        else:
            merge(record=goes, into=stays)
            assert client.get(f"/initiatieven/gaat-{number}/", follow=True).status_code == expected, statuses


def test_merger_that_breaks_a_rule_of_publication_is_refused():
    parent = TargetGroup.objects.filter(approaches__isnull=False, parent=None).first()
    sub = TargetGroup.objects.create(slug="onder", name="Onder", parent=parent)
    other = TargetGroup.objects.exclude(pk__in=[parent.pk, sub.pk]).filter(children=None, parent=None).first()
    approach = parent.approaches.first()
    initiative = make_initiative("een", target_groups=(sub.slug,), approaches=(approach.slug,))
    assert not missing_for_publication(Facts.of(initiative))
    with pytest.raises(ValidationError, match=f"“Een”: Bij de aanpak “{approach}” hoort"):
        merge(record=sub, into=other)
    assert again(initiative).target_groups.get() == sub


def test_approach_keeps_only_the_groups_that_all_its_initiatives_have():
    fixed = Approach.objects.filter(target_groups__isnull=False).first()
    group, other = fixed.target_groups.get(), Approach.objects.get(slug="straatwerk")
    make_initiative("een", target_groups=(group.slug,), approaches=(fixed.slug,))
    two = make_initiative("twee", approaches=(other.slug,))
    merger = merge(record=other, into=fixed)
    assert not fixed.target_groups.exists()
    assert not missing_for_publication(Facts.of(again(two)))
    undo(merger=merger)
    assert list(fixed.target_groups.all()) == [group]


def test_outdated_plan_and_open_proposals_are_refused(pair):
    goes, stays = pair
    seen = plan_merger(goes, stays).digest
    Initiative.objects.filter(pk=stays.pk).update(description="Intussen.")
    with pytest.raises(OutdatedPlanError, match="intussen"):
        merge(record=goes, into=stays, seen=seen)
    propose(record=goes, changes={"title": ("Gaat", "Ga")}, by=None)
    with pytest.raises(ValidationError, match="nog een voorstel open"):
        merge(record=goes, into=stays)
    assert Initiative.objects.count() == 2


def test_changes_after_a_merger_are_named_and_stay():
    goes, stays = Category.objects.get(slug="taal"), Category.objects.get(slug="werk")
    changed, other = (make_initiative(slug, categories=("taal",)) for slug in ("gewijzigd", "gelijk"))
    gone = make_initiative("weg", categories=("taal",))
    merger = merge(record=goes, into=stays)
    changed.categories.set([stays, Category.objects.get(slug="eenzaamheid")])
    gone.delete()
    undoing = plan_undoing(merger)
    assert {(row.title, row.record, *row.labels) for row in undoing.conflicts} == {
        ("Gewijzigd", changed, "categorieën"),
        ("Weg", None, "categorieën"),
    }
    with pytest.raises(ValidationError, match="na het samenvoegen"):
        undo(merger=merger)
    assert not Category.objects.filter(slug="taal").exists()
    undo(merger=merger, partly=True)
    assert list(other.categories.values_list("slug", flat=True)) == ["taal"]
    assert set(changed.categories.values_list("slug", flat=True)) == {"werk", "eenzaamheid"}


def test_mention_that_was_changed_stays_where_it_went(pair):
    goes, stays = pair
    mention, extra = (
        goes.mentions.get(),
        Mention.objects.create(initiative=goes, source=Source.objects.last(), locator="blz. 9"),
    )
    merger = merge(record=goes, into=stays)
    Mention.objects.filter(pk=mention.pk).update(locator="blz. 10")
    back = undo(merger=merger, partly=True)
    assert list(back.mentions.all()) == [extra]
    assert mention in stays.mentions.all()


def test_undoing_is_refused_when_it_cannot_be(pair):
    goes, stays = pair
    third = make_initiative("derde")
    first = merge(record=goes, into=stays)
    second = merge(record=stays, into=third)
    with pytest.raises(ValidationError, match="is daarna opgegaan in “Derde”"):
        undo(merger=first)
    undo(merger=second)
    undo(merger=first)
    with pytest.raises(ValidationError, match="al ongedaan"):
        undo(merger=first)
    third_merger = merge(record=goes, into=stays)
    Merger.objects.filter(pk=third_merger.pk).update(at=timezone.now() - timedelta(days=91))
    with pytest.raises(ValidationError, match="90 dagen"):
        undo(merger=again(third_merger))
    assert forget_old() == 1
    assert set(Merger.objects.all()) == {first, second}


def test_a_relation_that_is_gone_is_told(pair):
    goes, stays = pair
    other = Category.objects.get(slug="taal")
    goes.categories.add(other)
    merger = merge(record=goes, into=stays)
    stays.categories.remove(other)
    other.delete()
    assert plan_undoing(merger).missing == ["Een categorie van “Gaat” bestaat niet meer."]
    assert undo(merger=merger, partly=True).categories.get().slug == "eenzaamheid"
