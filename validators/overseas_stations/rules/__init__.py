"""The rules, one module per family, and the register of them all."""

from __future__ import annotations

from collections.abc import Mapping

from overseas_stations.rules.base import FAMILIES, REGISTER, Rule, rule

__all__ = ["FAMILIES", "Rule", "all_rules", "rule"]


def all_rules() -> Mapping[str, Rule]:
    """Return every rule by its code, in the order of codes.

    >>> all_rules()["OS301"].title
    'A key stands twice'
    """
    from overseas_stations.rules import (
        asserted,
        citations,
        dates,
        disputes,
        domain,
        evidence,
        fields,
        files,
        harm,
        keys,
        migrations,
        references,
        releases,
        statuses,
        waivers,
    )

    modules = (asserted, citations, dates, disputes, domain, evidence, fields, files, harm, keys, statuses)
    assert all((*modules, migrations, references, releases, waivers))
    return dict(sorted(REGISTER.items()))
