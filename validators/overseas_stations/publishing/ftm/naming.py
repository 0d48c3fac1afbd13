"""What entities and their dataset are called: ids that stay the same, and that no other dataset's clash with."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from overseas_stations.schemas.dataset import NAME

OURS = "ovs"
"""What the ids of our own data begin with."""

PLACES, PARTS_OF = "places", "parts-of"
"""What ids have in the place of a table's name, for what a column alone becomes: a station's place, and ``part_of``."""

_LONGEST_NAME = 60
_DIGITS = 32


@dataclass(frozen=True)
class Naming:
    """How the entities of a package are called.

    Attributes:
        dataset: the name of the dataset, as its entities state it.
        prefix: what their ids begin with.
    """

    dataset: str
    prefix: str

    @classmethod
    def of(cls, package: str) -> Naming:
        """Return how those of a package are called, by the name that its descriptor states.

        Another project's package may have ids of ours and say something else of them, so that its prefix is another.

        >>> Naming.of("overseas-stations").record("stations", "ec-quito-1")
        'ovs-stations-ec-quito-1'
        >>> Naming.of("A peer's"), Naming.of("")
        (Naming(dataset='a_peer_s', prefix='a-peer-s'), Naming(dataset='package', prefix='package'))
        """
        words = re.findall("[a-z0-9]+", package.lower()[:_LONGEST_NAME]) or ["package"]
        return cls("_".join(words), OURS if package == NAME else "-".join(words))

    def record(self, table: str, name: str) -> str:
        """Return the id of the entity that stands for a record.

        Args:
            table: the table's name, :data:`PLACES` or :data:`PARTS_OF`.
            name: the record's id; or the parts of its key joined with ``/``, of which a hash is taken: they are too
                long together, and neither a stroke nor a full stop may stand in an id that Aleph signs.
        """
        if "/" in name:
            name = hashlib.sha256(name.encode()).hexdigest()[:_DIGITS]
        return f"{self.prefix}-{table.replace('_', '-')}-{name}"
