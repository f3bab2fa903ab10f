"""What must be complete for publication, and what drafts may lack."""

from dataclasses import replace

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from initiatives.models import Approach, Category, Initiative, Municipality, SlugHistory, TargetGroup, free_slug
from initiatives.models.publication import LOCATORS, OWN, RELATIONS, RULES, Facts, missing_for_publication
from tests import shipped
from tests.factories import make_initiative
from tests.models.test_rules import refused

COMPLETE = Facts(
    own=dict.fromkeys(OWN, "") | {"summary": "Een proef.", "scope": "lokaal", "phase": "lopend"},
    target_groups={"Ouderen"},
    approaches={"Maatje of buddy": []},
    municipalities=1,
    categories=1,
    mentions=1,
)
UNPUBLISHED = pytest.mark.parametrize("status", ["draft", "review", "archived"])


def with_own(**values):
    return replace(COMPLETE, own=COMPLETE.own | values)


# By rule: facts that break it with the field and the message, and facts that are as far as it may go.
CASES = {
    "without summary": (with_own(summary=" "), "summary", "Schrijf een samenvatting.", COMPLETE),
    "region unlike its scope": (
        with_own(scope="regionaal"),
        "region",
        "Vul de regio in bij een regionaal initiatief, en alleen daar.",
        replace(with_own(scope="regionaal", region="Twente"), municipalities=0),
    ),
    "places unlike its scope": (
        replace(COMPLETE, municipalities=0),
        "municipalities",
        "Kies bij een lokaal initiatief minstens één gemeente.",
        replace(with_own(scope="landelijk"), municipalities=0),
    ),
    "without target group": (
        replace(COMPLETE, target_groups=set()),
        "target_groups",
        "Kies minstens één doelgroep.",
        COMPLETE,
    ),
    "without a group of its approach": (
        replace(COMPLETE, approaches={"Voedselhulp": [], "Schuldhulp": ["Ouderen", "Schulden"]}),
        "target_groups",
        "Bij de aanpak “Schuldhulp” hoort de doelgroep “Schulden”. Kies die, of een groep eronder.",
        replace(COMPLETE, approaches={"Schuldhulp": ["Ouderen"]}),
    ),
    "without category": (replace(COMPLETE, categories=0), "categories", "Kies minstens één categorie.", COMPLETE),
    "without one to three approaches": (
        replace(COMPLETE, approaches={name: [] for name in "abcd"}),
        "approaches",
        "Kies één tot drie aanpakken.",
        replace(with_own(phase="advies"), approaches={}),
    ),
    "answer without locator": (
        with_own(continues="stopt", continues_locator=" "),
        "continues_locator",
        "Vul de vindplaats in van wat er na corona kwam.",
        with_own(**dict.fromkeys(LOCATORS, "Iets."), **dict.fromkeys(LOCATORS.values(), "blz. 1")),
    ),
    "story number not in the texts": (
        with_own(story_figure="13", description="Er waren 12 mensen."),
        "story_figure",
        "“13” staat niet in de samenvatting, de beschrijving of de resultaten van dit initiatief.",
        with_own(story_figure="12", description="Er waren 12 mensen."),
    ),
    "without mention": (
        replace(COMPLETE, mentions=0),
        "mentions",
        "Voeg minstens één vermelding toe: waar staat dit initiatief in een bron?",
        COMPLETE,
    ),
}


def test_every_rule_has_a_case():
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("rule", CASES)
def test_what_breaks_one_rule_has_one_message_at_its_field(rule):
    broken, field, message, fine = CASES[rule]
    assert [(lack.field, lack.message) for lack in missing_for_publication(broken)] == [(field, message)]
    assert list(RULES[rule](broken)) == missing_for_publication(broken)
    assert missing_for_publication(fine) == []


@pytest.mark.parametrize(
    ("scope", "number", "is_fine"),
    [("lokaal", 1, True), ("regionaal", 0, True), ("regionaal", 7, True), ("landelijk", 0, True)]
    + [(scope, 1, False) for scope in ("landelijk", "meerdere", "onbekend")],
)
def test_places_fit_the_scope(scope, number, is_fine):
    facts = replace(with_own(scope=scope, region="Twente" if scope == "regionaal" else ""), municipalities=number)
    assert (missing_for_publication(facts) == []) is is_fine


@pytest.mark.django_db
def test_record_and_unsaved_values_have_the_same_facts():
    saved = make_initiative(
        target_groups=("kwetsbare-jongeren",), approaches=("online-jongerenwerk",), results="Het hielp.", scope="lokaal"
    )
    unsaved = {name: getattr(saved, name) for name in OWN} | {
        "municipalities": Municipality.objects.filter(slug="almere"),
        "target_groups": TargetGroup.objects.filter(slug="kwetsbare-jongeren"),
        "categories": Category.objects.filter(slug="eenzaamheid"),
        "approaches": Approach.objects.filter(slug="online-jongerenwerk"),
        "mentions": [object()],
    }
    assert Facts.of(Initiative(), unsaved) == Facts.of(saved)
    assert [lack.field for lack in missing_for_publication(Facts.of(saved))] == ["results_locator"]
    assert missing_for_publication(Facts.of(saved, {"results_locator": "blz. 1"})) == []


@pytest.mark.django_db
def test_every_shipped_initiative_is_complete(django_assert_num_queries):
    with django_assert_num_queries(8):
        published = list(Initiative.objects.published().prefetch_related(*RELATIONS))
        facts = {initiative.slug: Facts.of(initiative) for initiative in published}
    assert len(facts) == shipped.INITIATIVES
    assert {slug: missing for slug, known in facts.items() if (missing := missing_for_publication(known))} == {}


# What the database holds


@pytest.mark.django_db
@UNPUBLISHED
@pytest.mark.parametrize(
    ("fields", "municipalities"),
    [({}, ()), ({"scope": "regionaal"}, ()), ({"region": "Twente"}, ("almere",)), ({"summary": ""}, ())],
)
def test_what_is_not_published_may_be_incomplete_but_cannot_be_published_so(status, fields, municipalities):
    draft = make_initiative(status=status, municipalities=municipalities, **fields)
    connection.check_constraints()
    rows = Initiative.objects.filter(pk=draft.pk)
    message = refused(lambda: rows.update(status="published", published_at="2021-01-01T00:00Z"))
    assert "initiative_" in message or "minstens één gemeente" in message


@pytest.mark.django_db
def test_draft_with_places_that_do_not_fit_cannot_be_published():
    draft = make_initiative(status="draft")
    rows = Initiative.objects.filter(pk=draft.pk)
    rows.update(scope="meerdere")
    connection.check_constraints()
    message = refused(lambda: rows.update(status="published", published_at="2021-01-01T00:00Z"))
    assert "Als de bron de gemeenten niet noemt" in message


# Drafts by the fields and municipalities that they have, and the scope that they get.
INCOMPLETE = [
    ({"scope": "lokaal"}, (), "onbekend"),
    ({"scope": "regionaal"}, (), "onbekend"),
    ({"scope": "regionaal"}, ("almere",), "lokaal"),
    ({"scope": "lokaal", "region": "Twente"}, ("almere",), "regionaal"),
    ({"scope": "lokaal"}, ("almere",), "lokaal"),
]


@pytest.mark.django_db
def test_release_before_gets_drafts_that_it_accepts():
    drafts = [
        make_initiative(f"concept-{number}", status="draft", municipalities=municipalities, **fields)
        for number, (fields, municipalities, _) in enumerate(INCOMPLETE)
    ]
    national = make_initiative("landelijk", status="draft", scope="landelijk")
    national.municipalities.add(Municipality.objects.get(slug="urk"))
    connection.check_constraints()
    MigrationExecutor(connection).migrate([("initiatives", "0017_rules_of_approaches")])
    scopes = dict(Initiative.objects.unpublished().values_list("slug", "scope"))
    assert scopes["landelijk"] == "lokaal"
    for draft, (fields, municipalities, scope) in zip(drafts, INCOMPLETE, strict=True):
        draft.refresh_from_db()
        kept = {municipality.slug for municipality in draft.municipalities.all()}
        assert (draft.region, kept) == (fields.get("region", ""), set(municipalities))
        assert scopes[draft.slug] == scope, (fields, municipalities)
    assert "minstens één gemeente" in refused(lambda: Initiative.objects.create(slug="kaal", title="Kaal"))


# Drafts elsewhere


@pytest.mark.django_db
def test_draft_without_a_place_is_named_by_its_title():
    draft = make_initiative(status="draft", municipalities=())
    assert (draft.place, draft.title_with_place, str(draft)) == ("", "Proef", "Proef")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("’s Ochtends: één_kop soep!", "s-ochtends-een-kop-soep"),
        ("Proef", "proef-3"),
        ("…", "initiatief"),
        ("lang " * 40, ("lang-" * 19)[:-1]),
    ],
)
def test_slug_of_a_title_is_free(title, slug):
    SlugHistory.objects.create(kind="initiative", slug="proef-2", initiative=make_initiative("proef"))
    assert free_slug(Initiative, title) == slug
    Initiative.objects.create(slug=slug, title=title)
