"""What is read in the words of a question: terms, phrases, what is excluded, names and synonyms."""

import pytest

from initiatives.models import Synonym
from initiatives.search.index.snapshot import current_index
from initiatives.search.words.text_query import MAX_TERMS, TextQuery, parse_text, synonym_words, typed_words

pytestmark = pytest.mark.django_db

WITHOUT_LINK = {"zzpereten", "zzperetenschool", "etenschool", "etenschoolhulp", "schoolhulp"}


def question(text, *, literal=False):
    return parse_text(text, current_index().facet_values, literal=literal)


def texts(text):
    return [term.text for term in question(text).terms]


def only_term(text, *, literal=False):
    [term] = question(text, literal=literal).terms
    return term


@pytest.mark.parametrize("quoted", ['"{}"', "“{}”", "„{}”", "„{}“", "«{}»", "»{}«", "‟{}”"])
def test_quotes_of_all_kinds_ask_for_a_phrase(quoted):
    query = question("eten " + quoted.format("Hulp in huis"))
    assert query.phrases == [("hulp", "in", "huis")]
    assert [term.text for term in query.terms] == ["eten"]
    assert query.title == "eten"


@pytest.mark.parametrize(
    ("text", "phrases", "terms"),
    [
        ('zorg "voor ouderen', [], ["zorg", "ouderen"]),
        ('zorg"', [], ["zorg"]),
        ('"samen eten" zorg "huis', [("samen", "eten")], ["zorg", "huis"]),
        ('zorg"samen eten"', [("samen", "eten")], ["zorg"]),
    ],
)
def test_quotes_count_in_pairs_only(text, phrases, terms):
    assert (question(text).phrases, texts(text)) == (phrases, terms)


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("-ouderen", [("ouderen",)]),
        ("--ouderen", [("ouderen",)]),
        ("-de", [("de",)]),
        ("-noord-holland", [("noord", "holland")]),
        ("-“Hulp in huis” -Café", [("hulp", "in", "huis"), ("café",)]),
        ("- ouderen", []),
        ("huis-ouderen", []),
    ],
)
def test_hyphen_before_a_word_excludes_it(text, excluded):
    query = question(f"{text} eten")
    assert query.excluded == excluded
    assert query.phrases == []
    assert [term.text for term in query.terms][-1] == "eten"


def test_excluded_words_are_not_asked_for():
    query = question('-ouderen -"den haag"')
    assert (query.terms, query.phrases, query.title) == ([], [], "")
    assert bool(query)


@pytest.mark.parametrize("text", ["", " ", "-", "- -", '"', '""', '-""', '"-"', "&|!()", ":*", "🙂", "\0", "'"])
def test_signs_alone_ask_for_nothing(text):
    assert question(text) == TextQuery()
    assert not question(text)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("hulp voor de ouderen", ["hulp", "ouderen"]),
        ("De, hulp", ["hulp"]),
        ("van de het", []),
        ('"samen eten" van de', []),
        ("van de -hulp", []),
    ],
)
def test_words_that_say_nothing_are_not_asked_for(text, terms):
    assert texts(text) == terms


def test_question_of_words_that_say_nothing_is_known_as_such():
    assert question("van de het").has_only_stop_words
    assert not question("van de hulp").has_only_stop_words
    assert not question('van "de het"').has_only_stop_words
    assert not question("").has_only_stop_words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("den haag", ("gemeente", "den-haag")),
        ("Den Haag", ("gemeente", "den-haag")),
        ("noord-holland", ("provincie", "noord-holland")),
        ("noord holland", ("provincie", "noord-holland")),
        ("dak- en thuislozen", ("doelgroep", "dak-en-thuislozen")),
        ("súdwest fryslân", ("gemeente", "sudwest-fryslan")),
        ("jongere", ("doelgroep", "jongeren")),
    ],
)
def test_name_is_recognised(text, value):
    term = only_term(text)
    assert (term.named, term.nicknamed) == ((value,), ())
    assert only_term(text, literal=True).named == (value,)


@pytest.mark.parametrize("text", ["haag", "noord", "holland-noord", "haag den", '"den haag"', "-den-haag"])
def test_half_a_name_names_nothing(text):
    assert [term.named for term in question(text).terms if term.named] == []


def test_name_stands_for_itself_between_synonym_words():
    assert texts("wandelen in Den Haag met ouderen") == ["wandelen", "den haag", "ouderen"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'s-Gravenhage", ("gemeente", "den-haag")),
        ("bejaarden", ("doelgroep", "ouderen")),
        ("zzp’ers", ("doelgroep", "zelfstandigen")),
    ],
)
def test_other_name_is_a_nickname_unless_literal(text, value):
    term = only_term(text)
    assert (term.named, term.nicknamed) == ((), (value,))
    assert only_term(text, literal=True).nicknamed == ()


def test_synonyms_come_from_the_table_unless_literal():
    Synonym.objects.create(word="luchtschip", also=["zeppelin", "grote ballon"])
    assert only_term("Luchtschepen").synonyms == ("zeppelin", "grote ballon")
    assert only_term("zeppelin").synonyms == ("luchtschip", "grote ballon")
    assert only_term("grote ballonnen").synonyms == ("luchtschip", "zeppelin")
    assert only_term("luchtschip", literal=True).synonyms == ()


def test_narrower_and_wider_words_work_in_one_direction():
    Synonym.objects.create(word="luchtschip", also=["zeppelin"], narrower=["zweefsigaar"], wider=["vliegding"])
    assert only_term("zeppelin").synonyms == ("luchtschip", "zweefsigaar")
    assert only_term("zweefsigaar").synonyms == ()
    assert only_term("vliegding").synonyms == ("luchtschip", "zeppelin")
    assert only_term("zeppelin").wider == ("vliegding",)
    assert only_term("zweefsigaar").wider == ("luchtschip", "zeppelin")
    assert only_term("vliegding").wider == only_term("zeppelin", literal=True).wider == ()


def test_synonym_of_a_few_words_makes_them_one_term():
    assert texts("eten vliegend tapijt") == ["eten", "vliegend", "tapijt"]
    Synonym.objects.create(word="vliegend tapijt", also=["zweefkleed"])
    assert texts("eten vliegend tapijt") == ["eten", "vliegend tapijt"]
    assert only_term("vliegende tapijten").synonyms == ("zweefkleed",)
    assert texts("tapijt vliegend") == ["tapijt", "vliegend"]


def test_longest_name_wins():
    Synonym.objects.create(word="den haag zuidwest", also=["zweefkleed"])
    assert texts("den haag zuidwest eten den haag") == ["den haag zuidwest", "eten", "den haag"]


def test_spelling_leaves_out_what_says_nothing():
    assert only_term("den haag").spellings == (("haag",),)
    assert only_term("dak- en thuislozen").spellings == (("daklozen", "thuislozen"),)


def test_word_with_hyphen_is_spelled_apart_and_joined():
    assert only_term("Laptop-school").spellings == (("laptop", "school"), ("laptopschool",))
    assert only_term("LaptopSchool").spellings == (("laptop", "school"), ("laptopschool",))


def test_neighbours_are_joined_up_to_three():
    terms = question("zzp'er eten school hulp").terms
    assert [[compound for compound in term.joined if compound in WITHOUT_LINK] for term in terms] == [
        ["zzpereten", "zzperetenschool"],
        ["zzpereten", "etenschool", "zzperetenschool", "etenschoolhulp"],
        ["etenschool", "schoolhulp", "zzperetenschool", "etenschoolhulp"],
        ["schoolhulp", "etenschoolhulp"],
    ]
    assert only_term("eten").joined == ()


def test_two_neighbours_are_joined_with_each_letter_that_compounds_have():
    joined = ("jongerecoach", "jongerescoach", "jongerencoach", "jongereencoach")
    assert question("jongere coach").terms[0].joined == joined


def test_words_of_asking_are_left_out_beside_synonym_words():
    assert texts("ik zoek een voorbeeld van een gemeente die laptops uitleende") == ["laptops", "uitleende"]
    assert texts("een voorbeeld") == ["voorbeeld"]


def test_of_many_words_the_most_telling_ones_remain_in_order():
    rare = [f"zwibbert{letter}" for letter in "abcdefghijklmnop"]
    assert len(rare) == MAX_TERMS
    assert texts(" ".join(["kinderen", *rare, "eten"])) == rare


@pytest.mark.parametrize(("word", "telling"), [("zwibbertje", 1.0), ("voedselbank", 1.0), ("mensen", 0.4)])
def test_common_word_says_less(word, telling):
    assert only_term(word).telling == telling
    assert 0.4 < only_term("school").telling < 1.0


def test_words_without_some_terms_keep_the_rest():
    query = question('wandelen -jongeren in Den Haag “samen eten” hulp -"in huis"')
    wandelen, den_haag, hulp = query.terms
    assert query.words_without([den_haag]) == 'wandelen hulp "samen eten" -"jongeren" -"in huis"'
    assert query.words_without([wandelen, den_haag, hulp]) == '"samen eten" -"jongeren" -"in huis"'
    again = question(query.words_without([]))
    assert [term.text for term in again.terms] == ["wandelen", "den haag", "hulp"]
    assert (again.phrases, again.excluded) == (query.phrases, query.excluded)


def test_every_word_has_those_of_spellings_and_synonyms():
    Synonym.objects.create(word="luchtschip", also=["grote ballon"])
    query = question('eten-luchtschip luchtschip "samen" -hulp')
    assert typed_words(query.terms) == ["eten", "luchtschip", "etenluchtschip", "luchtschip"]
    assert synonym_words(query.terms) == ["grote", "ballon"]


def test_title_has_the_words_that_must_be_there_only():
    assert question("Café - Noord-Holland de & Zzp’ers -geen").title == "café noord-holland de zzp'ers"
