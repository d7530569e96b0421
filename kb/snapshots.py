"""The builds of a SQLite base on disk: built aside, put in place by renaming, kept to go back to.

A file that is renamed over another replaces it in one step: whoever has the old one open reads it to the end, whoever opens
the name gets the new one, and a process that is killed leaves one or the other, complete. Each build stands under its id
in ``kb.sqlite.builds`` too, as a second name of the same file, so that keeping it costs no copy.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from kb.history import Running, running_file

__all__ = ["KEPT", "aside", "builds_folder", "go_back", "put_in_place", "snapshot_of", "snapshots"]

KEPT = 3
"""How many builds are kept unless said otherwise, the running one among them."""


def builds_folder(file: Path) -> Path:
    """Where the builds of a base are kept, beside it."""
    file = file.resolve()
    return file.with_name(file.name + ".builds")


def snapshot_of(file: Path, build: str) -> Path:
    """The file of one build, which may be gone."""
    return builds_folder(file) / f"{build}.sqlite"


def snapshots(file: Path) -> dict[str, Running]:
    """The builds that are kept, by their ids, the oldest first."""
    found = [running_file(one) for one in builds_folder(file).glob("*.sqlite")]
    known = [one for one in found if one is not None]
    return {
        one.build: one for one in sorted(known, key=lambda one: (one.events[-1].number if one.events else 0, one.build))
    }


@contextmanager
def aside(file: Path, start_from: Path | None = None) -> Iterator[Path]:
    """A file to build in, empty or as a copy, and gone at the end if it wasn't put in place. Held under the lock.

    What a killed process left there is taken away first.
    """
    folder = builds_folder(file)
    for left in (*folder.glob("next-*"), *folder.glob("back-*")):
        left.unlink()
    made = folder / f"next-{os.getpid()}"
    try:
        if start_from is not None:
            shutil.copyfile(start_from, made)
        yield made
    finally:
        made.unlink(missing_ok=True)
        made.with_name(made.name + "-journal").unlink(missing_ok=True)


def put_in_place(made: Path, file: Path, build: str, keep: int) -> None:
    """Make a complete file the base, and keep it under its build's id; only the newest ``keep`` builds stay.

    ``made`` is gone afterwards. When it fails, the base is what it was.
    """
    file = file.resolve()
    _settle(file)
    if file.exists():
        shutil.copymode(file, made)
    _to_disk(made)
    kept = snapshot_of(file, build)
    running = running_file(file)
    if running is not None and keep > 0:
        _second_name(file, snapshot_of(file, running.build))
    if keep > 0:  # the new one has its second name before it is seen, for those who open it again later
        kept.unlink(missing_ok=True)
        _second_name(made, kept)
    made.replace(file)
    _to_disk(file.parent)
    known = [one for one in snapshots(file) if one != build]
    for old in known[: max(0, len(known) - max(keep - 1, 0))]:
        snapshot_of(file, old).unlink(missing_ok=True)


def _settle(file: Path) -> None:
    """Have SQLite end what a killed writer left beside the old file, which must never meet the new one."""
    beside = [file.with_name(file.name + end) for end in ("-journal", "-wal", "-shm")]
    if any(one.exists() for one in beside):
        with suppress(sqlite3.Error), closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        for one in beside:
            one.unlink(missing_ok=True)


def _second_name(file: Path, name: Path) -> None:
    if name.exists():
        return
    try:
        os.link(file, name)
    except OSError:  # a file system without second names
        part = name.with_name(f"back-{os.getpid()}")
        shutil.copyfile(file, part)
        part.replace(name)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def go_back(file: Path, build: str) -> None:
    """Make a build that is kept the base again."""
    file = file.resolve()
    made = builds_folder(file) / f"back-{os.getpid()}"
    made.unlink(missing_ok=True)
    _second_name(snapshot_of(file, build), made)
    running = running_file(file)
    if running is not None:
        _second_name(file, snapshot_of(file, running.build))
    _settle(file)
    made.replace(file)
    made.unlink(missing_ok=True)  # two names of one file are not renamed over each other
    _to_disk(file.parent)
