"""Long sentences, office words and copied runs are found, and nothing else is."""

from pathlib import Path

import pytest

from initiatives.checking.language import (
    LONGEST_SENTENCE,
    PRINT_SIZE,
    RUN,
    copied_runs,
    fingerprints,
    jargon,
    long_sentences,
    sentences,
    words,
    write_source_prints,
)

FIFTEEN = "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Een zin. Nog een zin! En een vraag?", 3),
        ("Dat kan bijv. met een fiets. Of lopend.", 2),
        ("Het was ca. 5 km.", 1),
        ("Zij zegt: “Kom binnen.” Dan is er koffie.", 2),
        ("Eerste regel\n\nTweede regel", 2),
        ("Op 3.000 plekken.", 1),
        ("", 0),
    ],
)
def test_text_falls_into_sentences(text, number):
    assert len(sentences(text)) == number


def test_sentence_is_long_from_the_sixteenth_word():
    assert LONGEST_SENTENCE == 15
    assert list(long_sentences(f"{FIFTEEN}.")) == []
    assert list(long_sentences(f"Kort. {FIFTEEN} zestien.")) == [f"{FIFTEEN} zestien."]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("De hulp is laagdrempelig.", ["laagdrempelig: liever makkelijk"]),
        ("Laagdrempelige hulp", ["Laagdrempelige: liever makkelijk"]),
        ("Dit gaat in het kader van de wet.", ["in het kader van: liever voor, bij"]),
        ("Integrale zorg met inzet van velen", ["Integrale: liever gezamenlijke", "inzet: liever hulp, gebruik"]),
        ("Zij zetten zich in. De uitzet is klein.", []),
    ],
)
def test_office_words_are_named_with_plain_ones(text, found):
    assert list(jargon(text)) == found


def test_words_are_compared_without_capitals_accents_and_line_breaks():
    assert words("Eén VRIJ-\n willigers\u2010groep, zzp’ers") == ["een", "vrijwilligers", "groep", "zzp", "ers"]


def test_copied_run_is_found_by_its_print_only(tmp_path, monkeypatch):
    """A source that nobody saw before: eight of its words are found, seven are not, and each overlap once."""
    source = "De bus rijdt elke dinsdag langs zeven dorpen en neemt dan ook boeken mee voor wie dat vraagt."
    assert write_source_prints([source], tmp_path / "prints") == len(words(source)) - RUN + 1
    kept = (tmp_path / "prints").read_bytes()
    prints = frozenset(kept[at : at + PRINT_SIZE] for at in range(0, len(kept), PRINT_SIZE))
    monkeypatch.setattr("initiatives.checking.language._source_prints", lambda: prints)
    assert list(copied_runs("Hier rijdt elke dinsdag langs zeven dorpen een bus.")) == []
    assert list(copied_runs("Wat fijn: bus rijdt elke DINSDAG, langs zeven dorpen en!")) == [
        "bus rijdt elke dinsdag langs zeven dorpen en"
    ]
    assert len(list(copied_runs(source))) == 2


def test_shipped_prints_are_of_whole_documents():
    size = Path("initiatives/checking/source_runs.bin").stat().st_size
    assert size % PRINT_SIZE == 0
    assert size // PRINT_SIZE > 45_000


def test_too_few_words_make_no_print():
    assert fingerprints("een twee drie vier vijf zes zeven") == []
