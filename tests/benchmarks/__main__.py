"""Measures search beside its references: `make bench`, or `make bench N=300,10000,100000,1000000`."""

import os
import sys
import tempfile
from pathlib import Path

SMALL, MIDDLE, LARGE, HUGE = 300, 10_000, 100_000, 1_000_000


def main(sizes: list[int]) -> None:
    from tests.benchmarks import answers, browser, downloads, lighthouse, pages, sitemaps, sizing, words
    from tests.benchmarks.figures import Report
    from tests.benchmarks.store import fill

    report, medians, sections = Report(), {}, {}
    words.measure(report)
    for size in sizes:
        print(f"\n{size} initiatives", flush=True)
        fill(size)
        medians[size] = answers.measure(size, report)
        pages.measure(size, report)
        downloads.measure(size, report)
        sizing.measure(size, report)
        sections[size] = sitemaps.measure(report, sections.get(size // 10, {}))
        if size == SMALL:
            browser.measure(report)
            lighthouse.measure(report)
    if {MIDDLE, HUGE} <= medians.keys():
        report.show("p50 at 1,000,000 / p50 at 10,000", medians[HUGE] / medians[MIDDLE], "<= 15", "x")
    print(f"\nMissed: {', '.join(report.missed) or 'none'}.")
    sys.exit(bool(report.missed))


def prepare(folder: Path) -> None:
    """Set what the settings need, before Django reads them."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings", "VAR": str(folder), "SECRET_KEY": "x" * 50}
    os.environ |= {"ALLOWED_HOSTS": "127.0.0.1,testserver", "HTTPS": "false", "LOG_LEVEL": "ERROR"}


if __name__ == "__main__":
    from catalogue.trial import postgres

    with tempfile.TemporaryDirectory(prefix="catalogue-bench-") as temporary:
        prepare(Path(temporary))
        with postgres.server(Path(temporary) / "postgres") as url:
            os.environ["DATABASE_URL"] = url
            import django
            from django.core.management import call_command

            django.setup()
            call_command("migrate", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
            main([int(size) for size in os.environ.get("N", "300,10000").split(",")])
