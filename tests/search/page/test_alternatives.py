"""Other questions that are offered: filters instead of words, less when nothing is found, synonyms left out."""

import pytest

from initiatives.models import Synonym
from tests.asking import ask, slugs
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


def followed(offer):
    return ask(offer.url.partition("?")[2])


def test_names_in_the_words_are_offered_as_filters():
    answer = ask(q="boodschappen jongeren almere")
    offers = {(offer.facet, offer.label): offer for offer in answer.facet_suggestions}
    assert {("Doelgroep", "Jongeren, met “boodschappen almere”"), ("", "Jongeren + Almere, met “boodschappen”")} <= set(
        offers
    )
    almere = offers["Gemeente", "Almere, met “boodschappen jongeren”"]
    assert almere.url == "/initiatieven/?gemeente=almere&q=boodschappen+jongeren"
    assert all(followed(offer).total == offer.count > 0 for offer in answer.facet_suggestions)


def test_name_that_is_chosen_already_is_not_offered():
    answer = ask("q=jongeren+almere&gemeente=almere")
    assert "Almere" not in [offer.label for offer in answer.facet_suggestions]


def test_smaller_group_of_one_that_is_chosen_is_not_offered():
    assert "Kwetsbare ouderen" in [offer.label for offer in ask(q="kwetsbare ouderen").facet_suggestions]
    answer = ask("q=kwetsbare+ouderen&doelgroep=ouderen")
    assert [offer for offer in answer.facet_suggestions if offer.facet == "Doelgroep"] == []


def test_without_results_is_told_what_to_drop(no_initiatives):
    make_initiative("een", title="Zeppelin", municipalities=("almere",), target_groups=("ouderen",))
    answer = ask("q=zeppelin&gemeente=almere&doelgroep=jongeren")
    make_initiative("twee", municipalities=("urk",), target_groups=("jongeren",))
    answer = ask("q=zeppelin&gemeente=almere&doelgroep=jongeren")
    assert answer.total == 0
    assert [(offer.label, offer.count) for offer in answer.relaxed_queries] == [("Zonder doelgroep", 1)]
    assert all(followed(offer).total == offer.count for offer in answer.relaxed_queries)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ('"eten samen"', [("Zonder aanhalingstekens", "eten samen")]),
        ("samen -almere", [("Zonder uitgesloten woorden", "samen")]),
        ('samen -"grote zeppelin"', [("Zonder uitgesloten woorden", "samen")]),
        ('"eten samen" -urk', [("Zonder aanhalingstekens", "eten samen -urk")]),
    ],
)
def test_phrase_and_exclusion_without_results_are_offered_without_their_signs(no_initiatives, words, offered):
    make_initiative("een", title="Samen eten", summary="In een grote zeppelin.", municipalities=("almere",))
    answer = ask(q=words)
    assert answer.total == 0
    assert [(offer.label, followed(offer).parameters.words) for offer in answer.relaxed_queries] == offered
    assert all(followed(offer).total == offer.count == 1 for offer in answer.relaxed_queries)


def test_with_results_nothing_is_to_drop():
    assert ask(gemeente="almere").relaxed_queries == []


def test_synonyms_are_said_and_can_be_left_out(no_initiatives):
    make_initiative("een", title="Luchtschip")
    Synonym.objects.create(word="zweefsigaar", also=["luchtschip"])
    answer = ask(q="zweefsigaar")
    assert ([result.slug for result in answer.search.results], answer.search.text_match.synonyms_used) == (
        ["een"],
        ["luchtschip"],
    )
    literal = ask(answer.url_literal.partition("?")[2])
    assert (literal.total, literal.search.text_match.synonyms_used) == (0, [])


def test_word_itself_comes_before_its_synonym(no_initiatives):
    make_initiative("synoniem", title="Luchtschip")
    make_initiative("zelf", title="Iets", description="Een zweefsigaar.")
    make_initiative("titel", title="Zweefsigaar")
    Synonym.objects.create(word="zweefsigaar", also=["luchtschip"])
    assert next(iter(ask(q="zweefsigaar").search.results)).slug == "titel"


def test_exact_title_comes_first(no_initiatives):
    make_initiative("lang", title="Een zeppelin voor Almere", summary="Zeppelin zeppelin.", description="Zeppelin.")
    make_initiative("kort", title="Zeppelin")
    make_initiative("nog", title="De zeppelin van de zeppelin")
    assert next(iter(ask(q="zeppelin").search.results)).slug == "kort"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('"samen eten"', ["vast"]),
        ('"eten samen"', []),
        ("samen -eten", ["los"]),
        ('samen -"samen eten"', ["apart", "los"]),
        ('"samen', ["vast", "apart", "los"]),
    ],
)
def test_quotes_and_hyphens(no_initiatives, words, expected):
    make_initiative("vast", title="Samen eten in de wijk")
    make_initiative("apart", title="Eten met elkaar", description="Wij doen dit samen.")
    make_initiative("los", title="Dansen", description="Wij doen dit samen.")
    assert sorted(result.slug for result in ask(q=words).search.results) == sorted(expected)


def test_compound_is_found_by_its_parts_and_parts_by_the_compound(no_initiatives):
    make_initiative("los", title="Taart en feest", description="Een luchtig feest met taart.")
    make_initiative("samen", title="Feesttaart")
    assert {result.slug for result in ask(q="taart").search.results} == {"los", "samen"}
    assert {result.slug for result in ask(q="feesttaart").search.results} == {"los", "samen"}
    assert {result.slug for result in ask(q="feest taart").search.results} == {"los", "samen"}


def test_compound_made_earlier_is_split_when_its_part_comes_along(no_initiatives):
    make_initiative("eerst", title="Zeppelinkompas")
    assert (len(ask(q="kompas").search.text_match.matches.full), slugs(ask(q="kompas"))) == (0, ["eerst"])
    make_initiative("later", title="Zeppelin met kompas")
    assert len(ask(q="kompas").search.text_match.matches.full) == 2


def test_phrase_runs_on_into_a_word_with_a_hyphen(no_initiatives):
    make_initiative("proef", title="Samen in Noord-Holland")
    totals = [ask(q=question).total for question in ('"samen in noord-holland"', '"noord holland"', "noordholland")]
    assert totals == [1, 1, 1]


def test_every_word_of_a_phrase_is_marked(no_initiatives):
    make_initiative("proef", title="Een café met koffie")
    assert next(iter(ask(q='"café met koffie"').search.results)).title == (
        "Een <mark>café</mark> met <mark>koffie</mark>"
    )
