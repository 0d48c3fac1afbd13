"""What came of sources by language and by kind: the table of a sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from overseas_stations.lookups.sampling import Stratum, interval, stratum_of
from overseas_stations.pages.checked import EvidenceChecked
from overseas_stations.pages.outcomes import SourceSeen
from overseas_stations.pages.verdicts import FOUND
from overseas_stations.reports.pages import Item, Section
from overseas_stations.tables import Row

_HEADINGS = ("", "sources", "confirmed", "partly", "others", "passages", "found")


def strata_sections(found: EvidenceChecked, sources: Sequence[Row]) -> Iterator[Section]:
    """Yield what came of some sources, by language and by kind, and the share of them with its interval.

    Args:
        found: what came of them.
        sources: the rows of ``sources``.
    """
    of: Mapping[str, Stratum] = {row["id"] or "": stratum_of(row) for row in sources}
    for part, heading in enumerate(("By language", "By kind")):
        groups: dict[str, list[SourceSeen]] = {}
        for each in found.sources:
            groups.setdefault(of[each.source_id][part], []).append(each)
        rows = [(name, *_counts(groups[name])) for name in sorted(groups)]
        yield Section(heading, (), _HEADINGS, [*rows, ("all", *_counts(found.sources))])
    good = sum(each.outcome in ("confirmed", "partly") for each in found.sources)
    passages = found.passages
    yield Section(
        "Shares, with what lies within 95 per cent",
        [
            Item(_share("sources confirmed or partly", good, len(found.sources))),
            Item(_share("passages found", sum(passages[name] for name in FOUND), sum(passages.values()))),
        ],
    )


def _counts(sources: Sequence[SourceSeen]) -> tuple[str, ...]:
    outcomes = [each.outcome for each in sources]
    came = [outcome for each in sources for outcome in each.passages.values()]
    confirmed, partly = outcomes.count("confirmed"), outcomes.count("partly")
    numbers = (len(sources), confirmed, partly, len(sources) - confirmed - partly, len(came))
    return (*map(str, numbers), str(sum(outcome in FOUND for outcome in came)))


def _share(name: str, found: int, of: int) -> str:
    low, high = interval(found, of)
    return f"{name}: {found} of {of}, {found / max(of, 1):.0%} ({low:.0%} to {high:.0%})"
