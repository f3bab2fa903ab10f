"""Asks a file of questions, to judge a change of search with."""

from argparse import ArgumentParser
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from statistics import median

from django.core.management.base import BaseCommand, CommandError

from initiatives.search.query_string.parameters import within_limits
from initiatives.search.relevance import Outcome, Question, QuestionsError, Score, ask, read_questions


class Command(BaseCommand):
    help = (
        "Stelt de vragen uit een bestand en schrijft van elke de plaats van het verwachte initiatief, waardoor dat "
        "gevonden is en hoelang het duurde."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            metavar="BESTAND",
            help="YAML met question, expect en kind; of een vraag per regel",
        )

    def handle(self, *, file: Path, **options: object) -> None:
        try:
            questions = read_questions(file)
        except QuestionsError as error:
            raise CommandError(str(error)) from None
        ask(Question("warm op"))  # reads the dictionaries and the index
        outcomes = []
        for question in questions:
            outcomes.append(ask(Question(within_limits(question.text), question.expected, question.kind)))
            self.stdout.write(_line(outcomes[-1]))
        self._report(outcomes)

    def _report(self, outcomes: list[Outcome]) -> None:
        """Write the score of each kind and of all."""
        by_kind = sorted(outcomes, key=lambda outcome: outcome.question.kind)
        for kind, group in groupby(by_kind, key=lambda outcome: outcome.question.kind):
            if kind:
                self.stdout.write(_summary(kind, list(group)))
        self.stdout.write(_summary("samen", outcomes))


def _line(outcome: Outcome) -> str:
    rank = f"plaats {outcome.rank}" if outcome.rank else "niet gevonden" if outcome.question.expected else "-"
    slug = outcome.slugs[(outcome.rank or 1) - 1] if outcome.slugs else "niets"
    why = ", ".join(outcome.evidence) or "-"
    return f"{rank}\t{outcome.total}\t{1000 * outcome.seconds:.1f} ms\t{why}\t{slug}\t{outcome.question.text}"


def _summary(name: str, outcomes: list[Outcome]) -> str:
    score, time = Score.of(outcomes), 1000 * median(map(attrgetter("seconds"), outcomes)) if outcomes else 0.0
    if not score.questions:
        total = median(outcome.total for outcome in outcomes) if outcomes else 0
        return f"{name}: {len(outcomes)} vragen zonder verwachting, mediaan {total:.0f} resultaten, {time:.1f} ms"
    return f"{name}: {score.questions} vragen, in de eerste vijf {score.recall:.3f}, MRR {score.mrr:.3f}, {time:.1f} ms"
