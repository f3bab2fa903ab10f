"""What the sources tell of an initiative: answers to fixed questions, each with its place in the source."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from initiatives.choices import Continuation
from initiatives.models.texts import LongTextField

UNTOLD = "Staat niet in de bron."
# The questions of “Wat weten we hiervan?”, by the field with the answer; `<field>_locator` has its place in the source.
QUESTIONS = {
    "problem": "Welk probleem?",
    "participants": "Wie deden mee?",
    "needs": "Wat was nodig?",
    "results": "Wat kwam eruit?",
    "lessons": "Wat leerden zij?",
    "costs": "Wat kostte het?",
}
LOCATED = (*QUESTIONS, "continues", "adapted_from")  # the fields with a locator


@dataclass(frozen=True)
class Answer:
    """What the sources say on one question, and where; both are empty when they do not tell."""

    question: str
    text: str
    locator: str


def _text(label: str, help_text: str) -> LongTextField:
    return LongTextField(label, blank=True, default="", db_default="", help_text=help_text)


def _locator(label: str) -> models.CharField:
    help_text = "Waar dat in de bron staat, zoals: hoofdstuk 3, Alkmaar."
    return models.CharField(
        f"vindplaats van {label}", max_length=200, blank=True, default="", db_default="", help_text=help_text
    )


class KnowledgeModel(models.Model):
    """The fields for what is known of an initiative. Without text: the source does not tell."""

    problem = _text("probleem", "Waarom dit nodig was, volgens de bron.")
    problem_locator = _locator("het probleem")
    participants = _text("deelnemers", "Organisaties, beroepen en vrijwilligers. Geen namen van personen.")
    participants_locator = _locator("de deelnemers")
    needs = _text("wat nodig was", "Mensen, spullen, plek, geld en voorwaarden.")
    needs_locator = _locator("wat nodig was")
    results = LongTextField("resultaten", blank=True, help_text="Wat eruit kwam. Geen plannen.")
    results_locator = _locator("de resultaten")
    lessons = LongTextField("lessen", blank=True, help_text="Wat volgens de bron wel of niet werkte.")
    lessons_locator = _locator("de lessen")
    costs = _text("kosten", "Bedragen en wie er betaalde.")
    costs_locator = _locator("de kosten")
    continues = models.CharField(
        "na corona", max_length=20, choices=Continuation, blank=True, default="", db_default=""
    )
    continues_locator = _locator("wat er na corona kwam")
    adapted_from = models.CharField(
        "overgenomen van",
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="De plaats of het project waar het vandaan komt.",
    )
    adapted_from_locator = _locator("waar het vandaan komt")

    class Meta:
        abstract = True

    @property
    def answers(self) -> list[Answer]:
        """The answers to all questions, also those that the sources do not answer."""
        return [
            Answer(question, getattr(self, name), getattr(self, f"{name}_locator"))
            for name, question in QUESTIONS.items()
        ]


def locators_constraint() -> models.CheckConstraint:
    """Constraint: only what is told has a place in the source."""
    told = Q()
    for name in LOCATED:
        told &= Q(**{f"{name}_locator": ""}) | ~Q(**{name: ""})
    return models.CheckConstraint(
        condition=told,
        name="initiative_locators",
        violation_error_message="Een vindplaats hoort bij een tekst. Vul de tekst in, of haal die weg.",
    )
