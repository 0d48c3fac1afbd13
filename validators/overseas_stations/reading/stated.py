"""What a descriptor states of its files, held against them: sizes, hashes, line ends."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from overseas_stations.findings import Finding
from overseas_stations.formats.line_ends import NEXT, SAID, with_lf
from overseas_stations.reading.descriptor import Resource
from overseas_stations.reading.members import MemberFault
from overseas_stations.rules import files


def verify(resource: Resource, path: Path, shown: str, digests: dict[tuple[Path, str], str]) -> list[Finding]:
    """Return a finding for each thing that the descriptor states of a file and that is not so.

    *digests* holds what was found of files already: several resources may name one.
    """
    table = resource.table.name if resource.table else None
    wrong = []
    try:
        if resource.expected_bytes not in (None, path.stat().st_size):
            wrong.append("bytes")
        if resource.expected_hash is not None:
            algorithm, _, digits = resource.expected_hash.partition(":")
            if (path, algorithm) not in digests:
                with path.open("rb") as stream:
                    # The hash guards against accidents, so MD5 will do where the standard admits it.
                    digest = hashlib.file_digest(stream, lambda: hashlib.new(algorithm, usedforsecurity=False))
                digests[path, algorithm] = digest.hexdigest()
            if digests[path, algorithm] != digits:
                wrong.append("hash")
    except OSError as error:
        raise MemberFault(files.FILE_UNREADABLE, f"{resource.path} cannot be read: {error.strerror}") from None
    return [files.HASH_WRONG.finding(file=shown, table=table, field=what, value=resource.path) for what in wrong]


def is_converted(resource: Resource, path: Path) -> bool:
    """Say whether a file is the one that the descriptor describes, but for CRLF in place of LF."""
    if resource.expected_hash is None:
        return False
    algorithm, _, digits = resource.expected_hash.partition(":")
    found = with_lf(path, algorithm)
    return found is not None and found.hash == digits and resource.expected_bytes in (None, found.size)


def converted(paths: Sequence[str], shown: str) -> Iterator[Finding]:
    """Yield one finding about all files whose line ends alone are others."""
    if paths:
        value = paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"
        yield files.HASH_WRONG.finding(file=shown, field="hash", value=value, detail=f": {SAID}", next=NEXT)


def without_hash(resources: Sequence[Resource], shown: str) -> Iterator[Finding]:
    """Yield one finding where the descriptor does not state a hash for each of its files."""
    missing = sum(not resource.states_hash for resource in resources)
    if missing:
        which = f"{missing} of its {len(resources)} files" if missing < len(resources) else "any of its files"
        yield files.NO_HASHES.finding(file=shown, value=which)


def line_ends_once(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings about files, those about line ends as one: git and editors change those of a whole package."""
    told = [finding for finding in findings if finding.code == files.LINE_ENDINGS.code]
    if len(told) < 2:
        return list(findings)
    first = min(told, key=lambda finding: finding.file or "")
    place = {"file": first.file, "line": first.line, "column": first.column, "table": first.table}
    detail = f", and so have {len(told) - 1} more tables of the package"
    once = files.LINE_ENDINGS.finding(**place, detail=detail, next=NEXT)  # type: ignore[arg-type]
    return [*(finding for finding in findings if finding not in told), once]
