"""Relevance on the shipped catalogue, beside PostgreSQL's own Dutch search."""

from django.core.management import call_command

from tests.benchmarks.figures import Report
from tests.search.relevance import HALVES, ask, ask_any, ask_plain, score


def measure(report: Report) -> None:
    """Recall in the first five and mean reciprocal rank, of each half of the questions and of both."""
    call_command("load_catalogue", verbosity=0)
    print("\nShipped catalogue", flush=True)
    for half in (*HALVES, None):
        ours, plain = score(ask, half), score(ask_plain, half)
        name = half or "both"
        report.show(f"recall@5, questions {name} ({ours.questions})", ours.recall, ">= 0.97" if not half else "")
        report.show(f"MRR, questions {name}", ours.mrr, ">= 0.9" if not half else "")
        report.show(f"recall@5 of plain dutch, questions {name}", plain.recall, "")
    report.show("recall@5 above plain dutch", ours.recall - plain.recall, ">= 0.25")
    report.show("recall@5 of plain dutch with any of the words", score(ask_any).recall, "")
