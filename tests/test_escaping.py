"""Nothing escapes from escaping: what puts text into a page or a statement as it is, is on a list with a reason."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import ROOT

UNESCAPED = {"mark_safe", "SafeString", "SafeText", "Markup", "RawSQL", "html_safe"}
METHODS = {"extra", "raw"}  # of a QuerySet
IN_TEMPLATES = re.compile(r"\|\s*(?:safe|safeseq)\b|\bautoescape\s+(?:off|false)|\burlize\w*|\bfilter\s+safe\b")
IN_SCRIPTS = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|DOMParser|srcdoc)\b"
    r"|\bdocument\.write|\beval\(|\bnew Function\b|\bset(?:Timeout|Interval)\(\s*[\"'`]"
)
# By file and name: how often, and why that is no way in.
ALLOWED = {
    ("initiatives/metadata/schema_org.py", "mark_safe"): (1, "JSON, whose <, > and & are written as escapes"),
    ("initiatives/admin/manual.py", "mark_safe"): (1, "made of docs/redactie.md, which is ours"),
    ("initiatives/views/environment.py", "Markup"): (1, "our own icons"),
    ("initiatives/search/language/highlighting.py", "SafeString"): (3, "each piece of the text is escaped before"),
    ("initiatives/signin/accounts.py", "raw"): (1, "a fixed statement with parameters"),
    ("templates/admin/account_mail.txt", "autoescape off"): (1, "a message of plain text"),
    ("templates/account/email/password_reset_key_message.txt", "autoescape off"): (1, "a message of plain text"),
    ("static/js/builder.js", "innerHTML"): (2, "compares, and writes nothing"),
} | {
    (f"static/js/{name}.js", "DOMParser"): (1, "a page of our own, escaped, whose scripts do not run")
    for name in ("builder", "follow", "initiative_form", "keep_input", "matches")
}


def test_every_text_that_is_not_escaped_is_on_the_list():
    uses = Counter(use for path in _files() for use in _uses(path, path.read_text()))
    assert uses == {use: number for use, (number, _reason) in ALLOWED.items()}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", "def f(x: SafeString) -> SafeString:\n    return map(mark_safe, x)"),
        ("a.py", "page = format_html(f'<b>{title}</b>')"),
        ("a.py", "rows = Initiative.objects.extra(where=[text])"),
        ("a.py", "Environment(autoescape=False)"),
        ("a.html", "{{ title | safe }}"),
        ("a.html", "{% autoescape false %}"),
        ("a.js", "list.insertAdjacentHTML('beforeend', text)"),
    ],
)
def test_new_use_is_found(name, text):
    assert len([*_uses(ROOT / name, text)]) == 1


def _files() -> Iterator[Path]:
    for folder, pattern in (("catalogue", "*.py"), ("initiatives", "*.py"), ("templates", "*.*"), ("static", "*.js")):
        yield from (ROOT / folder).rglob(pattern)


def _uses(path: Path, text: str) -> Iterator[tuple[str, str]]:
    if path.suffix == ".py":
        names = _names(ast.parse(text))
    else:
        pattern = IN_SCRIPTS if path.suffix == ".js" else IN_TEMPLATES
        names = (match.group().lstrip("| ") for match in pattern.finditer(text))
    yield from ((str(path.relative_to(ROOT)), name) for name in names)


def _names(tree: ast.AST) -> Iterator[str]:
    """What a module uses of `UNESCAPED` and `METHODS`, except as annotations."""
    hints = {id(part) for node in ast.walk(tree) for hint in _hints(node) for part in ast.walk(hint)}
    for node in ast.walk(tree):
        if id(node) in hints:
            continue
        if isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            yield from [name] if name in UNESCAPED else []
        if isinstance(node, ast.Call):
            yield from _calls(node)


def _calls(node: ast.Call) -> Iterator[str]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name in METHODS and isinstance(node.func, ast.Attribute):
        yield name
    if name == "format_html" and node.args and isinstance(node.args[0], ast.JoinedStr):
        yield "format_html of a text with values in it"
    if any(option.arg == "autoescape" and getattr(option.value, "value", 0) is False for option in node.keywords):
        yield "autoescape"


def _hints(node: ast.AST) -> list[ast.AST]:
    return [hint for name in ("annotation", "returns") if (hint := getattr(node, name, None)) is not None]
