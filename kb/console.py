"""What every command shares: options, words on stderr, errors as sentences, tables and a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

__all__ = [
    "Csv", "Database", "Json", "Seeds", "fail", "open_base", "print_table", "progress", "say", "set_debug", "told",
]  # fmt: skip

Database = Annotated[
    str | None, typer.Option("--database", "-d", help="File or URL; else KB_DATABASE_URL, else kb.sqlite.")
]
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
Csv = Annotated[bool, typer.Option("--csv", help="CSV on stdout.")]
Seeds = Annotated[Path | None, typer.Argument(help="Seed folder; seeds/ when left out.")]

_state = {"debug": False}


def set_debug(on: bool) -> None:
    """Show tracebacks of our own errors too."""
    _state["debug"] = on


def say(words: str) -> None:
    """Words for a person: on stderr."""
    typer.echo(words, err=True)


def fail(error: Exception, code: int) -> NoReturn:
    """Print an error and stop with an exit code."""
    say(str(error))
    raise typer.Exit(code)


def told(command: Callable[..., None]) -> Callable[..., None]:
    """Print our own errors as sentences; anything else is a bug and shows its traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        from schema.errors import KbError, ProblemsFoundError

        try:
            command(*args, **kwargs)
        except KbError as error:
            if _state["debug"]:
                raise
            fail(error, 1 if isinstance(error, ProblemsFoundError) else 2)
        except BrokenPipeError:  # `kb export … | head` is no error
            sys.stderr.close()

    return run


@contextmanager
def open_base(database: str | None) -> Iterator[Any]:
    """The base of a command."""
    from kb.base import Base

    base = Base(database)
    try:
        yield base
    finally:
        base.close()


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
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


def print_table(columns: list[str], rows: list[list[str]], title: str = "") -> None:
    """A table for people."""
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
