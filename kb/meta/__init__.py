"""Meta-analysis over papers: effects of treatments, pooled; Arrhenius fits, Pareto fronts, conflicts, coverage, pictures.

>>> from kb import connect, meta
>>> base = connect()                                                                # doctest: +SKIP
>>> effects = meta.effects(meta.contrasts(base), "log_ratio")                       # doctest: +SKIP
>>> print(meta.pool(effects.of("capacity_retention")))                              # doctest: +SKIP

Each name is imported when it is first asked for, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.meta.arrhenius import ArrheniusFit, arrhenius_fits, series_of
    from kb.meta.censored import CensoredPooled, pool_censored, surely
    from kb.meta.conflicts import find_conflicts
    from kb.meta.coverage import conditions_stated, coverage_map
    from kb.meta.effect_sizes import Effects, by_paper, effects
    from kb.meta.moderators import Regression, leave_one_out, regress, subgroups
    from kb.meta.pairs import contrasts
    from kb.meta.pareto import pareto_front, side_by_side
    from kb.meta.pictures import (
        arrhenius_plot,
        energy_plot,
        forest_plot,
        funnel_plot,
        np_plot,
        pareto_plot,
        parity_plot,
        rate_plot,
        retention_plot,
        save,
        waterfall_plot,
    )
    from kb.meta.pooling import Pooled, TooFew, pool, tau_squared
    from kb.meta.records import parity, points

_WHERE = {
    "arrhenius": ("ArrheniusFit", "arrhenius_fits", "series_of"),
    "censored": ("CensoredPooled", "pool_censored", "surely"),
    "conflicts": ("find_conflicts",),
    "coverage": ("conditions_stated", "coverage_map"),
    "effect_sizes": ("Effects", "by_paper", "effects"),
    "moderators": ("Regression", "leave_one_out", "regress", "subgroups"),
    "pairs": ("contrasts",),
    "pareto": ("pareto_front", "side_by_side"),
    "pictures": (
        "arrhenius_plot", "energy_plot", "forest_plot", "funnel_plot", "np_plot", "pareto_plot", "parity_plot", "rate_plot",
        "retention_plot", "save", "waterfall_plot",
    ),
    "pooling": ("Pooled", "TooFew", "pool", "tau_squared"),
    "records": ("parity", "points"),
}  # fmt: skip
_MODULE = {name: module for module, names in _WHERE.items() for name in names}

__all__ = [
    "ArrheniusFit", "CensoredPooled", "Effects", "Pooled", "Regression", "TooFew", "arrhenius_fits", "arrhenius_plot", "by_paper",
    "conditions_stated", "contrasts", "coverage_map", "effects", "energy_plot", "find_conflicts", "forest_plot", "funnel_plot",
    "leave_one_out", "np_plot", "pareto_front", "pareto_plot", "parity", "parity_plot", "points", "pool", "pool_censored", "rate_plot",
    "regress", "retention_plot", "save", "series_of", "side_by_side", "subgroups", "surely", "tau_squared", "waterfall_plot",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _MODULE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_MODULE[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
