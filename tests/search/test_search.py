"""Results, order, pages and addresses of a question."""

import pytest

from initiatives.models import Initiative
from initiatives.search.index import writer
from initiatives.search.index.lexicon import MAX_CACHED_WORDS
from initiatives.search.index.snapshot import current_index
from initiatives.search.page.answer_page import PARTIAL_HEADING
from initiatives.search.query_string.outlets import PAGE_SIZE
from initiatives.search.request import QuestionMovedError
from tests.asking import ask, slugs
from tests.factories import make_initiative
from tests.views.pages import text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("kerstdiner", "coronaproof-kerstdiner-almere"),
        ("KERSTKAARTEN", "kerstkaartenactie-anbo"),
        ("noodrantsoenen helmond", "noodrantsoenen-super-sociaal-helmond"),
        ("winterschool", "winterschool-eindhoven"),
    ],
)
def test_words_find_the_initiative_first(words, slug):
    assert slugs(ask(q=words))[0] == slug


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("title", "Zeppelin", "zeppelin"),
        ("summary", "Met een zeppelin.", "zeppelins"),
        ("description", "Twee zeppelins vlogen.", "zeppelin"),
        ("results", "Er vlogen 3 zeppelins.", "zeppelin"),
        ("lessons", "De zeppelin werkte niet.", "zeppelin"),
    ],
)
def test_every_text_is_searched(field, value, word):
    make_initiative("proef", **{field: value})
    assert slugs(ask(q=word)) == ["proef"]


@pytest.mark.parametrize("word", ["Urk", "Flevoland", "senioren", "eenzaam", "vermeldingsnaam", "súdwest"])
def test_place_vocabulary_and_printed_name_are_searched(no_initiatives, word):
    made = make_initiative("proef", municipalities=("urk", "sudwest-fryslan"))
    made.mentions.update(printed_name="Vermeldingsnaam")
    writer.reindex(Initiative.objects.all())
    make_initiative("ander", municipalities=("tiel",), target_groups=("jongeren",), categories=("taal",))
    assert slugs(ask(q=word)) == ["proef"]


def test_accents_do_not_matter(no_initiatives):
    make_initiative("proef", title="Café Één")
    assert slugs(ask(q="cafe een")) == slugs(ask(q="CAFÉ")) == ["proef"]


def test_words_with_a_slash_between_them_are_two(no_initiatives):
    make_initiative("proef", title="Zorgmedewerkers/mantelzorgers")
    assert slugs(ask(q="mantelzorgers")) == slugs(ask(q="mantelzorgers/zorgmedewerkers")) == ["proef"]


def test_switch_without_a_place_is_not_in_the_address():
    assert ask(landelijk="ja").canonical_url == "/initiatieven/"


def test_those_with_all_words_come_first_and_with_most_words_after_a_line(no_initiatives):
    make_initiative("allebei", title="Zeppelin", description="Met een borduurclub.")
    make_initiative("een", title="Zeppelin")
    make_initiative("geen", title="Draak")
    answer = ask(q="zeppelin borduurclub")
    assert [(group.heading, [result.slug for result in group.results]) for group in answer.groups] == [
        ("", ["allebei"]),
        (PARTIAL_HEADING, ["een"]),
    ]
    assert answer.total == answer.search.count("gemeente", "almere") == 2


def test_with_enough_results_all_words_must_match(no_initiatives):
    for n in range(5):
        make_initiative(f"allebei-{n}", title="Zeppelin met borduurclub")
    make_initiative("een", title="Zeppelin")
    assert ask(q="zeppelin borduurclub").total == 5


def test_title_ranks_above_summary_above_description(no_initiatives):
    make_initiative("c", title="Zeppelin")
    make_initiative("b", title="B", summary="Met een zeppelin.")
    make_initiative("a", title="A", description="Met een zeppelin.")
    assert slugs(ask(q="zeppelin")) == ["c", "b", "a"]


@pytest.mark.parametrize(
    "words", ["'", '"', "-", "- -", "&|!()", "a:*", "' OR 1=1 --", "\u202e", "🙂", "<script>", "%"]
)
def test_odd_questions_are_answered(words):
    assert ask(q=words).total >= 0


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("titel", ["een", "drie", "twee"]),
        ("gemeente", ["drie", "een", "twee"]),
        ("nieuwste", ["twee", "drie", "een"]),
        ("relevantie", ["een", "drie", "twee"]),
    ],
)
def test_sorting(no_initiatives, sort, expected):
    make_initiative("een", title="Aap", municipalities=("urk",), published_at="2026-01-01T00:00Z")
    make_initiative("twee", title="Noot", scope="landelijk", published_at="2026-03-01T00:00Z")
    make_initiative("drie", title="Mies", municipalities=("almere",), published_at="2026-02-01T00:00Z")
    assert slugs(ask(sorteer=sort)) == expected


def test_pages_show_everything_once(no_initiatives):
    for n in range(PAGE_SIZE + 5):
        make_initiative(f"proef-{n}", searchable=False)
    writer.reindex(Initiative.objects.all())
    first, second = ask(), ask(pagina="2")
    shown = [result.slug for page in (first.page, second.page) for result in page]
    assert len(shown) == len(set(shown)) == first.total == PAGE_SIZE + 5
    assert [number for number, _ in first.links.pages] == [1, 2]


def test_page_past_the_end_is_the_last(no_initiatives):
    make_initiative()
    answer = ask(pagina="999999")
    assert (answer.page_exists, answer.page.number) == (False, 1)


def test_canonical_address_is_sorted_and_without_defaults():
    answer = ask("sorteer=titel&q=+laptop++school+&gemeente=urk&fase=lopend&gemeente=almere&kleur=rood&pagina=2")
    assert answer.canonical_url == (
        "/initiatieven/?fase=lopend&gemeente=almere&gemeente=urk&pagina=2&q=laptop+school&sorteer=titel"
    )
    assert ask(sorteer="relevantie", pagina="1").canonical_url == "/initiatieven/"


def test_chips_remove_just_their_own_choice():
    answer = ask("q=bellen&gemeente=almere&gemeente=urk&landelijk=ja")
    assert {chip.label: chip.url for chip in answer.chips} == {
        "“bellen”": "/initiatieven/?gemeente=almere&gemeente=urk&landelijk=ja",
        "Almere": "/initiatieven/?gemeente=urk&landelijk=ja&q=bellen",
        "Urk": "/initiatieven/?gemeente=almere&landelijk=ja&q=bellen",
        "Ook landelijk": "/initiatieven/?gemeente=almere&gemeente=urk&q=bellen",
    }


def test_moved_query_keeps_the_rest_as_it_was():
    with pytest.raises(QuestionMovedError) as moved:
        ask("kleur=rood&gemeente=weesp&gemeente=amsterdam&q=a")
    assert moved.value.query == "kleur=rood&gemeente=amsterdam&q=a"


def test_draft_has_no_search_row_and_is_never_found():
    make_initiative("geheim", title="Geheim", status="draft")
    assert slugs(ask(q="geheim")) == []
    assert "geheim" not in slugs(ask())


def test_unpublished_initiative_leaves_at_once(no_initiatives):
    initiative = make_initiative()
    Initiative.objects.filter(pk=initiative.pk).update(status="archived")
    assert ask().total == 0
    assert ask().search.count("gemeente", "almere") == 0


def test_those_with_all_words_come_first_in_every_order(no_initiatives):
    make_initiative("a", title="Aap", description="Een zeppelin.")
    make_initiative("b", title="Zoo", description="Een zeppelin met borduurclub.")
    make_initiative("c", title="Beer", description="Een zeppelin.")
    for sort in ("titel", "nieuwste", "gemeente", "relevantie"):
        assert slugs(ask(q="zeppelin borduurclub", sorteer=sort))[0] == "b"


def test_quotation_is_shown_with_its_marks(client, no_initiatives):
    make_initiative("a", title="Aap", description="Dit is <b>een</b> zeppelin.")
    page = client.get("/initiatieven/?q=zeppelin").content.decode()
    assert "Dit is &lt;b&gt;een&lt;/b&gt; <mark>zeppelin</mark>." in page


def test_more_words_than_are_kept_are_answered(no_initiatives):
    make_initiative("a", title="Zeppelin")
    lexicon = current_index().lexicon
    lexicon.words(["zeppelin"])
    lexicon.words([f"woord{n}x" for n in range(MAX_CACHED_WORDS + 1)])
    assert set(lexicon.words(["zeppelin", "nieuw"])) == {"zeppelin", "nieuw"}
    assert slugs(ask(q="zeppelin nieuw")) == ["a"]


@pytest.mark.parametrize("words", ["\uac00" * 100 + "-" + "\uac00" * 99, "\uac01" * 50, "x" * 200])
def test_letters_that_fall_apart_make_no_word_too_long(client, no_initiatives, words):
    make_initiative("a", title=words[:200], description=words)
    assert client.get("/initiatieven/", {"q": words}).status_code == 200


def test_words_that_stand_everywhere_show_everything_and_say_so(client):
    response = client.get("/initiatieven/?q=van+de+het")
    assert ask(q="van de het").total == ask().total > 0
    assert "Op <strong>van de het</strong> kunt u niet zoeken" in text(response)
    assert "kunt u niet zoeken" not in text(client.get("/initiatieven/?q=van+de+hulp"))


def test_title_of_words_that_stand_everywhere_is_found_by_them(no_initiatives):
    make_initiative("a", title="Aan de slag")
    make_initiative("wij-zijn-er", title="Wij zijn er")
    assert slugs(ask(q="wij zijn er")) == ["wij-zijn-er", "a"]
