"""The sections of the sitemap: how long each takes, and how that grows with the catalogue."""

from time import perf_counter

from django.test import Client

from initiatives.sitemaps import SECTIONS
from tests.benchmarks.figures import Report

TRIES = 3
MAX_GROWTH = 15  # times, when the catalogue is ten times as large


def measure(report: Report, before: dict[str, float]) -> dict[str, float]:
    """Show the time of each section, and beside those of a catalogue a tenth as large if there was one.

    Returns:
        Seconds by section; the index of sections has the empty name.
    """
    client = Client()
    seconds = {name: min(_seconds(client, name) for _ in range(TRIES)) for name in ("", *SECTIONS)}
    for name, taken in seconds.items():
        report.show(f"sitemap {name or '(index)'}", taken, "<= 1", " s")
        if name in before:
            report.show(f"sitemap {name or '(index)'}: growth", taken / before[name], f"<= {MAX_GROWTH}", "x")
    return seconds


def _seconds(client: Client, section: str) -> float:
    """The time of one section, at an address of its own each time: otherwise it would come from the cache of pages."""
    path = f"/sitemap-{section}.xml" if section else "/sitemap.xml"
    begun = perf_counter()
    assert client.get(f"{path}?meting={begun}").status_code == 200, path
    return perf_counter() - begun
