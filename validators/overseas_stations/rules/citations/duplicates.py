"""OS4xx and OS6xx, duplicates: one document, one name, one act, one claim stands in the data once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from overseas_stations.expressions import nw
from overseas_stations.forms.vocabulary import Relation
from overseas_stations.rules.core.base import ERROR, WARNING, Rule
from overseas_stations.rules.core.checks import IndexColumns, Token, WrongRows, mixed
from overseas_stations.rules.core.declaring import indexed, rows, rule
from overseas_stations.rules.core.index import SEPARATOR
from overseas_stations.rules.core.likeness import letters, opening, trace
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame
    from overseas_stations.rules.core.registry import PackageView

ONE_ADDRESS = rule(
    "OS426",
    ERROR,
    "Two sources with one address",
    message="{field} leads where that of {detail} leads: {value}",
    hint="keep one of the two sources; if they are two versions of one page, state under relations that the later "
    "updates the earlier",
    why="A document that stands twice counts as two voices. Scheme, www, port, closing slashes, fragments and "
    "parameters for tracking do not make another address.",
)
NAMES_ALIKE = rule(
    "OS619",
    WARNING,
    "One name in two spellings",
    message="{field} is {value}, and {detail} elsewhere in the table",
    hint="spell the name in one way; if they are two, tell them apart by a word",
    why="Who counts or searches by the name finds a part. The two differ by case, blanks, punctuation or normal form.",
)
SAME_CONTENT = rule(
    "OS620",
    ERROR,
    "One thing under two ids",
    message="{value} says what {detail} says",
    hint="keep one of the two and support it in the other dossier; if they are two things, say in the text what "
    "tells them apart",
    why="What happened or was said once must count once.",
)

# Addresses

_SCHEME = "^https?://(?:www[.])?"
# A fragment that begins with an exclamation mark or a slash leads to a page of its own.
_FRAGMENT = "#[^!/].*"
_TRACKING = (
    "&(?:utm_[a-z_]+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid"
    "|_hsenc|_hsmi|cmpid|ref_src)=[^&]*"
)
_PORT = ":(?:80|443)"
_ESCAPE = "%[0-9A-Fa-f]{2}"


def address(column: str) -> nw.Expr:
    """Return a text that is the same for all addresses that lead to one place; null for an empty cell."""
    # Every part ends with an ampersand, so that no pattern needs to ask for the end of the text.
    plain = nw.concat_str([nw.col(column).str.replace_all(_FRAGMENT, ""), nw.lit("&")])
    plain = plain.str.replace_all("#&", "&", literal=True).str.replace_all("?", "&", literal=True)
    plain = plain.str.replace_all(_SCHEME, "").str.replace_all(_TRACKING, "")
    plain = plain.str.replace_all(f"{_PORT}/", "/").str.replace_all(f"{_PORT}&", "&").str.replace_all("/*&+", "&")
    # Equal in small letters, and equal where the digits of escapes do not count: so only these differ by case.
    return nw.concat_str([plain.str.to_lowercase(), plain.str.replace_all(_ESCAPE, "%")], separator=" ")


ADDRESSES = {"url": "address", "archive_url": "archived"}
"""Column of an address -> column of the index that holds it."""


@indexed("sources")
def _sources(tables: Tables) -> IndexColumns:
    return {column: Token((address(field),), "address") for field, column in ADDRESSES.items()}


@rows(ONE_ADDRESS, "sources", "source_relations")
def _one_address(package: PackageView) -> Iterator[WrongRows]:
    if "sources" not in package.index:
        return
    sources, parts = package.index["sources"], []
    for field, column in ADDRESSES.items():
        held = sources.select("row", "id", "name", address=nw.col(column))
        if "source_relations" in package.index:
            held = held.join(_later_versions(package, column), on="name", how="anti")
        place = package.registry.tables.place("sources", field)
        parts.append(held.select("row", "id", "address", place=nw.lit(place, dtype=nw.Int64)))
    shared = mixed(nw.concat(parts), group="address", by="id").select("row", "place")
    yield WrongRows(ONE_ADDRESS, shared, exact=partial(_other_holder, package, shared))


def _later_versions(package: PackageView, column: str) -> Frame:
    """Return the names of sources that are a later version of a page, and so may have its address."""
    own = package.index["sources"].select(ref_source_id=nw.col("name"), own=nw.col(column))
    old = package.index["sources"].select(ref_target_id=nw.col("name"), old=nw.col(column))
    later = nw.col("relation").is_in([Relation.UPDATES.value, Relation.CORRECTS.value])
    versions = (
        package.index["source_relations"].filter(later).join(own, on="ref_source_id").join(old, on="ref_target_id")
    )
    return versions.filter(nw.col("own") == nw.col("old")).select(name=nw.col("ref_source_id"))


def _other_holder(package: PackageView, shared: Frame, at: Frame, table: str, field: str) -> Frame:
    """Return the rows whose address a source with a lesser id has, with that id."""
    texts = package.text("sources", shared)
    held = nw.concat([texts.select("id", address=address(name)) for name in ADDRESSES])
    first = held.group_by("address").agg(first=nw.col("id").min())
    spelt = at.with_columns(address=address(field)).join(first, on="address")
    return spelt.filter(nw.col("id") != nw.col("first")).select("row", value=nw.col(field), detail=nw.col("first"))


# Names and contents

CALLED = 100
"""So many that are right are named beside those that are wrong; where there are more, the rest are not."""


class Alike(NamedTuple):
    """What makes two rows of a table one.

    Attributes:
        table: the table.
        same: columns that are equal letter by letter.
        read: columns that read the same.
        told_by: the column in which they differ all the same.
    """

    table: str
    same: tuple[str, ...]
    read: tuple[str, ...]
    told_by: str


NAMES = (
    Alike("sources", (), ("publisher",), "publisher"),
    Alike("actors", (), ("name",), "name"),
    Alike("statements", (), ("speaker",), "speaker"),
    Alike("figures", (), ("claimant",), "claimant"),
)
CONTENTS = (
    Alike("responses", ("country", "date", "kind", "actor_id"), ("authority_as_reported", "summary"), "id"),
    Alike("statements", ("date", "actor_id"), ("speaker", "text"), "id"),
    Alike("figures", ("metric", "country", "value", "bound", "as_of", "actor_id"), ("claimant", "scope"), "id"),
    Alike("incidents", ("country", "date", "kind"), ("summary",), "id"),
)


def _token(tables: Tables, alike: Alike, kind: str) -> Token:
    def cell(name: str) -> nw.Expr:
        column = nw.col(name)
        # Rows that lack what says most are the same in nothing.
        return column if tables[alike.table].column(name).required else column.fill_null("")

    read = opening if alike.told_by == "id" else trace
    return Token((*map(cell, alike.same), *(read(cell(name)) for name in alike.read)), kind)


def _index(alike: Alike) -> None:
    @indexed(alike.table)
    def columns(tables: Tables) -> IndexColumns:
        if alike.told_by == "id":
            return {"content": _token(tables, alike, "content")}
        return {"named": _token(tables, alike, "named"), "spelt": Token((nw.col(alike.told_by),), "spelt")}


for _kind in (*NAMES, *CONTENTS):
    _index(_kind)


def others(alike: Alike, readings: Iterable[dict[str, Any]]) -> dict[tuple[str, ...], str]:
    """Return what is the same as something else: the cells that tell it -> how the other is called.

    The one that stands most often counts as the right one, of several the first as text.
    """
    groups: dict[tuple[str, ...], list[tuple[int, str]]] = defaultdict(list)
    for row in readings:
        spelt = [row[name] or "" for name in alike.read]
        read = [letters(text) for text in spelt]
        # Signs alone tell nothing; an actor's number needs no more words.
        if any(read) or (row.get("actor_id") and not any(spelt)):
            same = tuple(row[name] or "" for name in alike.same)
            groups[(*same, *read)].append((-row["times"], row[alike.told_by]))
    found: dict[tuple[str, ...], str] = {}
    for key, group in groups.items():
        usual = min(group)[1]
        found |= {(*key[: len(alike.same)], name): usual for _, name in group if name != usual}
    return found


def _alike(package: PackageView, broken: Rule, kinds: Sequence[Alike], group: str, by: str) -> Iterator[WrongRows]:
    for alike in kinds:
        if alike.table in package.index:
            suspects = mixed(package.index[alike.table], group=group, by=by).select("row")
            yield WrongRows(broken, suspects, at=(alike.table, alike.told_by), exact=partial(_told, package, alike))


def _told(package: PackageView, alike: Alike, suspects: Frame, table: str, field: str | None) -> Frame:
    """Return the rows of suspects that are the same as something else, with what that is called."""
    known = suspects.filter(~nw.col(alike.told_by).is_null())
    if alike.told_by == "id":
        # The index holds how their texts begin; few of those that begin alike go on alike.
        read = [*map(nw.col, alike.same), *(trace(nw.col(name)) for name in alike.read)]
        content = nw.concat_str([part.fill_null("") for part in read], separator=SEPARATOR)
        known = mixed(known.with_columns(content=content), group="content", by="id")
    columns = list(dict.fromkeys((*alike.same, *alike.read, alike.told_by)))
    (readings,) = package.collect([known.group_by(*columns).agg(times=nw.len())])
    called: dict[str, list[str]] = defaultdict(list)
    for key, usual in sorted(others(alike, readings).items()):
        called[usual].append(SEPARATOR.join(key))
    cells = [nw.col(name).fill_null("") for name in (*alike.same, alike.told_by)]
    named = known.with_columns(name=nw.concat_str(cells, separator=SEPARATOR))
    detail = nw.lit("another")
    for usual in sorted(called)[:CALLED]:
        detail = nw.when(nw.col("name").is_in(called[usual])).then(nw.lit(usual)).otherwise(detail)
    wrong = [name for names in called.values() for name in names]
    found = named.filter(nw.col("name").is_in(wrong)) if wrong else named.head(0)
    return found.select("row", value=nw.col(alike.told_by), detail=detail)


@rows(NAMES_ALIKE)
def _names_alike(package: PackageView) -> Iterator[WrongRows]:
    yield from _alike(package, NAMES_ALIKE, NAMES, "named", "spelt")


@rows(SAME_CONTENT)
def _same_content(package: PackageView) -> Iterator[WrongRows]:
    yield from _alike(package, SAME_CONTENT, CONTENTS, "content", "id")
