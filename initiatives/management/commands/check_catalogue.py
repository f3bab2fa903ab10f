"""Checks the catalogue's contents as a good editor would."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from initiatives.checking.content import from_database, from_fixtures
from initiatives.checking.rules import RULES, VOCABULARIES, Check


class Command(BaseCommand):
    help = "Checks the fixtures, or with --database what is published now; status 1 when anything is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--database", action="store_true", help="check the database instead of the fixtures")
        parser.add_argument("--folder", type=Path, default=settings.FIXTURE_DIRS[0], help="where the fixtures are")
        parser.add_argument("--json", action="store_true", help="write counts and findings as JSON")

    def handle(self, *, database: bool, folder: Path, json: bool, **options: object) -> None:
        content, faults = (from_database(), []) if database else from_fixtures(folder)
        if faults:
            raise CommandError("\n".join([*map(str, faults), "Mend these first; load_catalogue names all faults."]))
        check = Check(content)
        counts = self.counts(check, list(content.sources))
        self.report_json(check, counts) if json else self.report(check, counts)
        if check.findings:
            raise CommandError(f"{len(check.findings)} findings.")

    def counts(self, check: Check, sources: list[str]) -> dict[str, dict[str, int]]:
        """For each source, then what belongs to none: how many records there are and how often each rule is broken."""
        records, mentions = check.records(), check.mentions()
        places = [*sources, *sorted({each.source for each in check.findings} - set(sources) | {VOCABULARIES})]
        return {
            place: {"records": records[place], "mentions": mentions[place]}
            | {rule: sum((each.source, each.rule) == (place, rule) for each in check.findings) for rule in RULES}
            for place in places
        }

    def report(self, check: Check, counts: dict[str, dict[str, int]]) -> None:
        for place, numbers in counts.items():
            self.stdout.write(f"\n{place}")
            for name, number in numbers.items():
                self.stdout.write(f"  {name:<32}{number:>5}")
        for each in check.findings:
            self.stderr.write(f"{each.row}: {each.rule}: {each.what}")

    def report_json(self, check: Check, counts: dict[str, dict[str, int]]) -> None:
        findings = [asdict(each) for each in check.findings]
        self.stdout.write(json.dumps({"counts": counts, "findings": findings}, ensure_ascii=False, indent=2))
