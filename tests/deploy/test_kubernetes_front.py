"""nginx as its pod runs it, with the files of the first container, before a server that tells what it got."""

import json
import os
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.browser.running import free_port
from tests.deploy.manifests import ROOT, build, environment, pods, select
from tests.drills.proxy import wait_for

PRODUCTION = build("production")
[FRONT] = [pod for name, _, pod in pods(PRODUCTION) if name == "Deployment/catalogue-front"]
[FILES], [NGINX] = FRONT["initContainers"], FRONT["containers"]
VISITOR = "203.0.113.7"
AWAY = "/weg/"


class Telling(BaseHTTPRequestHandler):
    """Answers with the headers of the request; as if it were away for the path AWAY."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        content = json.dumps(dict(self.headers)).encode()
        self.send_response(503 if self.path == AWAY else 200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@contextmanager
def telling():
    with ThreadingHTTPServer(("127.0.0.1", 0), Telling) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What stands for the root of the pod's disk, with its volumes; the first container has run."""
    root = tmp_path_factory.mktemp("pod")
    for name in ("srv/front", "srv/frozen", "tmp", "var", "var/cache/nginx-catalogue", "etc/catalogue"):
        (root / name).mkdir(parents=True)
    for volume in FRONT["volumes"]:
        if "configMap" in volume:
            [files] = select(PRODUCTION, "ConfigMap", volume["configMap"]["name"])
            place = root / "etc" / "catalogue" / volume["name"]
            place.mkdir()
            for name, text in files["data"].items():
                (place / name).write_text(text)
    run_first_container(root)
    return root


def run_first_container(root):
    """With this machine's Python, and static files that are collected as in the image."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    settings = {name: value for name, value in environment(FILES, PRODUCTION).items() if not name.startswith("PG")}
    own = {"PATH": path, "VAR": str(root / "var"), "STATIC_FOLDER": str(root / "static"), "MEANING": "false"}
    options = {"cwd": ROOT, "env": settings | own, "check": True}
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"], **options)
    *shell, script = FILES["command"]
    script = script.replace("/srv/front", f"{root}/srv/front").replace("/etc/catalogue", f"{root}/etc/catalogue")
    subprocess.run([*shell, script], **options, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def site(folder):
    """The port of nginx; paths, the port and the name of the web servers are of this machine."""
    port = free_port()
    with telling() as upstream:
        places = {
            place: f"{folder}{place}" for place in ("/tmp/", "/srv/front", "/srv/frozen", "/var/cache/nginx-catalogue")
        }
        others = {"catalogue-web:8000": upstream, "8080": f"127.0.0.1:{port}", "10.0.0.0/8": "127.0.0.0/8"}
        for path in (folder / "srv" / "front" / "nginx").rglob("*.conf"):
            text = path.read_text()
            for place, ours in (places | others | {"/dev/stdout": f"{folder}/access.log"}).items():
                text = text.replace(place, ours)
            path.write_text(text)
        main = folder / "srv" / "front" / "nginx" / "nginx.conf"
        if not os.geteuid():  # or its workers could not enter a temporary folder
            main.write_text("user root;\n" + main.read_text())
        command = [*NGINX["command"][:-1], str(folder) + NGINX["command"][-1]]
        process = subprocess.Popen(command)
        try:
            wait_for(process, port)
            yield port
        finally:
            process.terminate()
            process.wait(30)


def request(port, path, **headers):
    """The status and the content of a response."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path, headers={"Host": "site"} | headers)
        response = connection.getresponse()
        return response.status, response.read()


def ask(port, path, **headers):
    """The status, and what the web server got."""
    status, content = request(port, path, **headers)
    return status, json.loads(content)


@pytest.mark.parametrize("path", ["/gemeenten/", "/beheer/"])
@pytest.mark.parametrize(("said", "scheme"), [("https", "https"), ("http", "http"), ("gopher", "http")])
def test_scheme_is_what_the_ingress_controller_says(site, path, said, scheme):
    status, got = ask(site, path, **{"X-Forwarded-Proto": said})
    assert (status, got["X-Forwarded-Proto"]) == (200, scheme)


def test_scheme_is_plain_when_nobody_says(site):
    assert ask(site, "/beheer/")[1]["X-Forwarded-Proto"] == "http"


@pytest.mark.parametrize("said", [VISITOR, f"198.51.100.1, {VISITOR}"])
def test_visitor_is_the_last_address_that_the_ingress_controller_added(site, said):
    _, got = ask(site, "/beheer/", **{"X-Forwarded-For": said, "X-Forwarded-Proto": "https"})
    assert got["X-Forwarded-For"] == VISITOR


def test_nginx_starts_with_an_empty_claim_and_shows_the_copy_that_comes_into_it(folder, site):
    copy = folder / "srv" / "frozen" / "copy"
    assert not copy.exists()
    assert request(site, AWAY)[0] == 503
    (copy / "weg").mkdir(parents=True)
    (copy / "weg" / "index.html").write_text("Een kopie.")
    assert request(site, AWAY) == (200, b"Een kopie.")


def test_files_for_when_the_application_is_away_are_there(folder):
    errors = folder / "srv" / "front" / "nginx" / "catalogue" / "errors"
    assert {"503.html", "503.json", "headers.conf", "embed.html", "embed.conf"} <= {
        path.name for path in errors.iterdir()
    }
    assert list((folder / "srv" / "front" / "static" / "css").glob("*.css"))
