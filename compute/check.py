"""Are these readings possible together? A verdict on every printed number that some formula gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from compute.box import gap, spread_series, touch
from compute.evaluate import evaluate, limits, wide
from compute.formula import FORMULAS, Formula
from compute.told import tell
from compute.visible import LITHIUM_FACTS, World
from schema.quantities import Q
from schema.quantity import Quantity
from schema.vocabulary import Strength, Verdict

__all__ = ["Checked", "check", "judged", "strength"]


@dataclass(frozen=True)
class Checked:
    """One verdict about a set of readings. Intervals are in SI; an open end is infinite."""

    verdict: Verdict
    formula: str
    quantity: str
    paper_id: str
    context_id: str
    output_id: str
    reported: str
    reported_lo: float
    reported_hi: float
    computed: tuple[float, float, float] | None = None
    gap: float | None = None
    gap_kind: str | None = None
    only_as: str | None = None
    missing: tuple[str, ...] = ()
    inputs: tuple[tuple[str, dict[str, Any]], ...] = ()
    told: str = ""
    of_ratio: bool = False
    strength: Strength | None = None

    @property
    def id(self) -> str:
        """The output's id and the formula: the same after each rebuild."""
        return f"{self.output_id}#{self.formula}"

    @property
    def unit(self) -> str:
        """The unit in which a person reads the computed interval; a factor or share has none."""
        return "" if self.of_ratio or not self.quantity else Q[self.quantity].unit


def check(world: World) -> list[Checked]:
    """All verdicts by formulas, in the order of their ids. A missing input is never a verdict."""
    found: dict[tuple[str, str], list[Checked]] = defaultdict(list)
    for made in FORMULAS.values():
        if made.gives in made.required or not made.checks:
            continue  # a way to bring a value to other conditions, or a limit: not a relation between printed ones
        for one in _series(made, world) if made.along else _rows(made, world):
            found[one.output_id, _group(made)].append(one)
    judgements = [_one_verdict(ways, world) for ways in found.values()]
    tested = {one.output_id for one in judgements if one.verdict is not Verdict.UNTESTABLE}
    kept = [one for one in judgements if one.verdict is not Verdict.UNTESTABLE or one.output_id not in tested]
    return sorted(_fewest_missing(kept), key=lambda one: one.id)


def _group(made: Formula) -> str:
    return made.convention.group if made.convention else made.name


def _rows(made: Formula, world: World) -> Iterator[Checked]:
    names = [made.gives, *made.required, *made.optional]
    outputs = _outputs(made.gives, world)
    contexts = wide(world.visible, names).join(outputs, on="context_id").sort("context_id")
    if contexts.is_empty():
        return
    lithium = [name for name in made.required if name in LITHIUM_FACTS]
    if lithium:  # a relation of lithium metal says nothing about anything else
        contexts = contexts.filter(pl.all_horizontal(pl.col(name).is_not_null() for name in lithium))
    whole = pl.all_horizontal(pl.col(name).is_not_null() for name in made.required)
    for row in contexts.filter(~whole).iter_rows(named=True):
        missing = tuple(name for name in made.required if row[name] is None)
        if len(missing) < len(made.required) or made.convention is None:
            yield _untestable(made, world, row["output"], row["context_id"], missing)
    testable = contexts.filter(whole)
    result = evaluate(made, testable, world)
    for index, output in enumerate(testable["output"]):
        if np.isnan(result.lo[index]):
            continue
        inputs = tuple((name, world.fact(rows[index])) for name, rows in result.rows.items() if rows[index] >= 0)
        computed = (float(result.lo[index]), float(result.mid[index]), float(result.hi[index]))
        yield judged(made, world.fact(output), result.contexts[index], computed, inputs)


def _outputs(quantity: str, world: World) -> pl.DataFrame:
    """The contexts that print the quantity themselves, with the row of that fact."""
    own = world.visible.filter((pl.col("name") == quantity) & (pl.col("priority") == 0))
    printed = world.facts.filter((pl.col("kind") == "reading") & (pl.col("claim") != "quoted")).select("row")
    return own.join(printed, on="row").select("context_id", pl.col("row").alias("output"))


def _series(made: Formula, world: World) -> Iterator[Checked]:
    """Formulas over the experiments of one record: the printed value of the record against the points."""
    facts = world.facts
    of = next(name for name in made.required if name != made.along)
    points = _points(world, made.along, of)
    lo, mid, hi = limits(facts)
    outputs = facts.filter(
        (pl.col("name") == made.gives) & (pl.col("kind") == "reading") & (pl.col("claim") != "quoted")
    )
    constants = [Q.constant(name) for name in made.parameters]
    for output in outputs.iter_rows(named=True):
        rows = points.get(output["subject_id"], [])
        if len(rows) < 2:
            missing = (f"{of} at two {made.along}s",) if not rows else (f"{of} at a second {made.along}",)
            yield _untestable(made, world, output["row"], output["owner_id"], missing)
            continue
        order = {made.along: [x for x, _ in rows], of: [y for _, y in rows]}
        series = [np.array(order[name]) for name in made.required]
        values = [constant.si for constant in constants if constant is not None]
        low, middle, high = spread_series(
            lambda *columns, values=values: float(made.body(*columns, *values)),
            [(lo[rows_], mid[rows_], hi[rows_]) for rows_ in series],
        )
        inputs = tuple((name, world.fact(row)) for x, y in rows for name, row in ((of, y), (made.along, x)))
        room = made.allowance
        computed = (low - abs(low) * room, middle, high + abs(high) * room)
        yield judged(made, output, output["owner_id"], computed, inputs)


def _points(world: World, along: str, of: str) -> dict[str, list[tuple[int, int]]]:
    """For each record: (row of the condition, row of the value) of its experiments, in the order of the condition."""
    frame = wide(world.visible.filter(pl.col("priority") <= 1), [along, of]).drop_nulls()
    frame = frame.join(world.contexts.select("context_id", "subject_id"), on="context_id")
    known = world.facts.filter(pl.col("mid").is_not_nan() & (pl.col("claim") != "quoted")).select("row", "id")
    places = world.facts.filter(pl.col("mid").is_not_nan()).select("row", "mid")
    frame = frame.join(known, left_on=of, right_on="row").join(places, left_on=along, right_on="row")
    frame = frame.sort("subject_id", "mid", "id")
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in frame.unique(["subject_id", "mid"], keep="first", maintain_order=True).iter_rows(named=True):
        found[row["subject_id"]].append((row[along], row[of]))
    return found


def judged(
    made: Formula, output: dict[str, Any], context: str, computed: tuple[float, float, float],
    inputs: tuple[tuple[str, dict[str, Any]], ...],
) -> Checked:  # fmt: skip
    """The verdict on one printed value against one computed interval."""
    low, high = output["print_lo"], output["print_hi"]
    base = Checked(
        Verdict.CONSISTENT, made.name, made.gives, output["paper_id"], context, output["id"], output["printed"], low,
        high, computed, inputs=inputs,
    )  # fmt: skip
    head = f"{made.gives.replace('_', ' ')}: consistent"
    if not touch(low, high, computed[0], computed[2]):
        size, kind = gap(low, high, computed[0], computed[2], signed=Q[made.gives].by_difference)
        soft = bool(made.allowance) or output["soft"] or any(fact["soft"] for _, fact in inputs)
        base = replace(base, verdict=Verdict.INCONSISTENT, gap=size, gap_kind=kind, strength=strength(soft=soft))
        head = f"{made.gives.replace('_', ' ')}: inconsistent, {_apart(made.gives, size, kind)}"
        if output["or_reads"] and touch(output["or_lo"], output["or_hi"], computed[0], computed[2]):
            words = f"{output['or_reads']}, the other way to read it"
            base = replace(
                base, verdict=Verdict.CONSISTENT_ONLY_AS, gap=None, gap_kind=None, strength=None, only_as=words
            )
            head = f"{made.gives.replace('_', ' ')}: consistent only as {words}"
    says = made.says + (f" Convention: {made.convention.words}." if made.convention else "")
    ends = (computed[0], computed[2])
    return replace(base, told=tell(head, output, says, made.source, made.gives, ends, inputs, made.allowance))


def strength(*, soft: bool) -> Strength:
    """How sure a contradiction is: certain, or likely where an "about", an ambiguity or a model's allowance is in it."""
    return Strength.LIKELY if soft else Strength.CERTAIN


def _apart(quantity: str, size: float, kind: str) -> str:
    if kind == "factor":
        return f"off by a factor of {size:.4g} at least"
    one: Quantity = Q[quantity]
    return f"off by {size / one.units.factor:.4g} {one.unit} at least".rstrip()


def _untestable(made: Formula, world: World, output_row: int, context: str, missing: tuple[str, ...]) -> Checked:
    output = world.fact(output_row)
    words = ", ".join(name.replace("_", " ") for name in missing)
    place = f"  [{output['place']}] “{output['quote']}”"
    told = (
        f"{made.gives.replace('_', ' ')}: cannot be checked, {words} not stated\n"
        f"  the paper says {made.gives.replace('_', ' ')} = {output['printed']}{place}\n  {made.says} ({made.source})"
    )
    return Checked(
        Verdict.UNTESTABLE, made.name, made.gives, output["paper_id"], context, output["id"], output["printed"],
        output["print_lo"], output["print_hi"], missing=missing, told=told,
    )  # fmt: skip


def _one_verdict(ways: list[Checked], world: World) -> Checked:
    """One verdict from the conventions that a paper leaves open; where it states one, only that counts."""
    tested = [one for one in ways if one.verdict is not Verdict.UNTESTABLE]
    if not tested:
        return min(ways, key=lambda one: (len(one.missing), one.id))
    conventions = {one.formula: FORMULAS[one.formula].convention for one in ways}
    if not any(conventions.values()):
        return tested[0]
    stated = world.conventions.get(tested[0].context_id, {})
    said = {stated[c.group] for c in conventions.values() if c and c.group in stated}
    names = {formula: c.name if c else "" for formula, c in conventions.items()}
    exact = [one for one in ways if names[one.formula] in said]
    kin = [one for one in ways if names[one.formula].partition(",")[0] in said]  # "foil, as strippable lithium"
    if kin:
        counting = [one for one in exact if one in tested] or [one for one in kin if one in tested]
        if len(counting) < 2:
            return counting[0] if counting else min(exact or kin, key=lambda one: (len(one.missing), one.id))
        tested = counting
    good = [one for one in tested if one.verdict is Verdict.CONSISTENT]
    if len(good) == len(tested):
        return min(good, key=lambda one: one.id)
    words_of = {one.formula: (c.words if (c := conventions[one.formula]) else one.formula) for one in tested}
    if good:
        words = " or ".join(words_of[one.formula] for one in good)
        told = good[0].told.replace(": consistent\n", f": consistent only as {words}\n", 1)
        others = "; ".join(words_of[one.formula] for one in tested if one not in good)
        told += f"\n  not consistent as: {others}"
        return replace(good[0], verdict=Verdict.CONSISTENT_ONLY_AS, only_as=words, told=told)
    nearest = min(tested, key=lambda one: (one.gap or 0.0, one.id))
    tried = "; ".join(
        f"{words_of[one.formula]}: {_apart(one.quantity, one.gap or 0, one.gap_kind or 'factor')}" for one in tested
    )
    return replace(nearest, told=nearest.told + f"\n  tried: {tried}")


def _fewest_missing(found: list[Checked]) -> list[Checked]:
    """Of several ways in which one number cannot be checked, the one that lacks least."""
    best: dict[str, Checked] = {}
    for one in sorted(found, key=lambda one: (len(one.missing), one.id)):
        if one.verdict is Verdict.UNTESTABLE:
            best.setdefault(one.output_id, one)
    return [one for one in found if one.verdict is not Verdict.UNTESTABLE or best[one.output_id] is one]
