"""The command line: ``kb verb thing --options``. Data on stdout, words on stderr; exit 1 when a check fails, 2 for misuse."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kb import cli_answers, cli_cells, cli_chemistry, cli_exports, cli_lists, cli_refresh, curate
from kb.console import Database, Seeds, fail, open_base, progress, say, set_debug, told

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


for _command in (
    curate.agreement, curate.check, curate.verify, curate.coverage, curate.new, curate.propose,
    cli_answers.audit, cli_answers.explain, cli_answers.checklist, cli_answers.compare, cli_answers.show,
    cli_answers.export, cli_lists.quantities, cli_lists.formulas, cli_cells.ledger, cli_cells.whatif, cli_chemistry.composition,
    cli_chemistry.reaction, cli_refresh.refresh,
    cli_exports.export_all,
):  # fmt: skip
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
    from kb.build import build as make
    from kb.build import summary
    from kb.sources import default_seeds

    with progress() as step:
        built = make(seeds or default_seeds(), database, force=force, step=step)
    say(
        f"built {built.build}: {summary(built.counts)}"
        if built.written
        else f"nothing has changed since build {built.build}"
    )


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

    Example: kb query "{ papers { nodes { slug title } } }"
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
                    f"{text}  is neither a query nor a file\n    give a document such as '{{ papers {{ nodes {{ slug }} }} }}'"
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
    keys: Annotated[str | None, typer.Option(help="File of API keys: name sha256:<hex> <requests a minute>.")] = None,
    new_key: Annotated[str | None, typer.Option(help="Make an API key of this name, with its line, and stop.")] = None,
    cors: Annotated[list[str] | None, typer.Option(help="Origin that browsers may ask from; several times.")] = None,
    setting: Annotated[
        list[str] | None, typer.Option("--set", help="Any setting, as name=value; several times.")
    ] = None,
    settings: Annotated[bool, typer.Option("--settings", help="List the settings and stop.")] = False,
) -> None:
    """Answer GraphQL over HTTP at /graphql, with a console at /.

    Settings come from the environment, too: KB_SERVE_TIMEOUT=5.

    Example: kb serve --port 8765 --set timeout=5
    """
    from kb.serving.settings import described, settings_from

    if settings:
        typer.echo(described())
        return
    if new_key:
        from kb.serving.access import new_key as make

        secret, line = make(new_key)
        say(f"the key, shown this once: {secret}\nits line for the file of keys:")
        typer.echo(line)
        return
    from kb.server import serve as run

    chosen = settings_from(setting or (), keys_file=keys, cors=tuple(cors) if cors else None)
    run(database, host, port, say=say, settings=chosen)


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
