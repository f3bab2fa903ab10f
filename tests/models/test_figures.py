"""Which texts count something."""

import pytest

from initiatives.models.figures import has_figure


@pytest.mark.parametrize(
    "text",
    [
        "Er waren 22 activiteiten.",
        "Vijftig volwassenen deden mee.",
        "Er waren elf brieven.",
        "Tweehonderd mensen kwamen, en later tientallen.",
        "Op 3 juni 2020 waren er 40 kinderen.",
        "De helft van de leden bleef.",
    ],
)
def test_numbers_in_digits_and_words_count(text):
    assert has_figure(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Op 3 juni 2020 was het klaar.",
        "Er kwam één plek bij, voor het eerst sinds 2019.",
        "Iedereen hield 1,5 meter afstand door COVID-19.",
        "In wijk 21 kwamen meer mensen met veel kracht.",
        "Volgens hoofdstuk 3 werd het drukker.",
    ],
)
def test_dates_distances_and_names_count_nothing(text):
    assert not has_figure(text)
