"""Metrics, log and traces of a web server with two workers."""

import json
import os
import re
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psutil
import pytest

from tests import databases
from tests.browser.running import ROOT, free_port
from tests.catalogue.telemetry.collector import Collector, attributes, collector

SECRET = "geheimewoorden"
NUMBER = "f00d" * 8
ALLOWED = {
    "http.request.method",
    "http.route",
    "http.response.status_code",
    "catalogue.request.id",
    "db.system.name",
    "db.query.text",
}
SAMPLE = re.compile(r"(\w+)(?:\{[^}]*\})? [0-9.e+-]+(?:Inf|NaN)?")


@dataclass(frozen=True)
class Served:
    address: str
    metrics_address: str
    folder: Path
    process: psutil.Process
    collector: Collector

    def lines(self):
        """The objects of the error log and the access log, by file."""
        return {
            name: [json.loads(line) for line in (self.folder / name).read_text().splitlines()]
            for name in ("errors.log", "access.log")
        }


def ask(url, **headers):
    """The status, headers and text of a response."""
    try:
        with urlopen(Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})) as got:
            return got.status, got.headers, got.read().decode(errors="replace")
    except HTTPError as error:
        return error.code, error.headers, error.read().decode()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    port, metrics_port = free_port(), free_port()
    with databases.copy_of_catalogue(f"telemetry_{os.getpid()}") as url, collector() as receiver:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "BIND": f"127.0.0.1:{port}",
            "METRICS_BIND": f"127.0.0.1:{metrics_port}",
            "BEHIND_PROXY": "true",
            "LOG_FORMAT": "json",
            "LOG_LEVEL": "INFO",
            "ACCESS_LOG": str(folder / "access.log"),
            "SLOW_QUERY_MS": "1",
            "OTEL_EXPORTER_OTLP_ENDPOINT": receiver.address,
            "OTEL_BSP_SCHEDULE_DELAY": "200",
            "OTEL_METRIC_EXPORT_INTERVAL": "500",
            "TMPDIR": str(folder),
        }
        command = [sys.executable, "-m", "gunicorn", "-c", "python:catalogue.gunicorn"]
        with (folder / "errors.log").open("w") as errors:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=errors)
        site = Served(
            f"http://127.0.0.1:{port}",
            f"http://127.0.0.1:{metrics_port}",
            folder,
            psutil.Process(process.pid),
            receiver,
        )
        try:
            wait_for(lambda: ask(f"{site.address}/readyz")[0] == 200)
            for path in (
                "/",
                "/",
                "/gemeenten/",
                f"/initiatieven/?q={SECRET}",
                f"/{SECRET}%3Fq=/",
                "/initiatieven.json",
            ):
                ask(site.address + path, X_Request_Id=NUMBER, User_Agent=SECRET, Referer=f"http://x/?q={SECRET}")
            yield site
        finally:
            process.terminate()
            process.wait(30)
        assert not list(folder.glob("catalogue-metrics-*"))


def wait_for(condition):
    for _ in range(300):
        with suppress(OSError):
            if condition():
                return
        time.sleep(0.1)
    raise AssertionError("It did not come.")


def sampled(site):
    """The samples of the metrics, by name and labels."""
    status, headers, text = ask(f"{site.metrics_address}/metrics")
    assert (status, headers["Content-Type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    rows = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in rows}


def test_metrics_are_of_all_workers_and_name_nobody(served):
    samples = sampled(served)
    assert samples["catalogue_worker_starts_total"] == 2
    assert samples['catalogue_requests_total{method="GET",route="home",status="2xx"}'] == 2
    assert samples['catalogue_requests_total{method="GET",route="unknown",status="4xx"}'] == 1
    assert samples['catalogue_request_seconds_count{route="municipalities"}'] == 1
    made = [samples[f'catalogue_page_cache_total{{result="{result}"}}'] for result in ("hit", "made")]
    assert sum(made) >= 4
    assert samples["catalogue_search_seconds_count"] >= 1
    assert samples["catalogue_database_up"] == 1
    assert samples["catalogue_index_behind_seconds"] == 0
    assert samples["catalogue_tasks_waiting"] == 0
    assert samples["catalogue_pool_connections"] >= 1
    assert 0 < samples["catalogue_disk_free_bytes"] <= samples["catalogue_disk_bytes"]
    workers = {f'catalogue_worker_memory_bytes{{pid="{child.pid}"}}' for child in served.process.children()}
    assert workers == {name for name in samples if name.startswith("catalogue_worker_memory_bytes")}
    versions = {value for name, value in samples.items() if name.startswith("catalogue_index_version")}
    assert versions == {samples["catalogue_version"]}
    assert not any(SECRET in name for name in samples)


def test_visitors_reach_no_metrics(served):
    port = served.metrics_address.rpartition(":")[2]
    for host in ("127.0.0.1", f"127.0.0.1:{port}"):
        status, _, page = ask(f"{served.address}/metrics", Host=host)
        assert status == 404
        assert "catalogue_requests" not in page
    assert ask(f"{served.metrics_address}/")[0] == 404
    assert ask(f"{served.metrics_address}/beheer/")[2] == "Only GET /metrics.\n"


def test_worker_that_dies_leaves_no_present_state(served):
    before = sampled(served)
    victim = served.process.children()[0]
    victim.kill()
    wait_for(lambda: sampled(served)["catalogue_worker_starts_total"] == before["catalogue_worker_starts_total"] + 1)
    after = sampled(served)
    home = 'catalogue_requests_total{method="GET",route="home",status="2xx"}'
    assert after[home] == before[home]
    assert f'catalogue_index_version{{pid="{victim.pid}"}}' not in after


def test_every_line_is_an_object_and_has_no_word_of_a_visitor(served):
    lines = served.lines()
    paths = {line["url"]["path"] for line in lines["access.log"]}
    assert {"/", "/gemeenten/", "/initiatieven/", f"/{SECRET}***"} - paths == {f"/{SECRET}***"} - paths
    numbered = [line for line in lines["access.log"] if line["http"]["request"]["id"] == NUMBER]
    assert len(numbered) == 6
    assert all(line["event"]["duration"] > 0 and line["service"]["name"] for line in lines["access.log"])
    texts = json.dumps(lines)
    assert f"q={SECRET}" not in texts
    assert "127.0.0.1" not in json.dumps(lines["access.log"])


def test_slow_statements_have_the_id_of_their_request(served):
    slow = [line for line in served.lines()["errors.log"] if line["log"]["logger"] == "catalogue.queries"]
    assert slow
    assert any(line.get("http", {}).get("request", {}).get("id") == NUMBER for line in slow)
    assert all(line["event"]["duration"] >= 1_000_000 for line in slow)


def test_traces_have_only_what_they_may(served):
    wait_for(lambda: any(attributes(span).get("catalogue.request.id") == NUMBER for span in served.collector.spans()))
    wait_for(lambda: "http.server.request.duration" in served.collector.metric_names())
    spans = served.collector.spans()
    assert {key for span in spans for key in attributes(span)} <= ALLOWED
    assert not any(span.events for span in spans)
    named = {span.name for span in spans}
    assert {"GET home", "GET municipalities", "SELECT"} <= named
    request = next(span for span in spans if span.name == "GET browse")
    statements = [attributes(span)["db.query.text"] for span in spans if span.parent_span_id == request.span_id]
    assert statements
    assert not any(SECRET.encode() in sent or b"127.0.0.1" in sent for sent in served.collector.sent)
    assert {"catalogue.page_cache", "catalogue.worker_starts"} <= served.collector.metric_names()
