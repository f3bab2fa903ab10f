"""Records a merger or split of municipalities."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from initiatives.actions.reorganisation import NewMunicipality, Reorganisation, reorganise
from initiatives.models import Municipality


class Command(BaseCommand):
    help = "Records that municipalities end and what they become; it takes effect on its day, by the date alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("abolished", nargs="+", metavar="CODE", help="the CBS code of a municipality that ends")
        parser.add_argument("--op", required=True, metavar="DATE", help="the first day without it, like 2027-01-01")
        parser.add_argument(
            "--in",
            action="append",
            default=[],
            dest="successors",
            metavar="CODE",
            help="what takes it over; several make a split",
        )
        parser.add_argument("--nieuw", default="", metavar="CODE", help="the CBS code of one that begins on that day")
        parser.add_argument("--naam", default="", metavar="NAME", help="how people call it")
        parser.add_argument("--officieel", default="", metavar="NAME", help="its official name, when that is another")
        parser.add_argument("--provincie", default="", metavar="CODE", help="where it lies, like PV28")
        parser.add_argument("--dry-run", action="store_true", help="check everything and say what would happen")

    def handle(self, *, abolished: list[str], successors: list[str], op: str, dry_run: bool, **options: str) -> None:
        about = [options[name] for name in ("nieuw", "naam", "provincie", "officieel")]
        new = NewMunicipality(*about) if any(about) else None
        try:
            done = reorganise(abolished=abolished, on=op, successors=successors, new=new, dry_run=dry_run)
        except ValidationError as error:
            for fault in error.messages:
                self.stderr.write(fault)
            raise CommandError(f"Nothing was recorded: {len(error.messages)} faults, named above.") from None
        self.report(done, dry_run=dry_run)

    def report(self, done: Reorganisation, *, dry_run: bool) -> None:
        """Write the successors, and the number of published initiatives they take over."""
        into = " and ".join(map(_name, done.successors))
        self.stdout.write(f"{'Would record' if dry_run else 'Recorded'}, from {done.on} on:")
        pronoun = "each" if len(done.successors) > 1 else "it"
        for municipality in done.abolished:
            number = f"{done.initiatives[municipality]} published initiatives are found under {pronoun}"
            self.stdout.write(f"  {_name(municipality)} becomes {into}; {number}.")


def _name(municipality: Municipality) -> str:
    return f"{municipality} ({municipality.code})"
