"""What a refresh changes: records and readings that come, go or say something else, and verdicts that turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

__all__ = ["COMPARED", "Changed", "Difference", "Turned"]

COMPARED = (
    "paper", "material", "electrolyte", "coating", "coating_material", "electrode", "cell", "layer", "constituent",
    "process_step", "experiment", "condition", "reading", "statement", "statement_reference", "contrast",
    "contrast_pair", "misprint", "reference_material", "reference_reading", "derived",
)  # fmt: skip
"""The kinds of record that are compared, beside verdicts."""

_JUDGED = ("verdict", "strength", "only_as", "gap", "missing")
_OURS = ("value_lo", "value_mid", "value_hi", "si_factor", "si_offset")
"""What follows from other columns."""


@dataclass(frozen=True)
class Changed:
    """A record that says something else: each column that differs, before and after."""

    id: str
    kind: str
    columns: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Turned:
    """A verdict that appeared (nothing before), vanished (nothing after) or is another one now."""

    id: str
    before: str | None
    after: str | None
    columns: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass
class Difference:
    """All that differs between two bases: ids by kind, and what changed in them."""

    added: dict[str, list[str]] = field(default_factory=dict)
    removed: dict[str, list[str]] = field(default_factory=dict)
    changed: list[Changed] = field(default_factory=list)
    verdicts: list[Turned] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.verdicts)

    @property
    def counts(self) -> dict[str, int]:
        """How many records of each kind came, went or changed, and how many verdicts turned."""
        made = {f"{kind} added": len(ids) for kind, ids in sorted(self.added.items())}
        made |= {f"{kind} removed": len(ids) for kind, ids in sorted(self.removed.items())}
        for one in sorted(self.changed, key=lambda one: one.kind):
            made[f"{one.kind} changed"] = made.get(f"{one.kind} changed", 0) + 1
        for word, turned in self.turned.items():
            if turned:
                made[f"verdict {word}"] = len(turned)
        return made

    @property
    def turned(self) -> dict[str, list[Turned]]:
        """The verdicts that appeared, vanished and changed."""
        return {
            "appeared": [one for one in self.verdicts if one.before is None],
            "vanished": [one for one in self.verdicts if one.after is None],
            "changed": [one for one in self.verdicts if one.before is not None and one.after is not None],
        }

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; a column's change is a list of before and after."""
        return {
            "added": {kind: sorted(ids) for kind, ids in sorted(self.added.items())},
            "removed": {kind: sorted(ids) for kind, ids in sorted(self.removed.items())},
            "changed": [
                {"id": one.id, "kind": one.kind, "columns": {name: list(pair) for name, pair in one.columns.items()}}
                for one in sorted(self.changed, key=lambda one: (one.kind, one.id))
            ],
            "verdicts": {
                word: [
                    {"id": one.id, "before": one.before, "after": one.after,
                     "columns": {name: list(pair) for name, pair in one.columns.items()}}
                    for one in sorted(turned, key=lambda one: one.id)
                ]
                for word, turned in self.turned.items()
            },
        }  # fmt: skip

    def compare(
        self, before: Callable[[str], pl.DataFrame], after: Mapping[str, pl.DataFrame], tables: Sequence[str] = COMPARED
    ) -> None:
        """Add what differs in some rows: ``before`` gives a table's rows of before, ``after`` holds those of now."""
        for table in tables:
            old, new = before(table), after[table]
            for record, (was, now) in _differing(old, new):
                if was is None:
                    self.added.setdefault(table, []).append(record)
                elif now is None:
                    self.removed.setdefault(table, []).append(record)
                else:
                    self.changed.append(Changed(record, table, _columns(was, now)))
        if "verdict" in after:
            for record, (was, now) in _differing(before("verdict"), after["verdict"]):
                columns = _columns(was, now) if was is not None and now is not None else {}
                verdicts = [None if row is None else str(row["verdict"]) for row in (was, now)]
                told = {name: columns[name] for name in (*_JUDGED, *columns) if name in columns}
                self.verdicts.append(Turned(record, verdicts[0], verdicts[1], told))


Pair = tuple[dict[str, Any] | None, dict[str, Any] | None]


def _differing(old: pl.DataFrame, new: pl.DataFrame) -> Iterator[tuple[str, Pair]]:
    """The rows that aren't the same in both, by their ids."""
    import polars as pl

    names = [name for name in new.columns if name not in _OURS and name in old.columns]
    old, new = old.select(names).sort("id"), new.select(names).sort("id")
    if old.equals(new):
        return
    same = old.join(new, on=names, how="semi", nulls_equal=True)["id"]
    befores, afters = (
        {row["id"]: row for row in frame.filter(~pl.col("id").is_in(same.implode())).iter_rows(named=True)}
        for frame in (old, new)
    )
    for record in sorted({*befores, *afters}):
        yield record, (befores.get(record), afters.get(record))


def _columns(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (was[name], now[name]) for name in now if was[name] != now[name]}
