"""The house keeps its order: imports point downwards, names clash with nothing, the lists agree with the registry."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import overseas_stations
from overseas_stations.cli.app import app, evidence, schema, texts
from overseas_stations.forms import vocabulary
from overseas_stations.rules.core.base import FAMILIES
from overseas_stations.rules.core.declaring import OURS
from overseas_stations.rules.registry import CORE
from overseas_stations.schemas.version_folder import schema_files
from overseas_stations.schemas.versions import id_version
from overseas_stations.tables import TABLES
from overseas_stations.version import SCHEMA_VERSION
from processes import completed
from repository import ROOT

PACKAGE = Path(overseas_stations.__file__).parent
NAME = "overseas_stations"

LAYERS = (
    ("version", "paths", "keeping", "vendor"),
    ("findings", "printable", "report_parts", "handed_over", "markup", "templates", "suggestions"),
    ("forms",),
    ("models",),
    ("columns",),
    ("table_form",),
    ("tables",),
    ("passages", "frames", "expressions", "canonical"),
    ("rules",),
    ("formats", "folders"),
    ("engines", "dossiers", "texts", "profiles", "pages"),
    ("schemas", "lookups", "views", "waivers", "ledgers", "labels"),
    ("reading", "fetching"),
    ("dependents", "publishing"),
    ("releases", "explorer"),
    ("checking", "reports", "migrations"),
    ("api", "table_functions", "testing", "__init__"),
    ("cli",),
    ("__main__",),
)
"""From low to high. A module imports from its own layer and those below."""

RANK = {part: rank for rank, layer in enumerate(LAYERS) for part in layer}

MODULES = {
    path.relative_to(PACKAGE).with_suffix("").as_posix(): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if "_data" not in path.parts
}


def test_no_module_hides_a_public_name() -> None:
    """An imported submodule becomes an attribute of the package, and would replace a function of that name."""
    modules = {name.split("/")[0] for name in MODULES}
    assert modules.isdisjoint([*overseas_stations.__all__, *overseas_stations.TABLE_NAMES])


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).rsplit(".", 1)[-1] == "TYPE_CHECKING"


def imports(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        elif isinstance(child, ast.If) and is_type_checking(child):
            for other in child.orelse:
                yield from imports(ast.Module([other], []))
        else:
            yield from imports(child)


def imported_parts(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and part (the first name below the package) of every import of our own that happens at run time."""
    for found in imports(ast.parse(source)):
        if isinstance(found, ast.Import):
            names = [alias.name for alias in found.names]
        else:
            assert found.level == 0, f"line {found.lineno}: a relative import"
            whole = found.module == NAME
            names = [f"{NAME}.{alias.name}" for alias in found.names] if whole else [found.module or ""]
        for name in names:
            first, _, rest = name.partition(".")
            if first == NAME:
                part = rest.split(".")[0]
                yield found.lineno, part if part in RANK else "__init__"


def test_the_walk_sees_imports_in_functions_and_leaves_out_those_for_types() -> None:
    source = """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from overseas_stations import api
else:
    from overseas_stations import paths
def one() -> None:
    from overseas_stations.cli.app import app
    import overseas_stations.rules.core.base
    from overseas_stations import table, checking
"""
    assert [part for _, part in imported_parts(source)] == ["paths", "cli", "rules", "__init__", "checking"]


@pytest.mark.parametrize("module", MODULES)
def test_no_layer_imports_a_higher_one(module: str) -> None:
    own = module.split("/")[0]
    upwards = [
        f"line {line}: {own} imports {part}"
        for line, part in imported_parts(MODULES[module].read_text(encoding="utf-8"))
        if RANK[part] > RANK[own]
    ]
    assert not upwards


def imported_modules(source: str) -> set[str]:
    """Return the modules of our own that a module imports, for types alone too, as they are called in ``MODULES``."""
    found = set()
    for each in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)):
        if isinstance(each, ast.Import):
            found |= {module_called(alias.name) for alias in each.names}
        else:
            # What is imported from a package is a module of it, or stands in its front.
            front = module_called(each.module or "")
            found |= {module_called(f"{each.module}.{alias.name}") or front for alias in each.names}
    return {module for module in found if module is not None}


def module_called(name: str) -> str | None:
    path = name.removeprefix(NAME).removeprefix(".").replace(".", "/") if name.startswith(NAME) else "of others"
    return next((module for module in (path, f"{path}/__init__".removeprefix("/")) if module in MODULES), None)


def test_no_file_imports_itself_by_way_of_others() -> None:
    left = {module: imported_modules(path.read_text(encoding="utf-8")) for module, path in MODULES.items()}
    assert sum(map(len, left.values())) > len(left), "the imports are seen"
    # What imports nothing that is left is in no circle.
    while free := {module for module, others in left.items() if not others}:
        left = {module: others - free for module, others in left.items() if module not in free}
    assert left == {}


def test_no_room_imports_itself_by_way_of_others() -> None:
    """Nor do the folders and modules at the top: what is above uses what is below."""
    left = {part: set[str]() for part in RANK}
    for module, path in MODULES.items():
        own = module.split("/")[0]
        left[own] |= {part for _, part in imported_parts(path.read_text(encoding="utf-8"))} - {own}
    # The front of the package is asked for by who needs the whole of it.
    left = {part: others - {"__init__"} for part, others in left.items()}
    while free := {part for part, others in left.items() if not others}:
        left = {part: others - free for part, others in left.items() if part not in free}
    assert left == {}


MOST_LINES = 300
MOST_LINES_OF_A_FOLDER = 2_000
LISTS = {"forms/vocabulary"}
"""Modules that are a list and may be as long as it is."""


def test_no_module_and_no_folder_is_too_long_to_be_read() -> None:
    lines = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in MODULES.items()}
    assert {module: count for module, count in lines.items() if count > MOST_LINES and module not in LISTS} == {}
    folders: Counter[str] = Counter()
    for module, count in lines.items():
        folders[module.rpartition("/")[0]] += count
    assert {folder: count for folder, count in folders.items() if count > MOST_LINES_OF_A_FOLDER} == {}


def test_no_two_classes_have_one_name() -> None:
    found = Counter(
        node.name
        for path in MODULES.values()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, times in found.items() if times > 1] == []


def test_to_open_a_package_loads_nothing_that_publishes_one() -> None:
    script = """
import sys
from overseas_stations.checking import validate
assert validate(sys.argv[1]).valid
print(*sorted(name for name in sys.modules if name.startswith("overseas_stations.")))
"""
    done = completed(sys.executable, "-c", script, ROOT / "tests" / "small_package")
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "overseas_stations.reading.container" in loaded
    assert not [name for name in loaded if name.startswith("overseas_stations.publishing")]


NETWORK = {"asyncio", "ftplib", "http", "smtplib", "socket", "socketserver", "ssl", "urllib.request", "xmlrpc"} | {
    "aiohttp", "httpx", "requests", "urllib3"
}  # fmt: skip


def test_one_room_alone_can_open_a_connection() -> None:
    found = set()
    for module, path in MODULES.items():
        for each in imports(ast.parse(path.read_text(encoding="utf-8"))):
            names = [each.module or ""] if isinstance(each, ast.ImportFrom) else [alias.name for alias in each.names]
            if any(name in NETWORK or name.split(".")[0] in NETWORK for name in names):
                found.add(module)
    assert found == {"fetching/client", "fetching/metered", "fetching/policy"}


def test_every_module_has_a_layer() -> None:
    assert {module.split("/")[0] for module in MODULES} <= RANK.keys()


def test_no_module_at_the_top_is_named_like_one_of_the_standard_library() -> None:
    assert not {module.split("/")[0] for module in MODULES} & sys.stdlib_module_names


def test_the_folder_of_the_code_is_no_package() -> None:
    assert not (PACKAGE.parent / "__init__.py").exists()


def test_the_names_of_the_tables_are_those_of_the_registry() -> None:
    assert tuple(TABLES) == overseas_stations.TABLE_NAMES


def test_each_table_stands_after_those_that_it_refers_to() -> None:
    seen: set[str] = set()
    for name, table in TABLES.items():
        assert set(table.references.values()) <= {*seen, name}, name
        assert {*table.key, *table.references} <= set(table.names), name
        seen.add(name)


VOCABULARIES = [
    value
    for value in vars(vocabulary).values()
    if isinstance(value, type) and issubclass(value, vocabulary.Term) and value is not vocabulary.Term
]


@pytest.mark.parametrize("terms", VOCABULARIES, ids=lambda terms: terms.__name__)
def test_every_term_is_defined_and_unlike_the_others(terms: type[vocabulary.Term]) -> None:
    assert len(terms) > 1
    assert len(terms) == len(terms.__members__), "a name is an alias: two terms share their text"
    assert all(term.value == term.name.lower() for term in terms)
    definitions = [term.definition for term in terms]
    assert all(text.strip() == text and text.endswith(".") for text in definitions)
    assert len(set(definitions)) == len(definitions)


@pytest.mark.parametrize("code", CORE.rules)
def test_every_rule_says_what_where_next_and_why(code: str) -> None:
    rule = CORE.rules[code]
    assert rule.code == code
    assert len(code) == 5
    assert code[:2] == "OS"
    assert code[2:].isdigit()
    assert code[:3] in FAMILIES
    assert all(text.strip() == text != "" for text in (rule.title, rule.message, rule.hint, rule.why))


def test_every_rule_on_tables_has_a_check() -> None:
    """But that on dates in the future, which is asked where today is given."""
    assert OURS.unapplied() == ["OS413"]


PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def test_every_path_that_the_page_of_the_house_names_is_there() -> None:
    named = set(re.findall(r"`([\w./*-]+(?:/|\.(?:py|md|tsv|jinja)))`", PAGE)) - {"*.jinja"}
    assert len(named) > 60
    inside = {path.name for path in PACKAGE.rglob("*.py")}
    assert {
        name for name in named if not ((PACKAGE / name).exists() or (ROOT / name).exists() or name in inside)
    } == set()


def test_the_page_of_the_house_has_every_command_in_its_module() -> None:
    rows = re.findall(r"^\| ((?:`[a-z ]+`(?:, )?)+) \| `(\w+\.py)` \|$", PAGE, re.MULTILINE)
    listed = {(command, module) for commands, module in rows for command in re.findall("`([a-z ]+)`", commands)}
    found = set()
    for prefix, group in (("", app), ("schema ", schema), ("texts ", texts), ("evidence ", evidence)):
        for command in group.registered_commands:
            assert command.callback is not None
            name = command.name or command.callback.__name__
            found.add((f"{prefix}{name}", f"{command.callback.__module__.rpartition('.')[2]}.py"))
    assert listed == found


def test_the_page_of_the_house_names_every_room() -> None:
    rooms = {f"{path.name}/" if path.is_dir() else path.name for path in PACKAGE.iterdir()}
    rooms -= {"__init__.py", "__pycache__/", "_data/", "py.typed"}
    named = set(re.findall(r"`([\w.]+(?:/|\.py))`", PAGE))
    # Ground is told as a whole.
    assert rooms - named == {"handed_over.py", "keeping.py", "paths.py", "version.py"}


def test_no_module_of_the_tests_imports_a_test() -> None:
    """What several tests use stands in a module of its own, or is a fixture of ``conftest.py``."""
    found = [
        (path.name, name)
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for node in imports(ast.parse(path.read_text("utf-8")))
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if name.startswith(("test_", "conftest"))
    ]
    assert found == []


SCHEMA = ROOT / "schema"


def test_the_schemas_of_this_version_are_there() -> None:
    """In ``dev`` for a development version, else frozen under its number."""
    folder = SCHEMA / id_version(SCHEMA_VERSION)
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert found == schema_files(id_version(SCHEMA_VERSION))


def test_the_package_names_schemas_that_are_there() -> None:
    stated = json.loads((ROOT / "datapackage" / "datapackage.json").read_text("utf-8"))
    paths = [SCHEMA / id_version(stated["schemaVersion"]) / f"{name}.schema.json" for name in TABLES]
    assert stated["recordSchemas"] == [json.loads(path.read_text("utf-8"))["$id"] for path in paths]


FROZEN_MANIFESTS: dict[str, str] = {
    "0.1.0": "248671891316cd3f75bfe4176ee14f0928debea77bb9ad3b1aa716d0e1a62c29",
    "examples/0.1.0": "671763d1256efa5f2ba4cc85c2a6c6a788bc1c01929c09df2e4988c911a294d0",
    "1.0.0": "0f6175b2de9ac9ef403209c701c17ddc0d44ddce508299901365d986d71b89b1",
    "examples/1.0.0": "e2463cffc0f17fef5e77b423e641a061e1e199c7bc0f3d62e3ddd5154bcaa5eb",
}
"""The digest of each frozen folder's manifest: what is frozen cannot change together with its manifest."""


def test_what_is_frozen_is_listed_and_stays_as_it_was() -> None:
    folders = {path for path in (*SCHEMA.iterdir(), *SCHEMA.glob("examples/*")) if path.is_dir()}
    names = {path.relative_to(SCHEMA).as_posix() for path in folders} - {"dev", "examples"}
    assert names == set(FROZEN_MANIFESTS)
    assert {name for name in names if "/" not in name} == {name.partition("/")[2] for name in names if "/" in name}
    for name, digest in FROZEN_MANIFESTS.items():
        assert hashlib.sha256((SCHEMA / name / "SHA256SUMS").read_bytes()).hexdigest() == digest, name
        assert unlike_their_manifest(SCHEMA / name) == set(), name


def unlike_their_manifest(folder: Path) -> set[str]:
    """Return the files that a folder's manifest does not list as they are, and those that it lists and are gone."""
    lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    listed = {(name, digest) for digest, name in (line.split("  ", 1) for line in lines)}
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    del files["SHA256SUMS"]
    return {name for name, _ in listed ^ {(n, hashlib.sha256(p.read_bytes()).hexdigest()) for n, p in files.items()}}


def test_what_differs_from_its_manifest_is_seen(tmp_path: Path) -> None:
    for name, data in schema_files("1.0.0").items():
        (tmp_path / name).write_bytes(data)
    assert unlike_their_manifest(tmp_path) == set()
    (tmp_path / "new.json").touch()
    (tmp_path / "stations.table.json").unlink()
    (tmp_path / "dossier.schema.json").write_bytes(b"{}")
    assert unlike_their_manifest(tmp_path) == {"new.json", "stations.table.json", "dossier.schema.json"}


def test_the_citation_file_names_the_version_of_the_data() -> None:
    from overseas_stations.schemas.dataset import LICENSE, TITLE
    from overseas_stations.version import __version__

    lines = (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    assert {f"version: {__version__}", f"title: {TITLE}", f"license: {LICENSE['name']}"} <= set(lines)
