"""Citations of the dataset, of its records and of its sources, in any style.

An item of CSL-JSON is made first, and the other styles are made from it, so that all of them say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from overseas_stations.lookups.library import Library
from overseas_stations.publishing.citing import Style
from overseas_stations.publishing.citing.bibtex import bibtex
from overseas_stations.publishing.citing.csl import csl
from overseas_stations.publishing.citing.edition import Edition
from overseas_stations.publishing.citing.items import Item, dataset_item, item, items
from overseas_stations.publishing.citing.ris import ris
from overseas_stations.publishing.citing.text import short, text


def cite(
    library: Library, names: str | Sequence[str] | None, style: Style = "text", edition: Edition = Edition()
) -> str:
    """Return a citation, or one file of several.

    Args:
        library: the package.
        names: ids of sources and of records, each cited once; None for the dataset.
        style: ``text``, ``short`` (its line without what to know of a record), ``bibtex``, ``csl`` (CSL-JSON, a list
            of items) or ``ris``.
        edition: which version of the data, and when it was retrieved.

    Raises:
        Retracted: the id left the data; the message says when, why and what to use instead.
        UnknownName: no record has this name.
    """
    if names is None:
        return cite_dataset(style, edition)
    cited = [item(library, name, edition) for name in ([names] if isinstance(names, str) else names)]
    return _render({each["id"]: each for each in cited}.values(), style)


def cite_dataset(style: Style, edition: Edition) -> str:
    """Return the citation of the dataset, for which no package is needed."""
    return _render([dataset_item(edition)], style)


def bibliography(library: Library, style: Style, edition: Edition = Edition()) -> str:
    """Return one file that cites the dataset, every source, every record with an id of its own and every retracted id.

    Rows without an id of their own (statuses, relations, links) are left out: `cite` cites each of them.
    """
    return _render(items(library, edition), style)


def _render(items: Iterable[Item], style: Style) -> str:
    if style == "csl":
        return csl(items)
    render = {"text": text, "short": short, "bibtex": bibtex, "ris": ris}[style]
    return "\n".join(f"{render(item)}\n" for item in items)
