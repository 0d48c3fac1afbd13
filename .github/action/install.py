"""Installs the validator of this very revision into an environment of its own, on whatever system the job runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def scripts_of(environment: Path) -> Path:
    """Return the folder of an environment's programs, which Windows has under another name."""
    return next(folder for name in ("bin", "Scripts") if (folder := environment / name).is_dir())


def main() -> int:
    """Install, and put the environment's programs on the path of the steps that follow."""
    temp = Path(os.environ["RUNNER_TEMP"])
    environment, source = temp / "overseas-stations", temp / "overseas-stations-source"
    requirements = temp / "overseas-stations-requirements.txt"
    subprocess.run([shutil.which("python") or sys.executable, "-m", "venv", str(environment)], check=True)
    # A copy, because a build writes into the folder that it builds.
    left_out = shutil.ignore_patterns(".git", ".venv")
    shutil.copytree(os.environ["GITHUB_ACTION_PATH"], source, symlinks=True, ignore=left_out, dirs_exist_ok=True)
    requirements.write_text(os.environ.get("OVERSEAS_REQUIREMENTS", "") + "\n", encoding="utf-8")
    scripts = scripts_of(environment)
    python = shutil.which("python", path=scripts) or str(scripts / "python")  # python.exe on Windows
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, str(source), "--requirement", str(requirements)], check=False)
    with open(os.environ["GITHUB_PATH"], "a", encoding="utf-8", newline="\n") as file:
        file.write(f"{scripts}\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
