"""The full answer in one process: beside the plain Django way, tantivy and Groonga; memory and the worst questions."""

import gc
from random import Random
from time import perf_counter
from urllib.parse import urlencode

from django.test import override_settings
from psutil import Process

from initiatives.search.facets.definitions import FACETS
from initiatives.search.index import meanings, snapshot
from initiatives.search.language import meaning
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.query_string.outlets import PAGE_SIZE
from initiatives.search.suggestions import suggest
from tests.asking import ask
from tests.benchmarks import FACETS as PEER_FACETS
from tests.benchmarks import plain
from tests.benchmarks.figures import Report, percentile, times
from tests.benchmarks.generator import initiatives, questions
from tests.benchmarks.peer_groonga import Groonga
from tests.benchmarks.peer_tantivy import Answer, Tantivy
from tests.benchmarks.vectors import made_vectors
from tests.hostile.texts import hostile_texts

EQUAL = 200  # questions that must be answered the same
MEASURED = 300  # questions, others than those
PLAIN = {300: 200, 10_000: 100, 100_000: 20, 1_000_000: 5}  # of them asked the plain way, which is slow
TYPED = ("a", "am", "ou", "oud", "oude", "ouderen", "laptop", "hulp", "buurt", "den h", "samen", "bel")
WORST = (
    "a" * 200,
    " ".join(f"buurt{part}hulpverleningsorganisatie" for part in "abcdefghijkl"),
    " ".join(["buurthulp", "schoollaptops", "voedselbank", "taalmaatje"] * 3),
    "- -- & | ! ( ) : * <-> \\ '",
    '"samen eten -"ouderen "" "',
    "de het een van in op aan met voor door bij naar",
)


def full(query_string: str) -> AnswerPage:
    """A page of 20 with marks and quotations, the total, the count of every value of every facet."""
    answer = ask(query_string)
    list(answer.page)
    for facet in answer.facets:
        _ = facet.counts
    return answer


def measure(size: int, report: Report) -> float:
    """All figures at one size; the median of a full answer in seconds."""
    _loading(size, report)
    begun = Process().memory_info().rss
    asked = questions(MEASURED, seed=7)
    cold = times(full, asked)
    ours = times(full, asked)
    report.show("full answer p50", 1000 * percentile(ours, 50), "", " ms")
    report.show("full answer p95, warm", 1000 * percentile(ours, 95), "<= 50" if size == 1_000_000 else "", " ms")
    report.show("full answer p95, words asked for the first time", 1000 * percentile(cold, 95), "", " ms")
    _beside_plain(size, asked, report)
    typing = times(lambda typed: suggest(typed, snapshot.current_index()), TYPED * 20)
    report.show("suggestions p95", 1000 * percentile(typing, 95), "<= 5" if size == 10_000 else "", " ms")
    worst = max(times(lambda words: full(urlencode({"q": words})), WORST))
    report.show("slowest of the worst questions", 1000 * worst, "<= 200", " ms")
    _memory(size, report)
    report.show("the process grew by, with everything else", (Process().memory_info().rss - begun) / 1e6, "", " MB")
    _equality(report)
    _words(size, report)
    if size <= 100_000:
        _beside_peers(size, asked, report)
    return percentile(ours, 50)


def engine(query_string: str) -> int:
    """The answer without a page: the total, the first twenty, and the count of every value of every facet."""
    search = ask(query_string).search
    search.results.keys(0, min(PAGE_SIZE, search.total))
    return search.total + sum(len(search.counts(key)) for key in FACETS)


def _words(size: int, report: Report) -> None:
    """Questions with words, asked for the first time and again; without the meaning of texts, and with it."""
    asked = [question for question in questions(MEASURED, seed=11) if "q=" in question]
    target = {300: "<= 2", 10_000: "<= 3"}.get(size, "")
    first, again = times(engine, asked), times(engine, asked)
    report.show("engine, new words p50", 1000 * percentile(first, 50), "", " ms")
    report.show("engine, words p50", 1000 * percentile(again, 50), target, " ms")
    report.show("engine, words p95", 1000 * percentile(again, 95), "<= 50" if size == 1_000_000 else "", " ms")
    if size > meanings.MAX_INITIATIVES or not meaning.is_installed():
        return
    with override_settings(MEANING=True), made_vectors():
        snapshot._newest = None
        engine("q=opwarmen")
        _vectors(report)
        first, warm = times(engine, asked), times(engine, asked)
        report.show("with meaning, new words p50", 1000 * percentile(first, 50), "<= 40", " ms")
        more = percentile(warm, 50) - percentile(again, 50)
        report.show("with meaning, a repeated question: more than without, p50", 1000 * more, "<= 1", " ms")
        gc.collect()
        gc.freeze()  # as the web server does
        hostile = [urlencode({"q": text.encode("utf-8", "replace")}) for text in hostile_texts(1_000, Random(16))]
        report.show("slowest of 1,000 hostile texts", 1000 * max(times(full, hostile)), "<= 150", " ms")
    snapshot._newest = None


def _vectors(report: Report) -> None:
    vectors = snapshot.current_index()._meanings._vectors
    report.show("memory for the vectors", vectors.nbytes / 1e6, "", " MB")


def _loading(size: int, report: Report) -> None:
    snapshot._newest = None
    full("")  # connects, reads the dictionaries
    snapshot._newest = None
    gc.collect()
    begun = perf_counter()
    held = snapshot.current_index()
    _ = held.totals, held.everything, held.order("titel")
    report.show("loading the index", perf_counter() - begun, "<= 0.5" if size == 100_000 else "", " s")


def _memory(size: int, report: Report) -> None:
    """What the index holds after all questions: asked from the bitmaps, since they live outside Python's memory."""
    held = snapshot.current_index()
    bitmaps = [*held.by_id.values()]
    bitmaps += [bitmap for values in held.by_value.values() for bitmap in values.values()]
    bitmaps += [digit for order in held._orders.values() for digit in order._digits]
    unique = {id(bitmap): bitmap for bitmap in bitmaps}.values()
    size_of = sum(_bytes(bitmap) for bitmap in unique)
    size_of += sum(_bytes(bitmap) for _, posting in held.postings._cache.all_items() for bitmap in posting.by_weight)
    size_of += held.cards._cache.currsize + held.texts.currsize
    target = {100_000: "<= 10", 1_000_000: "<= 60"}.get(size, "")
    report.show("memory for the index", size_of / 1e6, target, " MB")


def _bytes(bitmap) -> int:
    statistics = bitmap.get_statistics()
    kinds = ("array", "run", "bitset")
    return 100 + sum(statistics[f"n_bytes_{kind}_containers"] for kind in kinds) + 16 * statistics["n_containers"]


def _equality(report: Report) -> None:
    equal = 0
    for question in questions(EQUAL, seed=1):
        ours = full(question)
        other = plain.answer(question, ours, exact=True)
        counts = {facet.key: {slug: count for slug, count in facet.counts.items() if count} for facet in ours.facets}
        equal += (ours.total, counts) == (other.total, other.counts)
    report.show(f"totals and counts equal to the plain way, of {EQUAL}", equal, f">= {EQUAL}")


def _beside_plain(size: int, asked: list[str], report: Report) -> None:
    """One question after another, so that both feel the same machine; each asked once before it is timed."""
    ours, theirs = [], []
    for question in asked[: PLAIN.get(size, 20)]:
        answer = full(question)
        ours += times(full, [question])
        theirs += times(lambda query, answer=answer: plain.answer(query, answer, exact=False), [question] * 2)[1:]
    targets = {300: (">= 15", ""), 10_000: (">= 25", ">= 15")}.get(size, ("", ""))
    for percent, target in zip((50, 95), targets, strict=True):
        ratio = percentile(theirs, percent) / percentile(ours, percent)
        report.show(f"plain way / ours, p{percent}", ratio, target, "x")


def _beside_peers(size: int, asked: list[str], report: Report) -> None:
    """Tantivy and Groonga; without words both must give our totals and counts."""
    tantivy = Tantivy(initiatives(size))
    _beside("tantivy", tantivy, asked, report, target="<= 1" if size == 100_000 else "")
    with Groonga.of(initiatives(size)) as groonga:
        _beside("Groonga", groonga, asked, report)
        for name, peer in (("tantivy", tantivy), ("Groonga", groonga)):
            without = [question for question in questions(EQUAL, seed=1) if "q=" not in question]
            equal = sum(_is_equal(peer.answer(question), full(question)) for question in without)
            name = f"totals and counts equal to {name}'s, of {len(without)} without words"
            report.show(name, equal, f">= {len(without)}")


def _beside(name: str, peer: Tantivy | Groonga, asked: list[str], report: Report, *, target: str = "") -> None:
    for answer in (full, peer.answer):  # both as warm
        times(answer, asked)
    ours, theirs = [], []
    for question in asked:
        ours += times(full, [question])
        theirs += times(peer.answer, [question])
    report.show(f"ours / {name}, p50", percentile(ours, 50) / percentile(theirs, 50), target, "x")
    report.show(f"ours / {name}, p95", percentile(ours, 95) / percentile(theirs, 95), "", "x")


def _is_equal(theirs: Answer, ours: AnswerPage) -> bool:
    counts = {facet.key: {slug: count for slug, count in facet.counts.items() if count} for facet in ours.facets}
    known = {facet: {slug: count for slug, count in theirs.counts[facet].items() if count} for facet in PEER_FACETS}
    return theirs.total == ours.total and known == {facet: counts[facet] for facet in PEER_FACETS}
