"""Rules for the public templates as a whole."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from jinja2 import TemplateSyntaxError, UndefinedError, nodes
from jinja2.meta import find_undeclared_variables

FOLDER = Path(settings.TEMPLATES[0]["DIRS"][0])
COMPONENTS = sorted(path.stem for path in (FOLDER / "components").glob("*.html"))
# Where a template may switch off escaping: nowhere. What is HTML already comes from Python as a safe string.
UNESCAPED: list[str] = []


def test_no_template_switches_off_escaping():
    pattern = re.compile(r"\|\s*safe\b|autoescape|Markup")
    paths = [path for path in FOLDER.rglob("*.html") if pattern.search(path.read_text())]
    assert [str(path.relative_to(FOLDER)) for path in paths] == UNESCAPED


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_is_one_macro_of_its_name_and_reads_nothing_but_its_parameters(name):
    environment = engines["jinja2"].env
    tree = environment.parse((FOLDER / "components" / f"{name}.html").read_text())
    assert [macro.name for macro in tree.find_all(nodes.Macro)] == [name]
    outside = [node for node in tree.body if not isinstance(node, nodes.Macro | nodes.Assign)]
    assert all(isinstance(node, nodes.Output) and not "".join(_texts(node)).strip() for node in outside)
    assert _context_names(tree) <= environment.globals.keys()


def _texts(output):
    return [node.data for node in output.find_all(nodes.TemplateData)]


def _context_names(tree):
    """The names that a template would read from the context of a page."""
    return find_undeclared_variables(tree)


def test_a_name_that_is_not_defined_is_an_error():
    template = engines["jinja2"].from_string("{{ misspelled }}")
    with pytest.raises(UndefinedError):
        template.render({})


def test_texts_are_escaped():
    template = engines["jinja2"].from_string("{{ text }}{{ text|linebreaks }}")
    assert template.render({"text": "<b>&</b>"}) == "&lt;b&gt;&amp;&lt;/b&gt;<p>&lt;b&gt;&amp;&lt;/b&gt;</p>"


def test_the_language_of_the_admin_is_refused():
    with pytest.raises(TemplateSyntaxError):
        engines["jinja2"].env.from_string("{% load static %}")
