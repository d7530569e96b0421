"""``kb refresh``: the base from its seeds, what changed, the builds before and the way back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from kb.console import Database, Json, fail, say, told

__all__ = ["refresh", "watched"]

PROBLEMS, MISUSE, BUSY, UNWRITTEN = 1, 2, 3, 4
"""What the command ends with, beside 0: see its help."""


@told
def refresh(
    seeds: Annotated[
        list[str] | None,
        typer.Argument(help="Folders, files, archives or git+FOLDER@REVISION; a later one's paper replaces an earlier one's."),
    ] = None,
    database: Database = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Say what would change, and change nothing.")] = False,
    json: Json = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Markdown on stdout, fit to be mailed.")] = False,
    force: Annotated[bool, typer.Option(help="Make all of it anew, even when nothing has changed.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Refresh again whenever a seed is saved, until stopped.")] = False,
    history: Annotated[bool, typer.Option("--history", help="List the builds and what changed in each.")] = False,
    back: Annotated[bool, typer.Option("--back", help="Go back to the build before, or to the one of --to.")] = False,
    to: Annotated[str | None, typer.Option(help="With --back: the id of the build to go to.")] = None,
    keep: Annotated[int, typer.Option(help="How many builds to keep, the running one among them.", min=0)] = 3,
) -> None:  # fmt: skip
    """Make the base hold what the seeds say, and tell what changed: records, readings and verdicts.

    All seeds are checked first; nothing changes when one has a problem. Readers see the old base or the new one.
    Ends with 0 when refreshed or nothing to do, 1 with problems in the seeds, 2 when asked wrongly, 3 when another
    refresh is at work, 4 when the base can't be read or written; always with the old base whole.

    Example: kb refresh seeds --dry-run --markdown
    """
    if json and markdown:
        fail(ValueError("--json and --markdown  exclude each other\n    give one"), MISUSE)
    if to and not back:
        fail(ValueError("--to  names a build to go back to\n    add --back"), MISUSE)
    if watch and (history or back or dry_run):
        fail(ValueError("--watch  goes with none of --history, --back and --dry-run\n    leave them out"), MISUSE)
    with _ends():
        if history:
            _history(database, json=json)
            return
        if back:
            _back(database, to, dry_run=dry_run)
            return
        from kb.sources import default_seeds

        sources: list[str | Path] = [*seeds] if seeds else [default_seeds()]

        def once() -> None:
            _once(sources, database, json=json, markdown=markdown, dry_run=dry_run, force=force, keep=keep)

        if watch:
            _watch(sources, once)
        else:
            once()


@contextmanager
def _ends() -> Iterator[None]:
    """Every way to end has its number, so that a script can tell them apart."""
    from kb.lock import BusyError
    from kb.sources import SourceError
    from schema.errors import KbError, ProblemsFoundError

    try:
        yield
    except ProblemsFoundError as error:
        fail(error, PROBLEMS)
    except BusyError as error:
        fail(error, BUSY)
    except SourceError as error:
        fail(error, MISUSE)
    except KbError as error:
        fail(error, UNWRITTEN if error.code in ("database", "worker") else MISUSE)


def _once(
    sources: Sequence[str | Path],
    database: str | None,
    *,
    json: bool,
    markdown: bool,
    dry_run: bool,
    force: bool,
    keep: int,
) -> None:
    from kb.build import to_json
    from kb.refresh import refresh as make
    from kb.refresh_words import refreshed_dict, refreshed_markdown, refreshed_text

    with _bar() as step:
        made = make(sources, database, dry_run=dry_run, force=force, keep=keep, step=step)
    if json:
        typer.echo(to_json(refreshed_dict(made)))
    elif markdown:
        typer.echo(refreshed_markdown(made), nl=False)
    else:
        typer.echo(refreshed_text(made))


@contextmanager
def _bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar of papers on a terminal, nothing elsewhere."""
    import sys

    if not sys.stderr.isatty():
        yield lambda _words, _done, _of: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description:<32}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda words, done, of: bar.update(task, description=words, completed=done, total=of or None)


def _watch(sources: Sequence[str | Path], once: Callable[[], None]) -> None:
    from schema.errors import KbError

    def refreshed() -> None:
        try:
            once()
        except KbError as error:  # a seed that is being written has problems: tell them, and look again
            say(str(error))

    say("watching; stop with Ctrl-C")
    try:
        watched(sources, refreshed)
    except KeyboardInterrupt:
        say("stopped")


def watched(
    sources: Sequence[str | Path], once: Callable[[], None], *, every: float = 0.5, rounds: int | None = None
) -> None:
    """Do something now, and again whenever a file under the sources has changed; look ``rounds`` times, or for ever."""
    seen: Any = None
    while rounds is None or rounds > 0:
        now = _state(sources)
        if now != seen:
            seen = now
            once()
        if rounds is not None:
            rounds -= 1
        time.sleep(every)


def _state(sources: Sequence[str | Path]) -> list[tuple[str, int, int, int]]:
    """The files of folders and archives with their times and sizes; of a git source, where its branches stand."""
    found = []
    for source in sources:
        place = str(source)
        root = Path(place.removeprefix("git+").rpartition("@")[0]) / ".git" if place.startswith("git+") else Path(place)
        inside = ("logs/HEAD", "HEAD", "packed-refs") if place.startswith("git+") else ("papers/*", "*.yaml")
        files = [root] if root.is_file() else [file for pattern in inside for file in root.glob(pattern)]
        for file in files:
            try:
                told = file.stat()
            except FileNotFoundError:  # gone between the look at the folder and the one at the file
                continue
            found.append((str(file), told.st_mtime_ns, told.st_size, told.st_ino))
    return sorted(found)


def _history(database: str | None, *, json: bool) -> None:
    from kb.build import to_json
    from kb.builds import known_builds
    from kb.refresh_words import history_text

    running, events = known_builds(database)
    if json:
        rows = [event.as_dict() | {"kept": kept, "running": event.build == running} for event, kept in events]
        typer.echo(to_json(rows))
    elif events:
        typer.echo(history_text(events, running))
    else:
        say("there is no history yet")


def _back(database: str | None, to: str | None, *, dry_run: bool) -> None:
    from kb.builds import back

    was, now = back(database, to, dry_run=dry_run)
    typer.echo(f"{'would go' if dry_run else 'went'} back: {was} -> {now}")
