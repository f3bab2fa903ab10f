"""Relevance on the shipped catalogue: by kind of question, with meaning and without, beside PostgreSQL's own Dutch."""

from django.core.management import call_command
from django.test import override_settings

from initiatives.models import Initiative
from initiatives.search.index import snapshot, writer
from initiatives.search.language import meaning
from tests.benchmarks.figures import Report
from tests.search.relevance import HALVES, HARD, PARAPHRASE, Search, ask, ask_any, ask_plain, score

NEW = ("tuned", "tuned_later", "kept", "kept_later")


def measure(report: Report) -> None:
    """Recall in the first five and mean reciprocal rank."""
    call_command("load_catalogue", verbosity=0)
    print("\nShipped catalogue", flush=True)
    _both(report, "first questions, plain dutch", ask_plain, HALVES)
    _both(report, "first questions, plain dutch, any word", ask_any, HALVES)
    _both(report, "first questions, words alone", ask, HALVES, targets=(">= 0.97", ">= 0.94"))
    _both(report, "hard questions, words alone", ask, NEW, HARD)
    if not meaning.is_installed():
        return
    with override_settings(MEANING=True):
        writer.reindex(Initiative.objects.all())
        snapshot._newest = None
        _both(report, "first questions", ask, HALVES, targets=(">= 0.98", ">= 0.94"))
        _both(report, "hard questions", ask, NEW, HARD, targets=(">= 0.95", ">= 0.87"))
        for name in NEW:
            _both(report, f"hard questions, {name}", ask, (name,), HARD)
        for kind in HARD:
            _both(report, f"hard questions, {kind}", ask, NEW, (kind,), targets=(">= 0.85", ""))
        _both(report, "paraphrases", ask, NEW, (PARAPHRASE,))
    snapshot._newest = None


def _both(
    report: Report,
    name: str,
    search: Search,
    files: tuple[str, ...],
    kinds: tuple[str, ...] = (),
    *,
    targets: tuple[str, str] = ("", ""),
) -> None:
    scored = score(search, *files, kinds=kinds)
    report.show(f"recall@5, {name} ({scored.questions})", scored.recall, targets[0])
    report.show(f"MRR, {name}", scored.mrr, targets[1])
