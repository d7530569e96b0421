"""What a refresh did, told: a few lines for a terminal, Markdown for a mail or a pull request, plain data for a program."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kb.history import Event
from kb.refresh import Refreshed
from kb.refresh_diff import Turned

__all__ = ["history_text", "refreshed_dict", "refreshed_markdown", "refreshed_text"]

SHOWN = 20
"""How many of a kind are written out for people; a program gets all."""


def refreshed_dict(made: Refreshed) -> dict[str, Any]:
    """Plain data for JSON."""
    return {
        "before": made.before, "build": made.build, "written": made.written, "sources": list(made.sources),
        "papers": made.papers, "read": list(made.read), "gone": list(made.gone),
        "replaced": [{"paper": one.slug, "by": one.by, "instead_of": one.instead_of} for one in made.replaced],
        "compared": made.compared, "counts": made.difference.counts, **made.difference.as_dict(),
    }  # fmt: skip


def refreshed_text(made: Refreshed) -> str:
    """For a terminal: one line of what was done, then what differs."""
    return "\n".join([_head(made), *(f"  {line}" for line in _lines(made, code=str))])


def refreshed_markdown(made: Refreshed) -> str:
    """For a mail or a pull request."""
    lines = [f"# {_head(made)}", "", f"Sources: {', '.join(f'`{one}`' for one in made.sources)}.", ""]
    counts = made.difference.counts
    if counts:
        lines += [
            "| what | how many |",
            "| --- | ---: |",
            *(f"| {what} | {count} |" for what, count in counts.items()),
            "",
        ]
    lines += [f"- {line}" for line in _lines(made, code=lambda text: f"`{text}`")]
    return "\n".join(lines).rstrip() + "\n"


def history_text(events: Sequence[tuple[Event, bool]], running: str | None) -> str:
    """The builds, the newest last; those that are no longer kept can't be gone back to."""
    lines = []
    for event, kept in events:
        changes = (
            ", ".join(f"{count} {what}" for what, count in event.changes.items()) or "not compared with one before"
        )
        mark = "running" if event.build == running else ("kept" if kept else "not kept")
        lines.append(
            f"{event.number:>4}  {event.build}  {event.made_at}  {mark:<8}  {event.papers} papers of {', '.join(event.sources)}: {changes}"
        )
    return "\n".join(lines)


def _head(made: Refreshed) -> str:
    if not made.read and not made.gone and made.before == made.build:
        return f"nothing has changed since build {made.build} ({made.papers} papers)"
    done = "refreshed" if made.written else "would refresh"
    came = f"{made.before} -> {made.build}" if made.before else f"build {made.build}, the first here"
    read = f"{len(made.read)} of {made.papers} papers read again" if made.before else f"{made.papers} papers"
    return f"{done}: {came}, {read}"


def _lines(made: Refreshed, code: Any) -> Iterator[str]:
    for one in made.replaced:
        yield f"{code(one.slug)}: {one.by} counts, in place of {one.instead_of}"
    if not made.read and not made.gone:
        return
    if not made.compared:
        if made.before:
            yield "not compared: the base before is of another version, or no comparison was asked for"
        return
    if not made.difference:
        yield "no record, reading or verdict differs"
    for word, kinds in (("added", made.difference.added), ("removed", made.difference.removed)):
        for kind, ids in sorted(kinds.items()):
            names = ", ".join(code(one) for one in sorted(ids)[:SHOWN])
            yield f"{word} {len(ids)} {kind.replace('_', ' ')}: {names}{_more(len(ids))}"
    changed = sorted(made.difference.changed, key=lambda one: (one.kind, one.id))
    for record in changed[:SHOWN]:
        yield f"changed {record.kind.replace('_', ' ')} {code(record.id)}: {_columns(record.columns)}"
    if len(changed) > SHOWN:
        yield f"and {len(changed) - SHOWN} changed more"
    for word, turned in made.difference.turned.items():
        for verdict in sorted(turned, key=lambda one: one.id)[:SHOWN]:
            yield f"verdict {word}: {code(verdict.id)}: {_verdict(verdict)}"
        if len(turned) > SHOWN:
            yield f"and {len(turned) - SHOWN} verdicts {word} more"


def _more(count: int) -> str:
    return f" and {count - SHOWN} more" if count > SHOWN else ""


def _columns(columns: Mapping[str, tuple[Any, Any]]) -> str:
    printed = {"printed", "reported"} & set(columns)  # its ends follow from it
    told = {
        name: pair
        for name, pair in columns.items()
        if not (printed and name.removeprefix("reported_") in ("lo", "mid", "hi"))
    }
    return "; ".join(f"{name} {_value(was)} -> {_value(now)}" for name, (was, now) in told.items())


def _value(value: Any) -> str:
    text = f"{value:.6g}" if isinstance(value, float) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"


def _verdict(one: Turned) -> str:
    if one.before is None or one.after is None:
        return str(one.after or one.before)
    if one.before != one.after:
        return f"{one.before} -> {one.after}"
    return f"{one.after}, {_columns(one.columns)}"
