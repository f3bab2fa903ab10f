"""An import of 5,000 rows while its processes are killed: all of it or nothing, and the page says which."""

import time
from http.cookiejar import CookieJar
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import HTTPCookieProcessor, Request, build_opener

import psutil
import psycopg
import pytest
from lxml import html

from tests.browser.running import free_port, start, wait_until_up
from tests.proof import IS_THOROUGH, chance

ROWS, KILLS = 5_000, 20
SOURCE = "lijst-initiatieven-kwetsbare-doelgroepen"
COUNT = "SELECT count(*) FROM initiatives_initiative WHERE title LIKE 'Doodgewoon %'"
BACKEND = "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'import %'"
FORGET = """
    TRUNCATE initiatives_tableimport CASCADE;
    DELETE FROM initiatives_searchrow USING initiatives_initiative i WHERE initiative_id = i.id AND title LIKE 'Doodg%';
    DELETE FROM initiatives_mention USING initiatives_initiative i WHERE initiative_id = i.id AND title LIKE 'Doodg%';
    DELETE FROM initiatives_initiative_municipalities USING initiatives_initiative i
    WHERE initiative_id = i.id AND title LIKE 'Doodg%';
    DELETE FROM initiatives_initiative WHERE title LIKE 'Doodg%';
    DELETE FROM initiatives_slughistory WHERE slug LIKE 'doodg%';
"""
BOUNDARY = "grens"

pytestmark = pytest.mark.skipif(not IS_THOROUGH, reason="takes half an hour")


def _part(name, content):
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {name}\r\n\r\n{content}"


class Editor:
    """A browser of the trial's editor; its requests are repeated while the site is away."""

    def __init__(self, address, password):
        self.address, self.opener = address, build_opener(HTTPCookieProcessor(CookieJar()))
        form = html.fromstring(self.get("/beheer/account/login/")).forms[0]
        fields = dict(form.form_values()) | {"login": "redacteur", "password": password}
        self.send("/beheer/account/login/", fields)

    def get(self, path):
        return self._open(Request(self.address + path))

    def send(self, path, fields, file=None):
        """Post fields, and perhaps a file, as a browser does."""
        parts = [_part(f'name="{name}"', value) for name, value in fields.items()]
        parts += [_part(f'name="file"; filename="{name}"', content) for name, content in ([file] if file else [])]
        body = "\r\n".join([*parts, f"--{BOUNDARY}--\r\n"]).encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Referer": self.address}
        return self._open(Request(self.address + path, body, headers))

    def _open(self, request):
        for _ in range(100):
            try:
                with self.opener.open(request, timeout=60) as response:
                    self.location = response.url.removeprefix(self.address)
                    return response.read().decode()
            except (URLError, OSError) as error:
                if getattr(error, "code", 500) < 500:
                    raise
                time.sleep(0.3)
        raise AssertionError("The site stays away.")

    def step(self, name):
        """Press a button of the page of the import."""
        page = html.fromstring(self.get(self.location))
        token = page.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
        return self.send(self.location, {"csrfmiddlewaretoken": token, "stap": name})

    def state(self):
        """What the page says of the import."""
        return " ".join(html.fromstring(self.get(self.location)).get_element_by_id("state").text_content().split())


@pytest.fixture(scope="module")
def site():
    """A trial in a folder that stays open to PostgreSQL: each other test run closes the one of pytest."""
    with TemporaryDirectory(prefix="kills-") as name:
        yield from _site(Path(name))


def _site(folder):
    port = free_port()
    process = start(folder, port, MEANING="false")
    try:
        wait_until_up(process)
        password = (folder / "editor-password").read_text().strip()
        yield process.pid, f"http://127.0.0.1:{port}", url_of(process.pid), password
    finally:
        process.terminate()
        process.communicate(timeout=60)


def url_of(trial):
    """The address of the trial's database, from the command line of its server."""
    (server,) = (child for child in psutil.Process(trial).children() if child.name() == "postgres")
    command = server.cmdline()
    return f"postgresql://postgres@/postgres?host={command[command.index('-k') + 1]}"


def table():
    header = "titel;samenvatting;gemeente;bron;vindplaats"
    rows = (f"Doodgewoon {number};Kort.;Almere;{SOURCE};nr. {number}" for number in range(ROWS))
    return "\n".join([header, *rows])


def ask_database(url, query, *, commit=False):
    for _ in range(100):
        try:
            with psycopg.connect(url, autocommit=commit) as connection:
                cursor = connection.execute(query)
                return cursor.fetchone() if cursor.description else None
        except psycopg.OperationalError:
            time.sleep(0.3)
    raise AssertionError("The database stays away.")


def victim(trial, url, kind):
    """A process of the web server, the worker, or the database session that is busy with the import."""
    if kind == "database":
        row = ask_database(url, BACKEND)
        return row and psutil.Process(row[0])
    children = [child for child in psutil.Process(trial).children() if child.name() != "postgres"]
    web = next(child for child in children if child.children())
    return web.children()[0] if kind == "web" else next(child for child in children if child != web)


def wait_for(editor, words):
    for _ in range(600):
        if any(word in (state := editor.state()) for word in words):
            return state
        time.sleep(0.3)
    raise AssertionError(state)


def test_twenty_kills_leave_all_or_nothing(site):
    """At random moments of the writing, in turn the web server, the worker and the database session."""
    trial, address, url, password = site
    editor, random = Editor(address, password), chance()
    outcomes, duration = [], 15.0
    for number in range(KILLS):
        page = html.fromstring(editor.get("/beheer/inlezen/"))
        token = page.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
        editor.send("/beheer/inlezen/", {"csrfmiddlewaretoken": token}, ("proef.csv", table()))
        wait_for(editor, ["Nagekeken"])
        began = time.monotonic()
        editor.step("inlezen")
        time.sleep(random.uniform(0, duration))
        kind = ("web", "worker", "database")[number % 3]
        if process := victim(trial, url, kind):
            process.kill()
        state = wait_for(editor, ["Ingelezen.", "Er is niets gewijzigd"])
        written = ask_database(url, COUNT)[0]
        assert written == (ROWS if "Ingelezen." in state else 0), f"{kind}: {state}"
        outcomes.append((kind, process is not None, written))
        if written == 0:
            editor.step("inlezen")
            assert "Ingelezen." in wait_for(editor, ["Ingelezen."])
            assert ask_database(url, COUNT)[0] == ROWS
        else:
            duration = time.monotonic() - began
        ask_database(url, FORGET, commit=True)
    assert sum(was_killed for _, was_killed, _ in outcomes) >= KILLS * 2 / 3, outcomes
    assert {written for *_, written in outcomes} == {0, ROWS}, outcomes
