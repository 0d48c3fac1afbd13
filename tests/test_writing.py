"""What the tool writes: each command replaces what an earlier run of it wrote, whole, and touches nothing else."""

from __future__ import annotations

import ast
import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import overseas_stations
from overseas_stations.dependents.lock import installed_lock
from overseas_stations.folders import swapping
from overseas_stations.folders.locking import PREFIX, locked
from overseas_stations.folders.ownership import Owner, Unwritable, entries, nothing
from overseas_stations.folders.replacing import Piece, holding, replace, writing
from overseas_stations.handed_over import is_litter
from overseas_stations.publishing.exports import source
from overseas_stations.schemas.version_folder import manifest
from small_project import Overseas, Unusable, contents, overseas, write_project
from steps import watched

PACKAGE = Path(overseas_stations.__file__).parent

State = dict[str, bytes | str | None]


def state(folder: Path) -> State:
    """Return path -> bytes of a file, where a link leads, None for a folder: all that is there, no link followed."""
    found: State = {}
    for path in sorted(folder.rglob("*")):
        is_link, name = path.is_symlink(), path.relative_to(folder).as_posix()
        found[name] = str(path.readlink()) if is_link else path.read_bytes() if path.is_file() else None
    return found


def refused(*arguments: str | Path, cwd: Path) -> str:
    """Return the one line of a command that must leave everything as it was."""
    before = state(cwd)
    done = overseas(*arguments, cwd=cwd)
    assert done.returncode == 2, done.stdout + done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert state(cwd) == before
    return done.stderr.removeprefix("overseas: ").rstrip("\n")


FOLDER = Owner("test", lambda path: ["a", "b/c"], "move it")
FILE = Owner("test", lambda path: ["."], "move it", is_folder=False)


# Two at once

BUSY = "another command is writing"

OVERLAPPING = {
    "lock": (("lock",), ("lock",), "overseas.lock"),
    "report": (("check", "--report", "html=report"), ("check", "--report", "text=report"), "report"),
    "export": (("export", "csv"), ("export", "jsonl"), "export"),
    "build": (("build",), ("build",), "datapackage"),
}


LONG = [pytest.param(name, marks=pytest.mark.long) for name in ("report", "export")]


@pytest.mark.parametrize("name", ["lock", "build", *LONG])
def test_a_command_that_is_overtaken_at_a_step(name: str, built: Path, overseas: Overseas) -> None:
    """Before it has the lock, the other goes through, and so does it then; after that, the other is told so."""
    first, second, target = OVERLAPPING[name]
    (built / "report").write_text("## overseas-stations\n", encoding="utf-8")
    (built / "overseas.lock").write_bytes(installed_lock().to_bytes())
    seen = []

    def overtaking(at: int, step: str, arguments: tuple[Any, ...]) -> None:
        # In the steps of the other, nothing overtakes.
        if step in ("locked", "note", "exchange") and step not in [each for each, _, _ in seen]:
            seen.append((step, 0, ""))
            done = overseas(*second, cwd=built)
            seen[-1] = (step, done.returncode, done.stderr)

    with watched(overtaking):
        assert overseas(*first, cwd=built).returncode == 0
    codes = {step: code for step, code, _ in seen}
    assert codes == {"locked": 0, "note": 2, "exchange": 2}
    assert all(BUSY in said and target in said and len(said.splitlines()) == 1 for _, code, said in seen if code)
    assert not list(built.rglob(f"{PREFIX}*"))


@pytest.mark.long
def test_a_package_that_is_built_anew_while_it_is_exported(
    built: Path, overseas: Overseas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was checked would be the old one, what is read the new one, or some tables of each."""
    write_project(built, stations=3)
    before = source.source_of

    def overtaken(*given: Any) -> source.ExportedPackage:
        assert overseas("build", cwd=built).returncode == 0
        return before(*given)

    monkeypatch.setattr(source, "source_of", overtaken)
    done = overseas("export", "csv", cwd=built)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("datapackage was written anew while it was read: export it again\n")
    assert not (built / "export").exists()
    monkeypatch.undo()
    assert overseas("export", "csv", cwd=built).returncode == 0


def test_a_lock_is_on_one_target_however_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    with writing(tmp_path / "Out", FOLDER):
        for name in ("Out", "out", "sub/../Out"):
            with pytest.raises(Unwritable, match=BUSY), writing(tmp_path / name, FOLDER):
                pass
        with writing(tmp_path / "other", FOLDER) as write:
            write({"a": b"other"})
    assert contents(tmp_path) == {"other/a": b"other"}


def test_a_lock_that_a_dead_command_left_is_none(tmp_path: Path) -> None:
    with locked(tmp_path, "out") as lock:
        lock.note(b"{")
        lock.keep = True
    assert os.path.lexists(lock.path)
    replace(tmp_path / "out", {"a": b"new"}, FOLDER)
    assert contents(tmp_path) == {"out/a": b"new"}


@pytest.mark.parametrize("kind", ["text", "link", "dangling", "pipe", "folder"])
def test_what_stands_where_the_lock_belongs_is_left_alone(tmp_path: Path, kind: str) -> None:
    with locked(tmp_path, "out") as lock:
        path = lock.path
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs", encoding="utf-8")
    make: dict[str, Callable[[], Any]] = {
        "text": lambda: path.write_text("theirs", encoding="utf-8"),
        "link": lambda: path.symlink_to(theirs),
        "dangling": lambda: path.symlink_to(tmp_path / "nowhere"),
        "pipe": lambda: os.mkfifo(path),
        "folder": path.mkdir,
    }
    make[kind]()
    before = sorted(each.name for each in tmp_path.iterdir())
    with pytest.raises(Unwritable), writing(tmp_path / "out", FOLDER):
        pass
    assert sorted(each.name for each in tmp_path.iterdir()) == before
    assert theirs.read_text("utf-8") == "theirs"


# Whose files these are


def test_a_build_leaves_what_is_not_its_own(built: Path) -> None:
    for name in ("datapackage/tables/mine.csv", "schema/dev/mine.json"):
        (built / name).write_text("mine", encoding="utf-8")
        folder = "schema/dev" if name.startswith("schema") else "datapackage"
        held = name.removeprefix(folder)[1:]
        said = (
            f"{folder} holds what no build wrote, or what was changed since ({held}); move it out of there, then build"
        )
        assert refused("build", cwd=built) == said
        (built / name).unlink()
    (built / "datapackage" / "tables" / "figures.csv").unlink()
    (built / "theirs").write_text("theirs", encoding="utf-8")
    (built / "datapackage" / "tables" / "figures.csv").symlink_to(built / "theirs")
    assert "(tables/figures.csv)" in refused("build", cwd=built)


def test_a_build_does_not_take_over_a_folder_that_no_build_wrote(project: Path) -> None:
    for folder, name in (("datapackage", "datapackage.json"), ("schema/dev", "report.schema.json")):
        (project / folder).mkdir(parents=True)
        (project / folder / name).write_text('{"resources": []}', encoding="utf-8")
        assert f"{folder} holds what no build wrote, or what was changed since ({name})" in refused(
            "build", cwd=project
        )
        shutil.rmtree(project / folder)


def test_a_build_replaces_what_an_older_one_wrote(built: Path, overseas: Overseas) -> None:
    """Files of tables that are no more, edited ones, and a descriptor that a merge left in pieces."""
    new = contents(built / "datapackage"), contents(built / "schema" / "dev")
    package, schemas = built / "datapackage", built / "schema" / "dev"
    descriptor = package / "datapackage.json"
    text = descriptor.read_text("utf-8").replace(
        '"path": "tables/', '"path": "tables/visits.csv",\n"path": "tables/', 1
    )
    descriptor.write_text(f"<<<<<<< main\n{text}", encoding="utf-8")
    (package / "tables" / "visits.csv").write_text("id\n", encoding="utf-8")
    (package / "tables" / "stations.csv").write_text("edited\n", encoding="utf-8")
    (schemas / "visits.schema.json").write_bytes((schemas / "stations.schema.json").read_bytes())
    (schemas / "visits.table.json").write_text("{}", encoding="utf-8")
    assert overseas("build", cwd=built).returncode == 0
    assert (contents(package), contents(schemas)) == new


LEFT = (".DS_Store", "tables/Thumbs.db", ".git/config", "tables/stations.csv.orig", "gone/.directory")


@pytest.mark.parametrize(
    ("commands", "folders"),
    [
        ([("build",), ("check",)], ("datapackage", "schema/dev")),
        pytest.param([("export", "csv"), ("export", "json")], ("export",), marks=pytest.mark.long),
    ],
    ids=["build", "export"],
)
def test_what_programs_leave_is_in_nobodys_way_and_stays(
    commands: list[tuple[str, ...]], folders: tuple[str, ...], built: Path, overseas: Overseas
) -> None:
    for folder in folders:
        for name in LEFT:
            (built / folder / name).parent.mkdir(parents=True, exist_ok=True)
            (built / folder / name).write_text(name, encoding="utf-8")
        (built / folder / "empty").mkdir()
    for command in commands:
        assert overseas(*command, cwd=built).returncode == 0
        for folder in folders:
            assert {name for name in LEFT if (built / folder / name).read_text("utf-8") == name} == {*LEFT}
            assert (built / folder / "empty").is_dir()
    assert not list(built.rglob(f"{PREFIX}*"))


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that the system takes for a mount point, which cannot be renamed."""
    folder = tmp_path / "mounted"
    folder.mkdir()
    rename = os.rename

    def refusing(old: Any, new: Any) -> None:
        if folder in (Path(old), Path(new)):
            raise OSError(errno.EBUSY, "Device or resource busy")
        rename(old, new)

    monkeypatch.setattr(os, "rename", refusing)
    monkeypatch.setattr(swapping, "exchange", watched_exchange(swapping.exchange, folder))
    monkeypatch.setattr("os.path.ismount", lambda path: Path(path) == folder)
    return folder


def watched_exchange(exchange: Callable[[Path, Path], Path], folder: Path) -> Callable[[Path, Path], Path]:
    """Return an exchange that no mount point takes part in."""

    def refusing(fresh: Path, target: Path) -> Path:
        if target == folder:
            raise OSError(errno.EBUSY, "Device or resource busy")
        return exchange(fresh, target)

    return refusing


CONTENTS = ({"a": b"1", "x/b": b"2", "x/y/c": b"3"}, {"a": b"4", "z/d": b"5"}, {"a": b"6", "x/b": b"7", "z/d": b"8"})


def of_folder(path: Path) -> list[str]:
    """Return what these tests wrote: all but what is another's."""
    names = [(name, name.rpartition("/")[2]) for name in entries(path)]
    return [name for name, last in names if last != "mine" and not is_litter(last)]


def test_a_mount_point_is_written_inside(mounted: Path) -> None:
    """It holds exactly what is new, beside what desktops and disks leave there; and another's files are safe."""
    owner = Owner("test", of_folder, "move it")
    for litter in (".DS_Store", "lost+found/x"):
        (mounted / litter).parent.mkdir(exist_ok=True)
        (mounted / litter).touch()
    for content in CONTENTS:
        replace(mounted, content, owner)
        assert contents(mounted) == content | {".DS_Store": b"", "lost+found/x": b""}
    (mounted / "z" / "mine").touch()
    before = state(mounted)
    with pytest.raises(Unwritable, match="holds what no test wrote, or what was changed since \\(z/mine\\)"):
        replace(mounted, CONTENTS[0], owner)
    assert state(mounted) == before


@pytest.mark.parametrize("nth", range(4))
def test_an_error_inside_a_mount_point_leaves_it_as_it_was(
    mounted: Path, nth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = Owner("test", of_folder, "move it")
    replace(mounted, CONTENTS[0], owner)
    count, flush = iter(range(100)), swapping.flush

    def failing(folder: Path) -> None:
        if folder == mounted and next(count) == nth:
            raise OSError("the disk is full")
        flush(folder)

    with monkeypatch.context() as patch:
        patch.setattr(swapping, "flush", failing)
        if nth < len({"a", "x", "z"}):
            with pytest.raises(Unwritable, match="is as it was: the disk is full"):
                replace(mounted, CONTENTS[1], owner)
            assert contents(mounted) == CONTENTS[0]
        else:
            replace(mounted, CONTENTS[1], owner)
    replace(mounted, CONTENTS[2], owner)
    assert contents(mounted) == CONTENTS[2]


def test_a_mount_point_that_the_system_does_not_tell_is_named(mounted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.ismount", lambda path: False)
    with pytest.raises(Unwritable, match="if it is a mount point, name a folder inside it"):
        replace(mounted, CONTENTS[0], Owner("test", of_folder, "move it"))


def test_a_manifest_of_somebody_else_is_no_export(built: Path) -> None:
    out = built / "thesis"
    out.mkdir()
    files = {"README.md": b"My thesis.\n", "chapter.txt": b"Words.\n"}
    for name, data in {**files, "SHA256SUMS": manifest(files.items())}.items():
        (out / name).write_bytes(data)
    said = refused("export", "csv", "--out", "thesis", cwd=built)
    assert (
        said
        == "thesis holds what no export wrote, or what was changed since (README.md); name another folder with --out"
    )


@pytest.mark.parametrize(
    "arguments",
    [("lock", "--out"), ("check", "--report"), ("export", "csv", "--out")],
    ids=lambda arguments: arguments[0],
)
@pytest.mark.parametrize("to", ["file", "folder", "nowhere"])
def test_nothing_is_written_through_a_link(arguments: tuple[str, ...], to: str, built: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "folder").mkdir(parents=True)
    (elsewhere / "file").write_bytes(installed_lock().to_bytes())
    before = state(elsewhere)
    (built / "link").symlink_to(elsewhere / to)
    *command, option = arguments
    asked = "text=link" if option == "--report" else "link"
    assert "link is a link; " in refused(*command, option, asked, cwd=built)
    assert state(elsewhere) == before


@pytest.mark.parametrize(
    ("link", "command"),
    [
        ("datapackage", ("build",)),
        ("schema", ("build",)),
        ("seeds/2023", ("new", "dossier", "new-2023-01-01", "--published", "2023-01-01")),
    ],
)
def test_no_folder_of_a_project_is_left_by_a_link(
    link: str, command: tuple[str, ...], project: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.rmtree(project / link, ignore_errors=True)
    elsewhere.mkdir()
    (elsewhere / "theirs").write_text("theirs", encoding="utf-8")
    (project / link).parent.mkdir(exist_ok=True)
    (project / link).symlink_to(elsewhere)
    if command[0] == "build":
        project.joinpath("seeds", "undated").mkdir()
    assert f"{link} is a link" in refused(*command, cwd=project)
    assert contents(elsewhere) == {"theirs": b"theirs"}


def test_a_folder_that_is_named_by_way_of_a_link_is_written(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "way").symlink_to("there")
    replace(tmp_path / "way" / "out", {"a": b"new"}, FOLDER)
    assert contents(tmp_path / "there") == {"out/a": b"new"}


def test_folders_that_look_like_ours_are_left_alone(built: Path, overseas: Overseas) -> None:
    """Those that no command noted beside what it wrote: a user's, or a link."""
    (built / f"{PREFIX}datapackage").mkdir()
    (built / f"{PREFIX}datapackage" / "mine.txt").write_text("mine", encoding="utf-8")
    (built / f"{PREFIX}0123456789abcdef").symlink_to(built / "seeds")
    before = {name: data for name, data in state(built).items() if PREFIX in name}
    assert overseas("lock", cwd=built).returncode == 0
    replace(built / "datapackage", {"a": b"new"}, Owner("test", lambda path: [*contents(path)], "move it"))
    assert {name: data for name, data in state(built).items() if PREFIX in name} == before


@pytest.mark.parametrize(
    "journal",
    [
        {"staging": "seeds", "moves": [["out", ["a"]]]},
        {"staging": f"{PREFIX}0123456789abcdef/../seeds", "moves": [["out", ["a"]]]},
        {"staging": f"{PREFIX}0123456789abcdef", "moves": [["../elsewhere", ["a"]]]},
        {"staging": f"{PREFIX}0123456789abcdef", "moves": [["out", ["../../seeds/a"]]]},
        {"staging": f"{PREFIX}fedcba9876543210", "moves": [["out", ["a"]]]},
        {"staging": 1, "moves": 2},
        [],
        "[" * 5000,
    ],
)
def test_a_made_up_journal_leads_nowhere(tmp_path: Path, journal: Any) -> None:
    root = tmp_path / "root"
    (root / "seeds" / "0").mkdir(parents=True)
    for name in ("seeds/a", "seeds/0/a"):
        (root / name).write_text("theirs", encoding="utf-8")
    staging = root / f"{PREFIX}0123456789abcdef"
    (staging / "0").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (staging / "0" / "x").write_text("hook", encoding="utf-8")
    (root / f"{PREFIX}fedcba9876543210").symlink_to("seeds")
    with locked(root, "out") as lock:
        lock.note((journal if isinstance(journal, str) else json.dumps(journal)).encode())
        lock.keep = True
    replace(root / "out", {"a": b"new"}, FOLDER)
    assert {name: data for name, data in contents(tmp_path).items() if PREFIX not in name} == {
        "root/seeds/a": b"theirs",
        "root/seeds/0/a": b"theirs",
        "root/out/a": b"new",
    }


# What fails midway


def test_what_comes_there_meanwhile_is_kept(tmp_path: Path) -> None:
    """A file that somebody saves between the look and the exchange: the old folder is put back, with it."""
    replace(tmp_path / "out", {"a": b"old"}, FOLDER)

    def saving(at: int, step: str, arguments: tuple[Any, ...]) -> None:
        if step == "exchange" and (tmp_path / "out" / "a").read_bytes() == b"old":
            (tmp_path / "out" / "mine").write_bytes(b"mine")

    with (
        watched(saving),
        pytest.raises(Unwritable, match="out holds what no test wrote, or what was changed since \\(mine\\)"),
    ):
        replace(tmp_path / "out", {"a": b"new"}, FOLDER)
    assert contents(tmp_path) == {"out/a": b"old", "out/mine": b"mine"}

    def coming(at: int, step: str, arguments: tuple[Any, ...]) -> None:
        if step == "link":
            (tmp_path / "file").write_bytes(b"mine")

    with watched(coming), pytest.raises(Unwritable, match="file could not be written and is as it was"):
        replace(tmp_path / "file", b"new", Owner("test", nothing, "move it", is_folder=False))
    assert contents(tmp_path) == {"out/a": b"old", "out/mine": b"mine", "file": b"mine"}


@pytest.mark.parametrize(
    ("platform", "every"),
    [("linux", 5), *(pytest.param(name, 1, marks=pytest.mark.long) for name in ("linux", "elsewhere"))],
)
def test_an_error_at_any_step_leaves_all_pieces_as_they_were(
    tmp_path: Path, platform: str, every: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from overseas_stations.folders import swapping

    monkeypatch.setattr(swapping, "sys", type("Sys", (), {"platform": platform}))
    old = {"one/a": b"old", "one/.DS_Store": b"left", "two": b"old"}

    def failing_at(number: int) -> Callable[[int, str, tuple[Any, ...]], None]:
        def failing(at: int, step: str, arguments: tuple[Any, ...]) -> None:
            if at == number:
                raise OSError(28, "No space left on device")

        return failing

    pieces = (
        Piece("one", {"a": b"new", "b/c": b"new"}, FOLDER),
        Piece("two", b"new", FILE),
        Piece("sub/three", b"new", FILE),
    )
    failed = 0
    for number in range(1, 100, every):
        root = tmp_path / str(number)
        for name, data in old.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
        said = ""
        try:
            with watched(failing_at(number)) as taken, holding(root, "one", "two", "sub/three") as hold:
                hold.replace(*pieces)
        except Unwritable as error:
            said = str(error)
        if said:
            failed += 1
            assert "No space left on device" in said
            kept = {name: data for name, data in contents(root).items() if PREFIX not in name}
            assert kept == old, (number, taken)
        else:
            # What fails after the exchange keeps nothing from being as it should; the next run takes it away.
            assert contents(root).items() >= {"one/a": b"new", "two": b"new", "sub/three": b"new"}.items()
        with holding(root, "one", "two", "sub/three") as hold:
            hold.replace(*pieces)
        assert not list(root.glob(f"{PREFIX}*")), (number, taken)
        if len(taken) < number:
            break
    assert failed > 10 // every


def test_what_cannot_be_built_whole_is_not_built(built: Path) -> None:
    """The second folder cannot be replaced, so the first one is as it was."""
    write_project(built, stations=3)
    (built / "schema" / "dev" / "mine.txt").write_text("mine", encoding="utf-8")
    assert "schema/dev holds what no build wrote, or what was changed since (mine.txt)" in refused("build", cwd=built)


def test_two_reports_of_one_run_are_two_files(built: Path, unusable: Unusable) -> None:
    assert "names a file twice" in unusable("check", "--report", "text=a", "--report", "json=./a", cwd=built)


WRITES = {"write_text", "write_bytes", "mkdir", "touch", "unlink", "rmdir", "rmtree", "copy2", "copytree", "symlink_to"}

MAY_WRITE = {
    "folders/replacing.py",
    "folders/locking.py",
    "folders/swapping.py",
    "reading/archive.py",  # into a scratch folder of the system
    "reading/layouts/copying.py",  # into a scratch folder of the system
    "cli/standard_input.py",  # into a scratch folder of the system
    "publishing/exports/sqlite_file.py",  # into a scratch folder of the system
    "releases/git.py",  # into a scratch folder of the system
    "cli/reporting.py",  # to a device, and what a runner hands over to be added to
    "pages/store.py",  # into a store alone, which is held, and only grows
    "fetching/warc.py",  # into a store that is held
}


def test_nothing_is_written_by_another_way() -> None:
    """Every command that writes holds what it writes: what is called so elsewhere writes no file."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            modes = {each.value for each in ast.walk(node) if isinstance(each, ast.Constant)}
            if (name in WRITES and isinstance(called, ast.Attribute)) or (
                name == "open" and modes & {"w", "wb", "a", "ab", "x", "xb", "r+b"}
            ):
                found.add(path.relative_to(PACKAGE).as_posix())
    assert found == MAY_WRITE


def test_entries_follow_no_link_and_are_lazy_in_what_programs_leave(tmp_path: Path) -> None:
    for name in ("b/c", ".git/deep/config", "d/.DS_Store", "a"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("b")
    assert list(entries(tmp_path)) == [".git", "a", "b/c", "d/.DS_Store", "empty", "link"]
    assert list(entries(tmp_path / "a")) == ["."]
    assert list(entries(tmp_path / "link")) == ["."]
    assert list(entries(tmp_path / "none")) == []
