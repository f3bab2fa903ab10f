"""The stories of the home page: their order, and a number that the texts of the initiative have."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from initiatives.models import Initiative, Source
from initiatives.models.stories import is_in_texts
from tests.factories import make_initiative
from tests.models.test_rules import refused


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ("900", "Er zijn 900 laptops gegeven."),
        ("900", "(900)"),
        ("25.000", "In de week voor Kerstmis waren er 25.000."),
        ("ruim 2.000", "De groep had ruim\n2.000 leden."),
        ("€ 50", "Het kost €\N{NO-BREAK SPACE}50 per maand."),
        ("62%", "Van hen had 62% een prik."),
        ("3", "Stap 1, 2, 3, klaar."),
    ],
)
def test_number_as_it_is_written_is_in_the_text(figure, text):
    assert is_in_texts(figure, ["", text])


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ("900", "In 1900 was dat anders."),
        ("900", "Er zijn 900.000 laptops."),
        ("900", "Het waren er 10.900."),
        ("900", "Het kost 900,50 euro."),
        ("5", "Er zijn 5G-masten."),
        ("2000", "Ruim 2.000 leden."),
        (".*", "Iets anders."),
        ("12", ""),
    ],
)
def test_part_of_another_number_is_not_in_the_text(figure, text):
    assert not is_in_texts(figure, [text])


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"story_figure": "12"}, {"story_text": "mensen"}])
def test_database_refuses_half_a_story(change):
    initiative = make_initiative()
    assert '"initiative_story"' in refused(lambda: Initiative.objects.filter(pk=initiative.pk).update(**change))
    with pytest.raises(ValidationError, match="het getal en de tekst erbij in, of geen van beide"):
        Initiative(slug="half", title="Half", **change).full_clean()


@pytest.mark.django_db
def test_number_is_written_in_digits():
    with pytest.raises(ValidationError, match="in cijfers"):
        Initiative(slug="woord", title="Woord", story_figure="twaalf", story_text="mensen").full_clean()


@pytest.mark.django_db
def test_stories_are_the_first_four_that_are_published_and_filled_in(no_initiatives):
    make_initiative("zonder-getal")
    make_initiative("concept", status="draft", story_figure="1", story_text="concept")
    for slug, order in (("c", 2), ("b", 1), ("e", 3), ("a", 2), ("d", 3)):
        make_initiative(slug, story_figure="12", story_text=f"mensen bij {slug}", story_order=order)
    assert [story.slug for story in Initiative.objects.stories()] == ["b", "a", "c", "d"]


@pytest.mark.django_db
def test_story_has_the_date_of_its_oldest_source(no_initiatives):
    initiative = make_initiative(story_figure="12", story_text="mensen")
    later = Source.objects.create(slug="later", title="Later", published=date(2024, 1, 1))
    initiative.mentions.create(source=later, locator="blz. 1")
    (story,) = Initiative.objects.stories()
    assert story.seen_on == initiative.mentions.exclude(source=later).get().source.published


@pytest.mark.django_db
def test_shipped_stories_are_four_about_different_places_and_subjects():
    stories = list(Initiative.objects.stories())
    assert len(stories) == Initiative.objects.exclude(story_figure="").count() == 4
    assert len({story.place for story in stories}) == 4
    assert len({story.categories.first() for story in stories}) == 4
