"""The command that makes a site of the data: ``site``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from overseas_stations.cli.output import write
from overseas_stations.cli.places import PackageOption, package_folder
from overseas_stations.cli.progress import progress
from overseas_stations.cli.register import app
from overseas_stations.cli.reporting import refuse
from overseas_stations.handed_over import InputError
from overseas_stations.labels import LANGUAGES
from overseas_stations.suggestions import did_you_mean


@app.command()
def site(
    out: Annotated[
        Path,
        typer.Option("--out", metavar="FOLDER", help="The folder to write; an earlier site in it is replaced."),
    ] = Path("site"),
    languages: Annotated[
        str,
        typer.Option(
            "--languages",
            metavar="CODE,...",
            help=f"The languages of its pages, the first at its root: {', '.join(LANGUAGES)}, or all.",
        ),
    ] = "en",
    base_url: Annotated[
        str | None,
        typer.Option(
            "--base-url", metavar="URL", help="The address that it will have, for search engines and previews."
        ),
    ] = None,
    repository: Annotated[
        str | None,
        typer.Option("--repository", metavar="URL", help="The address of the repository, for links to dossiers."),
    ] = None,
    with_data: Annotated[
        bool,
        typer.Option("--with-data", help="With the data in all formats that can be written here, to be downloaded."),
    ] = False,
    package: PackageOption = None,
) -> None:
    """Write a site in which everything can be seen, searched, filtered, cited and checked.

    It opens from its folder, from any web server, and without a network. The package is checked first; one with faults
    is not published. All is written or nothing, the same bytes each time.

    Example: `overseas site --out site`: then open site/index.html in a browser

    - `overseas site --languages all`: in all languages, English at the root and the others in folders
    - `overseas site --base-url https://example.org/stations/`: with a map of the site for search engines
    """
    from overseas_stations.checking.validating import validate_for_export
    from overseas_stations.explorer.context import Data
    from overseas_stations.explorer.downloads import downloads
    from overseas_stations.explorer.writing import MANIFEST, SITE, site_files
    from overseas_stations.folders.replacing import writing
    from overseas_stations.publishing.exports.source import as_it_is

    chosen = _languages(languages)
    base, home = _address("--base-url", base_url), _address("--repository", repository).removesuffix("/")
    path = package_folder(package)
    with writing(out, SITE) as write_folder:
        found, earlier = as_it_is(path), "; the earlier site there is gone" if (out / MANIFEST).exists() else ""
        with progress("validating"):
            report, source = validate_for_export(path)
        if source is None:
            refuse(report, out)
        with progress("writing pages"):
            data = Data(source, chosen, base, home, _dossiers(path), downloads(source) if with_data else {})
            files = site_files(data)
            if as_it_is(path) != found:
                raise InputError(f"{path} was written anew while it was read: make the site again")
            write_folder(files)
    size = sum(map(len, files.values()))
    write(f"wrote {out}: {len(files)} files, {size} bytes; open {out / 'index.html'}{earlier}\n")


def _languages(given: str) -> tuple[str, ...]:
    """Return the languages that are named, each once."""
    if given.strip() == "all":
        return tuple(LANGUAGES)
    named = tuple(dict.fromkeys(code for each in given.split(",") if (code := each.strip())))
    for code in named:
        if code not in LANGUAGES:
            raise InputError(
                f"no labels in {code}{did_you_mean(code, LANGUAGES)}; there are {', '.join(LANGUAGES)}, and all"
            )
    if not named:
        raise InputError(f"--languages names none: {', '.join(LANGUAGES)}, or all")
    return named


def _address(option: str, url: str | None) -> str:
    """Return an address with a slash at its end; empty where none is given."""
    if url is None:
        return ""
    if not re.fullmatch(r"https?://[A-Za-z0-9.:-]+(?:/[A-Za-z0-9._~/-]*)?", url):
        raise InputError(f"{option} {url} is no address such as https://example.org/stations/")
    return url if url.endswith("/") else f"{url}/"


def _dossiers(package: Path) -> dict[str, str]:
    """Return source or actor -> the path of its dossier, where the package is that of a project."""
    from overseas_stations.paths import find_project

    root = find_project(package.resolve().parent)
    if root is None or package.resolve() != root / "datapackage":
        return {}
    return {path.stem: path.relative_to(root).as_posix() for path in sorted(root.glob("seeds/*/*.yaml"))}
