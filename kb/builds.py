"""The builds of a base: which there were, which are kept, and the way back to one of them."""

from __future__ import annotations

from kb.database import DatabaseProblemError, database_url, file_of, not_written, running_of
from kb.history import Event
from kb.lock import locked_file
from kb.snapshots import builds_folder, go_back, snapshots
from schema.errors import KbError, near

__all__ = ["NoBuildError", "back", "known_builds"]


class NoBuildError(KbError):
    """A build that is not there to go back to."""

    code = "no-build"


def known_builds(database: str | None) -> tuple[str | None, list[tuple[Event, bool]]]:
    """The running build's id; and each build that the base or a kept one remembers, with whether it is kept."""
    running = running_of(database)
    file = file_of(database_url(database))
    kept = snapshots(file) if file is not None else {}
    there = {*kept, *([running.build] if running else [])}
    events: dict[tuple[int, str, str], Event] = {}
    for one in (*kept.values(), *([running] if running else [])):
        events |= {(event.number, event.made_at, event.build): event for event in one.events}
    return running.build if running else None, [(events[key], events[key].build in there) for key in sorted(events)]


def back(database: str | None, to: str | None = None, *, dry_run: bool = False) -> tuple[str, str]:
    """Go back to the build before the running one, or to another that is kept; the ids of before and now.

    Raises :class:`NoBuildError`, :class:`~kb.lock.BusyError`, or :class:`~kb.database.DatabaseProblemError`.
    """
    file = file_of(database_url(database))
    running = running_of(database)
    if running is None:
        raise DatabaseProblemError(
            str(file or "the server"), "there is no base here", "run `kb refresh`, or name it with --database"
        )
    if file is None:
        raise NoBuildError(
            "--back",
            "PostgreSQL keeps no builds of before",
            "refresh from the seeds of then: kb refresh git+seeds@REVISION",
        )
    kept = snapshots(file)
    if to is None:
        before = [one.build for one in running.events[:-1] if one.build in kept and one.build != running.build]
        if not before:
            raise NoBuildError(
                "--back", "no build before the running one is kept", "kb refresh --history lists what there is"
            )
        to = before[-1]
    if to not in kept:
        hint = near(to, kept) or "kb refresh --history lists what there is"
        raise NoBuildError(to, "no such build is kept", hint)
    if not kept[to].comparable:
        raise NoBuildError(
            to, f"has table version {kept[to].schema_version}, which this program can't read", "refresh instead"
        )
    if not dry_run and to != running.build:
        try:
            with locked_file(builds_folder(file) / "lock", str(file)):
                go_back(file, to)
        except OSError as error:
            raise not_written(str(file), str(error.strerror or error)) from error
    return running.build, to
