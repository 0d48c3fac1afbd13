"""What every page is made with: the data, the words of one language, where links lead, what records are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from overseas_stations.columns import Column
from overseas_stations.explorer.addresses import address, page_of
from overseas_stations.forms.vocabulary import StatementForm, Term
from overseas_stations.labels.language import Language
from overseas_stations.ledgers.record_versions import record_versions
from overseas_stations.lookups.library import Found, Library
from overseas_stations.lookups.places import numbered
from overseas_stations.markup import attribute, escaped
from overseas_stations.printable import capital
from overseas_stations.publishing.citing.edition import Edition
from overseas_stations.publishing.exports.source import ExportedPackage
from overseas_stations.tables import TABLES, Row, record_name

ENGLISH = "en"
"""The language in which titles, summaries and notes of the data are."""

MAX_WORDS = 300
"""Characters of a text that tells of a record on another page: few are longer."""


@dataclass(frozen=True)
class Link:
    """A text that leads somewhere.

    Attributes:
        text: what is shown.
        href: where it leads, from the page on which it stands; empty where it leads nowhere.
        lang: the language of the text, if it is not that of the page.
        title: what else to say of it.
    """

    text: str
    href: str = ""
    lang: str = ""
    title: str = ""

    def __html__(self) -> str:
        """Return it as a page shows it.

        >>> Link("<b>", "r/a.html").__html__(), Link("alto", lang="es").__html__()
        ('<a href=r/a.html>&lt;b&gt;</a>', '<span lang=es dir=auto>alto</span>')
        """
        if not (self.href or self.lang or self.title):
            return escaped(self.text)
        told = f" href={attribute(self.href)}" if self.href else ""
        told += f" lang={attribute(self.lang)} dir=auto" if self.lang else ""
        told += f" title={attribute(self.title)}" if self.title else ""
        element = "a" if self.href else "span"
        return f"<{element}{told}>{escaped(self.text)}</{element}>"


@dataclass(frozen=True)
class Data:
    """What all languages share.

    Attributes:
        source: the package.
        languages: the languages of the site, the first at its root.
        base_url: the address that the site will have, with a slash at its end; empty where nobody knows.
        repository: the address of the repository of the dossiers; empty where nobody said.
        dossiers: source or actor -> the path of its dossier in the project; empty without a project.
        downloads: what else can be downloaded: path below the folder of the site -> bytes.
    """

    source: ExportedPackage
    languages: tuple[str, ...]
    base_url: str = ""
    repository: str = ""
    dossiers: Mapping[str, str] = field(default_factory=dict)
    downloads: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def library(self) -> Library:
        """The rows of the package."""
        return self.source.library

    @cached_property
    def edition(self) -> Edition:
        """Which version of which data a citation names."""
        return self.source.edition

    @cached_property
    def versions(self) -> Mapping[tuple[str, str], Row]:
        """Table and record -> since which release it is there and in which it changed."""
        rows = record_versions(self.library.rows, self.source.ledgers)
        return {(row["table"] or "", row["record_id"] or ""): row for row in rows}

    @cached_property
    def published(self) -> Mapping[str, str]:
        """Source -> when it was published; empty where no date is known."""
        return {row["id"] or "": row["published"] or "" for row in self.library.rows["sources"]}


@dataclass(frozen=True)
class Context:
    """What a page is made with.

    Attributes:
        data: what all languages share.
        labels: the words of the page's language.
        folder: the folder of the page below that of its language; empty for that one.
        anywhere: whether the page is shown at addresses of any folder, so that links hold the address of the site.
    """

    data: Data
    labels: Language
    folder: str = ""
    anywhere: bool = False

    @property
    def library(self) -> Library:
        """The rows of the package."""
        return self.data.library

    @property
    def up(self) -> str:
        """What leads from the page's folder to that of its language."""
        return f"{self.root}{self.prefix}" if self.anywhere else "../" if self.folder else ""

    def to(self, path: str) -> str:
        """Return what leads from the page to a path below the folder of its language."""
        folder, _, rest = path.partition("/")
        return rest if rest and folder == self.folder else f"{self.up}{path}"

    @property
    def root(self) -> str:
        """What leads from the page's folder to that of the site."""
        return self.data.base_url if self.anywhere else f"../{self.up}" if self.prefix else self.up

    @property
    def prefix(self) -> str:
        """What leads from the folder of the site to that of the page's language."""
        return self.prefix_of(self.labels.code)

    def prefix_of(self, code: str) -> str:
        """Return what leads from the folder of the site to that of a language."""
        return "" if code == self.data.languages[0] else f"{code}/"

    def below(self, path: str) -> Context:
        """Return the same for a page in a folder, by its path."""
        return replace(self, folder=path.rpartition("/")[0])

    def word(self, key: str, **values: object) -> str:
        """Return a text of the interface."""
        # Most take no values, and every page has dozens: they are looked up, and not put together.
        return self.labels.word(key, **values) if values else self.plain_words.get(key) or self.labels.word(key)

    @cached_property
    def plain_words(self) -> Mapping[str, str]:
        """The texts of the interface that have no placeholders."""
        return {key: text for key, text in self.labels.words.items() if "{" not in text}

    @cached_property
    def comma(self) -> str:
        """What stands between the things of a list."""
        return self.labels.text("join.comma").removeprefix("{a}").removesuffix("{b}")

    @cached_property
    def colon(self) -> str:
        """What stands between a thing and what is said of it."""
        return self.labels.text("join.colon").removeprefix("{a}").removesuffix("{b}")

    @cached_property
    def stop(self) -> str:
        """What ends a sentence."""
        return self.labels.text("join.stop").removeprefix("{a}")

    def listed(self, *texts: str | None) -> str:
        """Return texts as a list in one line; those that are empty are left out."""
        return self.comma.join(filter(None, texts))

    def bracketed(self, text: str, beside: str) -> str:
        """Return a text with another one beside it, in brackets."""
        return self.word("join.brackets", a=text, b=beside)

    def term(self, vocabulary: type[Term], value: str | None) -> str:
        """Return a term of a vocabulary in words; empty for none."""
        return self.labels.term(vocabulary, value) if value else ""

    def cell(self, column: Column, value: str, lang: str = ENGLISH) -> Link:
        """Return a cell as it is read: terms in words, names beside codes, ids as links."""
        if column.scalar.codes == "countries":
            return self.country(value)
        label = self.labels.cell(column, value)
        if column.name in ("region", "subregion") and value in self.labels.regions:
            return Link(self.labels.region(value))
        if label is not None:
            return Link(label, lang=self.foreign(label.language))
        if column.scalar.name == "URL":
            return Link(value, value)
        found = self.library.find(value) if column.scalar.name == "id" else None
        return (
            self.link(found) if found else Link(value, lang=self.foreign(lang) if column.scalar.name == "prose" else "")
        )

    def country(self, code: str | None) -> Link:
        """Return a country by name, as a link to its page."""
        if not code:
            return Link("")
        return Link(self.labels.country(code), self.to(page_of(TABLES["countries"], code)))

    def link(self, found: Found, text: str = "") -> Link:
        """Return a record by what it is called, as a link to its page."""
        called = Link(text) if text else self.called(found)
        return replace(called, href=self.to(address(found.table, found.row)))

    def named(self, name: str | None) -> Link:
        """Return the record with an id as a link; its id where there is none."""
        found = self.library.find(name or "")
        return self.link(found) if found else Link(name or "")

    def called(self, found: Found) -> Link:
        """Return what a record is called in a line, without a place to go to."""
        row = found.row
        match found.table.name:
            case "stations":
                return Link(self.place(row))
            case "countries":
                return Link(self.labels.country(row["code"] or ""))
            case "actors":
                return Link(row["name"] or "", lang=self.foreign(ENGLISH))
            case "sources":
                when = row["published"] or self.word("undated")
                return Link(self.listed(row["publisher"], when), title=row["title"] or "")
            case "responses":
                who = (
                    self.library.name_of(row["actor_id"])
                    if row["actor_id"]
                    else self.labels.country(row["country"] or "")
                )
                return Link(capital(self.listed(f"{self.column_term(found, 'kind')}{self.colon}{who}", row["date"])))
            case "statements":
                who = row["speaker"] or self.library.name_of(row["actor_id"])
                return Link(self.listed(who, row["date"]))
            case "figures":
                said = f"{self.column_term(found, 'metric')}{self.colon}{self.claimed(found)}"
                where = self.labels.country(row["country"]) if row["country"] else ""
                return Link(capital(self.listed(said, row["scope"], where)))
            case "incidents":
                kind, where = self.column_term(found, "kind"), self.labels.country(row["country"] or "")
                return Link(capital(self.listed(kind, where, row["date"])))
            case _:
                return Link(record_name(found.table, row))

    def number(self, text: str | None) -> str:
        """Return a whole number as it is written, in groups where it is long; another text as it is."""
        return self.labels.number(int(text)) if text and text.isascii() and text.isdecimal() else text or ""

    def claimed(self, figure: Found) -> str:
        """Return the number that a figure claims, with its bound."""
        bound = "" if figure.row["bound"] == "exact" else f"{self.column_term(figure, 'bound')} "
        return f"{bound}{self.number(figure.row['value'])}"

    def column_term(self, found: Found, name: str) -> str:
        """Return a cell of a record that holds a term, in words."""
        column = found.table.column(name)
        return self.term(column.vocabulary, found.row[name]) if column.vocabulary else found.row[name] or ""

    def place(self, station: Row) -> str:
        """Return the place of a station in words, with a number where several are recorded there."""
        words = dict.fromkeys(filter(None, (station["city"], station["region"])))
        text = self.listed(*words, self.labels.country(station["country"] or ""))
        number = numbered(self.library, station)
        return self.bracketed(text, number) if number else text

    def about(self, found: Found, whole: bool = False) -> Link:
        """Return the words that tell most of a record, shortened to a line unless they are wanted whole."""
        row = found.row
        columns = ("title",) if found.table.name == "sources" else ("summary", "text", "note")
        text = next((row[name] for name in columns if row.get(name)), None) or ""
        if found.table.name == "statements" and row["form"] == StatementForm.VERBATIM:
            text = f"“{text}”"
        if not whole and len(text) > MAX_WORDS:
            # A sign that stands for more is never alone in a line.
            text = f"{text[:MAX_WORDS].rpartition(' ')[0] or text[:MAX_WORDS]}\u00a0…"
        return Link(text, lang=self.foreign(language_of(found)))

    def foreign(self, language: str | None) -> str:
        """Return a language if it is not that of the page; empty if it is, or nobody knows."""
        return language if language and language != self.labels.code else ""

    def found(self, table: str, row: Row) -> Found:
        """Return a row as what was looked up."""
        return Found(TABLES[table], record_name(TABLES[table], row), row)


def language_of(found: Found) -> str:
    """Return the language in which the words of a record are."""
    row = found.row
    if found.table.name in ("sources", "statements"):
        return row["language"] or ENGLISH
    return ENGLISH
