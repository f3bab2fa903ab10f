"""What a page shows of a facet with many values."""

import pytest

from initiatives.models import Initiative, TargetGroup
from initiatives.search.index import writer
from tests.asking import ask
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


@pytest.fixture
def many_groups(no_initiatives):
    """Twenty groups with one initiative, and two groups with a smaller one that have three."""
    slugs = tuple(f"g{number}" for number in range(20))
    TargetGroup.objects.bulk_create(TargetGroup(slug=slug, name=slug.upper(), order=900) for slug in slugs)
    make_initiative("alles", target_groups=slugs, searchable=False)
    for number in range(3):
        groups = ("kwetsbare-ouderen", "kwetsbare-jongeren")
        make_initiative(f"proef-{number}", target_groups=groups, searchable=False)
    writer.reindex(Initiative.objects.all())


@pytest.mark.parametrize(
    ("query", "indented"),
    [
        ("", ["Kwetsbare jongeren", "Kwetsbare ouderen"]),
        ("doelgroep=ouderen", ["Kwetsbare jongeren"]),
        ("doelgroep=g1&doelgroep=jongeren", ["Kwetsbare jongeren", "Kwetsbare ouderen"]),
        ("doelgroep=g1&doelgroep=g2&doelgroep=ouderen", ["Kwetsbare jongeren"]),
    ],
)
def test_smaller_group_is_indented_under_its_own_group_only(many_groups, query, indented):
    facet = next(facet for facet in ask(query).facets if facet.key == "doelgroep")
    labels = [option.label for option in facet.shown]
    assert facet.is_long
    assert {"Ouderen", "Jongeren", "Kwetsbare jongeren", "Kwetsbare ouderen"} < set(labels)
    assert [option.label for option in facet.shown if option.is_child] == indented


def test_steps_in_an_order_keep_it_where_some_have_no_results(no_initiatives):
    make_initiative("klein", municipalities=("urk",), phase="lopend", results="Tien mensen.")
    make_initiative("groot", municipalities=("amsterdam", "amersfoort", "alkmaar"), phase="idee")
    sizes = ask("gemeente=amsterdam").facet("inwoners").options
    assert [(option.label, option.count) for option in sizes] == [
        ("Minder dan 25.000", 0),
        ("100.000 tot 250.000", 1),
        ("250.000 of meer", 1),
    ]
    assert [option.count for option in ask("gemeente=urk").facet("fase").options] == [0, 1]
    evidence = ask("gemeente=urk").facet("onderbouwing").options
    assert [(option.value, option.count) for option in evidence] == [("cijfers", 1), ("niet-genoemd", 0)]


def test_total_is_the_number_of_values_with_results_or_chosen(many_groups):
    for query in ("", "doelgroep=g1", "q=proef", "gemeente=urk"):
        for facet in ask(f"{query}&toon=doelgroep&toon=gemeente").facets:
            assert facet.total == sum(not option.is_disabled for option in facet.options)
            assert not facet.has_more
    assert [ask("").facet(key).total for key in ("doelgroep", "fase")] == [24, 1]


@pytest.mark.parametrize(
    ("query", "total", "has_more"),
    [("", 24, True), ("gemeente=urk", 0, False), ("gemeente=urk&doelgroep=g1", 1, False)],
)
def test_rest_of_a_long_list_is_offered_where_it_has_results(many_groups, query, total, has_more):
    facet = ask(query).facet("doelgroep")
    assert (facet.is_long, facet.total, facet.has_more) == (True, total, has_more)
