"""The command line as people know them: help, versions, completion, standard input, several paths, what counts."""

from __future__ import annotations

import io
import json
import pydoc
import re
import sys
from collections.abc import Iterable, Iterator
from enum import Enum, EnumType
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
import typer
from typer.main import get_command

import overseas_stations as ovs
from commands_at_hand import CASES, COMMANDS
from overseas_stations.checking import Options, validate
from overseas_stations.cli.app import app
from overseas_stations.cli.ending import EXIT_CODES
from overseas_stations.findings import FINDING_FIELDS, Finding, Report, Severity
from overseas_stations.formats.strict_yaml import YamlFault, parse
from overseas_stations.frames import EngineName
from overseas_stations.handed_over import InputError
from overseas_stations.profiles import Profile
from overseas_stations.reports.wording import counted
from overseas_stations.rules.registry import CORE
from overseas_stations.suggestions import close_to
from overseas_stations.version import __version__
from processes import completed
from small_project import SOURCE, Overseas, Unusable, overseas_process

STATIONS = "datapackage/tables/stations.csv"


def commands() -> Iterator[tuple[str, list[typer.core.TyperArgument | typer.core.TyperOption]]]:
    """Yield each command with its arguments and options."""
    for name in COMMANDS:
        command = get_command(app)
        for word in name.split():
            command = command.commands[word]  # type: ignore[attr-defined]
        yield name, command.params  # type: ignore[misc]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_short_help_is_the_long_one(command: str, overseas: Overseas, tmp_path: Path) -> None:
    short, long = (overseas(*command.split(), option, cwd=tmp_path) for option in ("-h", "--help"))
    assert (short.returncode, short.stdout) == (0, long.stdout)
    assert "Example: overseas" in short.stdout.replace("`", "")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_a_help_page_is_readable_at_eighty_columns(command: str, overseas: Overseas, tmp_path: Path) -> None:
    shown = overseas(*command.split(), "-h", cwd=tmp_path, env={"COLUMNS": "80"}).stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert re.findall(r"<(?:\w+\||bool|str|int|path|list)|list\[", shown) == [], "types of Python"
    words = {word.strip(",.") for word in re.sub("[│•]", " ", shown).split()}
    for each in dict(commands()).get(command, []):
        assert {name.value if isinstance(name, Enum) else name for name in _choices(each)} <= words, each.name


def _choices(param: typer.core.TyperArgument | typer.core.TyperOption) -> Iterable[Any]:
    annotation = param.type_descriptor.annotation
    if isinstance(annotation, EnumType):
        return annotation
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def test_the_main_help_groups_the_commands_and_tells_how_they_end(overseas: Overseas, tmp_path: Path) -> None:
    shown = overseas("-h", cwd=tmp_path, env={"COLUMNS": "80"}).stdout
    panels = re.findall(r"^╭─ (.*?) ─+╮\n(.*?)^╰", shown, re.MULTILINE | re.DOTALL)
    assert {title: re.findall(r"^│ (\w+) {2}", body, re.MULTILINE) for title, body in panels[1:]} == {
        "Look things up": ["show", "cite", "coverage", "diff"],
        "Check data": ["validate", "check", "rules", "waivers"],
        "Verify the evidence": ["texts", "evidence"],
        "Take the data elsewhere": ["export", "site", "restore", "lock", "migrate"],
        "Maintain a project of dossiers": ["new", "anchor", "build", "ledger", "schema"],
    }
    assert all(f"• {code}: " in shown for code in EXIT_CODES)
    assert all(f"• {word}: " in shown for word in ("source", "dossier", "package", "waiver", "profile", "ledger"))


def test_the_examples_of_the_help_name_commands_and_options_that_there_are() -> None:
    known = dict(commands())
    told = 0
    for name in COMMANDS:
        command = get_command(app)
        for word in name.split():
            command = command.commands[word]  # type: ignore[attr-defined]
        for line in re.findall("`(overseas [^`]*|cat [^`]*)`", command.help or ""):
            words = re.split(r"[|>]", line.partition("overseas ")[2])[0].split()
            of = next((each for each in known if words[: len(each.split())] == each.split()), None)
            if of is None:
                assert words == ["-h"]
                continue
            options = {opt for each in known[of] for opt in each.opts} | {"-h"}
            assert {word.partition("=")[0] for word in words if word.startswith("-") and word != "-"} <= options, line
            told += 1
    assert told > 30


def test_arguments_are_named_in_one_way_and_options_say_what_they_do() -> None:
    for name, params in commands():
        for each in params:
            if isinstance(each, typer.core.TyperArgument):
                shown = (each.metavar or "").strip("{}[].")
                assert shown
                assert shown == shown.upper(), (name, each.name)
            assert getattr(each, "help", ""), (name, each.name)


PRINTS_DATA = ("check", "coverage", "diff", "migrate", "schema diff", "show", "validate")
"""Commands that print data or findings: each has JSON. The others write files, or print what is pasted."""


@pytest.mark.parametrize("command", PRINTS_DATA)
def test_what_prints_data_prints_it_as_json(command: str, overseas: Overseas, tmp_path: Path) -> None:
    shown = overseas(*command.split(), "-h", cwd=tmp_path).stdout
    assert re.search(r"--format [^[]* text(,| or) json[, .]", " ".join(shown.replace("│", " ").split()))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_slip_in_the_name_of_a_command_or_option_is_pointed_out(
    command: str, unusable: Unusable, tmp_path: Path
) -> None:
    *group, last = command.split()
    assert f"'{last}'" in unusable(*group, last[:-1] + "x" + last[-1], cwd=tmp_path)
    for each in dict(commands())[command]:
        if isinstance(each, typer.core.TyperOption) and each.opts[0].startswith("--"):
            slip = each.opts[0][:-1] + "x" + each.opts[0][-1]
            assert each.opts[0] in unusable(*command.split(), slip, cwd=tmp_path)
            break


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("validate", "x", "--format", "jsn"), "did you mean json"),
        (("check", "--fail-on", "warnings"), "did you mean warning"),
        (("new", "statoin"), "did you mean station"),
        (("cite", "--style", "bibtx"), "did you mean bibtex"),
        (("export", "parket"), "did you mean parquet"),
        (("rules", "OS40X"), "did you mean OS4"),
        (("validate", "x.csv", "--table", "station"), "did you mean stations"),
        (("validate", "x", "--select", "OS40X"), "did you mean OS4"),
    ],
)
def test_a_slip_in_a_word_that_is_chosen_is_pointed_out(
    words: tuple[str, ...], said: str, unusable: Unusable, built: Path
) -> None:
    assert said in unusable(*words, cwd=built)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list",), "No such command 'list': `overseas show --kind stations` lists records, `overseas rules` rules"),
        (
            ("explain", "OS204"),
            "No such command 'explain': `overseas rules CODE` explains a rule, `overseas show ID` a",
        ),
        (("help",), "No such command 'help': `overseas -h` lists the commands, `overseas COMMAND -h` says more of one"),
        (("cite", "--format", "text"), "No such option: --format: --style is meant; "),
        (("show", "x", "--json"), "No such option: --json: --format json is meant; "),
        (("validate", "x", "--sarif"), "No such option: --sarif: --format sarif is meant, or --report sarif=FILE; "),
        (("validate", "x", "--output", "y"), "No such option: --output: --report FORMAT=FILE is meant; "),
        (("export", "csv", "--output", "y"), "No such option: --output (Possible options: --out); "),
        (("export", "Excel"), "no format Excel; did you mean xlsx?; the formats are package, csv, "),
        (
            ("cite", "--style", "bibtx"),
            "Invalid value for '--style': 'bibtx' is not one of 'text', 'short', ",
        ),
    ],
)
def test_what_other_programs_have_is_told_by_its_name_here(
    words: tuple[str, ...], said: str, unusable: Unusable, tmp_path: Path
) -> None:
    assert unusable(*words, cwd=tmp_path).startswith(f"overseas: {said}")


def test_a_folder_that_is_no_package_names_those_near_it(unusable: Unusable, built: Path) -> None:
    assert unusable("validate", ".", cwd=built) == (
        "overseas: . is no package: it holds no datapackage.json; datapackage has one\n"
    )
    assert unusable("validate", "datapackage/tables", cwd=built) == (
        "overseas: datapackage/tables is no package: it holds no datapackage.json; datapackage has one\n"
    )
    single = (
        "overseas: datapackage/tables/stations.csv is a single file, and no package: `overseas validate FILE --table"
    )
    for words in (("show", "x", "--package"), ("export", "csv", "--package"), ("diff", "datapackage")):
        assert unusable(*words, STATIONS, cwd=built).startswith(single)
    assert unusable("diff", "datapackage", "nofolder", cwd=built).startswith(
        "overseas: nofolder is neither a file or folder that is there, nor a revision that git can read: "
    )
    assert unusable("diff", "datapackage", "datapakage", cwd=built).endswith("; did you mean datapackage?\n")
    assert unusable("diff", "datapackage", f"{built}/datapakage", cwd=built).endswith(
        f"; did you mean {built}/datapackage?\n"
    )


def test_the_version_and_the_module(overseas: Overseas, tmp_path: Path) -> None:
    shown = overseas("--version", cwd=tmp_path)
    assert (shown.returncode, shown.stdout.split(",")[0]) == (0, f"overseas-stations {__version__}")
    done = completed(sys.executable, "-m", "overseas_stations", "-V", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, shown.stdout, "")


def test_completion_for_the_shell(tmp_path: Path) -> None:
    done = overseas_process(
        "--show-completion", "bash", cwd=tmp_path, env={"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "COMPREPLY" in done.stdout


def test_several_packages_give_a_report_each(overseas: Overseas, unusable: Unusable, built: Path) -> None:
    faulty = built / "faulty"
    faulty.mkdir()
    (faulty / "datapackage.json").write_text("{}", encoding="utf-8")
    done = overseas("validate", "datapackage", "faulty", "--format", "json", cwd=built)
    assert done.returncode == 1
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["package"], each["valid"]) for each in reports] == [("datapackage", True), ("faulty", False)]
    assert overseas("validate", "datapackage", "datapackage", cwd=built).stdout.count("\nvalid: ") == 2
    assert "run it for each" in unusable("validate", "datapackage", "faulty", "--format", "sarif", cwd=built)


def test_a_table_from_standard_input(overseas: Overseas, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (built / STATIONS).read_bytes().replace(b",Quito,", b",,")
    monkeypatch.setattr("overseas_stations.cli.standard_input.standard_input", lambda: io.BytesIO(data))
    read = overseas("validate", "-", "--table", "stations", "--format", "json", cwd=built)
    (built / STATIONS).write_bytes(data)
    file = overseas("validate", STATIONS, "--table", "stations", "--format", "json", cwd=built)
    assert read.returncode == file.returncode == 1
    assert json.loads(read.stdout) == json.loads(file.stdout.replace(STATIONS, "-"))


def test_a_table_alone_says_which_references_nobody_looked_up(overseas: Overseas, built: Path) -> None:
    (built / STATIONS).write_text((built / STATIONS).read_text("utf-8").replace(SOURCE, "no-such-source"), "utf-8")
    alone = overseas("validate", STATIONS, "--table", "stations", cwd=built)
    assert (alone.returncode, alone.stdout.splitlines()[-4:-1]) == (
        0,
        [
            "passages: exact 0, moved 0, ambiguous 0, absent 0, not_checked 0",
            alone.stdout.splitlines()[-3],
            "not looked up: references to countries, sources; --installed looks in our data",
        ],
    )
    looked = overseas("validate", STATIONS, "--table", "stations", "--installed", cwd=built)
    assert looked.returncode == 1
    assert "not looked up" not in looked.stdout
    assert "\nlooked up in the data of this installation: references to countries, sources\n" in looked.stdout
    assert "looked up" not in overseas("validate", "datapackage", "--installed", cwd=built).stdout
    assert "not looked up" not in overseas("validate", "datapackage", cwd=built).stdout


def test_standard_input_that_is_not_there(unusable: Unusable, built: Path) -> None:
    assert "give a file in place of -" in unusable("validate", "-", "--table", "stations", cwd=built)


def test_what_is_left_out_is_named_and_does_not_count(overseas: Overseas, built: Path) -> None:
    rows = (built / STATIONS).read_text("utf-8")
    (built / STATIONS).write_text(rows.replace("city,Quito", "city,").replace("EC", "XQ"), encoding="utf-8")

    def report(*options: str) -> tuple[int, dict[str, object], set[str]]:
        done = overseas("validate", STATIONS, "--table", "stations", "--format", "json", *options, cwd=built)
        found = json.loads(done.stdout)
        return done.returncode, found, {each["code"] for each in found["findings"]}

    code, whole, codes = report()
    assert (code, whole["rules_left_out"]) == (1, [])
    code, found, left = report("--ignore", ",".join(codes))
    assert (code, found["valid"], left) == (0, True, set())
    assert set(found["rules_left_out"]) == codes  # type: ignore[call-overload]
    assert not codes & set(found["rules_run"])  # type: ignore[call-overload]
    one = min(codes)
    assert report("--select", one)[2] == {one}
    said = overseas("validate", STATIONS, "--table", "stations", "--ignore", one, cwd=built).stdout
    assert said.splitlines()[-1].endswith(", 1 rule left out")


NEVER_LEFT_OUT = {
    *("OS101", "OS102", "OS104", "OS106", "OS108", "OS110", "OS112", "OS113", "OS114", "OS115", "OS116", "OS117"),
    *("OS118", "OS119", "OS121", "OS123", "OS124", "OS131", "OS132", "OS133", "OS134", "OS135", "OS136", "OS138"),
    *("OS140", "OS145", "OS146", "OS198", "OS199", "OS514", "OS807", "OS808", "OS914", "OS916"),
}
"""Where they find something, something else was not checked."""


def test_what_was_not_read_counts_whatever_is_left_out(built: Path) -> None:
    """Nothing passes because it did not run."""
    (built / STATIONS).write_bytes(b"\xff\xfe\x00")
    for options in (Options(select=("OS7",)), Options(ignore=("OS1",))):
        report = validate(built / STATIONS, options, table="stations")
        assert (report.valid, report.rules_kept) == (False, ("OS104",)), report.findings
        assert counted(report).endswith("; OS104 counts all the same: what was not checked cannot be left out")
    for code in CORE.rules:
        if code in NEVER_LEFT_OUT:
            with pytest.raises(InputError, match=f"^{code} cannot be ignored: what is told of there was not checked"):
                _ = Options(ignore=(code,)).left_out
            left = Options(ignore=("OS",)).left_out
            assert code in left.kept - left.codes
        else:
            assert Options(ignore=(code,)).left_out == ({code}, set())


@pytest.mark.parametrize("ignored", [("OS120", "OS128"), ("OS1",), ("OS12",)])
def test_a_hash_and_a_copy_that_differ_are_ignored_as_other_rules_are(
    ignored: tuple[str, ...], overseas: Overseas, built: Path
) -> None:
    """What they tell of was checked: whether the whole family is named or they are, they are left out."""
    assert overseas("export", "package", "--out", "out", cwd=built).returncode == 0
    package = built / "out" / "datapackage"
    (package / "tables" / "stations.csv").write_text(
        (package / "tables" / "stations.csv").read_text("utf-8").replace("Quito", "Quita"), encoding="utf-8"
    )
    assert {each.code for each in validate(package).findings} >= {"OS120", "OS128"}
    found = validate(package, Options(ignore=(*ignored, "OS6")))
    assert (found.valid, found.rules_kept) == (True, ()), found.findings


def test_a_rule_says_whether_it_can_be_ignored(overseas: Overseas, unusable: Unusable, tmp_path: Path) -> None:
    def ignored(code: str) -> str:
        return overseas("rules", code, cwd=tmp_path).stdout.splitlines()[3]

    assert ignored("OS120") == "Ignored:  with --ignore OS120"
    assert ignored("OS101") == "Ignored:  never: where it finds something, something was not checked"
    assert overseas("rules", "OS10", cwd=tmp_path).stdout.splitlines()[:3] == [
        "OS101 error   A file is missing (cannot be ignored)",
        "OS102 error   A file has no header (cannot be ignored)",
        "OS103 warning A file that the descriptor does not name",
    ]
    assert unusable("validate", "x", "--ignore", "OS101", cwd=tmp_path) == (
        "overseas: OS101 cannot be ignored: what is told of there was not checked; mend that, or answer for it in a "
        "waiver (`overseas waivers -h`)\n"
    )
    assert "was not checked; mend that\n" in unusable("validate", "x", "--ignore", "OS199", cwd=tmp_path)


def test_a_project_with_errors_that_are_left_out_is_not_held_to_what_was_built(
    overseas: Overseas, faulty: Path
) -> None:
    done = overseas("check", "--ignore", "OS2,OS3,OS4,OS6", "--format", "json", cwd=faulty)
    found = json.loads(done.stdout)
    assert {each["code"] for each in found["findings"]} >= {"OS198"} or not found["valid"]


def test_warnings_fail_where_they_are_to(overseas: Overseas, built: Path) -> None:
    (built / "datapackage" / "more.csv").write_text("a\n1\n", encoding="utf-8")
    counts = json.loads(overseas("validate", "datapackage", "--format", "json", cwd=built).stdout)["counts"]
    assert (counts["error"], counts["warning"] > 0) == (0, True), counts
    assert overseas("validate", "datapackage", cwd=built).returncode == 0
    failing = overseas("validate", "datapackage", "--fail-on", "warning", cwd=built)
    fails = "fails for 1 warning (--fail-on warning)"
    assert (failing.returncode, failing.stdout.splitlines()[-1]) == (
        1,
        f"valid: 0 errors, 1 warning, 1 for information; {fails}",
    )
    quiet = overseas("validate", "datapackage", "--fail-on", "warning", "-q", cwd=built)
    assert (quiet.returncode, quiet.stdout.splitlines()) == (
        1,
        [
            "warning OS103 datapackage/more.csv",
            "  more.csv stands in the package and datapackage.json does not name it",
            "  next: name it as a resource, or remove it",
            fails,
        ],
    )
    step = overseas("validate", "datapackage", "--fail-on", "warning", "--format", "github", cwd=built)
    assert step.stdout.splitlines()[-1].endswith(f" rules run; {fails}")
    sound = overseas("validate", "datapackage", "--fail-on", "warning", "-q", "--ignore", "OS103", cwd=built)
    assert (sound.returncode, sound.stdout) == (0, "")


def test_quiet_and_verbose(overseas: Overseas, unusable: Unusable, built: Path, faulty: Path) -> None:
    assert overseas("validate", "datapackage", "-q", cwd=built).stdout == ""
    said = overseas("check", "-q", cwd=faulty)
    assert said.returncode == 1
    assert said.stdout.startswith("error OS")
    assert "OS701" in overseas("validate", "datapackage", "-v", cwd=built).stdout
    assert "do not go together" in unusable("check", "-q", "-v", cwd=built)


def test_near_names() -> None:
    assert close_to("STATION", ["stations", "sources"]) == ["stations"]
    assert close_to("x" * 10_000, ["x" * 9_999]) == []
    assert close_to("", ["a"]) == []
    assert {*CASES} == {*COMMANDS}


@pytest.mark.parametrize("engine", ["polars", "pandas", "duckdb"])
def test_a_term_an_id_and_a_place_that_are_not_known_suggest_one(engine: EngineName, built: Path) -> None:
    stations = built / STATIONS
    stations.write_text(stations.read_text("utf-8").replace(",reported,", ",reportd,"), encoding="utf-8")
    statuses, evidence = stations.with_name("station_statuses.csv"), stations.with_name("evidence.csv")
    statuses.write_text(statuses.read_text("utf-8").replace("ec-quito-1", "ec-quitto-1"), encoding="utf-8")
    misspelt = evidence.read_text("utf-8")
    for right, wrong in (
        ("\nstatements,2023-example-denial,,", "\nstatements,2023-exampel-denial,,"),
        ("\nstation_statuses,", "\nstation_status,"),
        ("\nstations,ec-quito-1,,", "\nstations,ec-quito-1,cty,"),
    ):
        assert misspelt.count(right) == 1
        misspelt = misspelt.replace(right, wrong)
    evidence.write_text(misspelt, encoding="utf-8")
    wanted = ("OS204", "OS303", "OS305", "OS306")
    found = validate(built / "datapackage", Options(engine=engine, select=wanted)).findings
    assert {(each.code, each.field, each.hint.rpartition("; ")[2]) for each in found if each.code in wanted} == {
        ("OS204", "status", "did you mean reported?"),
        ("OS303", "station_id", "did you mean ec-quito-1?"),
        ("OS305", "record_id", "did you mean 2023-example-denial?"),
        ("OS306", "table", "did you mean station_statuses?"),
        ("OS306", "field", "did you mean city?"),
    }


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (("rules", "OS405", "--format", "json"), ["OS405"]),
        (("rules", "OS80", "--format", "json"), ["OS801", "OS802", "OS803", "OS804", "OS805", "OS806", "OS807"]),
    ],
)
def test_rules_as_json(command: tuple[str, ...], shown: list[str], overseas: Overseas, tmp_path: Path) -> None:
    listed = json.loads(overseas(*command, cwd=tmp_path).stdout)
    assert [each["code"] for each in listed][: len(shown)] == shown
    assert {*listed[0]} == {"code", "severity", "title", "message", "hint", "why", "ignorable", "family"}


def test_rules_as_markdown(overseas: Overseas, tmp_path: Path) -> None:
    page = overseas("rules", "OS405", "--format", "markdown", cwd=tmp_path).stdout
    assert [line for line in page.splitlines() if line.startswith("#")][1:] == ["### OS405 Later than every source"]


def test_names_that_python_does_not_know_suggest_one() -> None:
    for call, said in (
        (lambda: ovs.table("station"), "no table or view station; did you mean stations"),
        (lambda: ovs.cite("us-new-york"), "no record us-new-york; did you mean us-new-york-1"),
    ):
        with pytest.raises(KeyError) as error:
            call()
        assert str(error.value).startswith(said)
    with pytest.raises(InputError, match="there is no table station; did you mean stations"):
        ovs.validate({"station": ovs.stations()})


def test_help_lists_the_columns() -> None:
    for name in ("stations", "sources", "claims"):
        shown = pydoc.plain(pydoc.render_doc(getattr(ovs, name)))
        for column in ovs.table(name, "polars").columns:
            assert f"        {column}: " in shown


def test_a_report_shows_itself_and_is_a_frame() -> None:
    hostile = Finding("OS101", Severity.ERROR, "<script>alert(1)</script>", file="<b>.csv", line=3)
    report = Report("<img>", (hostile,), rules_left_out=("OS701",))
    shown = report._repr_html_()
    assert "<script>" not in shown
    assert "<img>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "rules left out 1" in shown
    frame = report.to_frame()
    assert list(frame.columns) == [*FINDING_FIELDS]
    assert (frame["code"][0], frame["line"][0], frame["row"].isna()[0]) == ("OS101", 3, True)
    assert Report("x").to_frame().empty
    assert "more rows" in Report("x", (hostile,) * 60)._repr_html_()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: China: no stations\n", "a colon and a blank stand within a value"),
        ("a: 1\nbc\nd: 2\n", "there is no colon after a key"),
    ],
)
def test_a_colon_too_many_or_too_few_is_named(text: str, said: str) -> None:
    with pytest.raises(YamlFault, match=said):
        parse(text.encode(), "x.yaml", [])


def test_a_message_with_a_place_that_nothing_fills_is_refused() -> None:
    def declared(message: str, *params: str) -> None:
        Profile("x", "t").rule("XX101", Severity.ERROR, "t", message=message, hint="h", why="w", params=params)

    for wrong in ("{vlaue}", "{valeu} of {field}", "{", "{}"):
        with pytest.raises(ValueError, match="XX101: "):
            declared(wrong)
    declared("{value} {detail} {record_id}")
    declared("{expected}", "expected")
