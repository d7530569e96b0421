"""What the base keeps ready to be found and shown: values in catalogue units, subjects, kinds of ids, elements."""

from __future__ import annotations

import json
from collections.abc import Mapping

import polars as pl

from kb.base import DIGITS
from kb.frames import KINDS, frame_of
from kb.results import UNITS
from schema.vocabulary import THINGS

__all__ = ["with_lookups"]

OTHERS = ("paper", "experiment", "process_step", "constituent", "layer", "reading", "condition", "statement", "contrast",
          "misprint", "verdict", "derived", "reference_reading")  # fmt: skip
"""The kinds of record that have an id, beside things."""

Tables = Mapping[str, pl.DataFrame]


def with_lookups(tables: Tables) -> dict[str, pl.DataFrame]:
    """The tables with their derived columns filled in, and the tables that are there to be looked into."""
    made = dict(tables)
    for name in ("reading", "condition", "derived"):
        made[name] = _shown(tables[name], ("lo", "mid", "hi"))
    subjects = _subjects(tables)
    made["derived"] = _with_subject(made["derived"], subjects)
    made["verdict"] = _with_subject(_shown_computed(tables["verdict"]), subjects)
    made["node"] = _nodes(made)
    made["material_element"] = _elements(tables["material"])
    made["subject_value"] = _values(made)
    return {name: frame_of(name, frame) for name, frame in made.items()}


def _rounded(value: pl.Expr) -> pl.Expr:
    """Without the noise of a double's last digits, as :func:`kb.base.rounded` does it."""
    return pl.when(value.is_finite()).then(value.round_sig_figs(DIGITS))


def _shown(frame: pl.DataFrame, ends: tuple[str, str, str]) -> pl.DataFrame:
    known = frame.join(UNITS, on="quantity", how="left", maintain_order="left", suffix="_of")
    values = [
        _rounded((pl.col(end) - pl.col("si_offset")) / pl.col("si_factor")).alias(f"value_{name}")
        for name, end in zip(("lo", "mid", "hi"), ends, strict=True)
    ]
    return known.with_columns(values).select(frame.columns)


def _shown_computed(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        _rounded((pl.col(f"computed_{end}") - pl.col("si_offset")) / pl.col("si_factor")).alias(f"value_{end}")
        for end in ("lo", "mid", "hi")
    )


def _subjects(tables: Tables) -> pl.DataFrame:
    """Of every context and statement, the record that it is about."""
    own = [tables[kind].select(pl.col("id").alias("context_id"), pl.col("id").alias("subject_id")) for kind in THINGS]
    return pl.concat(
        [
            *own,
            tables["experiment"].select(pl.col("id").alias("context_id"), "subject_id"),
            tables["process_step"].select(pl.col("id").alias("context_id"), pl.col("of_id").alias("subject_id")),
            tables["constituent"].select(pl.col("id").alias("context_id"), pl.col("whole_id").alias("subject_id")),
            tables["layer"].select(pl.col("id").alias("context_id"), pl.col("cell_id").alias("subject_id")),
            tables["reading"].select(pl.col("id").alias("context_id"), "subject_id"),
            tables["statement"].select(pl.col("id").alias("context_id"), pl.col("subject_id").alias("of"))
            .join(tables["reading"].select(pl.col("id").alias("of"), "subject_id"), on="of", how="left", maintain_order="left")
            .select("context_id", "subject_id"),
        ]
    )  # fmt: skip


def _with_subject(frame: pl.DataFrame, subjects: pl.DataFrame) -> pl.DataFrame:
    made = frame.drop("subject_id").join(subjects, on="context_id", how="left", maintain_order="left")
    return made.with_columns(pl.coalesce("subject_id", "context_id"))


def _nodes(tables: Tables) -> pl.DataFrame:
    parts = []
    for kind in (*THINGS, *OTHERS):
        frame = tables[kind]
        paper = (
            pl.col("paper_id")
            if "paper_id" in frame.columns
            else (pl.col("id") if kind == "paper" else pl.lit(None, pl.String))
        )
        parts.append(frame.select("id", pl.lit(kind).alias("kind"), paper.alias("paper_id")))
    return pl.concat(parts).unique("id", keep="first", maintain_order=True)


def _elements(materials: pl.DataFrame) -> pl.DataFrame:
    rows = []
    for elements in materials["elements"].unique():
        amounts = {key: float(value) for key, value in json.loads(elements).items()}
        total = sum(amounts.values())
        rows += [(elements, key, value, value / total) for key, value in amounts.items()]
    kinds = {"elements": pl.String, "element": pl.String, "amount": pl.Float64, "fraction": pl.Float64}
    each = pl.DataFrame(rows, schema=kinds, orient="row")
    return materials.select(pl.col("id").alias("material_id"), "elements").join(each, on="elements")


def _values(tables: Tables) -> pl.DataFrame:
    """First prints with a sortable number; the temperature is that of the experiment, or of the series that it belongs to."""
    temperature = tables["condition"].filter((pl.col("quantity") == "temperature") & pl.col("lo").is_not_null()).select(
        pl.col("experiment_id").alias("owner_id"), pl.col("lo").alias("temperature_lo"), pl.col("hi").alias("temperature_hi")
    ).unique("owner_id", keep="first", maintain_order=True)  # fmt: skip
    families = pl.concat(
        [tables[kind].select(pl.col("id").alias("subject_id"), "family") for kind in ("electrolyte", "material")]
    )
    key = pl.coalesce("mid", "lo", "hi")
    first = tables["reading"].filter(pl.col("repeats").is_null() & key.is_not_null())
    made = first.join(temperature, on="owner_id", how="left", maintain_order="left").join(
        families, on="subject_id", how="left", maintain_order="left"
    )
    return made.select(
        "id", "paper_id", pl.col("subject_kind").alias("kind"), "subject_id", "owner_id", "quantity", pl.col("family").fill_null(""),
        "claim", "lo", "mid", "hi", key.alias("sort_key"), "temperature_lo", "temperature_hi",
    ).select(list(KINDS["subject_value"]))  # fmt: skip
