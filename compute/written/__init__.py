"""Formulas in mathematical notation: their own bodies, run on symbols."""

from compute.written.equations import equation, result_symbol, symbol_of
from compute.written.notation import latex, mathml

__all__ = ["equation", "latex", "mathml", "result_symbol", "symbol_of"]
