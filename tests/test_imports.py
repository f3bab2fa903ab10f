"""Imports point one way.

choices < models < search, maps, filters, actions, reorganisation, importing, documents, exports
< checking, finding, embedding
< views, admin, commands
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAYERS = {
    "choices": 0,
    "models": 1,
    "search": 2,
    "maps": 2,
    "filters": 2,
    "actions": 2,
    "reorganisation": 2,
    "importing": 2,
    "documents": 2,
    "exports": 2,
    "checking": 3,
    "finding": 3,
    "embedding": 3,
    "views": 4,
    "api": 4,
    "admin": 4,
    "feeds": 4,
    "sitemaps": 4,
    "templatetags": 4,
    "management": 4,
    "urls": 5,
    "apps": 5,
}
MODULES = sorted(
    path for path in (ROOT / "initiatives").rglob("*.py") if "migrations" not in path.parts and path.parent != ROOT
)


def layer(module: str) -> int:
    """The layer of a dotted module name below `initiatives`."""
    return LAYERS[module.split(".")[1]]


def imported(path: Path) -> set[str]:
    """The catalogue's modules that a file imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} has a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {node.module} if node.module.count(".") else set(names)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name for name in found if name.startswith("initiatives.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_down(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    if len(parts) == 2 and parts[1] == "__init__":
        return
    own = layer(".".join(parts))
    assert {name for name in imported(path) if layer(name) > own} == set()


def test_choices_import_no_app_code():
    assert imported(ROOT / "initiatives" / "choices.py") == set()


def test_imported_sees_both_forms_of_import(tmp_path):
    source = tmp_path / "module.py"
    source.write_text(
        "import initiatives.views.pages\nfrom initiatives import actions\nfrom initiatives.admin import x\n"
    )
    assert imported(source) == {"initiatives.views.pages", "initiatives.actions", "initiatives.admin"}


def test_project_knows_the_domain_only_by_its_urls():
    allowed = {ROOT / "catalogue" / "urls.py"}
    offenders = [path for path in (ROOT / "catalogue").glob("*.py") if path not in allowed and imported(path)]
    assert offenders == []
