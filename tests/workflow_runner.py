"""Runs the steps of a composite action, or the jobs of a workflow, on this machine, as far as ours need it.

Inputs and the event reach a step through its environment alone; a step whose text holds an expression is refused, since
what a stranger writes into a pull request would become a command. Of other people's actions those that move files
(checkout, artifacts) are imitated, the others passed over.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")

SHELLS = {"bash": ("bash", "--noprofile", "--norc", "-eo", "pipefail"), "sh": ("dash", "-e"), "python": ("python",)}
"""What a runner starts a script with."""


@dataclass
class Run:
    """What running an action gave: the exit code of its last step, all that it printed, its outputs and summary."""

    code: int = 0
    printed: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""
    passed_over: list[str] = field(default_factory=list)


def evaluate(text: str, context: Mapping[str, Any]) -> str:
    """Return a text with its expressions replaced: dotted names, and alternatives with ``||``."""

    def value(match: re.Match[str]) -> str:
        for name in match[1].split("||"):
            found: Any = context
            for part in name.strip().split("."):
                found = found.get(part) if isinstance(found, Mapping) else None
            if found not in (None, ""):
                return str(found)
        return ""

    return EXPRESSION.sub(value, text)


Step = Mapping[str, Any]


class Runner:
    """What the steps of one job share: the files by which they speak to the runner, and what they gave."""

    def __init__(self, cwd: Path, scratch: Path, env: Mapping[str, str], context: Mapping[str, Any]) -> None:
        self.cwd, self.scratch = cwd, scratch
        self.result = Run()
        self.context = {**context, "steps": {}}
        names = ("GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")
        self._files = {name: scratch / name.lower() for name in names}
        (scratch / "temp").mkdir(parents=True, exist_ok=True)
        for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
            self._files[name].unlink(missing_ok=True)
        for path in self._files.values():
            path.touch()
        _write_python(scratch / "bin" / "python")
        self._env = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "OVERSEAS_"))},
            **{name: str(path) for name, path in self._files.items()},
            "GITHUB_WORKSPACE": str(cwd),
            "GITHUB_ACTIONS": "true",
            "CI": "true",
            "RUNNER_TEMP": str(scratch / "temp"),
            "PATH": f"{scratch / 'bin'}:{os.environ['PATH']}",
            **env,
        }

    def run(self, step: Step) -> None:
        """Run a step that is a script."""
        assert not EXPRESSION.search(step["run"]), f"an expression in the text of {step.get('name')}"
        added = self._files["GITHUB_PATH"].read_text("utf-8").split()
        own = {name: evaluate(value, self.context) for name, value in step.get("env", {}).items()}
        script = self.scratch / "step"
        script.write_text(step["run"], encoding="utf-8")
        done = subprocess.run(
            [*SHELLS[step.get("shell", "bash")], str(script)],
            cwd=self.cwd,
            env={**self._env, **own, "PATH": ":".join([*reversed(added), self._env["PATH"]])},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=1800,
            check=False,
        )
        self.result.printed += done.stdout
        self.result.code = done.returncode
        self.result.summary = self._files["GITHUB_STEP_SUMMARY"].read_text("utf-8")
        if "id" in step:
            lines = self._files["GITHUB_OUTPUT"].read_text("utf-8").splitlines()
            self.context["steps"][step["id"]] = {"outputs": dict(line.split("=", 1) for line in lines)}

    def outputs(self, described: Mapping[str, str]) -> None:
        """Take the outputs of the job or action from those of its steps."""
        self.result.outputs = {name: evaluate(value, self.context) for name, value in described.items()}


def run_action(
    action: Path,
    cwd: Path,
    scratch: Path,
    inputs: Mapping[str, str],
    event: Mapping[str, Any],
    env: Mapping[str, str],
    done_before: Collection[str] = (),
) -> Run:
    """Run the action in the folder *action* as a step of a job.

    Args:
        action: the folder with ``action.yml``.
        cwd: the job's work tree.
        scratch: a folder for the runner's files; empty, or that of an earlier run of the same job.
        inputs: what the workflow gives; the action's defaults stand for the rest, and unknown names are refused.
        event: the event that started the workflow.
        env: the environment of the job.
        done_before: the names of steps that an earlier run of the job did.
    """
    described = yaml.safe_load((action / "action.yml").read_text("utf-8"))
    assert described["runs"]["using"] == "composite"
    assert set(inputs) <= set(described["inputs"]), "an input that the action does not have"
    given = {name: str(entry.get("default", "")) for name, entry in described["inputs"].items()} | dict(inputs)
    runner = Runner(
        cwd, scratch, {"GITHUB_ACTION_PATH": str(action), **env}, {"inputs": given, "github": {"event": event}}
    )
    for step in described["runs"]["steps"]:
        if "uses" in step:
            runner.result.passed_over.append(step["uses"])
        elif step["name"] not in done_before:
            runner.run(step)
        if runner.result.code:
            break
    runner.outputs({name: entry["value"] for name, entry in described["outputs"].items()})
    return runner.result


def run_workflow(
    workflow: Mapping[str, Any], origin: Path, scratch: Path, env: Mapping[str, str], jobs: Collection[str]
) -> dict[str, Run]:
    """Run jobs of a workflow for a push to the main branch of *origin*; a job whose needs failed is left out.

    Args:
        workflow: the workflow, as its file holds it.
        origin: the repository that is checked out and pushed to.
        scratch: an empty folder, for work trees and artifacts.
        env: the environment of all jobs.
        jobs: the names of the jobs to run, each after those that it needs.
    """
    done: dict[str, Run] = {}
    for name in jobs:
        job = workflow["jobs"][name]
        needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
        if any(need not in done or done[need].code for need in needs):
            continue
        tree = scratch / name / "tree"
        context = {"needs": {need: {"outputs": done[need].outputs} for need in needs}, "github": {}}
        runner = Runner(tree, scratch / name, env, context)
        imitated = _imitated(runner, origin, scratch / "artifacts")
        for step in job["steps"]:
            if "uses" not in step:
                runner.run(step)
            elif (action := step["uses"].partition("@")[0]) in imitated:
                given = {key: evaluate(_text(value), runner.context) for key, value in step.get("with", {}).items()}
                imitated[action](given)
            else:
                runner.result.passed_over.append(step["uses"])
            if runner.result.code:
                break
        runner.outputs(job.get("outputs", {}))
        done[name] = runner.result
    return done


def _write_python(path: Path) -> None:
    """Write the ``python`` of a job: ours, but that it makes environments without pip.

    To install pip takes longer than all else that a job does, and where there is no index ours is on the path of all.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"""#!/bin/sh
if [ "$1 $2" = "-m venv" ]; then set -- "$@" --without-pip; fi
exec '{sys.executable}' "$@"
""",
        encoding="utf-8",
    )
    path.chmod(0o755)


def _imitated(runner: Runner, origin: Path, artifacts: Path) -> Mapping[str, Callable[[Mapping[str, str]], None]]:
    """Return the actions that move files, each as a function of its inputs."""

    def checkout(given: Mapping[str, str]) -> None:
        subprocess.run(["git", "clone", "--quiet", str(origin), str(runner.cwd)], check=True, timeout=120)
        if given.get("ref"):
            subprocess.run(["git", "checkout", "--quiet", given["ref"]], cwd=runner.cwd, check=True, timeout=120)

    def upload(given: Mapping[str, str]) -> None:
        for path in given["path"].split():
            assert given.get("include-hidden-files") == "true" or not path.startswith("."), "it would be left out"
            _copy(runner.cwd / path, artifacts / given["name"] / path)

    def download(given: Mapping[str, str]) -> None:
        _copy(artifacts / given["name"], runner.cwd)

    moves = {"checkout": checkout, "upload-artifact": upload, "download-artifact": download}
    return {f"actions/{name}": move for name, move in moves.items()}


def _text(value: object) -> str:
    """Return what an action is given where YAML has a value."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
