"""What is read in the words of a question: concepts, phrases, what is excluded, names and synonyms."""

import pytest

from initiatives.models import Synonym
from initiatives.search.facets.values import Vocabulary
from initiatives.search.words.text_query import Question, every_word, read

pytestmark = pytest.mark.django_db


def question(text, *, literal=False):
    return read(text, Vocabulary(), literal=literal)


def texts(text):
    return [concept.text for concept in question(text).concepts]


def only_concept(text, *, literal=False):
    [concept] = question(text, literal=literal).concepts
    return concept


@pytest.mark.parametrize("quoted", ['"{}"', "“{}”", "„{}”", "„{}“", "«{}»", "»{}«", "‟{}”"])
def test_quotes_of_all_kinds_ask_for_a_phrase(quoted):
    found = question("eten " + quoted.format("Hulp in huis"))
    assert found.phrases == [("hulp", "in", "huis")]
    assert [concept.text for concept in found.concepts] == ["eten"]
    assert found.title == "eten"


@pytest.mark.parametrize(
    ("text", "phrases", "concepts"),
    [
        ('zorg "voor ouderen', [], ["zorg", "ouderen"]),
        ('zorg"', [], ["zorg"]),
        ('"samen eten" zorg "huis', [("samen", "eten")], ["zorg", "huis"]),
        ('zorg"samen eten"', [("samen", "eten")], ["zorg"]),
    ],
)
def test_quotes_count_in_pairs_only(text, phrases, concepts):
    assert (question(text).phrases, texts(text)) == (phrases, concepts)


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
    found = question(f"{text} eten")
    assert found.excluded == excluded
    assert found.phrases == []
    assert [concept.text for concept in found.concepts][-1] == "eten"


def test_excluded_words_are_not_asked_for():
    found = question('-ouderen -"den haag"')
    assert (found.concepts, found.phrases, found.title) == ([], [], "")
    assert bool(found)


@pytest.mark.parametrize("text", ["", " ", "-", "- -", '"', '""', '-""', '"-"', "&|!()", ":*", "🙂", "\0", "'"])
def test_signs_alone_ask_for_nothing(text):
    assert question(text) == Question()
    assert not question(text)


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("hulp voor de ouderen", ["hulp", "ouderen"]),
        ("De, hulp", ["hulp"]),
        ("van de het", []),
        ('"samen eten" van de', []),
        ("van de -hulp", []),
    ],
)
def test_words_that_say_nothing_are_not_asked_for(text, concepts):
    assert texts(text) == concepts


def test_question_of_words_that_say_nothing_is_known_as_such():
    assert question("van de het").is_idle
    assert not question("van de hulp").is_idle
    assert not question('van "de het"').is_idle
    assert not question("").is_idle


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
    concept = only_concept(text)
    assert (concept.named, concept.nicknamed) == ((value,), ())
    assert only_concept(text, literal=True).named == (value,)


@pytest.mark.parametrize("text", ["haag", "noord", "holland-noord", "haag den", '"den haag"', "-den-haag"])
def test_half_a_name_names_nothing(text):
    assert [concept.named for concept in question(text).concepts if concept.named] == []


def test_name_stands_for_itself_between_other_words():
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
    concept = only_concept(text)
    assert (concept.named, concept.nicknamed) == ((), (value,))
    assert only_concept(text, literal=True).nicknamed == ()


def test_synonyms_come_from_the_table_unless_literal():
    Synonym.objects.create(word="luchtschip", also=["zeppelin", "grote ballon"])
    assert only_concept("Luchtschepen").synonyms == ("zeppelin", "grote ballon")
    assert only_concept("zeppelin").synonyms == ()
    assert only_concept("luchtschip", literal=True).synonyms == ()


def test_synonym_of_a_few_words_makes_them_one_concept():
    assert texts("eten vliegend tapijt") == ["eten", "vliegend", "tapijt"]
    Synonym.objects.create(word="vliegend tapijt", also=["zweefkleed"])
    assert texts("eten vliegend tapijt") == ["eten", "vliegend tapijt"]
    assert only_concept("vliegende tapijten").synonyms == ("zweefkleed",)
    assert texts("tapijt vliegend") == ["tapijt", "vliegend"]


def test_longest_name_wins():
    Synonym.objects.create(word="den haag zuidwest", also=["zweefkleed"])
    assert texts("den haag zuidwest eten den haag") == ["den haag zuidwest", "eten", "den haag"]


def test_spelling_leaves_out_what_says_nothing():
    assert only_concept("den haag").spellings == (("haag",),)
    assert only_concept("dak- en thuislozen").spellings == (("daklozen", "thuislozen"),)


def test_word_with_hyphen_is_spelled_apart_and_joined():
    assert only_concept("Laptop-school").spellings == (("laptop", "school"), ("laptopschool",))
    assert only_concept("LaptopSchool").spellings == (("laptop", "school"), ("laptopschool",))


def test_neighbours_are_joined_up_to_three():
    assert [concept.joined for concept in question("zzp'er eten school hulp").concepts] == [
        ("zzpereten", "zzperetenschool"),
        ("zzpereten", "etenschool", "zzperetenschool", "etenschoolhulp"),
        ("etenschool", "schoolhulp", "zzperetenschool", "etenschoolhulp"),
        ("schoolhulp", "etenschoolhulp"),
    ]
    assert only_concept("eten").joined == ()


def test_words_without_some_concepts_keep_the_rest():
    found = question('wandelen -jongeren in Den Haag “samen eten” hulp -"in huis"')
    wandelen, den_haag, hulp = found.concepts
    assert found.words_without([den_haag]) == 'wandelen hulp "samen eten" -"jongeren" -"in huis"'
    assert found.words_without([wandelen, den_haag, hulp]) == '"samen eten" -"jongeren" -"in huis"'
    again = question(found.words_without([]))
    assert [each.text for each in again.concepts] == ["wandelen", "den haag", "hulp"]
    assert (again.phrases, again.excluded) == (found.phrases, found.excluded)


def test_every_word_has_those_of_spellings_and_synonyms():
    Synonym.objects.create(word="luchtschip", also=["grote ballon"])
    found = question('eten-luchtschip luchtschip "samen" -hulp')
    assert every_word(found.concepts) == ["eten", "luchtschip", "etenluchtschip", "luchtschip", "grote", "ballon"]


def test_title_has_the_words_that_must_be_there_only():
    assert question("Café - Noord-Holland de & Zzp’ers -geen").title == "café noord-holland de zzp'ers"
