"""Measure what packages cost on Spark, on two threads of this machine: jobs, stages, shuffles, tasks, and time.

``python benchmarks/spark.py [--rows ROWS]... [FOLDER]...``: packages of so many rows (see generate.py; by default
100,000), and packages that are there (by default this project's own). Each is validated in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import overseas_stations as ovs

HERE = Path(__file__).parent
COLUMNS = (
    *("package", "rows", "findings", "jobs", "stages", "shuffles", "tasks", "seconds", "processor s"),
    *("in executors s", "read MiB", "shuffled MiB", "kept MiB", "spilled MiB"),
)


def measure(folder: str) -> dict[str, Any]:
    """Return what the validation of a package takes, the start of Spark counted in."""
    began = time.perf_counter()
    report = ovs.validate(folder, engine="spark")
    seconds = time.perf_counter() - began
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    assert session is not None
    # What Spark's own page of jobs is made of.
    context: Any = session.sparkContext._jsc.sc()
    jvm: Any = session.sparkContext._jvm
    context.listenerBus().waitUntilEmpty()
    store, jobs = context.statusStore(), []
    listed = store.jobsList(None).iterator()
    while listed.hasNext():
        jobs.append(listed.next())
    ids = set()
    for job in jobs:
        stages = job.stageIds().iterator()
        while stages.hasNext():
            ids.add(stages.next())
    # Stages are kept for a while only; those that are skipped ran before.
    done = [stage for number in sorted(ids) if (stage := store.lastStageAttempt(number)).numCompleteTasks()]
    kept = context.getRDDStorageInfo()
    mebibyte = 2**20
    return {
        "rows": sum(report.rows.values()),
        "findings": len(report.findings),
        "jobs": len(jobs),
        "stages": len(done),
        "shuffles": context.newShuffleId(),
        "tasks": sum(job.numCompletedTasks() for job in jobs),
        "seconds": seconds,
        "processor s": jvm.java.lang.ProcessHandle.current().info().totalCpuDuration().get().toMillis() / 1000
        + time.process_time(),
        "in executors s": sum(stage.executorCpuTime() for stage in done) / 1e9,
        "read MiB": sum(stage.inputBytes() for stage in done) / mebibyte,
        "shuffled MiB": sum(stage.shuffleWriteBytes() for stage in done) / mebibyte,
        "kept MiB": sum(each.memSize() + each.diskSize() for each in kept) / mebibyte,
        "spilled MiB": sum(stage.diskBytesSpilled() for stage in done) / mebibyte,
    }


def main() -> None:
    """Print a table of what each package takes."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("folders", nargs="*", metavar="FOLDER")
    arguments.add_argument("--rows", type=int, action="append", default=[])
    arguments.add_argument("--one", metavar="FOLDER", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.one:
        print(json.dumps(measure(given.one)))
        return
    if not given.rows and not given.folders:
        given.rows, given.folders = [100_000], [str(HERE.parent / "datapackage")]
    print(f"| {' | '.join(COLUMNS)} |\n|---|{'---:|' * (len(COLUMNS) - 1)}")
    with tempfile.TemporaryDirectory() as scratch:
        for rows in given.rows:
            folder = f"{scratch}/{rows:,} rows"
            subprocess.run([sys.executable, str(HERE / "generate.py"), folder, str(rows)], check=True)
            given.folders.append(folder)
        for folder in given.folders:
            command = [sys.executable, "-W", "ignore", __file__, "--one", folder]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            measured = {"package": Path(folder).name} | json.loads(done.stdout.splitlines()[-1])
            cells = [f"{each:,.1f}" if isinstance(each := measured[name], float) else str(each) for name in COLUMNS]
            print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
