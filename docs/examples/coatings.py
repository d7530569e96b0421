"""Which coatings help, by how much, in how many papers."""

import polars as pl

from kb import connect, meta

with connect() as base:
    pairs = meta.contrasts(base).filter(pl.col("coating").is_not_null())
effects = meta.effects(pairs, "log_ratio")
print(effects.counts())
for quantity in ("capacity_retention", "stable_time", "critical_current_density", "lithium_loss", "resistance_final"):
    found = effects.of(quantity)
    print(f"\n{quantity}, coated over bare: {meta.pool(found)}")
    for row in found.frame.with_columns(pl.col("effect", "lo", "hi").exp().round(3)).iter_rows(named=True):
        factor = row["effect"] if row["censored"] == "no" else f"{row['lo'] or 0} to {row['hi'] or 'any'}"
        print(
            f"  {row['coating']}: {row['control_printed']} to {row['treatment_printed']}, factor {factor} ({row['paper']})"
        )

# ruff: noqa: INP001, T201
