"""Runs the steps of a composite action on this machine, as far as an action of `run` steps needs it.

Inputs and the event reach a step through its environment alone; a step whose text holds an expression is refused, since
what a stranger writes into a pull request would become a command. Steps that use other actions are passed over.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


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
    context: dict[str, Any] = {"inputs": given, "github": {"event": event}, "steps": {}}
    files = {name: scratch / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")}
    (scratch / "temp").mkdir(exist_ok=True)
    for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
        files[name].unlink(missing_ok=True)
    job = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "OVERSEAS_"))},
        **{name: str(path) for name, path in files.items()},
        "GITHUB_ACTION_PATH": str(action),
        "GITHUB_WORKSPACE": str(cwd),
        "GITHUB_ACTIONS": "true",
        "CI": "true",
        "RUNNER_TEMP": str(scratch / "temp"),
        **env,
    }
    result = Run()
    for step in described["runs"]["steps"]:
        if "uses" in step:
            result.passed_over.append(step["uses"])
            continue
        if step["name"] in done_before:
            continue
        assert not EXPRESSION.search(step["run"]), f"an expression in the text of {step['name']}"
        for path in files.values():
            path.touch()
        added = files["GITHUB_PATH"].read_text("utf-8").split()
        own = {name: evaluate(value, context) for name, value in step.get("env", {}).items()}
        script = scratch / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=cwd,
            env={**job, **own, "PATH": ":".join([*reversed(added), job["PATH"]])},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        result.printed += done.stdout
        result.code = done.returncode
        if "id" in step:
            lines = files["GITHUB_OUTPUT"].read_text("utf-8").splitlines()
            context["steps"][step["id"]] = {"outputs": dict(line.split("=", 1) for line in lines)}
        if result.code:
            break
    result.outputs = {name: evaluate(entry["value"], context) for name, entry in described["outputs"].items()}
    result.summary = files["GITHUB_STEP_SUMMARY"].read_text("utf-8")
    return result
