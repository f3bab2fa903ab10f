"""Dutch words: how a text falls into them, what they are found by, and the parts of compounds."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from initiatives.search.language.analysis import (
    LINKS,
    MAX_COMPOUND_LENGTH,
    MAX_WORD_LENGTH,
    MIN_PART_LENGTH,
    Analyser,
    candidates,
    complete,
    fold,
    phrase_key,
    word,
    words,
)

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=40) | st.text("abAB'’.- \u0301é", max_size=30)
KNOWN = st.lists(st.text("esnrx", min_size=3, max_size=6), min_size=1, max_size=4)


def parts(written, *known):
    return Analyser(set(known)).word(written).parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café Één", ["café", "één"]),
        ("Cafe\u0301", ["café"]),
        ("’s-Gravenhage", ["sgravenhage", "s", "gravenhage"]),
        ("zzp'ers", ["zzp'ers"]),
        ("Zzp’ers, laptop`s", ["zzp'ers", "laptop's"]),
        ("de 'zorg'", ["de", "zorg"]),
        ("de G.G.Z.", ["de", "ggz"]),
        ("Einde.Begin", ["einde", "begin"]),
        ("Noord-Holland", ["noordholland", "noord", "holland"]),
        ("covid-19", ["covid19", "covid", "19"]),
        ("SchuldHulpMaatje", ["schuldhulpmaatje", "schuld", "hulp", "maatje"]),
        ("iPhone", ["iphone"]),
        ("dak- en thuislozen", ["daklozen", "en", "thuislozen"]),
        ("Dak- of thuislozen", ["daklozen", "of", "thuislozen"]),
        ("xq- en zorg", ["xq", "en", "zorg"]),
        ("zorg/welzijn_ouderen, 1,5 meter!", ["zorg", "welzijn", "ouderen", "1", "5", "meter"]),
        ("- ' . _ &|!", []),
    ],
)
def test_words_of_a_text(text, expected):
    assert list(words(text)) == expected


def test_words_apart_leave_out_the_whole():
    text = "Noord-Holland ’s-Gravenhage SchuldHulpMaatje G.G.Z."
    assert " ".join(words(text, joined=False)) == "noord holland s gravenhage schuld hulp maatje ggz"


def test_complete_writes_words_whole():
    assert complete("Dak- en thuislozen in SchuldHulp") == "daklozen en thuislozen in schuld-hulp"
    assert complete("xq- en zorg, dak - en thuislozen") == "xq- en zorg, dak - en thuislozen"


def test_fold_has_no_capitals_and_accents():
    assert fold("CAFÉ Zzp’ers") == fold("cafe\u0301 zzp'ers") == "cafe zzp'ers"


@pytest.mark.parametrize(
    "same",
    [
        ["eenzaam", "eenzame", "eenzaamheid"],
        ["laptop", "laptops", "laptop's"],
        ["zzp", "zzp'er", "zzp'ers"],
        ["ouder", "ouders"],
        ["oudere", "ouderen"],
        ["café", "cafe", "cafés"],
        ["dakloos", "daklozen", "dakloosheid"],
    ],
)
def test_inflections_share_a_base(same):
    assert set.intersection(*(set(word(written).bases) for written in same)) != set()


@pytest.mark.parametrize(
    ("one", "other"), [("ouders", "ouderen"), ("jongens", "jongeren"), ("zorg", "zorgen"), ("maat", "maatjes")]
)
def test_different_words_share_no_base(one, other):
    assert set(word(one).bases) & set(word(other).bases) == set()


def test_form_is_folded_without_apostrophe():
    assert [word(written).form for written in ("café", "zzp'ers", "laptop's")] == ["cafe", "zzpers", "laptops"]


def test_first_base_comes_from_the_lemma():
    kinderen = word("kinderen")
    assert (kinderen.lemma, kinderen.bases[0], len(kinderen.bases)) == ("kind", "kind", 2)


def test_long_word_counts_by_its_beginning():
    longest = "x" * MAX_WORD_LENGTH
    assert word(longest + "yz") == word(longest) != word(longest[:-1])
    assert word(longest + "yz").form == longest


@pytest.mark.parametrize(
    ("written", "known", "expected"),
    [
        ("straatnaam", ["straat", "naam"], ("straat", "naam")),
        ("stadsbestuur", ["stad", "bestuur"], ("stad", "bestuur")),
        ("zonnebloem", ["zonn", "bloem"], ("zonn", "bloem")),
        ("kinderopvang", ["kind", "opvang"], ("kind", "opvang")),
        ("boekenkast", ["boek", "kast"], ("boek", "kast")),
        ("buurtzorgteams", ["buurt", "zorg", "teams"], ("buurt", "zorg", "teams")),
        ("buurtzorgteams", ["buurt", "zorg", "teams", "buurtzorg"], ("buurtzorg", "teams")),
        ("wandelmaatjes", ["wandelen", "maatjes"], ("wandel", "maatjes")),
        ("caféhouder", ["cafe", "houder"], ("cafe", "houder")),
    ],
)
def test_compound_has_its_known_parts(written, known, expected):
    assert parts(written, *known) == expected


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("straatnaam", ["straat"]),  # the rest is unknown
        ("straatxnaam", ["straat", "naam"]),  # x links nothing
        ("straatnaams", ["straat", "naam"]),  # nothing stands behind the link
        ("maatjeswandel", ["wandelen", "maatjes"]),  # a verb has its ending where nothing follows
        ("straatnaam", ["straatnaam"]),  # never the whole word
        ("zorgsector", ["zorg", "sec", "tor"]),  # parts of three letters
        ("voorstraat", ["voor", "straat"]),  # a stop word
        ("gelderland", ["geld", "land"]),  # what mostly is no part
        ("x" * (MAX_COMPOUND_LENGTH - 3) + "naam", ["x" * (MAX_COMPOUND_LENGTH - 3), "naam"]),
    ],
)
def test_no_compound_without_known_parts(written, known):
    assert parts(written, *known) == ()


def test_longest_compound_has_parts():
    assert parts("x" * (MAX_COMPOUND_LENGTH - 4) + "naam", "x" * (MAX_COMPOUND_LENGTH - 4), "naam")[1] == "naam"


def test_word_with_parts_is_found_by_their_bases_too():
    compound, alone = Analyser({"ouderen", "zorgen"}).word("ouderenzorgen"), word("ouderenzorgen")
    assert (compound.form, compound.lemma, compound.bases) == (alone.form, alone.lemma, alone.bases)
    assert (compound.part_bases, alone.part_bases) == ({"oudere", "zorgen"}, set())


def gives_back(pieces, form):
    """Whether the pieces with a link between each two can be the form."""
    rests = [form[len(pieces[0] + link) :] for link in LINKS if form.startswith(pieces[0] + link)]
    return pieces[0] == form if len(pieces) == 1 else any(gives_back(pieces[1:], rest) for rest in rests)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(known=KNOWN, data=st.data())
def test_parts_joined_by_links_give_the_word_back(known, data):
    chosen = data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=4))
    form = chosen[0] + "".join(data.draw(st.sampled_from(LINKS)) + piece for piece in chosen[1:])
    pieces = parts(form, *known)
    assert pieces == () or (len(pieces) > 1 and gives_back(list(pieces), form))
    assert [piece for piece in pieces if len(piece) < MIN_PART_LENGTH or not {piece, f"{piece}en"} & {*known}] == []
    if len(chosen) > 1 and min(map(len, chosen)) >= MIN_PART_LENGTH and len(form) <= MAX_COMPOUND_LENGTH:
        assert 2 <= len(pieces) <= len(chosen)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(known=KNOWN, data=st.data())
def test_candidates_are_all_that_need_be_known(known, data):
    form = "".join(data.draw(st.lists(st.sampled_from(known), min_size=2, max_size=4)))
    assert parts(form, *(candidates(form) & {*known})) == parts(form, *known)


def test_phrase_key_is_the_same_for_the_same():
    assert phrase_key("Noord-Holland") == phrase_key("noord holland") == "noord holland"
    assert phrase_key("Jongeren") == phrase_key("jongere") == "jongere"
    assert phrase_key("dak- en thuislozen") == phrase_key("Daklozen en thuislozen") == "dakloos en thuisloos"
    assert phrase_key("’s-Gravenhage") == phrase_key("'s Gravenhage") != phrase_key("Gravenhage")
    assert phrase_key("ouders") != phrase_key("ouderen")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_TEXT)
@example("x" * 200)
@example("🙂🎉 שלום \u202eabc")
@example("a\0b \ud800abc")
def test_any_text_has_words_that_can_be_analysed(text):
    for written in words(text):
        analysed = Analyser({"abab"}).word(written)
        assert 0 < len(analysed.form) <= MAX_WORD_LENGTH
        assert all(analysed.bases)
