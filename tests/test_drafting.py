"""A dossier from a page: what the page states with where it stands, nothing chosen or guessed; and what to anchor."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from overseas_stations.dossiers.drafting import drafted
from overseas_stations.dossiers.template import Filled, template
from overseas_stations.formats import strict_yaml
from overseas_stations.pages.attempts import Attempt
from overseas_stations.pages.markup_views import tree_of
from overseas_stations.pages.stated import stated_by
from overseas_stations.pages.store import Store
from small_project import DENIAL, WORDS, Overseas, Unusable

ADDRESS = "https://daily.example/2023/closed"
LONG = "The ministry told parliament in March that all of them had been looked at by the police. " * 4


def page(head: str = "", body: str = "", language: str = ' lang="en-GB"') -> str:
    return f"<!DOCTYPE html><html{language}><head>{head}</head><body>{body or f'<p>{LONG}</p>'}</body></html>"


def data(**node: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **node})}</script>'


WHOLE = page(
    data(
        headline="Office closed, says ministry",
        datePublished="2023-04-12T08:00:00+02:00",
        publisher={"@type": "Organization", "name": "Example Daily"},
        inLanguage="en",
        mainEntityOfPage={"@id": ADDRESS},
    )
    + "<title>Office closed, says ministry | Example Daily</title>"
    '<meta property="og:site_name" content="EXAMPLE Daily">'
    '<meta property="og:title" content="Office closed, says ministry - Example Daily">'
    '<link rel="canonical" href="/2023/closed/">',
    f"<h1>Office closed, says ministry</h1><p>{WORDS} {LONG}</p><p>A spokesman: “{DENIAL}” In 2023 there were 54.</p>",
)


def filled(markup: str, address: str = ADDRESS) -> dict[str, Filled]:
    return dict(drafted(stated_by(tree_of(markup), address), address).keys)


def values(markup: str) -> dict[str, str]:
    return {key: each.value for key, each in filled(markup).items() if each.value}


def test_what_all_places_state_is_filled_in_with_where_they_are() -> None:
    found = filled(WHOLE)
    assert {key: (each.value, each.where) for key, each in found.items()} == {
        "title": ("Office closed, says ministry", "JSON-LD NewsArticle.headline, meta og:title"),
        "publisher": ("Example Daily", "JSON-LD NewsArticle.publisher, meta og:site_name"),
        "published": ("2023-04-12", "JSON-LD NewsArticle.datePublished"),
        "language": ("en", "JSON-LD NewsArticle.inLanguage, html lang"),
        "url": (ADDRESS, "JSON-LD NewsArticle.mainEntityOfPage, link canonical"),
    }
    assert not any(each.notes for each in found.values())


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", {"language": "en", "url": ADDRESS}),
        ("<title> A \n page </title>", {"title": "A page"}),
        (data(headline="A page") + "<title>Another page</title>", {"title": "A page"}),
        ('<meta name="citation_date" content="2023/04/12">', {"published": "2023-04-12"}),
        ('<meta name="dc.date" content="2023-04"><meta name="date" content="2023-04-12">', {"published": "2023-04-12"}),
        ('<meta name="date" content="12 April 2023">', {}),
        ('<meta name="date" content="2023-02-30">', {}),
        ('<meta property="og:locale" content="de_DE">', {"language": ""}),
        (f'<link rel="canonical" href="/"><meta property="og:url" content="{ADDRESS}">', {"url": ""}),
        ('<link rel="canonical" href="javascript:alert(1)">', {"url": ""}),
        ('<link rel="canonical" href="http://[">', {}),
        (data(headline="One page") + data(headline="Another page"), {"title": ""}),
        (data(headline=["One"], publisher=7, datePublished={"a": 1}), {}),
        (data(publisher={"@id": "#a"}) + data(**{"@id": "#a", "@type": "Thing", "name": "A"}), {"publisher": "A"}),
        (data(**{"@type": "Person", "headline": "A name"}), {}),
        (f"<title>{'long ' * 80}</title>", {}),
        ("<title>\u202eA page</title>", {}),
    ],
)  # fmt: skip
def test_what_is_stated_otherwise_is_left(head: str, expected: dict[str, str]) -> None:
    usual = {"language": "en", "url": ADDRESS}
    assert values(page(head)) == {key: value for key, value in {**usual, **expected}.items() if value}


def test_what_does_not_agree_is_shown_and_left() -> None:
    shown = template(
        "a-2023", None, filled(page(data(datePublished="2023-04-12") + '<meta name="date" content="2023-04-13">'))
    )
    note = (
        "  # the page does not agree with itself on published: “2023-04-12” (JSON-LD NewsArticle.datePublished); "
        "“2023-04-13” (meta date)\n  published:  # When the document was published."
    )
    assert note in shown


@pytest.mark.parametrize(
    ("publisher", "published", "name"),
    [
        ("Example Daily", "2023-04-12", "example-daily-2023-04-12"),
        ("Süddeutsche Zeitung", "2023", "suddeutsche-zeitung-2023"),
        ("L'Express", "2023-04", "lexpress-2023-04"),
        ("环球时报", "2023-04-12", ""),
        ("x" * 90, "2023-04-12", ""),
        ("Example", "", ""),
    ],
)
def test_an_id_follows_from_publisher_and_date(publisher: str, published: str, name: str) -> None:
    head = f'<meta property="og:site_name" content="{publisher}"><meta name="date" content="{published}">'
    assert drafted(stated_by(tree_of(page(head)), "")).name == name


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=60), st.text(max_size=30))
def test_whatever_a_page_states_a_dossier_reads_back(title: str, where: str) -> None:
    stated = {"title": " ".join(title.split()), "publisher": "Example"}
    found = drafted({key: [_stated(value, where)] for key, value in stated.items() if value})  # type: ignore[misc]
    text = template("example-2023", "2023", found.keys)
    read = strict_yaml.parse(text.encode(), "a.yaml", [])
    source = read.items["source"]  # type: ignore[attr-defined]
    expected = found.keys["title"].value
    assert (source.items["title"].text or "") == expected
    assert expected in ("", stated["title"])
    assert list(source.items) == list(yaml.safe_load(template())["source"])


def _stated(value: str, where: str) -> Any:
    from overseas_stations.pages.stated import Stated
    from overseas_stations.printable import visible

    return Stated(value, visible(where))


SEVERAL = '<script type="application/ld+json">[]</script>'
ARTICLES = [{"@type": "Article", "headline": str(number)} for number in range(20_000)]
HOSTILE = {
    "many values": page('<meta name="date" content="1">' * 50_000),
    "deep data": page('<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
    "wide data": page(data(headline=["a b"] * 100_000)),
    "many nodes": page(SEVERAL.replace("[]", json.dumps(ARTICLES))),
    "long values": page(f"<title>{'a' * 2_000_000}</title>"),
    "YAML": page('<title>" #: a\n\tb: [&amp;x *x] !!python/object</title><meta name="publisher" content="- a: b">'),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_fills_in_what_can_stand_there(name: str, built: Path, overseas: Overseas) -> None:
    (built / "saved.html").write_text(HOSTILE[name], encoding="utf-8")
    done = overseas("new", "dossier", "made-2023", "--from", "saved.html", cwd=built)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    written = (built / "seeds" / "undated" / "made-2023.yaml").read_bytes()
    assert len(written) < 20_000
    strict_yaml.parse(written, "a.yaml", [])


def store_with(folder: Path, *attempts: Attempt) -> None:
    store = Store.made(folder)
    with store.writing() as writer:
        for each in attempts:
            writer.append(replace(each, body=writer.keep(WHOLE.encode())))


LIVE = Attempt("", "live", ADDRESS, ADDRESS, "2026-11-01T00:00:00Z", 200, "text/html", "utf-8")
COPY = replace(
    LIVE, place="archive", snapshot="20230413000000", final=f"https://web.archive.org/web/20230413000000/{ADDRESS}"
)
FROM = ("new", "dossier", "--from", ADDRESS, "--store", "store")


def test_from_the_network_to_evidence(built: Path, overseas: Overseas) -> None:
    """The whole way, with what the commands print."""
    store_with(built / "store", LIVE, COPY)
    done = overseas(*FROM, cwd=built)
    assert (done.returncode, done.stderr) == (0, "")
    name = "example-daily-2023-04-12"
    assert done.stdout.startswith(
        f"seeds/2023/{name}.yaml\nseeds/texts/{name}.txt\n  title: Office closed, says ministry ("
    )
    assert f"  archive_url: {COPY.final} (the web archive's copy of 2023-04-13, in the store)\n" in done.stdout
    assert "left to fill in: kind, accessed, extent_read\n" in done.stdout
    listed = overseas("anchor", name, "--texts", "seeds/texts", cwd=built)
    assert listed.stdout.splitlines()[:4] == [
        *(f"Office closed, says ministry {WORDS}", "  names: Quito"),
        *("In 2023 there were 54.", "  names: 54"),
    ]
    block = overseas("anchor", name, WORDS, "--texts", "seeds/texts", cwd=built).stdout
    dossier = built / "seeds" / "2023" / f"{name}.yaml"
    text = dossier.read_text("utf-8")
    for key, value in (("kind", "news"), ("accessed", "2026-11-27"), ("extent_read", "whole")):
        text = text.replace(f"  {key}:", f"  {key}: {value}")
    text = text.replace("supports:\n", f"supports:\n  - record: ec-quito-1\n    passages:\n      {block}")
    dossier.write_text(text, encoding="utf-8")
    assert overseas("build", cwd=built).returncode == 0
    checked = overseas("evidence", "check", name, "--store", "store", cwd=built)
    assert (checked.returncode, checked.stdout.startswith("1 of 1 passages stand")) == (0, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "dossier", "--from", "saved.html"), "it does not say clearly who published it and when that was"),
        (("new", "dossier", "--from", "missing.html"), "missing.html"),
        (("new", "dossier", "--from", "saved.docx"), "none of .htm"),
        (("new", "dossier", "--from", ADDRESS), "name the store"),
        (("new", "dossier", "--from", f"{ADDRESS}/b", "--store", "store"), "it was never asked for"),
        (("new", "dossier", "--from", f"{ADDRESS}/a", "--store", "store"), "its page was asked for and not had"),
        (("new", "dossier", "--from", ADDRESS, "--store", "seeds"), "no store of pages"),
        (("new", "dossier", "a-2023", "--store", "store"), "give the page's address"),
        (("new", "actor", "a", "--from", ADDRESS), "--from is for a dossier"),
        (("new", "dossier", "Not An Id", "--from", ADDRESS, "--store", "store"), "needs the source's id"),
        (("new", "dossier", "--from", "known.html"), "seeds/2023/example-news-2023-01-05.yaml has this page already"),
        (("anchor", "a-2023"), "--texts FOLDER"),
        (("anchor", "a-2023", "--texts", "seeds/texts"), "no text a-2023.txt"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_line(
    words: tuple[str, ...], said: str, built: Path, unusable: Unusable
) -> None:
    head = '<meta name="date" content="2023-04-12"><meta property="og:site_name" content="B">'
    (built / "saved.html").write_text(page(), encoding="utf-8")
    (built / "saved.docx").touch()
    (built / "known.html").write_text(
        page(f'{head}<link rel=canonical href="https://example.org/a">'), encoding="utf-8"
    )
    store_with(built / "store", LIVE)
    with Store(built / "store").writing() as writer:
        writer.append(replace(LIVE, requested=f"{ADDRESS}/a", final=f"{ADDRESS}/a", status=404))
    before = sorted(path for path in (built / "seeds").rglob("*"))
    assert said in unusable(*words, cwd=built)
    assert sorted(path for path in (built / "seeds").rglob("*")) == before


def test_a_page_that_shows_its_beginning_only_gives_no_text(built: Path, overseas: Overseas) -> None:
    (built / "saved.html").write_text(page(data(isAccessibleForFree="False")), encoding="utf-8")
    done = overseas("new", "dossier", "a-2023", "--from", "saved.html", cwd=built)
    assert (done.returncode, done.stderr) == (
        0,
        "overseas: the page may not be the document, or not all of it: paywall\n",
    )
    assert "its text could not be read whole" in done.stdout
    assert not (built / "seeds" / "texts" / "a-2023.txt").exists()
