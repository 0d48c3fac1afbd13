"""Runs commands that overlap: two that start together, one that stops while another goes through, one that is killed.

It is a program, so that what it forks has one thread and starts at once: overlapping.py pairs|stopped|killed COUNT, in
an empty folder. It prints how often which exit codes came out, and ends with an error where a target is neither the old
nor the new one as a whole, where a command that lost says more than its one line, or where a later run does not work.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from overseas_stations.dependents.lock import installed_lock
from overseas_stations.folders.locking import PREFIX
from small_project import contents, write_project
from steps import signalling, watched

State = dict[str, bytes]


@dataclass(frozen=True)
class Scenario:
    """Two commands, and all that both write."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    targets: tuple[str, ...]

    def state(self, root: Path) -> State:
        """Return path -> bytes, of all that is at the targets."""
        return {
            name: data
            for name, data in contents(root).items()
            if f"{name}/".startswith(tuple(f"{t}/" for t in self.targets))
        }


SCENARIOS = (
    Scenario(("build",), ("build",), ("datapackage", "schema/dev")),
    Scenario(("export", "csv"), ("export", "csv-safe", "jsonl"), ("export",)),
    Scenario(("export", "sqlite", "zip"), ("export", "json", "geojson"), ("export",)),
    Scenario(("lock",), ("lock",), ("overseas.lock",)),
    Scenario(("check", "--report", "html=report"), ("check", "--report", "json=report"), ("report",)),
)


class Running:
    """The command in a process of its own."""

    def __init__(self, arguments: tuple[str, ...], root: Path, number: int = 0, sign: int = 0, gate: int = -1) -> None:
        self.output = root.parent / f"{root.name}.{'-'.join(arguments).replace('/', '-')}.{number}"
        self.pid = os.fork()
        if self.pid == 0:
            os._exit(self._run(arguments, root, number, sign, gate))

    def _run(self, arguments: tuple[str, ...], root: Path, number: int, sign: int, gate: int) -> int:
        from overseas_stations.cli import main

        os.chdir(root)
        if gate >= 0:
            os.read(gate, 1)
        sys.argv = ["overseas", *arguments]
        with self.output.open("w", encoding="utf-8") as file, redirect_stdout(file), redirect_stderr(file):
            try:
                with watched(signalling(number, sign)) as taken:
                    main()
            except SystemExit as ended:
                return int(ended.code or 0)
            finally:
                self.output.with_suffix(".steps").write_text(str(len(taken)), encoding="utf-8")
        return 0

    def wait(self) -> int:
        """Return how it ended: its exit code, or a signal that ended or stopped it as a negative number."""
        status = os.waitpid(self.pid, os.WUNTRACED)[1]
        return -os.WSTOPSIG(status) if os.WIFSTOPPED(status) else os.waitstatus_to_exitcode(status)


class Trials:
    """Trials of one scenario, each in a project of its own that is as after an earlier run."""

    def __init__(self, scenario: Scenario, folder: Path) -> None:
        self.scenario, self.folder = scenario, folder
        self.start = write_project(folder / "start")
        # By a process too: none that has threads of Polars may fork.
        assert Running(("build",), self.start).wait() == 0
        if scenario.first == ("build",):
            write_project(self.start, stations=3)
        for name, data in EARLIER.items():
            (self.start / name).write_bytes(data)
        if scenario.targets == ("export",):
            assert Running(("export", "bibtex"), self.start).wait() == 0
        self.old = scenario.state(self.start)
        self.new, self.steps = {}, {}
        for number, command in enumerate((scenario.first, scenario.second)):
            root = self.root(f"alone-{number}")
            running = Running(command, root)
            assert running.wait() == 0, running.output.read_text("utf-8")
            self.new[command] = scenario.state(root)
            self.steps[command] = int(running.output.with_suffix(".steps").read_text("utf-8"))
            assert self.new[command] != self.old

    def root(self, name: str) -> Path:
        """Return a new copy of the project."""
        return shutil.copytree(self.start, self.folder / name)

    def ended(self, root: Path, codes: dict[Running, tuple[tuple[str, ...], int]]) -> str:
        """Assert that all is whole after commands have ended, and return their exit codes."""
        won = [command for command, code in codes.values() if code == 0]
        assert won, [running.output.read_text("utf-8") for running in codes]
        assert self.scenario.state(root) in [self.new[command] for command in won]
        for running, (_, code) in codes.items():
            said = running.output.read_text("utf-8")
            lines = [line for line in said.splitlines() if line.startswith("overseas: ")]
            assert code == 0 or (code == 2 and len(lines) == 1 and "another command is writing" in lines[0]), said
        self.later(root)
        return " ".join(str(code) for _, code in codes.values())

    def later(self, root: Path) -> None:
        """Assert that a later run works, and that nothing is left of the earlier ones."""
        running = Running(self.scenario.second, root, -1)
        assert running.wait() == 0, running.output.read_text("utf-8")
        assert self.scenario.state(root) == self.new[self.scenario.second]
        assert not list(root.rglob(f"{PREFIX}*"))
        shutil.rmtree(root)

    def pair(self, number: int) -> str:
        """Let both start together."""
        root = self.root(f"pair-{number}")
        gate, opened = os.pipe()
        commands = (self.scenario.first, self.scenario.second)
        both = [Running(command, root, -2 - at, gate=gate) for at, command in enumerate(commands)]
        os.write(opened, b"..")
        codes = {running: (command, running.wait()) for running, command in zip(both, commands, strict=True)}
        os.close(gate)
        os.close(opened)
        return self.ended(root, codes)

    def stopped(self, number: int) -> str:
        """Let the first stop at a step, the second run to its end, and the first go on."""
        root = self.root(f"stopped-{number}")
        step = number * 7 % self.steps[self.scenario.first] + 1
        first = Running(self.scenario.first, root, step, signal.SIGSTOP)
        assert first.wait() == -signal.SIGSTOP
        second = Running(self.scenario.second, root, -2)
        code = second.wait()
        os.kill(first.pid, signal.SIGCONT)
        return self.ended(root, {first: (self.scenario.first, first.wait()), second: (self.scenario.second, code)})

    def killed(self, number: int) -> str:
        """Kill the first at a step: each target is the old or the new one, and the next run mends the rest."""
        root = self.root(f"killed-{number}")
        step = number % self.steps[self.scenario.first] + 1
        first = Running(self.scenario.first, root, step, signal.SIGKILL)
        code = first.wait()
        assert code == -signal.SIGKILL
        now, new = self.scenario.state(root), self.new[self.scenario.first]
        for target in self.scenario.targets:
            of_target = [
                {n: d for n, d in each.items() if f"{n}/".startswith(f"{target}/")} for each in (now, self.old, new)
            ]
            assert of_target[0] in of_target[1:], (target, step)
        self.later(root)
        return str(code)


def run(kind: str, count: int, folder: Path) -> Counter[str]:
    """Return how often which exit codes came out, over all scenarios in turn; killed at every step where count is 0."""
    seen: Counter[str] = Counter()
    trials = [Trials(scenario, folder / str(number)) for number, scenario in enumerate(SCENARIOS)]
    for number, each in enumerate(trials):
        share = each.steps[each.scenario.first] if count == 0 else len(range(number, count, len(trials)))
        for trial in range(share):
            way = {"pairs": each.pair, "stopped": each.stopped, "killed": each.killed}[kind]
            seen[
                way(trial if kind != "killed" or count == 0 else trial * each.steps[each.scenario.first] // share)
            ] += 1
    return seen


EARLIER = {
    "overseas.lock": installed_lock().to_bytes().replace(b'"version": "', b'"version": "0.0.', 1),
    "report": b"## overseas-stations\n",
}

if __name__ == "__main__":
    # What the commands import, so that no process that is forked has to.
    from overseas_stations.publishing.exports import register  # noqa: F401
    from overseas_stations.reports import html  # noqa: F401

    print(json.dumps(run(sys.argv[1], int(sys.argv[2]), Path.cwd())))
