"""The command line: ``kb verb thing --options``. Data on stdout, words on stderr; exit 1 when a check fails, 2 for misuse."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

__all__ = ["app", "main"]

app = typer.Typer(
    name="kb", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="A materials knowledge base with a query API: what papers on all-solid-state lithium batteries report.",
)  # fmt: skip

Database = Annotated[
    str | None, typer.Option("--database", "-d", help="File or URL; else KB_DATABASE_URL, else kb.sqlite.")
]
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
Csv = Annotated[bool, typer.Option("--csv", help="CSV on stdout.")]
Seeds = Annotated[Path | None, typer.Argument(help="Seed folder; seeds/ when left out.")]

_state = {"debug": False}


@app.callback()
def _options(debug: Annotated[bool, typer.Option(help="Show tracebacks.")] = False) -> None:
    _state["debug"] = debug


def _say(words: str) -> None:
    typer.echo(words, err=True)


def _fail(error: Exception, code: int) -> NoReturn:
    _say(str(error))
    raise typer.Exit(code)


def _told(command: Callable[..., None]) -> Callable[..., None]:
    """Print our own errors as sentences; anything else is a bug and shows its traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        from schema.errors import KbError, ProblemsFoundError

        try:
            command(*args, **kwargs)
        except KbError as error:
            if _state["debug"]:
                raise
            _fail(error, 1 if isinstance(error, ProblemsFoundError) else 2)
        except BrokenPipeError:  # `kb export … | head` is no error
            sys.stderr.close()

    return run


@contextmanager
def _base(database: str | None) -> Iterator[Any]:
    from kb.base import Base

    base = Base(database)
    try:
        yield base
    finally:
        base.close()


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """A bar on a terminal, nothing elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<34}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("starting", total=4)

        def step(words: str) -> None:
            bar.update(task, advance=1, description=words)

        yield step


def _table(columns: list[str], rows: list[list[str]], title: str = "") -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False, markup=False)
    made = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    for row in rows:
        made.add_row(*row)
    console.print(made)


@app.command()
@_told
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

    with _progress() as step:
        built = make(seeds or default_seeds(), database, force=force, step=step)
    _say(
        f"built {built.build}: {summary(built.counts)}"
        if built.written
        else f"nothing has changed since build {built.build}"
    )


@app.command()
@_told
def check(
    file: Annotated[Path, typer.Argument(help="One seed file, or a seed folder.")],
    text: Annotated[Path | None, typer.Option(help="The paper's plain text: quotes are looked up in it.")] = None,
) -> None:
    """Check one seed file alone, or a whole folder: every problem with its line and how to mend it.

    Example: kb check seeds/papers/nguyen2024.yaml
    """
    from ingest.load import REFERENCE, load, load_files
    from ingest.verify import unverified
    from schema.errors import ProblemsFoundError

    if not file.exists():
        _fail(FileNotFoundError(f"{file}  there is no such file\n    name a seed file or folder"), 2)
    try:
        records = load(file) if file.is_dir() else load_files([file], file.parent.parent / REFERENCE)
    except ProblemsFoundError as error:
        _fail(error, 1)
    counts = {name: len(records.of(name)) for name in ("reading", "experiment", "statement", "misprint")}
    _say(f"{file}: no problems; " + ", ".join(f"{count} {name}s" for name, count in counts.items()))
    if text is not None:
        lost = unverified(records, file.stem, text.read_text(encoding="utf-8"))
        for one in lost:
            typer.echo(f"{one.id}  the quote is not in {text.name}: {one.quote!r}")
        if lost:
            raise typer.Exit(1)
        _say(f"every quote stands in {text.name}")


@app.command()
@_told
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

    with _base(database) as base:
        typer.echo(to_json(audit_json(base, paper)) if json else told(base, paper, untestable=untestable))


@app.command()
@_told
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
        _table(["comparison", "what it answers", "arguments"], rows)
        return
    given = dict(part.partition("=")[::2] for part in argument or [])
    with _base(database) as base:
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
    _table(columns, rows)
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
@_told
def show(
    record: Annotated[str, typer.Argument(help="Id of any record: paper, material, cell, experiment, reading, check …")],
    database: Database = None, json: Json = False,
) -> None:  # fmt: skip
    """Show one record with everything under it, or the story of one check or derived value.

    Example: kb show nguyen2024/cse
    """
    from kb.build import to_json
    from kb.show import describe, record_json

    with _base(database) as base:
        typer.echo(to_json(record_json(base, record)) if json else describe(base, record))


@app.command()
@_told
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
            _fail(
                FileNotFoundError(
                    f"{text}  is neither a query nor a file\n    give a document such as '{{ papers {{ slug }} }}'"
                ),
                2,
            )
        text = file.read_text(encoding="utf-8")
    try:
        given = std.loads(variables)
    except ValueError as error:
        _fail(ValueError(f'--variables  not JSON: {error}\n    give an object such as \'{{"paper": "lim2022"}}\''), 2)
    with _base(database) as base:
        answer = execute(base, text, given)
    typer.echo(to_json(answer))
    if answer.get("errors"):
        raise typer.Exit(1)


@app.command()
@_told
def serve(
    database: Database = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.", min=0, max=65535)] = 8765,
) -> None:
    """Answer GraphQL over HTTP at /graphql, with a console at /.

    Example: kb serve --port 8765
    """
    from kb.server import serve as run

    run(database, host, port, say=_say)


@app.command()
@_told
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
        _table(["quantity", "unit", "of", "plausible", "what it is"],
               [[q.name, q.unit, ", ".join(q.of), f"{q.low:g} … {q.high:g}", q.doc] for q in found])  # fmt: skip


@app.command()
@_told
def export(
    table: Annotated[str, typer.Argument(help="readings, checks, papers, materials, electrolytes, coatings, electrodes, cells …")],
    database: Database = None, json: Json = False, csv: Csv = False,
    parquet: Annotated[Path | None, typer.Option(help="Write a Parquet file.")] = None,
) -> None:  # fmt: skip
    """Write one plain table: CSV by default, numbers in catalogue units.

    Example: kb export readings --csv
    """
    from kb.build import to_json
    from kb.tables_out import export_frame, export_rows

    if json and csv:
        _fail(ValueError("--json and --csv  exclude each other\n    give one"), 2)
    with _base(database) as base:
        if parquet is not None:
            try:
                export_frame(base, table).write_parquet(parquet)
            except OSError as error:
                _fail(OSError(f"{parquet}  can't be written: {error}\n    choose another path"), 2)
            _say(f"wrote {parquet}")
        elif json:
            typer.echo(to_json(export_rows(base, table)))
        else:
            typer.echo(export_frame(base, table).write_csv(), nl=False)


@app.command()
@_told
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
        _fail(ValueError(f"{what!r}  is no schema\n    use seed or graphql"), 2)


def main() -> None:
    """Entry point of the command ``kb``."""
    app()
