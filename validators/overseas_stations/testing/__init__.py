"""Hypothesis strategies of cells and of whole, cited packages, and the faults that each rule finds in them.

For the tests of this project and of those that build on it. Needs the extra ``testing``.

    from hypothesis import given
    from overseas_stations.testing import packages

    @given(packages())
    def test_report(rows): ...
"""

from __future__ import annotations

from overseas_stations.testing import (
    faults_actors,
    faults_citations,
    faults_domain,
    faults_evidence,
    faults_fields,
    faults_harm,
    faults_keys,
)
from overseas_stations.testing.cells import cells
from overseas_stations.testing.looking import faults_looking
from overseas_stations.testing.packages import CITIES, packages
from overseas_stations.testing.planting import MUTATIONS, Mutation
from overseas_stations.testing.rows import LATEST_DATE, Package, Row, in_key_order

_FAULTS = (
    *(faults_actors, faults_looking, faults_citations, faults_domain),
    *(faults_evidence, faults_fields, faults_harm, faults_keys),
)
"""Imported so that each module enters its faults into ``MUTATIONS``."""

__all__ = ["CITIES", "LATEST_DATE", "MUTATIONS", "Mutation", "Package", "Row", "cells", "in_key_order", "packages"]
