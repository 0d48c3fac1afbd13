"""The action for other people's workflows: its steps run here, on pull requests good and bad, and on hostile inputs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner

from repository import OFFLINE, ROOT, git, not_copied
from small_project import SOURCE, dossier, overseas, write_built_project
from workflow_runner import EXPRESSION, Run, run_action

pytestmark = pytest.mark.xdist_group("action")

SECOND = "example-daily-2023-02-01"


def test_the_text_of_no_step_holds_an_expression() -> None:
    steps = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
    assert [step["name"] for step in steps if "run" in step] == ["Install", "Check"]
    assert not [step for step in steps if EXPRESSION.search(step.get("run", ""))]


@pytest.mark.long
def test_github_would_take_the_action() -> None:
    done = CliRunner().invoke(check_jsonschema, ["--builtin-schema", "vendor.github-actions", str(ROOT / "action.yml")])
    assert done.exit_code == 0, done.output


@pytest.fixture(scope="module")
def action(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of this repository, as a runner has one."""
    folder = tmp_path_factory.mktemp("action") / "overseas-stations"
    shutil.copytree(ROOT, folder, ignore=not_copied)
    return folder


@pytest.fixture
def pull_request(tmp_path: Path) -> Path:
    """Return a project that adds a dossier to the commit ``base`` and holds no build of it."""
    root = write_built_project(tmp_path / "project")
    (root / ".gitignore").write_text("seeds/texts/\n", encoding="utf-8")
    git(tmp_path, "init", "--quiet", "project")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "base")
    git(root, "tag", "base")
    path = root / "seeds" / "2023" / f"{SECOND}.yaml"
    text = dossier().replace(SOURCE, SECOND).replace("2023-01-05", "2023-02-01").replace("2023-01-06", "2023-02-02")
    others = {"ec-quito-1": "ec-guayaquil-1", "Quito": "Guayaquil", "2023-example-denial": "2023-second-denial"}
    for old, new in {**others, "A spokesman": "A spokeswoman", "example.org/a": "example.org/b"}.items():
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    commit(root)
    return root


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "change")


@pytest.fixture(scope="module")
def runner(action: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a runner that has done the step that installs."""
    folder = tmp_path_factory.mktemp("runner")
    done = run_action(action, folder, folder, {"path": "nowhere"}, {}, OFFLINE)
    assert done.code == 2, done.printed
    assert "overseas: nowhere cannot be opened" in done.printed
    assert [action.partition("@")[0] for action in done.passed_over] == ["actions/setup-python"]
    return folder


@pytest.fixture
def run(action: Path, runner: Path, pull_request: Path) -> Callable[..., Run]:
    """Return a function that runs the action in the project of the pull request."""

    def run(base: str = "base", **inputs: str) -> Run:
        event = {"pull_request": {"base": {"sha": base}}}
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        return run_action(action, pull_request, runner, given, event, OFFLINE, done_before=["Install"])

    return run


@pytest.mark.long
@pytest.mark.parametrize("with_build", [False, True], ids=["alone", "with its build"])
def test_a_pull_request_that_adds_a_dossier(run: Callable[..., Run], pull_request: Path, with_build: bool) -> None:
    """The main branch makes the build; one that is there all the same must be right."""
    if with_build:
        assert overseas("build", cwd=pull_request).returncode == 0
        commit(pull_request)
    done = run(sarif="out.sarif", junit="out.xml", markdown="comment.md", html="out.html")
    assert done.code == 0, done.printed
    assert (done.outputs["valid"], done.outputs["errors"]) == ("true", "0")
    assert json.loads(Path(done.outputs["report"]).read_text("utf-8"))["valid"]
    for text in (done.summary, (pull_request / "comment.md").read_text("utf-8")):
        assert f"| `stations` | `ec-guayaquil-1` | `EC, Guayaquil, reported` | `added` | `{SECOND}` |" in text
        assert f"| `sources` | `{SECOND}` |" in text
    assert json.loads((pull_request / "out.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert (pull_request / "out.xml").read_text("utf-8").startswith("<?xml")
    assert "ec-guayaquil-1" in (pull_request / "out.html").read_text("utf-8")


@pytest.mark.long
def test_the_annotation_stands_on_the_line_of_the_fault(run: Callable[..., Run], pull_request: Path) -> None:
    path = pull_request / "seeds" / "2023" / f"{SECOND}.yaml"
    text = path.read_text("utf-8").replace("country: EC", "country: XX")
    path.write_text(text, encoding="utf-8")
    commit(pull_request)
    done = run()
    assert done.code == 1
    line = text.splitlines().index("      country: XX") + 1
    annotations = [each for each in done.printed.splitlines() if each.startswith("::error")]
    assert [each.split("::")[1].split(",")[:2] for each in annotations] == [
        [f"error file=seeds/2023/{SECOND}.yaml", f"line={line}"]
    ]
    assert (done.outputs["valid"], done.outputs["errors"]) == ("false", "1")
    assert "ec-guayaquil-1" in done.summary


@pytest.mark.long
def test_built_files_are_not_changed_by_hand(run: Callable[..., Run], pull_request: Path) -> None:
    """Beside a dossier, and although the build is behind it: a change of anything but dossiers is checked strictly."""
    path = pull_request / "datapackage" / "tables" / "stations.csv"
    path.write_text(path.read_text("utf-8").replace("Quito", "Quita"), encoding="utf-8")
    commit(pull_request)
    done = run()
    assert done.code == 1
    (annotation,) = (each for each in done.printed.splitlines() if each.startswith("::error"))
    assert "title=OS122" in annotation
    assert "run `overseas build`" in annotation


@pytest.mark.long
def test_the_build_can_be_asked_for_and_waived(run: Callable[..., Run], pull_request: Path) -> None:
    assert run(pending="false").code == 1
    (pull_request / "notes.txt").touch()
    commit(pull_request)
    assert run().code == 1
    assert run(pending="true").code == 0


@pytest.mark.long
def test_a_package_is_validated(run: Callable[..., Run], pull_request: Path) -> None:
    assert run(base="", path="datapackage").code == 0
    done = run(base="", path="datapackage/tables/stations.csv", table="stations")
    assert done.code == 0
    assert run(base="", path="nowhere").code == 2


HOSTILE = ("$(touch owned)", "`touch owned`", "x; touch owned", '"; touch owned; "', "--help", "-x", "a b", "$HOME")
INPUTS = ("path", "root", "table", "texts", "waivers", "today", "against", "since", "sarif", "junit", "profile")


@pytest.mark.long
@pytest.mark.parametrize("value", HOSTILE)
def test_no_input_becomes_a_command(run: Callable[..., Run], pull_request: Path, value: str) -> None:
    """All inputs at once: each is expanded before the command starts, whatever the command makes of it."""
    for given in (dict.fromkeys(INPUTS, value), dict.fromkeys(set(INPUTS) - {"path"}, value), {"path": value}):
        done = run(base="", **given)
        assert not list(pull_request.parent.rglob("owned"))
        assert done.code != 0
        assert "Traceback" not in done.printed
