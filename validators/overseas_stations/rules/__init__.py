"""The rules, one module per family, and the register of them all."""

from __future__ import annotations

from collections.abc import Mapping

from overseas_stations.rules.core.base import FAMILIES, REGISTER, Rule, rule

__all__ = ["FAMILIES", "Rule", "all_rules", "rule"]


def all_rules() -> Mapping[str, Rule]:
    """Return every rule by its code, in the order of codes.

    >>> all_rules()["OS301"].title
    'A key stands twice'
    """
    from overseas_stations.rules import evidence, fields, files, harm, keys, migrations, references, releases, waivers
    from overseas_stations.rules.citations import asserted, dates, disputes, duplicates, times
    from overseas_stations.rules.citations import cited as citations
    from overseas_stations.rules.domain import contradictions, statuses
    from overseas_stations.rules.domain import places as domain

    tables = (
        asserted,
        citations,
        contradictions,
        dates,
        disputes,
        domain,
        duplicates,
        evidence,
        fields,
        harm,
        keys,
        statuses,
        times,
    )
    assert all((*tables, files, migrations, references, releases, waivers))
    return dict(sorted(REGISTER.items()))
