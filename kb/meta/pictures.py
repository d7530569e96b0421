"""All pictures of :mod:`kb.meta`: each takes a frame, draws it, and gives back the axes and the frame that it drew."""

from kb.meta.pictures_effects import forest_plot, funnel_plot, parity_plot
from kb.meta.pictures_records import arrhenius_plot, energy_plot, np_plot, pareto_plot, rate_plot, retention_plot
from kb.plots import save, waterfall_plot

__all__ = [
    "arrhenius_plot", "energy_plot", "forest_plot", "funnel_plot", "np_plot", "pareto_plot", "parity_plot", "rate_plot",
    "retention_plot", "save", "waterfall_plot",
]  # fmt: skip
