"""Facets against counting by hand, over random combinations of filters."""

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from initiatives.choices import Background, Channel, Continuation, Evidence, Phase, Scope, SizeClass
from initiatives.models import Category, Municipality, Province, Source, TargetGroup
from initiatives.search.facets.definitions import FACETS
from tests.asking import ask
from tests.factories import make_initiative
from tests.proof import amount
from tests.search.worlds import WORDS, World, random_initiatives

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The shipped catalogue and 120 random initiatives, for this module; rolled back afterwards."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        random_initiatives(120, seed=20200312)
        yield World()
        transaction.set_rollback(True)


# Values that occur often enough to meet each other, some that never occur.
VALUES = {
    "gemeente": ["almere", "amsterdam", "tilburg", "vught", "eemsdelta", "utrecht", "amersfoort", "urk"],
    "provincie": ["flevoland", "noord-holland", "noord-brabant", "groningen", "utrecht", "zeeland"],
    "doelgroep": ["ouderen", "kwetsbare-ouderen", "kinderen", "jongeren", "anderstaligen", "alle-inwoners"],
    "categorie": ["eenzaamheid", "armoede", "taal", "digitale-dienstverlening", "zorg-en-ondersteuning"],
    "aanpak": ["maatje-of-buddy", "straatwerk", "voedselhulp", "hulp-op-afstand"],
    "vorm": Channel.values,
    "fase": Phase.values,
    "onderbouwing": Evidence.values,
    "bereik": Scope.values,
    "herkomst": Background.values,
    "vervolg": Continuation.values,
    "inwoners": SizeClass.values,
    "bron": ["lijst-initiatieven-kwetsbare-doelgroepen", "sociale-impact-coronacrisis"],
}
CHOICES = st.dictionaries(st.sampled_from(sorted(VALUES)), st.none(), max_size=4).flatmap(
    lambda keys: st.fixed_dictionaries(
        {key: st.sets(st.sampled_from(VALUES[key]), min_size=1, max_size=3) for key in keys}
    )
)


def answer_to(chosen, word="", *, national=False):
    pairs = [(key, value) for key, values in chosen.items() for value in sorted(values)]
    pairs += [("q", word)] if word else []
    pairs += [("landelijk", "ja")] if national else []
    return ask(urlencode(pairs))


@settings(max_examples=amount(25, thorough=150), deadline=None, suppress_health_check=list(HealthCheck))
@given(chosen=CHOICES, word=st.sampled_from(["", "", *WORDS]), national=st.booleans())
def test_results_and_counts_equal_counting_by_hand(world, chosen, word, national):
    answer = answer_to(chosen, word, national=national)
    assert {result.slug for result in answer.search.results} == world.matching(chosen, word, national=national)
    assert answer.total == len(answer.search.results)
    for facet in answer.facets:
        by_hand = {
            option.value: world.count(facet.key, option.value, chosen, word, national=national)
            for option in facet.options
        }
        assert {option.value: option.count for option in facet.options} == by_hand
        occurring = set(world.occurring(facet.key)) | chosen.get(facet.key, set())
        assert {option.value for option in facet.options} == occurring


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(chosen=CHOICES, national=st.booleans())
def test_following_a_live_option_shows_at_least_its_count(world, chosen, national):
    answer = answer_to(chosen, national=national)
    for facet in answer.facets:
        for option in [choice for choice in facet.options if choice.count and not choice.chosen][:3]:
            followed = ask(option.url.partition("?")[2])
            assert followed.total >= option.count


def test_random_world_has_drafts_that_could_leak(world):
    from initiatives.models import Initiative

    assert Initiative.objects.exclude(status="published").filter(slug__startswith="willekeurig").count() >= 20


def test_own_choice_does_not_change_own_counts():
    free = {option.value: option.count for option in facet(ask(), "doelgroep").options}
    chosen = {option.value: option.count for option in facet(ask(doelgroep="ouderen"), "doelgroep").options}
    assert chosen == free


def facet(answer, key):
    return answer.facet(key)


def option(answer, key, value):
    return next(choice for choice in facet(answer, key).options if choice.value == value)


def test_dead_option_is_no_link_and_a_chosen_one_stays(no_initiatives):
    make_initiative("een", municipalities=("almere",), target_groups=("ouderen",))
    make_initiative("twee", municipalities=("urk",), target_groups=("jongeren",))
    answer = ask("gemeente=almere&doelgroep=jongeren")
    assert answer.total == 0
    assert not option(answer, "gemeente", "almere").is_disabled
    assert option(answer, "gemeente", "almere").count == 0
    only_almere = ask(gemeente="almere")
    assert option(only_almere, "doelgroep", "jongeren").is_disabled


def test_group_includes_its_sub_groups_once(no_initiatives):
    make_initiative("een", target_groups=("ouderen", "kwetsbare-ouderen"))
    make_initiative("twee", target_groups=("kwetsbare-ouderen",))
    answer = ask()
    assert (answer.search.count("doelgroep", "ouderen"), answer.search.count("doelgroep", "kwetsbare-ouderen")) == (
        2,
        2,
    )
    assert ask(doelgroep="ouderen").total == 2


def test_sub_group_stands_behind_its_group(no_initiatives):
    make_initiative("een", target_groups=("kwetsbare-ouderen", "jongeren"))
    values = [choice.value for choice in facet(ask(), "doelgroep").options]
    assert values == ["jongeren", "ouderen", "kwetsbare-ouderen"]


def test_abolished_municipality_is_found_under_its_successor(no_initiatives):
    make_initiative("in-weesp", municipalities=("weesp",))
    make_initiative("in-haaren", municipalities=("haaren",))
    assert [result.slug for result in ask(gemeente="amsterdam").search.results] == ["in-weesp"]
    assert [result.slug for result in ask(gemeente="vught").search.results] == ["in-haaren"]


def test_municipality_shows_local_then_regional_then_national_with_the_switch(no_initiatives):
    make_initiative("c-lokaal")
    make_initiative("b-regionaal", scope="regionaal", region="Flevoland")
    make_initiative("a-landelijk", scope="landelijk")
    assert [result.slug for result in ask(gemeente="almere").search.results] == ["c-lokaal", "b-regionaal"]
    with_national = ask(gemeente="almere", landelijk="ja")
    assert [result.slug for result in with_national.search.results] == ["c-lokaal", "b-regionaal", "a-landelijk"]
    assert with_national.search.count("gemeente", "almere") == 3


def test_every_facet_value_has_a_label():
    labels = {choice.label for choice in facet(ask(), "gemeente").options}
    assert "Almere" in labels
    assert [key for key in FACETS if not facet(ask(), key).options] == []
    known = {
        "gemeente": Municipality,
        "provincie": Province,
        "doelgroep": TargetGroup,
        "categorie": Category,
        "bron": Source,
    }
    for key, model in known.items():
        shown = {choice.value for choice in facet(ask(), key).options}
        assert shown <= set(model.objects.values_list("slug", flat=True))


def test_place_that_no_source_names_counts_for_no_place(no_initiatives):
    for number, scope in enumerate(Scope.values):
        make_initiative(f"een-{number}", scope=scope, region="Gooi" if scope == Scope.REGIONAL else "")
    answer = ask(gemeente="almere", landelijk="ja")
    assert {result.scope for result in answer.search.results} == {"lokaal", "regionaal", "landelijk"}
    counts = ask().search.counts("bereik")
    assert counts == dict.fromkeys(Scope.values, 1)
    assert ask(bereik="onbekend").sentence == "1 initiatief (bereik: plaats niet genoemd)"
