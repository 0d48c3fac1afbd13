"""Nothing that is handed over vanishes: a file is read, or named as an error with an exit code that is not 0."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overseas_stations as ovs
from casework import base_files, write
from overseas_stations.checking import Options, load_project
from overseas_stations.dossiers.files import NOT_DOSSIERS, dossier_files
from overseas_stations.findings import Severity
from overseas_stations.handed_over import InputError, is_litter, read_regular
from overseas_stations.texts.at_hand import Texts
from small_project import Overseas, Unusable, contents

BOM = b"\xef\xbb\xbf"

endings = st.sampled_from(
    [".yaml", ".yml", ".YAML", ".Yml", ".yaml.txt", ".yaml~", ".yaml.bak", ".json", ".txt", "", ".yaml.swp", ".yaml "]
)
stems = st.sampled_from(["example-news-2023-03-02", ".hidden", "a b", "é", "_x", "Thumbs", "README"])
folders = st.sampled_from(["", "2023/", "undated/", "2023/more/", "new/"])


def test_every_file_of_the_seeds_is_read_or_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=60)
    @given(st.dictionaries(st.tuples(folders, stems, endings), st.binary(max_size=8), max_size=6))
    def look(files: dict[tuple[str, str, str], bytes]) -> None:
        root = tmp_path_factory.mktemp("project")
        placed = {f"seeds/{''.join(parts)}": data for parts, data in files.items()}
        write(root, placed)
        (root / "seeds").mkdir(exist_ok=True)
        read, findings = dossier_files(root)
        assert all(read[name] == placed[name] for name in read)
        named = {finding.file: finding for finding in findings}
        left = {name for name in placed if name.removeprefix("seeds/") in NOT_DOSSIERS}
        assert read.keys() | named.keys() | left == placed.keys()
        assert not read.keys() & named.keys()
        for name, finding in named.items():
            litter = is_litter(str(name).rsplit("/", 1)[-1])
            assert finding.severity is (Severity.INFO if litter else Severity.ERROR), name
            seen["litter" if litter else "stray"] += 1
        seen["read"] += len(read)

    look()
    assert min(seen["litter"], seen["stray"], seen["read"]) > 5


DOSSIER = "seeds/2023/example-ministry-2023-04-10.yaml"


@pytest.mark.parametrize("file", [DOSSIER, "seeds/retractions.yaml", "waivers.yaml"])
def test_a_mark_before_a_file_changes_nothing_of_what_is_read(file: str, tmp_path: Path) -> None:
    files = {
        **base_files(),
        "waivers.yaml": b"- {code: OS204, table: stations, owner: a, reason: b, expires: 2030-01-01}\n",
    }
    loaded = []
    for mark in (b"", BOM):
        folder = tmp_path / str(len(mark))
        write(folder, {**files, file: mark + files[file]})
        loaded.append(load_project(folder, Options(today="2026-01-01")))
    plain, marked = loaded
    cells = [{name: [row.cells for row in rows] for name, rows in each.compiled.rows.items()} for each in loaded]
    assert cells[0] == cells[1]
    assert sum(map(len, cells[0].values())) > 20
    extra = set(marked.report.findings) - set(plain.report.findings)
    assert {(finding.code, finding.file) for finding in extra} == {("OS105", file)}
    assert set(plain.report.findings) <= set(marked.report.findings)


# What may stand in a file of a folder of texts: bytes -> the codes, and whether it is read.
CONTENTS = {
    "whole": (None, set()),
    "UTF-16": ("utf-16", {"OS104"}),
    "UTF-16 without its mark": ("utf-16-le", {"OS106"}),
    "UTF-8 with a mark": ("utf-8-sig", {"OS105"}),
    "Latin 1": ("latin-1", {"OS104"}),
}
TEXT = "texts/example-diario-2023-03-05.txt"


@pytest.mark.parametrize("content", CONTENTS)
def test_a_text_is_read_or_named(content: str, tmp_path: Path) -> None:
    encoding, codes = CONTENTS[content]
    files = base_files()
    if encoding is not None:
        words = files[TEXT].decode() + ("é" if encoding == "latin-1" else "")
        files[TEXT] = (
            words.translate({0x201C: 34, 0x201D: 34}).encode(encoding)
            if encoding == "latin-1"
            else words.encode(encoding)
        )
    write(tmp_path, files)
    report = load_project(tmp_path, Options(Texts(tmp_path / "texts"))).report
    assert {finding.code for finding in report.findings} == codes
    assert report.valid == (codes <= {"OS105"})
    assert bool(report.evidence["not_checked"]) == (not report.valid)


@pytest.mark.parametrize(
    "name", ["example-diario-2023-03-05.TXT", "example-diario-2023-3-05.txt", "notes.md", "more/a.txt"]
)
def test_a_text_of_no_source_is_named(name: str, tmp_path: Path) -> None:
    files = base_files()
    files[f"texts/{name}"] = files[TEXT]
    write(tmp_path, files)
    report = load_project(tmp_path, Options(Texts(tmp_path / "texts"))).report
    assert [(finding.code, finding.file) for finding in report.findings] == [
        ("OS138", f"{tmp_path.as_posix()}/texts/{name.split('/')[0]}")
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_and_a_link_are_named_and_do_not_hang(tmp_path: Path) -> None:
    write(tmp_path, base_files())
    os.mkfifo(tmp_path / "seeds/2023/pipe.yaml")
    (tmp_path / "seeds/2023/link.yaml").symlink_to("/dev/zero")
    (tmp_path / TEXT).unlink()
    os.mkfifo(tmp_path / TEXT)
    report = load_project(tmp_path, Options(Texts(tmp_path / "texts"))).report
    assert {(finding.code, finding.file) for finding in report.findings} == {
        ("OS123", "seeds/2023/pipe.yaml"),
        ("OS123", "seeds/2023/link.yaml"),
        ("OS123", f"{tmp_path.as_posix()}/{TEXT}"),
    }


def test_no_more_is_read_than_shows_that_it_is_too_long(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)
    assert read_regular(tmp_path / "a", 100) == b"x" * 100
    assert read_regular(tmp_path / "a", 10) == b"x" * 11
    with pytest.raises(OSError, match="not a regular file"):
        read_regular(Path("/dev/zero") if Path("/dev/zero").exists() else tmp_path, 10)


# Arguments


def test_a_folder_of_texts_that_is_not_there_is_told(unusable: Unusable, built: Path) -> None:
    for command in (
        ("check",), ("validate", "datapackage"), ("show", "ec-quito-1"), ("coverage",),
        ("anchor", "example-news-2023-01-05", "some words of a text"),
        ("waivers", ".", "--owner", "a", "--reason", "b", "--expires", "2027-01-31"),
    ):  # fmt: skip
        assert "nowhere" in unusable(*command, "--texts", "nowhere", cwd=built)
    with pytest.raises(InputError, match="nowhere is not a folder"):
        ovs.validate(built / "datapackage", texts="nowhere")


def test_look_ups_tell_what_they_could_not_read(overseas: Overseas, tmp_path: Path) -> None:
    files = {**base_files(), "pyproject.toml": b""}
    files[TEXT] = files[TEXT].decode().encode("utf-16")
    files["texts/notes.md"] = b"x"
    write(tmp_path, files)
    assert overseas("build", cwd=tmp_path).returncode == 0
    before = contents(tmp_path)
    for command, codes in (("show", ("OS104",)), ("coverage", ("OS104", "OS138"))):
        arguments = ("ec-quito-1",) if command == "show" else ()
        done = overseas(command, *arguments, "--texts", "texts", cwd=tmp_path)
        assert done.returncode == 1
        assert done.stdout
        assert all(code in done.stderr for code in codes)
    assert contents(tmp_path) == before
