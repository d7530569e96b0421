"""The command line: ``kb verb thing --options``. Data on stdout, words on stderr; exit 1 when a check fails, 2 for misuse."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from kb import curate
from kb.console import Csv, Database, Json, Seeds, fail, open_base, print_table, progress, say, set_debug, told

__all__ = ["app", "main"]

app = typer.Typer(
    name="kb",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="A materials knowledge base with a query API: what papers on all-solid-state lithium batteries report.",
)


@app.callback()
def _options(debug: Annotated[bool, typer.Option(help="Show tracebacks.")] = False) -> None:
    set_debug(debug)


for _command in (curate.agreement, curate.check, curate.verify, curate.coverage, curate.new, curate.propose):
    app.command()(_command)


@app.command()
@told
def build(
    seeds: Seeds = None, database: Database = None,
    force: Annotated[bool, typer.Option(help="Build even when nothing has changed.")] = False,
) -> None:  # fmt: skip
    """Build the base from the seeds, in one transaction; nothing changes when anything is wrong.

    Example: kb build seeds --database kb.sqlite
    """
    from kb.base import default_seeds
    from kb.build import build as make
    from kb.build import summary

    with progress() as step:
        built = make(seeds or default_seeds(), database, force=force, step=step)
    say(
        f"built {built.build}: {summary(built.counts)}"
        if built.written
        else f"nothing has changed since build {built.build}"
    )


@app.command()
@told
def audit(
    paper: Annotated[str | None, typer.Argument(help="Slug of one paper; all when left out.")] = None,
    database: Database = None, json: Json = False,
    untestable: Annotated[bool, typer.Option(help="List what can't be checked, and what is missing.")] = False,
) -> None:  # fmt: skip
    """Say which printed numbers contradict each other, with their quotes.

    Example: kb audit lim2022
    """
    from kb.audit import audit as told
    from kb.audit import audit_json
    from kb.build import to_json

    with open_base(database) as base:
        typer.echo(to_json(audit_json(base, paper)) if json else told(base, paper, untestable=untestable))


@app.command()
@told
def compare(
    name: Annotated[str | None, typer.Argument(help="Name of a comparison; without one they are listed.")] = None,
    argument: Annotated[list[str] | None, typer.Option("--set", "-s", help="An argument, as name=value; repeatable.")] = None,
    database: Database = None, json: Json = False, csv: Csv = False,
    why: Annotated[bool, typer.Option(help="Under each row, where each number comes from.")] = False,
) -> None:  # fmt: skip
    """Put records on one stated basis, each number with where it comes from.

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


def _print(made: Any, *, why: bool) -> None:
    columns = ["", "paper", *(f"{c.name.replace('_', ' ')}{f' [{c.unit}]' if c.unit else ''}" for c in made.columns)]
    rows = []
    for line in made.lines:
        cells = [
            (value.text or "") + (MARKS[value.provenance.value] if column.number else "")
            for column, value in zip(made.columns, line.values, strict=True)
        ]
        rows.append([line.label, line.paper, *cells])
    typer.echo(f"{made.title}\n  basis: {made.basis}")
    print_table(columns, rows)
    typer.echo(
        "  as printed = reported; (n) = normalised to the basis; (d) = derived from printed numbers; – = missing"
    )
    if why:
        for line in made.lines:
            typer.echo(f"\n{line.id}")
            for column, value in zip(made.columns, line.values, strict=True):
                if column.number and value.why:
                    typer.echo(f"  {column.name}: {value.provenance.value}: " + value.why.replace("\n", "\n    "))


@app.command()
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


@app.command()
@told
def query(
    document: Annotated[
        str, typer.Argument(help="A GraphQL document, a file that holds one, or - for standard input.")
    ],
    variables: Annotated[str, typer.Option("--variables", "-v", help="JSON object of variables.")] = "{}",
    database: Database = None,
) -> None:
    """Answer one GraphQL query from the base.

    Example: kb query "{ papers { slug title } }"
    """
    import json as std

    from kb.build import to_json
    from kb.graphql import execute

    text = sys.stdin.read() if document == "-" else document
    if "{" not in text:
        file = Path(text)
        if not file.is_file():
            fail(
                FileNotFoundError(
                    f"{text}  is neither a query nor a file\n    give a document such as '{{ papers {{ slug }} }}'"
                ),
                2,
            )
        text = file.read_text(encoding="utf-8")
    try:
        given = std.loads(variables)
    except ValueError as error:
        fail(ValueError(f'--variables  not JSON: {error}\n    give an object such as \'{{"paper": "lim2022"}}\''), 2)
    with open_base(database) as base:
        answer = execute(base, text, given)
    typer.echo(to_json(answer))
    if answer.get("errors"):
        raise typer.Exit(1)


@app.command()
@told
def serve(
    database: Database = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.", min=0, max=65535)] = 8765,
) -> None:
    """Answer GraphQL over HTTP at /graphql, with a console at /.

    Example: kb serve --port 8765
    """
    from kb.server import serve as run

    run(database, host, port, say=say)


@app.command()
@told
def quantities(
    json: Json = False, search: Annotated[str, typer.Option(help="Only those with this word.")] = ""
) -> None:
    """List the catalogue: every quantity with its unit, owner and sentence.

    Example: kb quantities --search capacity
    """
    from kb.build import to_json
    from schema.quantities import Q

    found = [q for q in Q if search.lower() in f"{q.name} {q.doc}".lower()]
    if json:
        keys = ("name", "unit", "of", "low", "high", "exact", "symbol", "doc", "iri")
        typer.echo(to_json([{key: getattr(q, key) for key in keys} for q in found]))
    else:
        print_table(["quantity", "unit", "of", "plausible", "what it is"],
               [[q.name, q.unit, ", ".join(q.of), f"{q.low:g} … {q.high:g}", q.doc] for q in found])  # fmt: skip


@app.command()
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


@app.command()
@told
def schema(
    what: Annotated[
        str, typer.Argument(help="'seed' for the JSON Schema of a seed file, 'graphql' for the SDL.")
    ] = "seed",
) -> None:
    """Print a generated schema: of the seed files, or of the GraphQL API.

    Example: kb schema seed
    """
    import json as std

    if what == "seed":
        from schema.seed import json_schema

        typer.echo(std.dumps(json_schema(), indent=1, ensure_ascii=False))
    elif what == "graphql":
        from kb.graphql import sdl

        typer.echo(sdl())
    else:
        fail(ValueError(f"{what!r}  is no schema\n    use seed or graphql"), 2)


def main() -> None:
    """Entry point of the command ``kb``."""
    app()
