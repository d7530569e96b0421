"""Columns of invented papers to table rows: records, numbers and their prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from generator.draws import Bools, Draws, Floats, Ints
from generator.library import BELOW_ONLY, DIGITS, UNITS
from generator.plants import Plants
from generator.prints import ABOVE, ALMOST, BELOW, PLAIN, PLUS_MINUS, RANGE, TILDE, prints
from schema.quantities import Q

__all__ = ["READING_SHARE", "Owner", "Ref", "Sheet"]

READING_SHARE = 0.58
"""Every chance to print is multiplied by this, so that a paper has 50 readings on average."""

REPEATED = 0.114  # of the readings of a paper are stated a second time: every tenth row is a repeat
OTHER_WAYS = 0.005  # may be read in another way

SENTENCES = (
    ("Section 3.2", "text", "The {q} of {s} was found to be ", "."),
    ("Table 1", "table", "{s}, {q}: ", ""),
    ("Section 3.1", "text", "As expected, {s} shows a {q} of ", ", in line with earlier samples."),
    ("Fig. 3b caption", "caption", "(b) {s} with a {q} of ", "."),
    ("Abstract", "text", "Here we report {s} with a {q} of ", "."),
    ("Conclusion", "text", "In summary, {s} reached a {q} of ", "."),
)
FIRST_PLACES = 4  # the sentences after these are those of repeats


@dataclass(frozen=True)
class Owner:
    """Whose readings are printed: path, kind and subject, without the paper."""

    path: str
    kind: str
    subject: str = ""
    subject_kind: str = ""
    claim: str = "measured"


@dataclass(frozen=True)
class Ref:
    """A column that holds the id of another record of the same paper."""

    path: str


@dataclass(frozen=True)
class _Slot:
    owner: Owner
    quantity: str
    label: str
    claim: str
    unit: str | None

    @property
    def key(self) -> str:
        return f"{self.quantity}({self.label})" if self.label else self.quantity


class Sheet:
    """Everything that some papers hold: records as frames, numbers as columns until they are printed all at once."""

    def __init__(self, draws: Draws, plants: Plants) -> None:
        self.draws, self.plants = draws, plants
        self.papers = pl.Series("paper_id", [f"p{number:07d}" for number in draws.numbers.tolist()])
        self.tables: dict[str, list[pl.DataFrame]] = {}
        self.present: dict[str, Bools] = {}
        self._slots: list[_Slot] = []
        self._numbers: list[tuple[Ints, Floats, Bools]] = []
        self._conditions: list[int] = []

    def everywhere(self) -> Bools:
        """Every paper."""
        return np.ones(len(self.draws), dtype=bool)

    def record(self, table: str, path: str, where: Bools | None = None, **columns: Any) -> None:
        """Add a record to the papers of ``where``: a column is one value, a :class:`Ref`, or a value a paper."""
        here = np.flatnonzero(self.everywhere() if where is None else where)
        paper = self.papers.gather(here)
        made: dict[str, Any] = {}
        for name, value in columns.items():
            if isinstance(value, Ref):
                made[name] = paper + f"/{value.path}"
            elif isinstance(value, np.ndarray | pl.Series):
                made[name] = pl.Series(value).gather(here)
            else:
                made[name] = pl.lit(value)
        frame = pl.DataFrame({"id": paper + f"/{path}", "paper_id": paper})
        self.tables.setdefault(table, []).append(frame.with_columns(**made))

    def read(
        self, owner: Owner, quantity: str, value: Floats, chance: float | Bools, *, where: Bools | None = None,
        label: str = "", claim: str | None = None, plain: bool = False,
    ) -> Bools:  # fmt: skip
        """Print a true SI value in some papers: a chance, or exactly those given. Returns where it is printed."""
        slot = _Slot(owner, quantity, label, claim or owner.claim, None)
        key = f"{owner.path}/{slot.key}"
        needed = self.plants.needs(key)
        given = self.draws.chance(f"print {key}", chance * READING_SHARE) if isinstance(chance, float) else chance
        shown = (given | needed) if where is None else (given | needed) & where
        moved = np.where(self.plants.of(key), value * self.plants.factor, value)
        self._add(slot, moved, shown, needed | plain)
        self.present[key] = shown
        return shown

    def condition(self, owner: Owner, quantity: str, value: Floats, shown: Bools, unit: str | None = None) -> None:
        """State a condition of an experiment."""
        self._conditions.append(len(self._slots))
        self._add(_Slot(owner, quantity, "", "", unit), value, shown, self.everywhere())

    def _add(self, slot: _Slot, value: Floats, shown: Bools, plain: Bools) -> None:
        here = np.flatnonzero(shown)
        self._slots.append(slot)
        self._numbers.append((here, value[here], np.broadcast_to(plain, value.shape)[here]))

    # -- printing --------------------------------------------------------------------------------------------------

    def printed(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """All readings, then all stated conditions, in the columns of their tables."""
        rows, values, plain = (np.concatenate([one[part] for one in self._numbers]) for part in range(3))
        slots = np.repeat(np.arange(len(self._slots)), [len(one[0]) for one in self._numbers])
        is_condition = np.isin(slots, self._conditions)
        base = self._long(rows, slots, values, np.asarray(plain, dtype=bool), "first")
        conditions = base.filter(pl.Series(is_condition)).select(
            (pl.col("owner_id") + "/at/" + pl.col("quantity")).alias("id"), "paper_id",
            pl.col("owner_id").alias("experiment_id"), "quantity", pl.lit("").alias("label"),
            pl.lit("stated").alias("state"), "printed", "qualifier", "lo", "mid", "hi", "unit",
        )  # fmt: skip
        return self._readings(base.filter(pl.Series(~is_condition)), rows, slots, values, is_condition), conditions

    def _readings(
        self, firsts: pl.DataFrame, rows: Ints, slots: Ints, values: Floats, is_condition: Bools
    ) -> pl.DataFrame:
        lone = np.array(["arrhenius/" in slot.owner.path for slot in self._slots])[slots]  # points can't be repeated
        again = (self._draw(rows, slots, "again") < REPEATED) & ~is_condition & ~lone
        planted = self._keys("@abstract")[rows, slots] if self.plants.any.any() else np.zeros_like(again)
        quiet = self._quiet[rows, slots]
        again = (again & ~quiet) | planted
        moved = np.where(planted[again], values[again] * self.plants.factor[rows[again]], values[again])
        repeats = self._long(rows[again], slots[again], moved, planted[again], "again")
        repeats = repeats.with_columns(
            pl.col("id").alias("repeats"), id=pl.col("id") + "@" + pl.col("place").str.to_lowercase()
        )
        other = ((self._draw(rows, slots, "other") < OTHER_WAYS) & ~quiet & ~lone & ~again)[~is_condition]
        ways = self._long(
            rows[~is_condition][other], slots[~is_condition][other], values[~is_condition][other] * 1.25,
            np.ones(int(other.sum()), dtype=bool), "other",
        ).select(
            "id", pl.lit("the sentence may mean the value before correction").alias("ambiguity"),
            pl.col("printed").alias("or_reads"), pl.col("lo").alias("or_lo"), pl.col("hi").alias("or_hi"),
        )  # fmt: skip
        return pl.concat([firsts.join(ways, on="id", how="left", maintain_order="left"), repeats], how="diagonal")

    def _keys(self, suffix: str) -> Bools:
        """Paper by slot: whether the slot's repeat is moved."""
        keys = [f"{slot.owner.path}/{slot.key}" for slot in self._slots]
        return np.stack([self.plants.of(f"{key}{suffix}") for key in keys], axis=1)

    @property
    def _quiet(self) -> Bools:
        """Paper by slot: whether the slot must be printed once and plainly."""
        return np.stack([self.plants.needs(f"{slot.owner.path}/{slot.key}") for slot in self._slots], axis=1)

    def _draw(self, rows: Ints, slots: Ints, name: str, *, by_subject: bool = False) -> Floats:
        """A number a row, of its paper and slot, or of its paper, subject and quantity."""
        made = np.empty(len(rows))
        order = np.argsort(slots, kind="stable")
        ends = np.searchsorted(slots[order], np.arange(len(self._slots) + 1))
        for index, slot in enumerate(self._slots):
            here = order[ends[index] : ends[index + 1]]
            if len(here):
                column = Draws(self.draws.seed, self.draws.numbers[rows[here]])
                path = (slot.owner.subject or slot.owner.path) if by_subject else slot.owner.path
                made[here] = column.uniform(f"{name} {path}/{slot.key}/{slot.claim}")
        return made

    def _long(self, rows: Ints, slots: Ints, values: Floats, plain: Bools, name: str) -> pl.DataFrame:
        spelled = [_spellings(slot) for slot in self._slots]
        starts = np.cumsum([0, *(len(one) for one in spelled)])[:-1]
        count = np.array([len(one) for one in spelled])
        choice = starts[slots] + (self._draw(rows, slots, "unit", by_subject=True) * count[slots]).astype(np.int64)
        units = [
            (text, *_factor(slot.quantity, text))
            for slot, one in zip(self._slots, spelled, strict=True)
            for text in one
        ]
        quantities = [Q[slot.quantity] for slot in self._slots]
        exact = np.array([quantity.exact for quantity in quantities])[slots]
        signed = np.array([quantity.signed or quantity.unit == "degC" for quantity in quantities])[slots]
        least, most = (
            np.array([DIGITS.get(slot.quantity, (2, 3))[end] for slot in self._slots])[slots] for end in (0, 1)
        )
        digits = np.where((self._draw(rows, slots, f"{name} digits") < 0.4) & ~plain, least, most)
        below = np.array([any(word in slot.quantity for word in BELOW_ONLY) for slot in self._slots])[slots]
        codes = np.where(plain | exact | signed, PLAIN, _codes(self._draw(rows, slots, f"{name} code"), below))
        frame = prints(
            values, np.array([one[1] for one in units])[choice], np.array([one[2] for one in units])[choice],
            pl.Series([one[0] for one in units], dtype=pl.String).gather(choice), digits, codes, exact, signed,
            self._draw(rows, slots, f"{name} share"),
        )  # fmt: skip
        return self._worded(frame, rows, slots, name)

    def _worded(self, frame: pl.DataFrame, rows: Ints, slots: Ints, name: str) -> pl.DataFrame:
        if name == "again":
            sentence = FIRST_PLACES + (self._draw(rows, slots, "place again") < 0.3).astype(np.int64)
            if self.plants.any.any():  # what is moved in a repeat is moved in the abstract
                sentence = np.where(self._keys("@abstract")[rows, slots], FIRST_PLACES, sentence)
        else:
            sentence = (self._draw(rows, slots, "place") * FIRST_PLACES).astype(np.int64)
        about = pl.DataFrame([_static(slot) for slot in self._slots], infer_schema_length=None)
        texts = [(slot, text) for slot in self._slots for text in SENTENCES]
        at = slots * len(SENTENCES) + sentence

        def gathered(values: Sequence[str], where: Ints) -> pl.Series:
            return pl.Series(values, dtype=pl.String).gather(where)

        before = gathered([_filled(slot, text[2]) for slot, text in texts], at)
        after = gathered([text[3] for _, text in texts], at)
        paper = self.papers.gather(rows)
        columns = {column: about[column].gather(slots) for column in about.columns}
        return frame.with_columns(
            paper_id=paper,
            id=paper + "/" + columns.pop("path"),
            owner_id=paper + "/" + columns.pop("owner"),
            subject_id=paper + "/" + columns.pop("subject"),
            place=gathered([text[0] for text in SENTENCES], sentence),
            how=gathered([text[1] for text in SENTENCES], sentence),
            quote=before + frame["printed"] + after,
            **columns,
        )


def _static(slot: _Slot) -> Mapping[str, str]:
    owner = slot.owner
    return {
        "path": f"{owner.path}/{slot.key}", "owner": owner.path, "owner_kind": owner.kind,
        "subject": owner.subject or owner.path, "subject_kind": owner.subject_kind or owner.kind,
        "quantity": slot.quantity, "label": slot.label, "claim": slot.claim, "checked_by": "program",
    }  # fmt: skip


def _filled(slot: _Slot, text: str) -> str:
    words = slot.key.replace("_", " ")
    subject = (slot.owner.subject or slot.owner.path).replace("se-", "electrolyte ").replace("-", " ")
    return text.format(q=words, s=subject)


def _spellings(slot: _Slot) -> Sequence[str]:
    return (slot.unit,) if slot.unit else UNITS.get(slot.quantity, (Q[slot.quantity].unit.replace("degC", "°C"),))


def _factor(quantity: str, text: str) -> tuple[float, float]:
    found = Q[quantity].unit_of(text)
    return found.factor, found.offset


def _codes(draw: Floats, below: Bools) -> Ints:
    limit = np.where(below, BELOW, ABOVE)
    steps = [draw < 0.07, draw < 0.10, draw < 0.15, draw < 0.17, draw < 0.19]
    return np.select(steps, [TILDE, ALMOST, limit, RANGE, PLUS_MINUS], PLAIN)
