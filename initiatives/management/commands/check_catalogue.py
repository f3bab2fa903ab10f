"""Checks the catalogue's contents as a good editor would."""

import json
from argparse import ArgumentParser
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from initiatives.checking.content import Content, from_database, from_fixtures
from initiatives.checking.rules import RULES, Check

Counts = dict[str, dict[str, int]]


class Command(BaseCommand):
    help = "Checks the fixtures, or with --database what is published now; status 1 when anything is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        contents = parser.add_mutually_exclusive_group()
        contents.add_argument("--database", action="store_true", help="check the database instead of the fixtures")
        contents.add_argument("--folder", type=Path, default=settings.FIXTURE_DIRS[0], help="where the fixtures are")
        parser.add_argument("--json", action="store_true", dest="as_json", help="write counts and findings as JSON")

    def handle(self, *, database: bool, folder: Path, as_json: bool, **options: object) -> None:
        check = Check(self.content(database, folder))
        counts = self.counts(check)
        write = self.write_json if as_json else self.write_tables
        write(check, counts)
        if check.findings:
            raise CommandError(f"Found {len(check.findings)} to mend.")

    def content(self, database: bool, folder: Path) -> Content:
        """Read the contents; raises CommandError when they cannot be read or are empty."""
        try:
            content, faults = (from_database(), []) if database else from_fixtures(folder)
        except DatabaseError as error:
            raise CommandError(f"The database cannot be read; is it migrated? {error}") from None
        if faults:
            raise CommandError("\n".join([*map(str, faults), "Mend these first; load_catalogue names all faults."]))
        if not content.initiatives:
            raise CommandError("There is no published initiative to check.")
        return content

    def counts(self, check: Check) -> Counts:
        """Count records and violations of each rule, by source."""
        violations = Counter((finding.source, finding.rule) for finding in check.findings)
        records, mentions, unpublished = check.records(), check.mentions(), check.unpublished()
        return {
            place: {"records": records[place], "mentions": mentions[place], "not published": unpublished[place]}
            | {rule: violations[place, rule] for rule in RULES}
            for place in check.places
        }

    def write_tables(self, check: Check, counts: Counts) -> None:
        """Write a table for each source to standard output, and findings to standard error."""
        for place, numbers in counts.items():
            self.stdout.write(f"\n{place}")
            for name, number in numbers.items():
                self.stdout.write(f"  {name:<32}{number:>5}")
        for finding in check.findings:
            self.stderr.write(str(finding))

    def write_json(self, check: Check, counts: Counts) -> None:
        """Write counts and findings as JSON."""
        findings = [asdict(finding) for finding in check.findings]
        self.stdout.write(json.dumps({"counts": counts, "findings": findings}, ensure_ascii=False, indent=2))
