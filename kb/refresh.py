"""Refreshing a base from its seeds: all of it or nothing, only what changed where that is enough, told as a difference.

SQLite: the new base is built in a file aside, which is then renamed into the old one's place. Readers finish on the file
they have open. PostgreSQL: the tables are built in a schema aside and exchanged in one transaction. A paper is read and
checked again when its seed has changed; all are when the program or the reference data have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.history import REFERENCE_SLUG, Event, Running, running_file
from kb.refresh_diff import Difference
from kb.snapshots import KEPT
from kb.sources import Replaced, SeedSet, code_digest, gathered

if TYPE_CHECKING:
    from kb.parts import Part

__all__ = ["Refreshed", "Step", "refresh"]

Step = Callable[[str, int, int], None]
"""Hears what is being done, and how many papers of how many are done."""


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did, or would do: builds before and after, the papers that were read again, and what differs.

    ``compared`` is false where there was nothing to compare with, or a base of another version of the tables.
    """

    before: str | None
    build: str
    written: bool
    sources: tuple[str, ...]
    papers: int
    read: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    compared: bool = False
    difference: Difference = field(default_factory=Difference)
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Plan:
    """Which papers are read again, which go, and whether the others' rows may stay."""

    seeds: SeedSet
    running: Running | None
    read: tuple[str, ...]
    gone: tuple[str, ...]
    keeps: bool


def refresh(
    sources: Sequence[str | Path], database: str | None = None, *, dry_run: bool = False, force: bool = False,
    compare: bool = True, keep: int = KEPT, now: datetime | None = None, step: Step = lambda *_: None,
) -> Refreshed:  # fmt: skip
    """Make a base hold what some sources say; the later ones take precedence. Nothing changes when anything is wrong.

    ``force`` makes all of it anew, ``keep`` says how many builds of a SQLite base stay. Raises
    :class:`~schema.errors.ProblemsFoundError` with all problems of all seeds, :class:`~kb.sources.SourceError`,
    :class:`~kb.lock.BusyError` or :class:`~kb.database.DatabaseProblemError`; the base is then what it was.
    """
    step("looking for what has changed", 0, 0)
    with gathered(sources) as seeds:
        running = _running(database)
        if running is not None and running.comparable and running.build == seeds.build and not force:
            return Refreshed(
                running.build, running.build, False, seeds.sources, len(seeds.papers), replaced=seeds.replaced
            )
        from kb.target import target_of

        target = target_of(database)
        with nullcontext() if dry_run else target.locked():
            running = target.running()
            plan = _planned(seeds, running, force=force)
            before = target.before if compare and running is not None and running.comparable else None
            writing = _nowhere() if dry_run else target.writing(keeps=plan.keeps, build=seeds.build, keep=keep)
            return _carried_out(plan, before, writing, now or datetime.now(UTC), step, written=not dry_run)


def _running(database: str | None) -> Running | None:
    """What is there, found without anything heavy where the base is a file."""
    import os

    chosen = database or os.environ.get("KB_DATABASE_URL") or "kb.sqlite"
    if "://" not in chosen:
        return running_file(Path(chosen))
    from kb.database import running_of

    return running_of(database)


def _planned(seeds: SeedSet, running: Running | None, *, force: bool) -> _Plan:
    digests = seeds.digests
    held = dict(running.seeds) if running is not None and running.comparable else {}
    reference = digests.get(REFERENCE_SLUG) == held.pop(REFERENCE_SLUG, None)
    same = bool(held) and running is not None and running.code == code_digest() and reference and not force
    read = tuple(slug for slug in seeds.papers if not same or held.get(slug) != digests[slug])
    gone = tuple(slug for slug in held if slug not in seeds.papers)
    keeps = same and 2 * (len(read) + len(gone)) <= len(held)  # else all anew is quicker
    return _Plan(seeds, running, read if keeps else tuple(seeds.papers), gone, keeps)


def _carried_out(
    plan: _Plan, before: Callable[[Sequence[str] | None, str], Any] | None,
    writing: AbstractContextManager[Any], now: datetime, step: Step, *, written: bool,
) -> Refreshed:  # fmt: skip
    from kb.parts import general, parts_of
    from schema.errors import Problem, ProblemsFoundError

    seeds, running = plan.seeds, plan.running
    difference, problems = Difference(), set[Problem]()
    total, done = len(plan.read), 0
    with writing as writer:
        if writer is not None and plan.keeps:
            writer.remove([*plan.gone, *plan.read])
        parts = iter(() if plan.keeps else (general(seeds, seeds.build),))
        for part in _chained(parts, parts_of(seeds, plan.read)):
            problems |= part.problems
            done += len(part.papers)
            if not problems:
                _compared(difference, before, part)
                if writer is not None:
                    writer.add(part.tables)
            step("reading, checking and writing" if written else "reading and checking", done, total)
        if problems:
            raise ProblemsFoundError(problems)
        if before is not None:
            _gone(difference, before, plan)
        counts: dict[str, int] = {}
        if writer is not None:
            step("making it ready to be searched", total, total)
            writer.remember(seeds.build, seeds.digests, _events(plan, difference, now))
            counts = writer.counts()
    return Refreshed(
        running.build if running else None, seeds.build, written, seeds.sources, len(seeds.papers), plan.read, plan.gone,
        seeds.replaced, before is not None, difference, counts,
    )  # fmt: skip


def _chained(*parts: Iterator[Part]) -> Iterator[Part]:
    for some in parts:
        yield from some


def _compared(
    difference: Difference, before: Callable[[Sequence[str] | None, str], Any] | None, part: Part
) -> None:  # fmt: skip
    if before is None or not part.tables:
        return
    from kb.refresh_diff import COMPARED

    reference = [name for name in COMPARED if name.startswith("reference_")]
    if not part.papers:
        difference.compare(
            lambda table: before(None, table), {name: part.tables[name] for name in reference}, reference
        )
        return
    tables = [name for name in COMPARED if name not in reference]
    difference.compare(lambda table: before(part.papers, table), part.tables, tables)


def _gone(difference: Difference, before: Callable[[Sequence[str] | None, str], Any], plan: _Plan) -> None:
    """Papers that no source holds any more."""
    from kb.frames import KINDS, frame_of
    from kb.refresh_diff import COMPARED

    gone = plan.gone or _unknown(before, plan)
    if gone:
        empty = {name: frame_of(name, []) for name in KINDS}
        difference.compare(
            lambda table: before(gone, table), empty, [name for name in COMPARED if not name.startswith("reference_")]
        )


def _unknown(before: Callable[[Sequence[str] | None, str], Any], plan: _Plan) -> list[str]:
    """The papers of a base that does not remember its seeds, and that aren't there now."""
    if plan.running is None or plan.running.seeds:
        return []
    return [slug for slug in before(None, "paper")["id"].to_list() if slug not in plan.seeds.papers]


def _events(plan: _Plan, difference: Difference, now: datetime) -> list[Event]:
    """The history as it is now: what was there, and this build. The order is by number; the clock may have jumped."""
    past = list(plan.running.events) if plan.running is not None else []
    number = max([one.number for one in past], default=0) + 1
    stamp = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return [
        *past,
        Event(number, plan.seeds.build, code_digest(), stamp, plan.seeds.sources, len(plan.seeds.papers), difference.counts),
    ]  # fmt: skip


@contextmanager
def _nowhere() -> Iterator[None]:
    yield None
