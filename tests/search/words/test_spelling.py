"""Words that nobody knows: searched for as they were meant, or offered, or left."""

import pytest
from django.http import QueryDict

from initiatives.models import Initiative
from initiatives.search.index.snapshot import current_index
from initiatives.search.words.spelling import MAX_CORRECTIONS, MAX_LENGTH, corrected
from initiatives.search.words.text_match import match_text
from tests.asking import ask, slugs
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


def correction(words):
    return corrected(words, match_text(words, current_index(), corrects=False).unknown_words)


def meant_and_offered(words):
    """What was searched for instead, and what is offered."""
    answer = ask(q=words)
    return answer.search.text_match.meant, answer.did_you_mean.label if answer.did_you_mean else ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("coronamatjes", "coronamaatjes"),
        ("eenzamheid", "eenzaamheid"),
        ("KERSTDINNER", "kerstdiner"),
        ("lapptop", "laptop"),
        ("almeer", "almere"),
        ("wintrschool eindhovn", "winterschool eindhoven"),
    ],
)
def test_meant_words_are_searched_for_when_nothing_is_found(typed, meant):
    assert meant_and_offered(typed) == (meant, "")
    assert slugs(ask(q=typed)) == slugs(ask(q=meant)) != []


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("coronamatjes almere", "coronamaatjes almere"),
        ("kerstdinner in Almere", "kerstdiner in Almere"),
        ("noodrantsoenn helmond", "noodrantsoenen helmond"),
        ("coronaproof kerstdinner almer", "coronaproof kerstdiner almere"),
    ],
)
def test_meant_words_are_only_offered_when_something_is_found(typed, offered):
    assert meant_and_offered(typed) == ("", offered)
    assert ask(q=typed).total > 0


@pytest.mark.parametrize("words", ["kerstdiner", "coronamaatjes almere", "ouderen", "eenzame jongere", "laptop's"])
def test_nothing_is_offered_for_right_words(words):
    assert meant_and_offered(words) == ("", "")
    assert correction(words) == ""
    assert ask(q=words).total > 0


@pytest.mark.parametrize("words", ["xqzwxq", "xqzwxq almere", "abc", "zor", '"coronamatjes"', "-coronamatjes", ""])
def test_nothing_is_offered_where_nothing_is_near(words):
    assert meant_and_offered(words) == ("", "")
    assert correction(words) == ""


def test_nonsense_finds_nothing_and_is_told():
    answer = ask(q="xqzwxq")
    assert (answer.total, answer.search.text_match.is_empty, answer.search.text_match.not_found) == (
        0,
        True,
        ["xqzwxq"],
    )


def test_nothing_is_offered_for_a_word_that_finds_something(no_initiatives):
    make_initiative("ander", title="Zwibbertjesknorfelaar")
    make_initiative("proef", title="Zwibbertje", summary="Knorfeling.")
    assert meant_and_offered("zwibbertjeknorfeling") == ("", "")
    assert meant_and_offered("zwibbertjesknorfelaars") == ("", "")


@pytest.mark.parametrize(
    "query",
    [
        "q=coronamatjes+almere",
        "q=eenzaamheit+ouderen&gemeente=almere&fase=lopend",
        "q=kerstdinner+almere&gemeente=almere",
        "q=bejaardn+hulp&precies=ja",
        "q=eenzaamheit+ouderen&gemeente=almere&landelijk=ja&sorteer=titel&pagina=2",
    ],
)
def test_offer_counts_what_its_address_finds(query):
    offer = ask(query).did_you_mean
    path, _, followed = offer.url.partition("?")
    assert path == "/initiatieven/"
    assert ask(followed).total == offer.count
    kept = {key: values for key, values in QueryDict(query).lists() if key not in ("q", "pagina")}
    assert {key: values for key, values in QueryDict(followed).lists() if key != "q"} == kept
    assert QueryDict(followed)["q"] == offer.label


def test_meant_words_hold_within_what_is_chosen():
    answer = ask(q="kerstdinner", gemeente="urk")
    assert (answer.search.text_match.meant, answer.total, answer.did_you_mean) == ("kerstdiner", 0, None)


def test_unknown_words_only_are_replaced(no_initiatives):
    make_initiative("proef", title="Zeppelinvaart met draken")
    assert correction("Draken zepelinvaart -almer “in huus”") == "Draken zeppelinvaart -almer “in huus”"


def test_nearest_word_wins_and_then_the_most_used(no_initiatives):
    for word in ("zwibbera", "zwibberb", "zwibberplein"):
        make_initiative(word, title=word)
    assert correction("zwibberplijn") == "zwibberplein"
    assert correction("zwibberx") == "zwibbera"
    make_initiative("nog-een", title="Zwibberb")
    assert correction("zwibberx") == "zwibberb"


def test_title_is_offered_where_no_word_is_near(no_initiatives):
    make_initiative("proef", title="Bzz Kwx Vlp")
    assert correction("bzz kwx vlq") == "Bzz Kwx Vlp"
    assert correction("bzz kwx vlp") == ""
    assert correction("qrr fjj vlq") == ""


def test_words_of_a_draft_are_not_offered(no_initiatives):
    make_initiative("geheim", title="Zwibbertje", status="draft")
    make_initiative("open")
    assert meant_and_offered("zwibbertja almere") == ("", "")
    make_initiative("openbaar", title="Zwibbertje")
    assert meant_and_offered("zwibbertja almere") == ("", "zwibbertje almere")


def test_many_unknown_words_are_left(no_initiatives):
    names = ["zwibbertje", "knorfeling", "plumtovaar", "drakelbos"][: MAX_CORRECTIONS + 1]
    make_initiative("proef", title=" ".join(names))
    assert correction(" ".join(f"{name}x" for name in names[1:])) == " ".join(names[1:])
    assert correction(" ".join(f"{name}x" for name in names)) == ""


def test_long_word_is_left(no_initiatives):
    longest = "zwibbertje" * 3
    make_initiative("proef", summary=longest[:-1])
    assert len(longest) == MAX_LENGTH
    assert correction(longest) == longest[:-1]
    assert correction(longest + "s") == ""


def test_words_of_a_withdrawn_initiative_are_not_offered(no_initiatives):
    made = make_initiative("geheim", title="Zwibbertje")
    make_initiative("open")
    Initiative.objects.filter(pk=made.pk).update(status="archived")
    assert ask(q="zwibbertja almere").did_you_mean is None


def test_sign_next_to_a_word_does_not_keep_it_from_being_mended():
    assert ask(q="almere, coronamatjes,").did_you_mean.label == "almere, coronamaatjes,"


def test_nothing_is_offered_where_the_filters_leave_nothing():
    assert ask(q="kerstdinner almere", gemeente="urk").did_you_mean is None
