"""Whole pages over gunicorn: beside a trivial view, beside a ready context, beside Datasette."""

import tempfile
from pathlib import Path
from random import Random

from tests.benchmarks.figures import Report
from tests.benchmarks.generator import initiatives, questions
from tests.benchmarks.peer_datasette import build, serving
from tests.benchmarks.web import HOST, etag, free_port, gunicorn, raw_rate, request, seconds, visitor

PAGE = "/initiatieven/?doelgroep=ouderen"
WORDS = "q=wat+kunnen+we+doen+tegen+eenzaamheid+bij+jongeren"
ROUNDS = 20
# How many times as fast as Datasette's our page must be: asked a few times, and made anew each time.
DATASETTE = {300: (10, 5), 10_000: (60, 40)}
ASKED = 40  # different questions
VISITS = 5  # of each: the busiest pages of a site are asked far more often


def measure(size: int, report: Report) -> None:
    """All figures of pages at one size."""
    with gunicorn() as port:
        _beside_views(port, report)
        if size in DATASETTE:
            _beside_datasette(size, port, report)


def _beside_views(port: int, report: Report) -> None:
    """Rounds in turn; of each the best, since other work on the machine only ever slows down."""
    known = f"If-None-Match: {etag(port, PAGE)}\r\n"
    query = PAGE.partition("?")[2]
    sizes = {coding: len(request(port, [PAGE], {"Accept-Encoding": coding})[0][1]) for coding in ("identity", "br")}
    asked = {
        "trivial": ("/meting/niets", 200, ""),
        "again": (PAGE, 200, ""),
        "as large": (f"/meting/niets?{sizes['identity']}", 200, ""),
        "again, Brotli": (PAGE, 200, "Accept-Encoding: br\r\n"),
        "as large, Brotli": (f"/meting/niets?{sizes['br']}", 200, ""),
        "unchanged": (PAGE, 200, known),
        "alive": ("/healthz", 200, ""),
        "ready": (f"/meting/klaar?{query}", 20, ""),
        "new": (f"/meting/nieuw?{query}", 20, ""),
        "ready, words": (f"/meting/klaar?{WORDS}", 20, ""),
        "new, words": (f"/meting/nieuw?{WORDS}", 20, ""),
    }
    rates = dict.fromkeys(asked, 0.0)
    for _ in range(ROUNDS):
        for name, (path, number, headers) in asked.items():
            rates[name] = max(rates[name], raw_rate(port, path, number, headers))
    report.show("new page / page from a ready context", rates["new"] / rates["ready"], ">= 0.5", "x")
    ratio = rates["new, words"] / rates["ready, words"]
    report.show("new page / page from a ready context, six words", ratio, ">= 0.5", "x")
    report.show("repeated page / trivial view", rates["again"] / rates["trivial"], ">= 0.75", "x")
    for form in ("", ", Brotli"):
        ratio = rates[f"again{form}"] / rates[f"as large{form}"]
        report.show(f"repeated page{form} / trivial view of as many bytes", ratio, ">= 0.9", "x")
    report.show("unchanged page (304) / trivial view", rates["unchanged"] / rates["trivial"], ">= 0.9", "x")
    report.show("time of a new list page / of /healthz", rates["alive"] / rates["new"], "<= 4.5", "x")
    for name in ("new", "new, words", "again", "unchanged"):
        report.show(f"pages a second of one worker: {name}", rates[name], "")


def _beside_datasette(size: int, port: int, report: Report) -> None:
    """Different questions, the same to both: as visitors ask them, each a few times, and each page made anew."""
    asked = [question for question in questions(4 * ASKED, seed=3) if "pagina" not in question][:ASKED]
    visits = Random(3).sample(asked * VISITS, ASKED * VISITS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.db"
        build(path, initiatives(size))
        datasette_port = free_port()
        with serving(path, datasette_port) as peer:
            base = f"http://{HOST}:{datasette_port}"
            addresses = {question: peer.url(question).removeprefix(base) for question in asked}
            request(datasette_port, list(addresses.values()))
            request(port, [f"/meting/nieuw?{question}" for question in asked])  # the words are read
            theirs = anew = ours = 0.0
            with visitor(datasette_port) as there, visitor(port) as here:
                for some in (visits[start : start + ASKED] for start in range(0, len(visits), ASKED)):  # in turn
                    theirs += sum(seconds(there, addresses[question]) for question in some)
                    anew += sum(seconds(here, f"/meting/nieuw?{question}") for question in some)
                    ours += sum(seconds(here, f"/initiatieven/?{question}") for question in some)
    often, once = DATASETTE[size]
    report.show(f"pages a second / Datasette's, each asked {VISITS} times", theirs / ours, f">= {often}", "x")
    report.show("pages a second / Datasette's, each made anew", theirs / anew, f">= {once}", "x")
