"""Templates: every text that they put in shows as it is, they name nothing that is missing, few commands load them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import TemplateNotFound, UndefinedError, nodes

import overseas_stations
from hostile_data import HOSTILE
from overseas_stations import templates
from overseas_stations.markup import attribute, code, escaped, prose
from overseas_stations.printable import shorten, visible
from overseas_stations.schemas.codebook import codebook
from overseas_stations.templates import fill
from small_project import Overseas

PACKAGE = Path(overseas_stations.__file__).parent
TEMPLATES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.jinja"))}
PAGE, EXPORT = "reports/page.html.jinja", "publishing/exports/README.md.jinja"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_put_in_shows_as_it_is(text: str) -> None:
    html = fill(PAGE, title=text, version=text, main="<p>as it is</p>")
    assert f"<title>{escaped(text)}</title>" in html
    assert f'content="overseas-stations {escaped(text)}"' in html
    assert "<main>\n<p>as it is</p>\n</main>" in html
    export = fill(EXPORT, title=text, facts=text, formats=[], mark="<!-- as it is -->\n")
    assert export == f"# {prose(text)}\n\n{prose(text)}\n\n\n<!-- as it is -->\n"
    shown = f": {prose(shorten(text, 160))}" if text else ""
    assert f" | {code(f'x {text}')}{shown} |\n" in codebook({("Stance", "disputes"): (f"x {text}", text)})


@pytest.mark.parametrize("text", [*HOSTILE, "", "/", "a/", "a=b", "`", "x onload=y", "r/a-1.html#b", "é", "a>b", "'"])
def test_a_value_of_an_attribute_ends_where_it_ends(text: str) -> None:
    read: list[tuple[str, list[tuple[str, str | None]]]] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: read.append((tag, attrs))  # type: ignore[method-assign]
    parser.feed(f"<a class={attribute(text)} id={attribute(text)}><b></b></a>")
    assert read == [("a", [("class", visible(text)), ("id", visible(text))]), ("b", [])]


def test_a_template_names_nothing_that_is_not_there() -> None:
    with pytest.raises(UndefinedError, match="'main' is undefined"):
        fill(PAGE, title="", version="")
    with pytest.raises(UndefinedError, match="no attribute 'name'"):
        fill(EXPORT, title="", facts="", formats=["no format"], mark="")


@pytest.mark.parametrize("value", [None, 1.5, b"text", ["text"]])
def test_only_texts_and_whole_numbers_are_put_in(value: object) -> None:
    with pytest.raises(TypeError, match="is neither a text nor a whole number"):
        fill(PAGE, title=value, version="", main="")


@pytest.mark.parametrize(
    "name", ["reports/none.html.jinja", "../../pyproject.toml", "/etc/hosts", "reports/../__init__.py"]
)
def test_templates_are_those_of_the_package(name: str) -> None:
    with pytest.raises(TemplateNotFound):
        fill(name)


def test_every_template_is_of_a_known_kind_and_used() -> None:
    sources = {path: path.read_text("utf-8") for pattern in ("*.py", "*.jinja") for path in PACKAGE.rglob(pattern)}
    assert len(TEMPLATES) > 5
    for name, path in TEMPLATES.items():
        assert name.endswith((".html.jinja", ".md.jinja", ".xml.jinja"))
        assert any(f'"{name}"' in text for other, text in sources.items() if other != path), name


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_joins_no_texts_itself(name: str) -> None:
    """Neither the library's operators nor its escaping know what is markup to us."""
    tree = templates._environment().parse(TEMPLATES[name].read_text("utf-8"))
    joining = (nodes.Concat, nodes.Add, nodes.Mul, nodes.Mod, nodes.ScopedEvalContextModifier, nodes.FilterBlock)
    assert [node.lineno for node in tree.find_all(joining)] == []
    assert not re.search(r"__\w+__", TEMPLATES[name].read_text("utf-8"))


def test_only_pages_load_the_library(overseas: Overseas, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_loaded() -> None:
        raise ImportError("a template is filled")

    monkeypatch.setattr(templates, "_environment", not_loaded)
    package = ("validate", "datapackage", "--format")
    for arguments in ((*package, "text"), (*package, "json"), (*package, "markdown"), ("rules", "OS101"), ("cite",)):
        assert overseas(*arguments, cwd=built).returncode == 0
    assert "a template is filled" in overseas(*package, "html", cwd=built).stderr
