"""Hostile inputs: git repositories, arguments, the environment, and what stands where a command writes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from hostile_inputs import CANARY, FINE, asked, hostile
from processes import printed

# Repositories ---------------------------------------------------------------------------------------------------------

DIFF = "diff HEAD datapackage"
NOBODY = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "nobody",
    "GIT_AUTHOR_EMAIL": "nobody@example.org",
    "GIT_COMMITTER_NAME": "nobody",
    "GIT_COMMITTER_EMAIL": "nobody@example.org",
}


def _git(project: Path, *arguments: str) -> None:
    printed("git", *arguments, cwd=project, env={**os.environ, **NOBODY})


def _repository(project: Path, attributes: str = "") -> Path:
    """Make a repository of the project, with what is built in its first commit; return the path of the canary."""
    if attributes:
        (project / ".gitattributes").write_text(attributes, encoding="utf-8")
    _git(project, "init", "--quiet")
    _git(project, "add", "--all")
    _git(project, "commit", "--quiet", "--message", "one")
    return project.parent / CANARY


for _name, _settings, _attributes in (
    ("a repository with a smudge filter", {"filter.x.smudge": "touch {}; cat"}, "* filter=x\n"),
    ("a repository with a process filter", {"filter.x.process": "touch {}"}, "* filter=x\n"),
    ("a repository with a text conversion", {"diff.x.textconv": "touch {}; cat"}, "* diff=x\n"),
    ("a repository with an external diff", {"diff.external": "touch {}"}, ""),
    ("a repository with a monitor of files", {"core.fsmonitor": "touch {}"}, ""),
    ("a repository with a pager", {"core.pager": "touch {}", "pager.rev-parse": "true"}, ""),
    ("a repository with an archiver", {"tar.tar.command": "touch {}; cat", "tar.umask": "user"}, "* export-subst\n"),
    ("a repository with an editor", {"core.editor": "touch {}", "sequence.editor": "touch {}"}, ""),
    ("a repository with a program for keys", {"gpg.program": "touch {}", "log.showSignature": "true"}, ""),
    ("a repository with aliases", {"alias.rev-parse": "!touch {}", "alias.cat-file": "!touch {}"}, ""),
    ("a repository that changes line ends", {"core.autocrlf": "true", "core.eol": "crlf"}, "* text=auto\n"),
):

    @hostile(_name, DIFF, "check --against HEAD", codes=FINE)
    def _configured(project: Path, settings: dict[str, str] = _settings, attributes: str = _attributes) -> None:
        canary = _repository(project, attributes)
        for key, value in settings.items():
            _git(project, "config", key, value.format(canary.as_posix()))


@hostile("a repository with hooks", DIFF, codes=FINE)
def _hooks(project: Path) -> None:
    canary = _repository(project)
    for name in ("post-checkout", "reference-transaction", "post-index-change", "fsmonitor-watchman", "pre-auto-gc"):
        hook = project / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {canary.as_posix()}\n", encoding="utf-8")
        hook.chmod(0o755)


@hostile("a repository whose objects are promised by another", DIFF, needs="symlink")
def _promised(project: Path) -> None:
    canary = _repository(project)
    for key, value in {
        "core.repositoryformatversion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.url": f"ext::sh -c touch% {canary.as_posix()}",
        "remote.origin.promisor": "true",
        "protocol.ext.allow": "always",
    }.items():
        _git(project, "config", key, value)
    for each in (project / ".git" / "objects").glob("[0-9a-f][0-9a-f]/*"):
        if each.stat().st_size > 2_000:  # a large file of the package
            each.unlink()


@hostile("a repository whose package holds a link to a user's file", "diff HEAD datapackage", needs="symlink")
def _committed_link(project: Path) -> None:
    table = project / "datapackage" / "tables" / "stations.csv"
    kept = table.read_bytes()
    table.unlink()
    table.symlink_to("../../../outside/thesis.txt")
    _repository(project)
    table.unlink()
    table.write_bytes(kept)


@hostile("a repository whose package is a link", "diff HEAD datapackage", needs="symlink")
def _committed_package(project: Path) -> None:
    (project / "datapackage").rename(project / "data")
    (project / "datapackage").symlink_to("../outside")
    _repository(project)


@hostile("a repository whose package has a path that is not UTF-8", DIFF, codes=FINE, needs="bytes")
def _committed_bytes(project: Path) -> None:
    table = project / "datapackage" / "tables" / os.fsdecode(b"\xff.csv")
    table.write_bytes(b"x\n")
    _repository(project)
    table.unlink()


@hostile("a repository that is a file which names another", DIFF)
def _elsewhere(project: Path) -> None:
    (project / ".git").write_text("gitdir: ../outside\n", encoding="utf-8")


@hostile("a repository without a commit", DIFF)
def _unborn(project: Path) -> None:
    _git(project, "init", "--quiet")


@hostile("a repository that is damaged", DIFF)
def _damaged(project: Path) -> None:
    _repository(project)
    shutil.rmtree(project / ".git" / "objects")


for _name in ("--upload-pack=touch x", "-o", "HEAD:../..", "HEAD:nowhere", "HEAD^{/x", "@{-1}", "", "HEAD\n", "a..b"):

    @hostile(f"a revision that is called {_name!r}", f"diff '{_name}' datapackage", f"check '--against={_name}'")
    def _revision(project: Path) -> None:
        _repository(project)


# Arguments ------------------------------------------------------------------------------------------------------------

for _name, _arguments in {
    "an id with an escape code": ("show", "\x1b[2J\x1b]0;x\x07"),
    "an id that turns its direction": ("cite", "\u202e\u2066evil"),
    "an id that is not UTF-8": ("show", "\udcff\udcfe"),
    "an id of a million characters": ("show", "x" * 100_000),
    "a day that there is not": ("check", "--today", "2026-02-30"),
    "an empty day": ("check", "--today", ""),
    "a root that is a device": ("check", "--root", os.devnull),
    "a root that is not there": ("check", "--root", "no/where"),
    "texts that are a device": ("check", "--texts", os.devnull),
    "waivers that are a device without an end": ("check", "--waivers", "/dev/zero"),
    "a report into a user's file": ("validate", "datapackage", "--report", "html=../outside/thesis.txt"),
    "a report onto the package": ("validate", "datapackage", "--report", "json=datapackage/datapackage.json"),
    "a report onto a table": ("validate", "datapackage", "--report", "text=datapackage/tables/stations.csv"),
    "a report into a folder": ("validate", "datapackage", "--report", "html=.."),
    "a report of no format": ("validate", "datapackage", "--report", "virus=x"),
    "a report to nowhere": ("validate", "datapackage", "--report", "html="),
    "a format of no kind": ("check", "--format", "\x1b[31m"),
    "a count below zero": ("check", "--max-findings", "-1"),
    "a profile that is a path": ("check", "--profile", "../outside/thesis.txt"),
    "a profile that is a module": ("check", "--profile", "os:system"),
    "an empty profile": ("check", "--profile", ""),
    "an option of no command": ("check", "--\x1b[2J"),
    "a command that is none": ("\x1b[2J",),
    "a lock onto a user's file": ("lock", "--out", "../outside/thesis.txt"),
    "a lock into a folder": ("lock", "--out", ".."),
    "an export into a user's folder": ("export", "csv-safe", "--out", "../outside"),
    "an export onto a user's file": ("export", "csv-safe", "--out", "../outside/thesis.txt"),
    "an export onto the package": ("export", "package", "--out", "datapackage"),
    "an export onto the dossiers": ("export", "package", "--out", "seeds"),
    "an export into the root": ("export", "csv-safe", "--out", "/"),
    "an export of no format": ("export", "virus"),
    "a dossier outside of the seeds": ("new", "dossier", "../../outside/thesis", "--published", "2023-01-01"),
    "a dossier that is there": ("new", "dossier", "example-news-2023-01-05", "--published", "2023-01-05"),
    "a dossier of no id": ("new", "dossier", "\x1b[2J"),
    "words that stand nowhere": ("anchor", "example-news-2023-01-05", "z" * 50_000, "--texts", "seeds/texts"),
    "words of a source with a path": ("anchor", "../../../outside/thesis", "the only copy", "--texts", "seeds/texts"),
    "a twin that is a device without an end": ("restore", "/dev/zero"),
    "a twin that is a user's file": ("restore", "../outside/thesis.txt"),
    "a rule that there is not": ("rules", "OS000"),
    "a day of retrieval that there is not": ("cite", "--retrieved", "tomorrow"),
    "a package that is a device": ("validate", os.devnull),
    "a package that is the root": ("validate", "/"),
    "a package whose name is very long": ("validate", "x" * 5_000),
    "a package whose name is not UTF-8": ("validate", "\udcff"),
    "a comparison with nothing": ("diff", "", ""),
}.items():
    asked(_name, *_arguments, codes=frozenset({1, 2}))

# Where nothing is to be upgraded nothing is written.
asked("an upgrade onto a user's folder", "migrate", "datapackage", "--out", "../outside", codes=FINE)

VALIDATE = ("validate", "datapackage")
for _name, _env in {
    "columns that are no number": {"COLUMNS": "many"},
    "columns below zero": {"COLUMNS": "-5"},
    "columns beyond all": {"COLUMNS": "9" * 30},
    "a locale that there is not": {"LANG": "xx_XX", "LC_ALL": "xx_XX"},
    "a terminal that there is not": {"TERM": "nonsense"},
    "a home that is not there": {"HOME": "/no/where"},
    "a time zone that there is not": {"TZ": "Nowhere/Nothing"},
    "an address of the rules that runs a program": {"OVERSEAS_RULES_URL": "javascript:alert(1)"},
}.items():
    asked(_name, *VALIDATE, codes=frozenset({0, 2}), **_env)
asked("an address of the rules that runs a program, in HTML", *VALIDATE, "--format", "html", "--rules-url",
      "javascript:alert(1)", codes=frozenset({0, 2}))  # fmt: skip


# Where a command writes ----------------------------------------------------------------------------------------------

for _name, _commands in {
    ".overseas-build-datapackage": ("build",),
    ".overseas-build-dev": ("build",),
    ".overseas-build-made": ("export csv-safe --out ../made",),
    ".overseas-build-overseas.lock": ("lock",),
}.items():

    @hostile(f"a link that is called {_name}", *_commands, codes=frozenset({0, 2}), needs="symlink")
    def _staging_link(project: Path, name: str = _name) -> None:
        where = {"dev": project / "schema", "made": project.parent}.get(name.rsplit("-", 1)[1], project)
        (where / name).symlink_to(project.parent / "outside", target_is_directory=True)

    @hostile(f"a user's folder that is called {_name}", *_commands, codes=frozenset({0, 2}))
    def _staging_folder(project: Path, name: str = _name) -> None:
        where = {"dev": project / "schema", "made": project.parent}.get(name.rsplit("-", 1)[1], project)
        (where / name).mkdir()
        (where / name / "notes.txt").write_text("mine", encoding="utf-8")


@hostile("a link to a user's folder where an export goes", "export csv-safe --out ../made", needs="symlink")
def _export_link(project: Path) -> None:
    (project.parent / "made").symlink_to("outside", target_is_directory=True)


@hostile("a link to a user's file where a lock goes", "lock", needs="symlink")
def _lock_link(project: Path) -> None:
    (project / "overseas.lock").symlink_to("../outside/thesis.txt")


@hostile("a link to a user's file where a report goes", "validate datapackage --report html=r.html", needs="symlink")
def _report_link(project: Path) -> None:
    (project / "r.html").symlink_to("../outside/thesis.txt")
