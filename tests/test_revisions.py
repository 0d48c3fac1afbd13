"""Revisions of a repository are read as they were committed, and no program starts that the repository names."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from casework import package_files, write
from overseas_stations.handed_over import InputError
from overseas_stations.releases import git as asking
from overseas_stations.releases import revisions
from overseas_stations.releases.opening import Release, open_release
from processes import completed
from repository import git
from small_project import Overseas, Unusable, write_built_project

pytestmark = [
    pytest.mark.xdist_group("revisions"),
    pytest.mark.skipif(os.name == "nt", reason="the traps are shell scripts"),
]

COMMANDS = {
    "alias.archive": "!{trap}",
    "alias.cat-file": "!{trap}",
    "alias.ls-tree": "!{trap}",
    "alias.rev-parse": "!{trap}",
    "core.alternateRefsCommand": "{trap}",
    "core.askPass": "{trap}",
    "core.editor": "{trap}",
    "core.fsmonitor": "{trap}",
    "core.gitProxy": "{trap}",
    "core.pager": "{trap}",
    "core.sshCommand": "{trap}",
    "credential.helper": "!{trap}",
    "diff.evil.command": "{trap}",
    "diff.evil.textconv": "{trap}",
    "diff.external": "{trap}",
    "filter.evil.clean": "{trap}",
    "filter.evil.process": "{trap}",
    "filter.evil.smudge": "{trap}",
    "gpg.program": "{trap}",
    "interactive.diffFilter": "{trap}",
    "log.showSignature": "true",
    "merge.evil.driver": "{trap}",
    "pager.cat-file": "{trap}",
    "pager.ls-tree": "{trap}",
    "pager.rev-parse": "{trap}",
    "protocol.allow": "always",
    "protocol.ext.allow": "always",
    "remote.origin.promisor": "true",
    "remote.origin.uploadpack": "{trap}",
    "sequence.editor": "{trap}",
    "tar.tar.command": "{trap}",
    "tar.umask": "0077",
    "uploadpack.packObjectsHook": "{trap}",
}
"""Settings of a repository that start a program, or let one be started."""

ATTRIBUTES = "* filter=evil diff=evil merge=evil ident export-subst text eol=crlf working-tree-encoding=UTF-16\n"
HOOKS = ("post-checkout", "post-index-change", "pre-commit", "reference-transaction", "fsmonitor-watchman")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project in a repository with one commit, ``one``."""
    root = write_built_project(tmp_path_factory.mktemp("revisions") / "project")
    git(root, "init", "--quiet")
    commit(root, "one")
    return root


@pytest.fixture
def repository(original: Path, tmp_path: Path) -> Path:
    """Return a copy of it."""
    return Path(shutil.copytree(original, tmp_path / "project"))


def commit(root: Path, name: str) -> None:
    git(root, "add", "--all", "--force")
    git(root, "commit", "--quiet", "--message", name)
    git(root, "tag", name)


def trap(folder: Path, name: str) -> Path:
    """Write a program that leaves a file where it was started."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n: > '{folder}/{name}.started'\nexit 1\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def started(folder: Path) -> set[str]:
    return {path.name.removesuffix(".started") for path in folder.glob("*.started")}


def set_traps(root: Path, traps: Path) -> None:
    """Have every setting, hook and attribute of the repository start a program of its own."""
    for key, value in COMMANDS.items():
        git(root, "config", key, value.format(trap=trap(traps, key)))
    git(root, "config", "core.hooksPath", str(traps / "hooks"))
    for name in HOOKS:
        hook = trap(traps, name)
        (traps / "hooks").mkdir(exist_ok=True)
        shutil.copy(hook, traps / "hooks" / name)
    trap(traps, "url")
    git(root, "config", "remote.origin.url", f"ext::{traps / 'url'}")
    (root / ".git" / "info" / "attributes").write_text(ATTRIBUTES, encoding="utf-8")


def same(found: Release, expected: Release) -> bool:
    frames = zip(found.tables.values(), expected.tables.values(), strict=True)
    return not found.faults and found.tables.keys() == expected.tables.keys() and all(a.equals(b) for a, b in frames)


def test_no_program_of_a_repository_is_started(repository: Path, tmp_path: Path) -> None:
    expected, traps = open_release(str(repository / "datapackage")), tmp_path / "traps"
    set_traps(repository, traps)
    for place in ("one", "HEAD", "HEAD:datapackage", "HEAD@{0}"):
        assert same(open_release(place, repository), expected), place
    # What is not in this copy is not fetched either.
    blob = git(repository, "rev-parse", "HEAD:datapackage/tables/stations.csv").strip()
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(InputError, match=r"stations.csv of one is not in this copy of the repository: fetch it first"):
        open_release("one", repository)
    assert started(traps) == set()


def test_the_traps_are_sprung_by_who_is_less_careful(repository: Path, tmp_path: Path) -> None:
    traps = tmp_path / "traps"
    set_traps(repository, traps)
    (repository / "seeds" / "more.yaml").write_text("a: b\n", encoding="utf-8")
    for arguments in (("archive", f"--output={tmp_path / 'a.tar'}", "HEAD"), ("status",), ("fetch", "origin")):
        completed("git", *arguments, cwd=repository)
    assert started(traps) >= {"url", "core.fsmonitor", "filter.evil.process"}


@pytest.mark.long
@pytest.mark.parametrize("key", COMMANDS)
def test_no_setting_alone_starts_a_program(key: str, repository: Path, tmp_path: Path) -> None:
    traps = tmp_path / "traps"
    git(repository, "config", key, COMMANDS[key].format(trap=trap(traps, key)))
    (repository / ".gitattributes").write_text(ATTRIBUTES, encoding="utf-8")
    assert not open_release("HEAD", repository).faults
    assert started(traps) == set()


def test_the_bytes_are_those_that_were_committed(overseas: Overseas, repository: Path) -> None:
    """Whatever git would make of them in a work tree: the hashes that a descriptor states fit, and nothing differs."""
    write(repository / "data", package_files())
    commit(repository, "hashed")
    for key, value in {"core.autocrlf": "true", "core.eol": "crlf", "core.safecrlf": "false"}.items():
        git(repository, "config", key, value)
    done = overseas("diff", "hashed:data", "data", cwd=repository)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "nothing differs"), done.stdout + done.stderr


def test_what_replaces_an_object_here_is_not_what_was_committed(repository: Path, tmp_path: Path) -> None:
    expected = open_release("one", repository)
    other = tmp_path / "other.csv"
    other.write_text("id\nxx-1\n", encoding="utf-8")
    blob = git(repository, "hash-object", "-w", str(other)).strip()
    git(repository, "replace", git(repository, "rev-parse", "HEAD:datapackage/tables/stations.csv").strip(), blob)
    assert same(open_release("one", repository), expected)


def test_a_repository_of_somebody_else_is_read_where_the_user_trusts_it(
    overseas: Overseas, unusable: Unusable, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    assert "dubious ownership" in unusable("diff", "one", "datapackage", cwd=repository)
    (tmp_path / "gitconfig").write_text("[safe]\ndirectory = *\n", encoding="utf-8")
    assert overseas("diff", "one", "datapackage", cwd=repository).returncode == 0


def test_git_is_never_a_program_of_the_folder(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(trap(tmp_path / "traps", "git"), repository / "git")
    monkeypatch.chdir(repository)
    monkeypatch.setenv("PATH", f":.:{os.environ['PATH']}")
    assert not open_release("one").faults
    assert started(tmp_path / "traps") == set()
    monkeypatch.setenv("PATH", ":.")
    with pytest.raises(InputError, match="git is not installed"):
        open_release("one")


# What a tree may hold


def changed(repository: Path, change: Callable[[Path], None]) -> None:
    change(repository / "datapackage")
    commit(repository, "changed")


def linked(target: str) -> Callable[[Path], None]:
    def change(package: Path) -> None:
        (package / "tables" / "stations.csv").unlink()
        (package / "tables" / "stations.csv").symlink_to(target)

    return change


def linked_folder(package: Path) -> None:
    (package / "tables").rename(package.parent / "elsewhere")
    (package / "tables").symlink_to("../elsewhere")


def other_repository(package: Path) -> None:
    (package / "tables" / "stations.csv").unlink()
    git(package, "init", "--quiet", "tables/stations.csv")
    git(package / "tables" / "stations.csv", "commit", "--quiet", "--allow-empty", "--message", "x")


def beside(name: bytes) -> Callable[[Path], None]:
    def change(package: Path) -> None:
        Path(os.fsdecode(os.fsencode(package) + b"/" + name)).write_bytes(b"x")

    return change


def edited(package: Path) -> None:
    path = package / "tables" / "stations.csv"
    path.write_bytes(path.read_bytes() + b'"x\n')


STATIONS = "changed:datapackage/tables/stations.csv"
DESCRIPTOR = "changed:datapackage/datapackage.json"
TREES: dict[str, tuple[Callable[[Path], None], set[tuple[str, str | None]]]] = {
    "a link to another file": (linked("sources.csv"), {("OS117", DESCRIPTOR)}),
    "a link out of the repository": (linked("/etc/passwd"), {("OS117", DESCRIPTOR)}),
    "a link to nothing": (linked("../../../nothing"), {("OS117", DESCRIPTOR)}),
    "a folder that is a link": (linked_folder, {("OS117", DESCRIPTOR)}),
    "another repository": (other_repository, {("OS117", DESCRIPTOR)}),
    "a name that is not UTF-8": (beside(b"\xff.csv"), set()),
    "a name with a line break": (beside(b"a\nb"), set()),
    "a name that is an option": (beside(b"--output=x"), set()),
    "a quotation mark out of place": (edited, {("OS113", STATIONS)}),
}


QUICK = ("a link out of the repository", "a name that is not UTF-8")


@pytest.mark.parametrize(
    "tree", [pytest.param(tree, marks=() if tree in QUICK else pytest.mark.long) for tree in TREES]
)
def test_what_is_wrong_in_a_revision_is_named_by_revision_and_path(tree: str, repository: Path) -> None:
    change, expected = TREES[tree]
    changed(repository, change)
    release = open_release("changed", repository)
    assert {(fault.code, fault.file) for fault in release.faults} == expected
    assert all("/tmp" not in fault.message for fault in release.faults)


def test_a_revision_with_faults_is_told_and_not_compared(overseas: Overseas, repository: Path) -> None:
    changed(repository, linked("/etc/passwd"))
    done = overseas("diff", "one", "changed", cwd=repository)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == f"error OS117 {DESCRIPTOR} stations"
    assert done.stderr.splitlines()[-1] == "overseas: changed cannot be compared before it is mended"
    report = json.loads(overseas("check", "--against", "changed", "--format", "json", cwd=repository).stdout)
    assert {finding["code"] for finding in report["findings"]} == {"OS807", "OS122"}


def test_a_folder_of_the_project_is_named_as_git_names_it(repository: Path) -> None:
    inner = repository / "inner"
    write_built_project(inner)
    (inner / "datapackage" / "tables" / "stations.csv").unlink()
    commit(repository, "inner")
    (fault,) = open_release("inner", inner).faults
    assert fault.file == "inner:inner/datapackage/datapackage.json"
    (fault,) = open_release("HEAD:inner/datapackage", repository).faults
    assert fault.file == "HEAD:inner/datapackage/datapackage.json"


# Limits


def test_a_tree_is_measured_before_it_is_read(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revisions, "MAX_BYTES", 10_000)
    monkeypatch.setattr(revisions, "save", None)
    with pytest.raises(InputError, match="the files of one have more than 10000 bytes"):
        open_release("one", repository)


def test_a_tree_of_trees_is_not_listed_to_its_end(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten folders in each of ten folders, and so on: some objects, and more paths than anybody can hold."""
    packed = git(repository, "rev-parse", "HEAD:datapackage").strip()
    for _ in range(9):
        listing = "".join(f"040000 tree {packed}\tfolder-{number}\n" for number in range(10))
        (repository / "listing").write_text(listing, encoding="utf-8")
        packed = completed("sh", "-c", "git mktree < listing", cwd=repository).stdout.strip()
    (repository / "listing").write_text(f"040000 tree {packed}\tdatapackage\n", encoding="utf-8")
    root = completed("sh", "-c", "git mktree < listing", cwd=repository).stdout.strip()
    git(repository, "tag", "bomb", git(repository, "commit-tree", root, "-m", "bomb").strip())
    monkeypatch.setattr(asking, "SECONDS", 3600)
    with pytest.raises(InputError, match=f"git ls-tree has more to say than {asking.MAX_ANSWER} bytes"):
        open_release("bomb", repository)


def test_git_that_waits_is_ended(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    git(repository, "config", "include.path", str(tmp_path / "pipe"))
    monkeypatch.setattr(asking, "SECONDS", 0.2)
    with pytest.raises(InputError, match=r"git rev-parse took longer than 0\.2 seconds"):
        open_release("one", repository)


@pytest.mark.parametrize("place", ["a\0b", "x" * 5000, "\udcff", "one:\udcff", "one^{/[}", "\n", "one\n"])
def test_a_name_that_git_cannot_know_is_one_line(place: str, repository: Path) -> None:
    with pytest.raises(InputError, match="is neither a file or folder that is there, nor a revision"):
        open_release(place, repository)
