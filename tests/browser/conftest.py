"""One running catalogue and one Chromium for all browser tests."""

from pathlib import Path
from random import Random

import pytest

from tests.browser import running
from tests.proof import IS_THOROUGH, SEED, sample

# Files with many alike tests of one component; a run of everything draws half of each, `make proof` runs all.
DRAWN_FROM = ("test_embed.py", "test_filters.py", "test_heat_table.py", "test_selection.py", "test_suggestions.py")


def pytest_collection_modifyitems(config, items):
    """Leave half of the tests of these files out of a run of everything: they take a fifth of its time."""
    if config.option.file_or_dir or IS_THOROUGH:
        return
    left_out = set()
    for name in DRAWN_FROM:
        tests = [item for item in items if item.path == Path(__file__).with_name(name)]
        left_out |= {*tests} - {*sample(tests, (len(tests) + 1) // 2)}
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=[*left_out])


@pytest.fixture(scope="session")
def site():
    """The address of the catalogue with all fixtures, which no test changes; one for all workers."""
    return running.shared_catalogue("site")


@pytest.fixture
def open_window(browser):
    """Open an empty page in a window of a certain kind; the test fails on anything that a page complains of."""
    contexts, complaints = [], []

    def open_window(width=1280, height=800, **kind):
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **kind))
        page = contexts[-1].new_page()
        complaints.append(watch(page))
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert [messages for messages in complaints if messages] == []


@pytest.fixture(params=[True, False] if IS_THOROUGH else [None], ids={True: "javascript", False: "no-javascript"}.get)
def page(request, open_window):
    """A page with or without JavaScript, which is drawn for each test; both in `make proof`.

    It fails the test on any error in the console or request elsewhere.
    """
    has_javascript = Random(f"{SEED} {request.node.name}").random() < 0.5 if request.param is None else request.param
    print("JavaScript:", has_javascript)  # noqa: T201 (shown when the test fails)
    return open_window(java_script_enabled=has_javascript)


def watch(page):
    """Collect what a page complains of: script errors, refused content, requests to another host."""
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: complaints.append(request.url) if "//127.0.0.1:" not in request.url else None)
    return complaints
