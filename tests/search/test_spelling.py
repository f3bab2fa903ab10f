"""Words that nobody knows: searched for as they were meant, or offered, or left."""

import pytest
from django.http import QueryDict

from initiatives.models import Initiative
from initiatives.search.index.snapshot import current
from initiatives.search.search import Search
from initiatives.search.words.spelling import LONGEST, MOST_MENDED, corrected
from initiatives.search.words.text_answer import answer
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


def correction(words):
    return corrected(words, answer(words, current(), corrects=False).unknown)


def meant_and_offered(words):
    """What was searched for instead, and what is offered."""
    search = Search.of(q=words)
    return search.answer.meant, search.spelled.label if search.spelled else ""


def slugs(search):
    return [each.slug for each in search.results]


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
    assert slugs(Search.of(q=typed)) == slugs(Search.of(q=meant)) != []


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
    assert Search.of(q=typed).total > 0


@pytest.mark.parametrize("words", ["kerstdiner", "coronamaatjes almere", "ouderen", "eenzame jongere", "laptop's"])
def test_nothing_is_offered_for_right_words(words):
    assert meant_and_offered(words) == ("", "")
    assert correction(words) == ""
    assert Search.of(q=words).total > 0


@pytest.mark.parametrize("words", ["xqzwxq", "xqzwxq almere", "abc", "zor", '"coronamatjes"', "-coronamatjes", ""])
def test_nothing_is_offered_where_nothing_is_near(words):
    assert meant_and_offered(words) == ("", "")
    assert correction(words) == ""


def test_nonsense_finds_nothing_and_is_told():
    search = Search.of(q="xqzwxq")
    assert (search.total, search.answer.is_empty, search.answer.not_found) == (0, True, ["xqzwxq"])


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
    offer = Search(QueryDict(query)).spelled
    path, _, followed = offer.url.partition("?")
    assert path == "/initiatieven/"
    assert Search(QueryDict(followed)).total == offer.count
    kept = {key: values for key, values in QueryDict(query).lists() if key not in ("q", "pagina")}
    assert {key: values for key, values in QueryDict(followed).lists() if key != "q"} == kept
    assert QueryDict(followed)["q"] == offer.label


def test_meant_words_hold_within_what_is_chosen():
    search = Search.of(q="kerstdinner", gemeente="urk")
    assert (search.answer.meant, search.total, search.spelled) == ("kerstdiner", 0, None)


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
    names = ["zwibbertje", "knorfeling", "plumtovaar", "drakelbos"][: MOST_MENDED + 1]
    make_initiative("proef", title=" ".join(names))
    assert correction(" ".join(f"{each}x" for each in names[1:])) == " ".join(names[1:])
    assert correction(" ".join(f"{each}x" for each in names)) == ""


def test_long_word_is_left(no_initiatives):
    longest = "zwibbertje" * 3
    make_initiative("proef", summary=longest[:-1])
    assert len(longest) == LONGEST
    assert correction(longest) == longest[:-1]
    assert correction(longest + "s") == ""


def test_words_of_a_withdrawn_initiative_are_not_offered(no_initiatives):
    made = make_initiative("geheim", title="Zwibbertje")
    make_initiative("open")
    Initiative.objects.filter(pk=made.pk).update(status="archived")
    assert Search.of(q="zwibbertja almere").spelled is None


def test_sign_next_to_a_word_does_not_keep_it_from_being_mended():
    assert Search.of(q="almere, coronamatjes,").spelled.label == "almere, coronamaatjes,"


def test_nothing_is_offered_where_the_filters_leave_nothing():
    assert Search.of(q="kerstdinner almere", gemeente="urk").spelled is None
