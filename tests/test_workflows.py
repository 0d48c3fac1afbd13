"""What contributors and maintainers start: workflows, make targets, and the pages that name them."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner

from overseas_stations.version import __version__
from processes import Completed, completed
from repository import ROOT, git

FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))
WORKFLOWS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in FILES}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / ".github").glob("*.md"),
         *(ROOT / each / "README.md" for each in ("validators", "tests"))]  # fmt: skip

WRITING = {"main": {"commit", "pages"}, "pages": {"publish"}, "publish": {"publish"}, "evidence": {"propose"}}
"""The jobs that may write, by workflow; that of the main one hands its rights on to the workflow that it calls."""


def jobs() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield workflow, name and content of every job."""
    for workflow, content in WORKFLOWS.items():
        for name, job in content["jobs"].items():
            yield workflow, name, job


def is_call(job: Mapping[str, Any]) -> bool:
    """Say whether a job is another workflow of ours, whose jobs are looked at by themselves."""
    return (ROOT / job.get("uses", "no such file")).is_file()


def scripts(job: Mapping[str, Any]) -> str:
    return "\n".join(step.get("run", "") for step in job.get("steps", ()))


@pytest.mark.long
@pytest.mark.parametrize("path", [*FILES, ROOT / ".github" / "dependabot.yml"], ids=lambda path: path.stem)
def test_github_would_take_the_file(path: Path) -> None:
    schema = "vendor.dependabot" if path.stem == "dependabot" else "vendor.github-workflows"
    done = CliRunner().invoke(check_jsonschema, ["--builtin-schema", schema, str(path)])
    assert done.exit_code == 0, done.output


def test_only_jobs_that_run_nothing_of_the_project_may_write() -> None:
    assert all(content["permissions"] == {"contents": "read"} for content in WORKFLOWS.values())
    found: dict[str, set[str]] = {}
    for workflow, name, job in jobs():
        if "write" in str(job.get("permissions", "")):
            found.setdefault(workflow, set()).add(name)
            assert not {word for word in ("python", "pip", "overseas ", "make", "bash") if word in scripts(job)}
    assert found == WRITING


def test_what_strangers_propose_is_read_without_rights() -> None:
    # True is how YAML 1.1 reads the key `on`.
    assert [name for name, content in WORKFLOWS.items() if "pull_request_target" in str(content[True])] == []


def test_every_job_has_an_end_and_no_text_of_others_in_its_scripts() -> None:
    for workflow, name, job in jobs():
        # Who asks for a thousand pages politely takes hours, of which a runner gives six.
        most = 350 if (workflow, name) == ("evidence", "fetch") else 90
        assert is_call(job) or job["timeout-minutes"] <= most, (workflow, name)
        assert "${{" not in scripts(job), (workflow, name)


def test_actions_of_others_are_named_by_one_commit_each() -> None:
    """A tag can be moved to other code; the comment says which version the commit is."""
    pinned: dict[str, set[str]] = {}
    for path in (*FILES, ROOT / "action.yml"):
        for line in re.findall(r"\buses: (.*)", path.read_text("utf-8")):
            if not line.startswith("./"):
                line = line.partition(" # zizmor: ")[0]
                found = re.fullmatch(r"([\w.-]+/[\w.-]+)(?:/[\w/.-]+)?@([0-9a-f]{40} # v\d+\.\d+\.\d+)", line)
                assert found, (path.name, line)
                pinned.setdefault(found[1], set()).add(found[2])
    assert {name: len(commits) for name, commits in pinned.items()} == dict.fromkeys(pinned, 1)
    assert len(pinned) > 4


def test_scripts_start_what_is_there() -> None:
    seen = 0
    for workflow, name, job in jobs():
        for command, word in re.findall(r"\b(make|bash) (\S+)", scripts(job)):
            seen += 1
            assert word in TARGETS if command == "make" else (ROOT / word).is_file(), (workflow, name, word)
    assert seen > 3


def test_pages_name_targets_that_are_there_and_help_names_all() -> None:
    named = {word for path in PAGES for word in re.findall(r"`make ([a-z-]+)", path.read_text("utf-8"))}
    assert {"check", "test", "hooks", "coverage"} <= named <= TARGETS
    (phony,) = re.findall(r"^\.PHONY: (.*)", MAKEFILE, re.MULTILINE)
    assert set(phony.split()) == TARGETS
    help_text = "\n".join(re.findall(r"^\t@echo '(.*)'$", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"(?:^make|\|) ([a-z-]+)", help_text, re.MULTILINE)) == TARGETS - {"help"}


def test_pages_link_to_files_that_are_there() -> None:
    seen = 0
    for path in PAGES:
        for link in re.findall(r"\]\(([^)#]+)", path.read_text("utf-8")):
            if "://" not in link:
                seen += 1
                assert (path.parent / link).exists(), (path.name, link)
    assert seen > 50


def test_what_is_said_of_python_is_what_is_tested() -> None:
    named = [line.rpartition(" ")[2] for line in PROJECT["project"]["classifiers"] if re.search(r":: 3\.\d+$", line)]
    minors = [int(version.removeprefix("3.")) for version in named]
    assert minors == list(range(minors[0], minors[-1] + 1))
    assert PROJECT["project"]["requires-python"] == f">={named[0]}"
    matrices = [job["strategy"]["matrix"] for _, _, job in jobs() if "strategy" in job]
    tested = [matrix["python"] for matrix in matrices if "python" in matrix]
    assert len(tested) == 2
    # What a later Python says is asked before it is promised.
    assert all(each[: len(named)] == named for each in tested)


def test_other_systems_and_the_lowest_versions_are_tried() -> None:
    found = WORKFLOWS["pull-request"]["jobs"]
    assert found["smoke"]["strategy"]["matrix"]["os"] == ["macos-latest", "windows-latest"]
    commands = [step["run"].split()[:2] for step in found["smoke"]["steps"] if "run" in step]
    assert {command for _, command in commands} >= {"check", "validate", "export", "show"}
    assert {program for program, _ in commands} == {"overseas"}
    lowest = found["lowest"]
    version = next(
        each["with"]["python-version"] for each in lowest["steps"] if "python-version" in each.get("with", {})
    )
    assert PROJECT["project"]["requires-python"] == f">={version}"


def test_what_a_run_overtakes_ends_or_waits() -> None:
    assert all(content["concurrency"]["group"] for content in WORKFLOWS.values())
    assert [name for name, content in WORKFLOWS.items() if content["concurrency"].get("cancel-in-progress")] == [
        "pull-request"
    ]


def audited(*places: Path) -> list[dict[str, Any]]:
    """Return what zizmor finds that is of medium severity or higher; nothing of it is asked of the network."""
    program = Path(sys.executable).with_name("zizmor")
    chosen = ("--offline", "--no-progress", "--min-severity", "medium", "--format", "json")
    done = completed(program, *chosen, *places)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_an_audit_of_workflows_and_action_finds_nothing(tmp_path: Path) -> None:
    assert [(each["ident"], each["locations"][0]["symbolic"]["key"]) for each in audited(ROOT)] == []
    faulty = tmp_path / "workflow.yml"
    faulty.write_text(FILES[0].read_text("utf-8").replace("persist-credentials: false", "ref: main"), "utf-8")
    assert {each["ident"] for each in audited(faulty)} == {"artipacked"}


def test_what_asks_the_network_is_off_until_somebody_can_be_reached_and_publishes_no_text() -> None:
    asking = {(workflow, name): job for workflow, name, job in jobs() if "texts fetch" in scripts(job)}
    assert list(asking) == [("evidence", "fetch")]
    found = WORKFLOWS["evidence"]["jobs"]
    assert found["fetch"]["if"] == "vars.EVIDENCE_CONTACT != ''"
    assert all("needs.fetch.outputs.changed" in found[name]["if"] for name in ("check", "propose"))
    uploaded = [step["with"]["path"].split() for step in found["fetch"]["steps"] if "upload" in step.get("uses", "")]
    assert uploaded == [["seeds", "evidence.md"]]
    cached = [step["with"]["path"] for step in found["fetch"]["steps"] if "actions/cache" in step.get("uses", "")]
    assert cached == ["store", "store"]
    assert "bash .ci/run" in scripts(found["check"]), "what a workflow's own token proposes is checked by nobody else"


def test_coverage_has_a_floor() -> None:
    report = PROJECT["tool"]["coverage"]["report"]
    assert PROJECT["tool"]["coverage"]["run"]["branch"] is True
    assert 50 < report["fail_under"] < 100


class TestTheTagThatIsPublished:
    """The step of ``publish.yml`` that stands between a tag and a release."""

    @pytest.fixture
    def clone(self, tmp_path: Path) -> Path:
        """Return a clone with the version of this one, tagged as released."""
        version = tmp_path / "validators" / "overseas_stations" / "version.py"
        version.parent.mkdir(parents=True)
        version.write_bytes((ROOT / "validators" / "overseas_stations" / "version.py").read_bytes())
        git(tmp_path, "init", "--quiet")
        git(tmp_path, "add", "--all")
        git(tmp_path, "commit", "--quiet", "--message", "all")
        for tag in ("v0.0.1", f"v{__version__}", __version__):
            git(tmp_path, "tag", tag)
        return tmp_path

    def run(self, clone: Path, kind: str, name: str) -> Completed:
        (step,) = (step for step in WORKFLOWS["publish"]["jobs"]["build"]["steps"] if step.get("name") == "Tag")
        env = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "GITHUB_REF_TYPE": kind, "GITHUB_REF_NAME": name}
        return completed("bash", "-eo", "pipefail", "-c", step["run"], cwd=clone, env=env)

    def test_makes_room_for_the_release_that_it_names(self, clone: Path) -> None:
        done = self.run(clone, "tag", f"v{__version__}")
        assert done.returncode == 0, done.stderr
        assert git(clone, "tag").split() == [__version__, "v0.0.1"]

    @pytest.mark.parametrize(
        ("kind", "name"), [("branch", "main"), ("branch", f"v{__version__}"), ("tag", "v0.0.1"), ("tag", __version__)]
    )
    def test_is_no_branch_and_no_other_version(self, clone: Path, kind: str, name: str) -> None:
        done = self.run(clone, kind, name)
        assert done.returncode == 1
        assert done.stderr == (
            f"started on the {kind} {name}: start it on the tag v{__version__}, which version.py states\n"
        )
        assert len(git(clone, "tag").split()) == 3


def test_what_is_published_is_the_sdist_and_the_wheel_that_a_release_made() -> None:
    steps = WORKFLOWS["publish"]["jobs"]["build"]["steps"]
    assert [step.get("run", "").strip() for step in steps][-2:] == ["make release", ""]
    assert steps[-1]["with"]["path"].split() == ["dist/*/*.whl", "dist/*/*.tar.gz"]
    publish = WORKFLOWS["publish"]["jobs"]["publish"]
    assert [step["uses"].partition("@")[0] for step in publish["steps"]] == [
        "actions/download-artifact",
        "pypa/gh-action-pypi-publish",
    ]
    assert publish["permissions"] == {"id-token": "write"}
    assert publish["environment"]
    assert (
        list(WORKFLOWS["publish"][True]) == ["workflow_dispatch"] or WORKFLOWS["publish"][True] == "workflow_dispatch"
    )
