"""How a browser's own audit judges the pages; by hand, since it is fetched from the registry of npm."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from in_browser import chromium
from processes import completed
from repository import ROOT
from sites import Site

VERSION = "12.2.3"
"""The last that runs on Node 20."""

LEAST = {"performance": 0.95, "accessibility": 1.0, "best-practices": 0.95}

PAGES = (
    *("index.html", "timeline.html", "disputes.html", "claims.html", "sources.html", "lists.html", "countries.html"),
    *("search.html", "data.html", "about.html", "c/es.html", "r/ie-dublin-1.html"),
)


class Packed(SimpleHTTPRequestHandler):
    """Serves a folder as hosts of static sites do: packed."""

    def do_GET(self) -> None:
        """Answer with a file, packed by gzip."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return self.send_error(404)
        data = gzip.compress(path.read_bytes())
        self.send_response(200)
        for name, value in (
            ("Content-Type", f"{self.guess_type(path)}; charset=utf-8"),
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(data))),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
        return None

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def served(whole: Site) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Packed, directory=str(whole.folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def lighthouse() -> Path:
    if shutil.which("npm") is None:
        pytest.skip("needs Node with npm")
    folder = ROOT / "build" / "lighthouse"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock")
    done = completed("npm", "install", *options, f"lighthouse@{VERSION}", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "node_modules" / ".bin" / "lighthouse"


@pytest.mark.verify
@pytest.mark.parametrize("page", PAGES)
def test_the_audit_of_a_browser(served: str, lighthouse: Path, tmp_path: Path, page: str) -> None:
    out = tmp_path / "audit.json"
    options = ("--quiet", "--chrome-flags=--headless --no-sandbox", "--output=json", f"--output-path={out}")
    env = {**os.environ, "CHROME_PATH": chromium()}
    done = completed(
        lighthouse, f"{served}/{page}", *options, f"--only-categories={','.join(LEAST)}", cwd=tmp_path, env=env
    )
    assert done.returncode == 0, done.stderr
    scores = {name: each["score"] for name, each in json.loads(out.read_text("utf-8"))["categories"].items()}
    print(page, scores)
    assert {name: score for name, score in scores.items() if score < LEAST[name]} == {}
