"""The store of pages: what is appended is read, a killed command leaves nothing half, nothing of it is committed."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from overseas_stations.folders.ownership import Unwritable
from overseas_stations.handed_over import InputError
from overseas_stations.pages.attempts import Attempt, attempt_of
from overseas_stations.pages.store import Store

PAGE = b"<p>One station is reported.</p>"
ATTEMPT = Attempt(
    source_id="example-news-2023-01-05",
    place="live",
    requested="https://example.org/a",
    final="https://example.org/b",
    time="2026-11-27T02:03:04Z",
    status=200,
    media_type="text/html",
    charset="utf-8",
    headers={"etag": '"1"'},
    size=len(PAGE),
)


def filled(folder: Path, times: int = 2) -> Store:
    store = Store.made(folder)
    with store.writing() as writer:
        for number in range(times):
            writer.append(replace(ATTEMPT, body=writer.keep(PAGE), run=str(number)))
    return store


def test_what_is_appended_is_read_in_order(tmp_path: Path) -> None:
    store = filled(tmp_path / "store")
    assert [each.run for each in store.attempts()] == ["0", "1"]
    assert store.attempts()[0] == replace(ATTEMPT, body=hashlib.sha256(PAGE).hexdigest(), run="0")
    assert [store.body(each) for each in store.attempts()] == [PAGE, PAGE]
    assert [path.name for path in (tmp_path / "store" / "bodies").iterdir()] == [hashlib.sha256(PAGE).hexdigest()]
    assert Store.made(tmp_path / "store").attempts() == store.attempts()


def test_a_half_last_line_is_passed_over_and_cut_off_at_every_byte(tmp_path: Path) -> None:
    store = filled(tmp_path / "store")
    index = tmp_path / "store" / "index.jsonl"
    first, second, _ = index.read_bytes().split(b"\n")
    for cut in range(len(second) + 1):
        index.write_bytes(first + b"\n" + second[:cut])
        assert [each.run for each in store.attempts()] == ["0"]
        if cut % 97 == 0:
            with store.writing() as writer:
                writer.append(replace(ATTEMPT, run="2"))
            assert [each.run for each in store.attempts()] == ["0", "2"]


def test_what_a_killed_command_left_is_taken_away(tmp_path: Path) -> None:
    store = filled(tmp_path / "store")
    left = tmp_path / "store" / "bodies" / ".undone-abc"
    left.write_bytes(b"half")
    with store.writing():
        assert not left.exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not an object"),
        (b"\xff", "can't decode"),
        (b"{}", "place or failure"),
        (b'{"place": "live"}', "a key is missing"),
        (b'{"place": "live", "status": true}', "status"),
        (b'{"place": "live", "headers": {"a": 1}}', "headers"),
        (b'{"place": ["live"]}', "place"),
    ],
)
def test_a_whole_line_that_is_none_is_named(line: bytes, said: str, tmp_path: Path) -> None:
    store = filled(tmp_path / "store")
    with (tmp_path / "store" / "index.jsonl").open("ab") as stream:
        stream.write(line + b"\n")
    with pytest.raises(InputError, match=f"index.jsonl, line 3: .*{said}"):
        store.attempts()


def test_a_key_of_a_later_version_does_not_count() -> None:
    assert attempt_of(ATTEMPT.line().replace("{", '{"later":1,', 1)) == ATTEMPT


def test_a_body_that_was_changed_is_none(tmp_path: Path) -> None:
    store = filled(tmp_path / "store")
    attempt = store.attempts()[0]
    assert attempt.body is not None
    (tmp_path / "store" / "bodies" / attempt.body).write_bytes(b"other")
    assert store.body(attempt) is None
    assert store.body(replace(attempt, body="../README.md")) is None
    assert store.body(replace(attempt, body=None)) is None


def test_one_command_writes_at_a_time(tmp_path: Path) -> None:
    store = filled(tmp_path / "store")
    with store.writing(), pytest.raises(Unwritable, match="another command"), store.writing():
        pass


def test_a_folder_that_holds_something_else_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    with pytest.raises(InputError, match="name a new folder"):
        Store.made(tmp_path)
    with pytest.raises(InputError, match="no store of pages"):
        Store(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_what_a_killed_command_began_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").touch()
    (tmp_path / "bodies").mkdir()
    assert Store.made(tmp_path).attempts() == []


def test_git_takes_nothing_of_a_store(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    store = filled(tmp_path / "store")
    with store.writing() as writer:
        writer.keep_text("example-news-2023-01-05", "One station is reported.")
    (tmp_path / "seen.txt").touch()
    status = ["git", "-C", tmp_path, "status", "--porcelain", "--untracked-files=all"]
    assert subprocess.run(status, check=True, capture_output=True, text=True).stdout == "?? seen.txt\n"


def test_no_text_stands_outside_its_folder(tmp_path: Path) -> None:
    with filled(tmp_path / "store").writing() as writer, pytest.raises(ValueError, match="not the id"):
        writer.keep_text("../a", "a")
