"""Runs the check with the inputs that the environment holds: always a verdict, and the rows that change where it can.

No input is ever a part of a command's text.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from bases import NoBase, ask, base_of, commit_of, only_dossiers, surroundings

GIVEN = {
    "--profile": "PROFILE",
    "--texts": "TEXTS",
    "--waivers": "WAIVERS",
    "--against": "AGAINST",
    "--select": "SELECT",
    "--ignore": "IGNORE",
    "--fail-on": "FAIL_ON",
    "--max-findings": "MAX_FINDINGS",
    "--rules-url": "RULES_URL",
}
"""Option -> the input that it is given."""
FORMS = ("sarif", "junit", "markdown", "html")
UNUSABLE = 2


def given(name: str) -> str:
    """Return an input, empty where it is not given."""
    return os.environ.get(f"OVERSEAS_{name}", "")


def options(report: Path) -> list[str]:
    """Return the options of the check, without what it is compared with."""
    found = ["--format", "github", "--report", f"json={report}"]
    found += [part for option, name in GIVEN.items() if given(name) for part in (option, given(name))]
    found += ["--today", given("TODAY") or datetime.now(UTC).date().isoformat()]
    return found + [
        part for form in FORMS if given(form.upper()) for part in ("--report", f"{form}={given(form.upper())}")
    ]


def is_at_hand(version: str) -> bool:
    """Say whether an earlier version is a file or a folder, or names a folder of a commit by itself."""
    return ":" in version or (bool(version) and os.path.exists(version))  # noqa: PTH110


def earlier(folder: Path) -> str | None:
    """Return the commit that the summary compares with, None where none is named.

    Raises:
        NoBase: it is not to be had.
    """
    if given("SINCE"):
        return commit_of(folder, given("SINCE"))
    return base_of(folder, given("BASE")) if given("BASE") else None


def package_since(path: Path) -> str | None:
    """Return what a package is compared with, as ``--since`` takes it; None where nothing is named.

    Raises:
        NoBase: there is no such package, or it cannot be compared.
    """
    if not (given("SINCE") or given("BASE")) or not os.path.exists(path):  # noqa: PTH110
        return None
    if given("TABLE"):
        raise NoBase("a table alone is compared with nothing")
    if is_at_hand(given("SINCE")):
        return given("SINCE")
    folder = path.parent if path.name == "datapackage.json" else path
    if not folder.is_dir():
        raise NoBase(f"{path} is no folder of the repository")
    commit = earlier(folder)
    inside = ask(folder, "rev-parse", "--show-prefix").rstrip("/")
    try:
        ask(folder, "cat-file", "-e", f"{commit}:{inside}")
    except NoBase:
        raise NoBase(f"{str(commit)[:12]} has no {path}: all of it is new") from None
    return f"{commit}:{inside or './'}"


def project_since(root: Path) -> list[str]:
    """Return the options that say what a project is compared with.

    Raises:
        NoBase: there is no such version.
    """
    if given("PENDING") == "true":
        return ["--pending"]
    # Where only dossiers changed, what is built is behind them: the main branch makes the build.
    if given("PENDING") == "auto" and given("BASE") and only_dossiers(root, base_of(root, given("BASE"))):
        return ["--pending"]
    since = given("SINCE") if is_at_hand(given("SINCE")) else earlier(root)
    return ["--since", since] if since else []


def run(command: list[str], compared: list[str], last: list[str], folder: Path) -> tuple[int, str]:
    """Run the check, without what it is compared with where that cannot be used; return its code, and why not."""
    env = {**surroundings(folder), "PYTHONUTF8": "1"}
    why = ""
    if "--since" in compared:
        tried = [*command, *compared, *last]
        done = subprocess.run(tried, env=env, capture_output=True, stdin=subprocess.DEVNULL, check=False)
        if done.returncode != UNUSABLE:
            sys.stdout.buffer.write(done.stdout)
            sys.stderr.buffer.write(done.stderr)
            return done.returncode, ""
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why, compared = said[-1].removeprefix("overseas: ") if said else "it cannot be read", []
    code = subprocess.run([*command, *compared, *last], env=env, stdin=subprocess.DEVNULL, check=False).returncode
    return code, "" if code == UNUSABLE else why


def tell(why: str) -> None:
    """Say why there is no summary of changed rows, as an annotation and in the step's summary."""
    line = f"no summary of the rows that change: {' '.join(why.split())}"
    print("::notice::" + line.replace("%", "%25"), flush=True)
    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        plain = "".join(f"\\{char}" if char in "\\`*_[]<>|#&" else char for char in line)
        with open(path, "a", encoding="utf-8", newline="\n") as file:
            file.write(f"\n{plain}\n")


def main() -> int:
    """Check, say what came out, and return the exit code of the check."""
    # A console of Windows has few letters, and a path may have any.
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    report = Path(os.environ["RUNNER_TEMP"]) / "overseas-stations.json"
    report.unlink(missing_ok=True)  # of an earlier step
    command = [shutil.which("overseas") or "overseas", "validate" if given("PATH") else "check", *options(report)]
    compared, last, why = [], [], ""
    folder = Path(given("PATH") or given("ROOT") or ".")
    try:
        if given("PATH"):
            command += [part for name in ("table", "tables") if given(name.upper())
                        for part in (f"--{name}", given(name.upper()))]  # fmt: skip
            command += ["--installed"] if given("INSTALLED") == "true" else []
            # It comes last, so that one that looks like an option is none.
            last = ["--", given("PATH")]
            since = package_since(folder)
            compared = ["--since", since] if since else []
        else:
            last = ["--root", given("ROOT") or "."]
            compared = project_since(folder)
    except NoBase as error:
        why = str(error)
    code, unread = run(command, compared, last, folder)
    if why or unread:
        tell(why or unread)
    if report.is_file():
        found = json.loads(report.read_text("utf-8"))
        outputs = {"valid": str(found["valid"]).lower(), "errors": found["counts"]["error"],
                   "warnings": found["counts"]["warning"], "report": report}  # fmt: skip
        with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{name}={value}\n" for name, value in outputs.items())
    return code


if __name__ == "__main__":
    sys.exit(main())
