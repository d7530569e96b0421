"""The commands that answer from the base: audit, explain, checklist, compare, show, export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.console import Csv, Database, Json, fail, open_base, print_table, say, told

if TYPE_CHECKING:
    from kb.table import Line, Table

Markdown = Annotated[bool, typer.Option("--markdown", help="Markdown on stdout, fit to be mailed.")]

__all__ = ["audit", "checklist", "compare", "explain", "export", "show"]


@told
def audit(
    paper: Annotated[str | None, typer.Argument(help="Slug of one paper; all when left out.")] = None,
    database: Database = None, json: Json = False, markdown: Markdown = False,
    untestable: Annotated[bool, typer.Option(help="List what can't be checked, and what is missing.")] = False,
) -> None:  # fmt: skip
    """Say which printed numbers contradict each other, with their quotes; as Markdown, a letter to the authors.

    Example: kb audit lim2022 --markdown
    """
    from kb.audit import audit as in_words
    from kb.audit import audit_json
    from kb.audit_markdown import audit_markdown
    from kb.build import to_json

    _one_form(json=json, markdown=markdown)
    with open_base(database) as base:
        if json:
            typer.echo(to_json(audit_json(base, paper)))
        elif markdown:
            typer.echo(audit_markdown(base, paper), nl=False)
        else:
            typer.echo(in_words(base, paper, untestable=untestable))


@told
def explain(
    record: Annotated[str, typer.Argument(help="Id of a verdict, derived value, reading, condition or statement.")],
    database: Database = None, json: Json = False, markdown: Markdown = False,
) -> None:  # fmt: skip
    """Tell a verdict or derived value as a short derivation, with what it does not say.

    Example: kb explain "lim2022/li-5min/stripping-cycled/lithium_loss#lithium_loss"
    """
    from dataclasses import asdict

    from kb.build import to_json
    from kb.explain import explain as made
    from kb.explain_markdown import explanation_markdown
    from kb.explain_text import explanation_text

    _one_form(json=json, markdown=markdown)
    with open_base(database) as base:
        found = made(base, record)
        if json:
            typer.echo(to_json(asdict(found)))
        elif markdown:
            typer.echo(explanation_markdown(found), nl=False)
        else:
            typer.echo(explanation_text(found))


@told
def checklist(
    paper: Annotated[str | None, typer.Argument(help="Slug of one paper; all when left out.")] = None,
    database: Database = None, json: Json = False, markdown: Markdown = False,
) -> None:  # fmt: skip
    """Say what the field's reporting checklists ask of each cell and electrolyte, and what a paper states of it.

    Example: kb checklist tan2021
    """
    from kb.build import to_json
    from kb.checklist import checklist_json, checklist_markdown, checklist_text

    _one_form(json=json, markdown=markdown)
    with open_base(database) as base:
        if json:
            typer.echo(to_json(checklist_json(base, paper)))
        elif markdown:
            typer.echo(checklist_markdown(base, paper), nl=False)
        else:
            typer.echo(checklist_text(base, paper))


def _one_form(*, json: bool, markdown: bool) -> None:
    if json and markdown:
        fail(ValueError("--json and --markdown  exclude each other\n    give one"), 2)


@told
def compare(
    name: Annotated[str | None, typer.Argument(help="Name of a comparison; without one they are listed.")] = None,
    argument: Annotated[list[str] | None, typer.Option("--set", "-s", help="An argument, as name=value; repeatable.")] = None,
    database: Database = None, json: Json = False, csv: Csv = False,
    why: Annotated[bool, typer.Option(help="Under each row, where each number comes from.")] = False,
) -> None:  # fmt: skip
    """Put records on one stated basis, each number with where it comes from, and what contradicts it.

    Several ids or quantities are separated by commas, conditions by semicolons.

    Example: kb compare electrolytes_at_temperature --set "temperature=60 degC"
    """
    from kb.build import to_json
    from kb.comparisons import COMPARISONS
    from kb.comparisons import compare as make

    if name is None:
        rows = [
            [one.name, one.doc, "; ".join(f"{a.name}={a.default or '…'}" for a in one.arguments)]
            for one in COMPARISONS.values()
        ]
        print_table(["comparison", "what it answers", "arguments"], rows)
        return
    given = dict(part.partition("=")[::2] for part in argument or [])
    with open_base(database) as base:
        made = make(base, name, **given)
        if json:
            typer.echo(to_json(made.as_dict()))
        elif csv:
            typer.echo(made.to_polars().write_csv(), nl=False)
        else:
            _print(made, why=why)


MARKS = {"reported": "", "normalised": " (n)", "derived": " (d)", "missing": "–"}
CONTRADICTED = " (!)"


def _print(made: Table, *, why: bool) -> None:
    columns = ["", "paper", *(f"{c.name.replace('_', ' ')}{f' [{c.unit}]' if c.unit else ''}" for c in made.columns)]
    rows = []
    for line in made.lines:
        cells = [
            (value.text or "") + (MARKS[value.provenance.value] if column.number else "") + CONTRADICTED * bool(value.contradicted_by)
            for column, value in zip(made.columns, line.values, strict=True)
        ]  # fmt: skip
        rows.append([line.label, line.paper, *cells])
    typer.echo(f"{made.title}\n  basis: {made.basis}")
    print_table(columns, rows)
    typer.echo(
        "  as printed = reported; (n) = normalised to the basis; (d) = derived from printed numbers; – = missing"
    )
    against = dict.fromkeys(check for line in made.lines for value in line.values for check in value.contradicted_by)
    if against:
        typer.echo("  (!) = contradicted, or resting on what is: " + ", ".join(against))
    for note in made.notes:
        typer.echo(f"  {note}")
    if why:
        for line in made.lines:
            _why(made, line)


def _why(made: Table, line: Line) -> None:
    typer.echo(f"\n{line.id}")
    for column, value in zip(made.columns, line.values, strict=True):
        if column.number and value.why:
            typer.echo(f"  {column.name}: {value.provenance.value}: " + value.why.replace("\n", "\n    "))
        for check in value.contradicted_by:
            typer.echo(f"  {column.name}: contradicted: kb explain {check!r}")


@told
def show(
    record: Annotated[str, typer.Argument(help="Id of any record: paper, material, cell, experiment, reading, check …")],
    database: Database = None, json: Json = False,
) -> None:  # fmt: skip
    """Show one record with everything under it, or the story of one check or derived value.

    Example: kb show nguyen2024/cse
    """
    from kb.build import to_json
    from kb.show import describe, record_json

    with open_base(database) as base:
        typer.echo(to_json(record_json(base, record)) if json else describe(base, record))


@told
def export(
    table: Annotated[
        str, typer.Argument(help="readings, checks, papers, materials, electrolytes, coatings, electrodes, cells …")
    ],
    database: Database = None,
    json: Json = False,
    csv: Csv = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="Parquet, to --out or to a pipe.")] = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file instead of stdout.")] = None,
) -> None:
    """Write one plain table: CSV by default, numbers in catalogue units.

    Example: kb export readings --parquet --out readings.parquet
    """
    from io import BytesIO

    from kb.build import to_json
    from kb.tables_out import export_frame, export_rows

    if json + csv + parquet > 1:
        fail(ValueError("--json, --csv and --parquet  exclude each other\n    give one"), 2)
    if parquet and out is None and sys.stdout.isatty():
        fail(ValueError("--parquet  is not for a terminal\n    add --out FILE"), 2)
    with open_base(database) as base:
        if json:
            made = (to_json(export_rows(base, table)) + "\n").encode()
        elif parquet:
            buffer = BytesIO()
            export_frame(base, table).write_parquet(buffer)
            made = buffer.getvalue()
        else:
            made = export_frame(base, table).write_csv().encode()
    if out is None:
        typer.echo(made, nl=False)
        return
    try:
        out.write_bytes(made)
    except OSError as error:
        fail(OSError(f"{out}  can't be written: {error.strerror}\n    choose another path"), 2)
    say(f"wrote {out}")
