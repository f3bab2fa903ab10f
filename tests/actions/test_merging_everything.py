"""Mergers of every kind in the shipped catalogue: no address dies, numbers add up, and undoing leaves no byte."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Max

from initiatives.actions.merging.merge import merge
from initiatives.actions.merging.moves import Outcome
from initiatives.actions.merging.plan import MERGEABLE, plan_merger
from initiatives.actions.merging.undo import undo
from initiatives.actions.merging.values import CHOSEN, UNITED
from initiatives.models import (
    Approach,
    Category,
    Finding,
    Illustration,
    Initiative,
    Link,
    Mention,
    Organisation,
    SearchRow,
    SlugHistory,
    Synonym,
    TargetGroup,
)
from initiatives.models.history import TARGETS
from initiatives.revisions.records import COMPUTED, PARTS, stored_fields
from initiatives.revisions.state import states_of
from initiatives.search.index.writer import reindex_queued
from tests.admin.test_restoring import export
from tests.proof import amount, chance

pytestmark = pytest.mark.django_db

ROUNDS = amount(1, thorough=15)
KEYS = {TargetGroup: "doelgroep", Category: "categorie", Approach: "aanpak"}
OUTLETS = (
    "/initiatieven/",
    "/embed/initiatieven/",
    "/initiatieven.atom",
    "/initiatieven.csv",
    "/initiatieven.json",
    "/api/v1/initiatieven",
)
# The fields that the record which stays keeps whatever the other has, and those that are put together in a special way.
STAYS = {
    None: {"slug", "name", "order"},
    Initiative: {"slug", "status"},
    TargetGroup: {"slug", "name", "order", "parent"},
    Organisation: {"slug", "name"},
    Approach: {"slug", "name", "order", "target_groups"},
    Synonym: {"word", "also", "narrower", "wider"},
}
COUNTED = (Mention, Link, Illustration, Finding)


def addresses_of(record):
    """Where visitors and programs can ask for a record, also by a former slug."""
    if type(record) not in TARGETS:
        return []
    slugs = [record.slug, *record.slug_history.values_list("slug", flat=True)]
    pages = [type(record)(slug=slug).get_absolute_url() for slug in slugs]
    if isinstance(record, Initiative):
        more = [f"/api/v1/initiatieven/{slug}" for slug in slugs] + [
            f"/selectie/?i={slug}&titel=Plan" for slug in slugs
        ]
    else:
        more = [f"{outlet}?{KEYS[type(record)]}={slug}" for slug in slugs for outlet in OUTLETS]
    return pages + more


def dead(client, addresses):
    """The addresses that lead to nothing, or by more than one redirect."""
    faults = {}
    for address in addresses:
        response = client.get(address, follow=True)
        list(response)  # or a file would count as being sent
        if response.status_code != 200 or len(response.redirect_chain) > 1:
            faults[address] = (response.status_code, response.redirect_chain)
    return faults


def everything():
    """The states of all records with the keys of their parts, where former slugs lead, and what search has."""
    states = states_of((model, key) for model in PARTS for key in model.objects.values_list("pk", flat=True))
    rows = SearchRow.objects.order_by("pk").values_list("pk", "terms", "vector", "texts", "completeness", "seen_on")
    return (
        {(type(record).__name__, record.pk): state for record, state in states.items()},
        list(SlugHistory.objects.order_by("kind", "slug").values_list("kind", "slug", *TARGETS.values())),
        [[sorted(value) if isinstance(value, list) else value for value in row] for row in rows],
    )


def rename(record):
    """Give a record a former slug."""
    if type(record) in TARGETS:
        slug = record.slug
        type(record).objects.filter(pk=record.pk).update(slug=f"{slug[:80]}-tussendoor")
        type(record).objects.filter(pk=record.pk).update(slug=slug[:90] + "-nu")
    return type(record).objects.get(pk=record.pk)


def merge_any(model, draw):
    """Merge two records that can be merged; return the merger, its plan and the addresses from before."""
    for _ in range(20):
        record, into = draw.sample(list(model.objects.all()), 2)
        plan, addresses = plan_merger(record, into), addresses_of(record)
        with suppress(ValidationError):  # rules of publication
            return merge(record=record, into=into), plan, addresses
    raise AssertionError(f"no two of {model.__name__} could be merged")


def test_mergers_of_every_kind_keep_every_address_and_leave_no_byte_when_undone(client):
    draw = chance()
    for model in TARGETS:
        if model in MERGEABLE:
            for record in draw.sample(list(model.objects.all()), 3):
                rename(record)
    before, files = everything(), export(client)
    for _ in range(ROUNDS):
        mergers = []
        for model in draw.sample(MERGEABLE, len(MERGEABLE)):
            numbers = {counted: counted.objects.count() for counted in COUNTED}
            published = Initiative.objects.published().count()
            merger, plan, addresses = merge_any(model, draw)
            mergers.append(merger)
            assert dead(client, addresses) == {}
            dropped = [move.row for move in plan.parts(Outcome.DOUBLE) + plan.parts(Outcome.ENDS)]
            for counted, number in numbers.items():
                doubles = sum(isinstance(row, counted) for row in dropped)
                assert counted.objects.count() == number - doubles
            gone = model is Initiative and plan.record.status == "published"
            assert Initiative.objects.published().count() == published - gone
            assert not model.objects.filter(pk=merger.object_id).exists()
        for merger in reversed(mergers):
            undo(merger=merger)
        reindex_queued()
        assert everything() == before
    assert export(client) == files


def test_each_field_stays_or_is_united_or_chosen():
    """A field that is added to a model must not be lost by merging."""
    for model, groups in CHOSEN.items():
        decided = {*UNITED[model], *(name for fields in groups for name in fields), *STAYS.get(model, STAYS[None])}
        names = {column.name for column in stored_fields(model)} - COMPUTED.get(model, set()) - {"id"}
        assert names == decided, model


def test_names_of_what_was_merged_are_found():
    draw = chance()
    group, other = draw.sample(list(TargetGroup.objects.filter(children=None)), 2)
    synonym, kept = draw.sample(list(Synonym.objects.exclude(also=[])), 2)
    words = {*synonym.same, *kept.same}
    merge(record=group, into=other)
    merge(record=synonym, into=kept)
    other.refresh_from_db()
    kept.refresh_from_db()
    assert {group.name, *group.synonyms} <= {other.name, *other.synonyms}
    assert set(kept.same) == words
    assert len(kept.same) == len(words)


def test_findings_are_numbered_on():
    approach, other = chance().sample(list(Approach.objects.filter(findings__isnull=False).distinct()), 2)
    texts = [finding.text for one in (other, approach) for finding in one.findings.all()]
    last = other.findings.aggregate(last=Max("number"))["last"]
    number = approach.findings.count()
    merge(record=approach, into=other)
    assert list(other.findings.values_list("text", flat=True)) == texts
    assert other.findings.aggregate(last=Max("number"))["last"] == last + number


def test_organisation_takes_only_what_was_empty():
    old = Organisation.objects.create(slug="oud", name="Oud", kind="zorg", website="https://oud.example.org/")
    new = Organisation.objects.create(slug="nieuw", name="Nieuw", website="https://nieuw.example.org/")
    merge(record=old, into=new)
    new.refresh_from_db()
    assert (new.name, new.kind, new.website) == ("Nieuw", "zorg", "https://nieuw.example.org/")
