"""``kb export-all``: the whole base in files of one format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kb.console import Database, fail, open_base, say, told

__all__ = ["export_all"]


@told
def export_all(
    folder: Annotated[Path, typer.Argument(help="Where to write; made when it isn't there.")],
    form: Annotated[
        str,
        typer.Option("--format", "-f", help="parquet, csv (with datapackage.json), jsonl, jsonld, sqlite or seeds."),
    ] = "parquet",
    database: Database = None,
) -> None:
    """Write the whole base into a folder: every table, or linked data, a SQLite file, or its seeds.

    Two bases of the same seeds give the same bytes.

    Example: kb export-all export --format csv
    """
    from kb.exports import export_all as make

    with open_base(database) as base:
        try:
            written = make(base, folder, form)
        except OSError as error:
            fail(OSError(f"{folder}  can't be written: {error.strerror}\n    choose another folder"), 2)
    say(f"wrote {len(written)} files into {folder}")
