"""No text is taken for a formula, and each comes back as it was."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.exports.formula_guard import neutral, original
from initiatives.exports.multi_value import join_lines, join_names, split_lines, split_names
from tests.exports.hostile import SIGNS, VALUES

PIECES = st.sampled_from([*SIGNS, *"'\"`“ ,;|\\\t\r\n", "\u00a0", "\u200b", "\u2212", "n", "a", "1"])
TEXTS = st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(max_size=30))


def is_live(part):
    """Whether a formula would begin here, written apart from the code under test: nothing visible stands before it."""
    visible = [sign for sign in part if unicodedata.category(sign)[0] not in "CZM" and sign not in '"`“']
    return bool(visible) and visible[0] in SIGNS


def live_parts(text):
    """The parts between any two separators of which a formula could be made."""
    return [part for part in re.split("[,;\t\r\n]", text) if is_live(part)]


def test_there_are_400_hostile_texts_and_all_of_them_are_live():
    assert len(set(VALUES)) == len(VALUES) == 400
    assert [text for text in VALUES if not live_parts(text.replace("'", ""))] == []


def test_no_hostile_text_is_live_and_all_come_back():
    assert [text for text in VALUES if live_parts(neutral(text)) or original(neutral(text)) != text] == []


@given(TEXTS)
def test_any_text_comes_back_and_is_not_live(text):
    assert original(neutral(text)) == text
    assert live_parts(neutral(text)) == []


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("\t=1+1", "'\t'=1+1"),
        ("\rDe Bakfiets", "'\rDe Bakfiets"),
        ("\uff1d1", "'\uff1d1"),
        (' "@ease', "' \"@ease"),
        ("Koffie; -thee, +melk", "Koffie;' -thee,' +melk"),
        ("De Bakfiets", "De Bakfiets"),
        ("'s-Gravenhage", "'s-Gravenhage"),
        ("1 + 1 = 2", "1 + 1 = 2"),
        ("", ""),
    ],
)
def test_only_what_could_begin_a_formula_is_marked(text, safe):
    assert neutral(text) == safe


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4).filter(lambda fields: fields[0].strip()), max_size=4))
def test_lines_of_fields_come_back(lines):
    expected = [[*fields] for fields in lines]
    for fields in expected:
        while not fields[-1]:
            fields.pop()
    assert split_lines(join_lines(lines)) == expected


@given(st.lists(TEXTS.filter(str.strip), max_size=5))
def test_names_come_back(names):
    assert split_names(join_names(names)) == names


def test_names_and_lines_as_people_type_them():
    assert split_names("Almere;Den Haag ; ") == ["Almere", "Den Haag "]
    assert split_lines("bron|nr. 1\r\n\r\nbron | nr. 2 |") == [["bron", "nr. 1"], ["bron", "nr. 2", ""]]
