"""Marked words and quotations: what is marked, what is escaped, where a passage begins and ends."""

import unicodedata
from html import unescape

import pytest
from django.utils.safestring import SafeString
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from initiatives.search.language.analysis import fold, words
from initiatives.search.language.highlighting import MAX_QUOTATION_LENGTH, marked, matches, quoted

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=40) | st.text("abé'’ -.<>&\"/\u0301", max_size=40)
SOME_FORMS = st.frozensets(st.text("abe", min_size=1, max_size=3), max_size=3)
LONG_TEXT = st.lists(st.sampled_from(["zorg", "eten", "é", "<b>", ",", ". ", "! ", "\n"]), max_size=120).map(" ".join)


def without_marks(html):
    return html.replace("<mark>", "").replace("</mark>", "")


def passage(quotation):
    """A quotation as plain text without its ellipses."""
    return unescape(without_marks(quotation)).removeprefix("… ").removesuffix(" …")


@pytest.mark.parametrize(
    ("text", "forms", "expected"),
    [
        ("Ouderen eten", {"ouderen"}, "<mark>Ouderen</mark> eten"),
        ("Eenzame en eenzaam", {"eenzame", "eenzaam"}, "<mark>Eenzame</mark> en <mark>eenzaam</mark>"),
        ("eten, etentje", {"eten"}, "<mark>eten</mark>, etentje"),
        ("Voor zzp’ers.", {"zzpers"}, "Voor <mark>zzp’ers</mark>."),
        ("Laptop's mee", {"laptops"}, "<mark>Laptop&#x27;s</mark> mee"),
        ("'s-Gravenhage", {"gravenhage"}, "&#x27;s-<mark>Gravenhage</mark>"),
        ("Café Één", {"cafe"}, "<mark>Café</mark> Één"),
        ("Cafe\u0301 Een", {"cafe"}, "<mark>Café</mark> Een"),
        ("Noord-Holland", {"noord", "holland"}, "<mark>Noord</mark>-<mark>Holland</mark>"),
    ],
)
def test_forms_are_marked_as_they_are_written(text, forms, expected):
    assert marked(text, frozenset(forms)) == expected


def test_text_around_and_in_marks_is_escaped():
    result = marked("<script>alert(\"eten\") & 'zzp'ers'</script>", frozenset({"eten", "zzpers"}))
    assert isinstance(result, SafeString)
    assert result == (
        "&lt;script&gt;alert(&quot;<mark>eten</mark>&quot;) &amp; &#x27;<mark>zzp&#x27;ers</mark>&#x27;&lt;/script&gt;"
    )


def test_markup_in_a_text_is_no_mark_of_ours():
    assert marked("<mark>eten</mark>", frozenset({"mark"})) == (
        "&lt;<mark>mark</mark>&gt;eten&lt;/<mark>mark</mark>&gt;"
    )


@pytest.mark.parametrize("forms", [set(), {"zorg"}, {"et"}, {"<b>"}, {""}])
def test_text_without_matches_stays_for_the_template_to_escape(forms):
    text = "<b>Eten</b> & drinken"
    assert marked(text, frozenset(forms)) is text
    assert not isinstance(text, SafeString)
    assert quoted(text, frozenset(forms)) == ""


@pytest.mark.parametrize(
    "text", ["각 zorg", "q\u0303 zorg", "🙂 zorg", "İ zorg", "\0 zorg", "\ud800 zorg", "שלום zorg"]
)
def test_text_whose_letters_fall_apart_is_marked_or_left(text):
    assert marked(text, frozenset({"zorg"})) in (text, text.replace("zorg", "<mark>zorg</mark>"))
    assert quoted(text, frozenset({"zorg"})) in ("", text.replace("zorg", "<mark>zorg</mark>"))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_TEXT, SOME_FORMS)
@example("<a>'a'", frozenset({"a"}))
def test_marked_text_is_the_text(text, forms):
    forms |= {fold(written) for written in list(words(text))[::2]}
    result = marked(text, forms)
    if isinstance(result, SafeString):
        assert any(matches(unicodedata.normalize("NFC", text), forms))
        assert not {"<", ">"} & set(without_marks(result))
        result = unescape(without_marks(result))
    assert unicodedata.normalize("NFC", result) == unicodedata.normalize("NFC", text)


def test_short_text_is_quoted_whole():
    assert quoted("Zorg & eten.", frozenset({"eten"})) == "Zorg &amp; <mark>eten</mark>."


def test_quotation_begins_at_the_sentence_when_near():
    text = "Eerst iets anders. Wij koken eten! Iedereen komt.\nOok ouderen eten"
    assert quoted(text, frozenset({"koken"})) == ("… Wij <mark>koken</mark> eten! Iedereen komt. Ook ouderen eten")
    assert quoted(text, frozenset({"komt"})) == "… Iedereen <mark>komt</mark>. Ook ouderen eten"
    assert quoted(text, frozenset({"ouderen"})) == "… Ook <mark>ouderen</mark> eten"


def test_quotation_begins_at_a_word_when_the_sentence_is_far():
    quotation = quoted("Iets anders. " + "woord " * 20 + "zorg.", frozenset({"zorg"}))
    assert quotation == "… " + "woord " * 9 + "<mark>zorg</mark>."


def test_quotation_ends_at_a_word_and_says_that_more_follows():
    quotation = quoted("zorg " + "woord " * 60, frozenset({"zorg"}))
    assert quotation == "<mark>zorg</mark> " + " ".join(["woord"] * 32) + " …"
    assert MAX_QUOTATION_LENGTH - len("woord ") <= len(passage(quotation)) <= MAX_QUOTATION_LENGTH


def test_word_that_the_end_cuts_is_not_marked():
    text = "zorg " + "x" * (MAX_QUOTATION_LENGTH - 8) + " etenswaren volgen"
    quotation = quoted(text, frozenset({"zorg", "etenswaren"}))
    assert quotation == "<mark>zorg</mark> " + "x" * (MAX_QUOTATION_LENGTH - 8) + " …"


def test_quotation_is_the_first_match_and_marks_the_others_in_it():
    quotation = quoted("Niets. Eten en zorg en eten.", frozenset({"eten"}))
    assert quotation == "… <mark>Eten</mark> en zorg en <mark>eten</mark>."


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LONG_TEXT)
def test_quotation_is_a_passage_with_the_word_in_it(text):
    quotation = quoted(text, frozenset({"zorg"}))
    if "zorg" not in text:
        assert quotation == ""
        return
    assert "<mark>zorg</mark>" in quotation
    assert not {"<", ">"} & set(without_marks(quotation))
    assert len(passage(quotation)) <= MAX_QUOTATION_LENGTH
    assert passage(quotation) in text.replace("\n", " ")


def test_quotation_is_safe_and_stands_behind_a_long_address():
    assert isinstance(quoted("Eerst. Wij eten.", frozenset({"eten"})), SafeString)
    assert "<mark>zorg</mark>" in quoted("x" * 60 + "/zorg", frozenset({"zorg"}))
    assert "<mark>zorg</mark>" in quoted("aa zorg" + "/x" * 150, frozenset({"zorg"}))
    assert "<mark>zorg</mark>" in quoted("zorg" * 15 + "-zorg. zorg", frozenset({"zorg"}))


def test_text_without_a_match_is_the_very_text_also_when_it_is_decomposed():
    text = "Cafe\u0301"
    assert marked(text, frozenset({"zorg"})) is text
