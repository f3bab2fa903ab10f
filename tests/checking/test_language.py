"""Long sentences, office words and copied runs are found, and nothing else is."""

import pytest
from django.core.management import CommandError, call_command

from initiatives.checking.language import (
    MAX_SENTENCE_LENGTH,
    PRINT_SIZE,
    PRINTS,
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
        ("Met koffie, enz. Iedereen is welkom.", 2),
        ("Dat is een prik, d.w.z. een vaccin.", 1),
        ("Het duurde… Toen kwam de bus.", 2),
        ("", 0),
    ],
)
def test_text_falls_into_sentences(text, number):
    assert len(sentences(text)) == number


def test_sentence_is_long_from_the_sixteenth_word():
    assert MAX_SENTENCE_LENGTH == 15
    assert list(long_sentences(f"{FIFTEEN}.")) == []
    assert list(long_sentences(f"Kort. {FIFTEEN} zestien.")) == [f"{FIFTEEN} zestien."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De hulp is laagdrempelig.", ["laagdrempelig (say: makkelijk)"]),
        ("Laagdrempelige hulp", ["Laagdrempelige (say: makkelijk)"]),
        ("Dit gaat in het kader van de wet.", ["in het kader van (say: voor, bij)"]),
        ("Integrale zorg met inzet van velen", ["Integrale (say: gezamenlijke)", "inzet (say: hulp, gebruik)"]),
        ("Dit is in  het\nkader van de wet.", ["in  het\nkader van (say: voor, bij)"]),
        ("Zij zetten zich in. De uitzet is klein. De faciliteiten en de monitor zijn goed.", []),
    ],
)
def test_office_words_are_named_with_plain_ones(text, expected):
    assert list(jargon(text)) == expected


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


def test_shipped_prints_know_every_source():
    """One print of each of the five documents, taken from its middle by hand; the words stand nowhere here."""
    kept = PRINTS.read_bytes()
    prints = {kept[at : at + PRINT_SIZE].hex() for at in range(0, len(kept), PRINT_SIZE)}
    assert len(kept) == PRINT_SIZE * len(prints)
    assert prints >= {"eb8fc4ffee", "1202d4f746", "f89b4b5843", "7a2cb4e96d", "51d32bc86a"}


def test_text_without_a_run_is_no_source(tmp_path):
    with pytest.raises(ValueError, match="at least 8 words"):
        write_source_prints([FIFTEEN, "te kort"], tmp_path / "prints")
    assert not (tmp_path / "prints").exists()


def test_command_keeps_nothing_of_what_it_cannot_read(tmp_path):
    with pytest.raises(CommandError, match=r"no \.txt file"):
        call_command("remember_sources", tmp_path)
    (tmp_path / "latin.txt").write_bytes("één twee drie".encode("latin-1"))
    before = PRINTS.read_bytes()
    with pytest.raises(CommandError, match="Nothing was kept"):
        call_command("remember_sources", tmp_path)
    assert PRINTS.read_bytes() == before


def test_too_few_words_make_no_print():
    assert fingerprints("een twee drie vier vijf zes zeven") == []
