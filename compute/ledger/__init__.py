"""The energy ledger: what a cell weighs and how thick it is, layer by layer, and its energy at six levels."""

from compute.ledger.amount import Amount, LedgerError, amount
from compute.ledger.cell import Cell, Packaging
from compute.ledger.count import Ledger, ledger
from compute.ledger.figures import Figure, Level, Match
from compute.ledger.layers import Component, Composite, Lithium, Sheet
from compute.ledger.solve import Answer, reach, with_areal_capacity, with_thickness
from compute.ledger.told import told, told_matches

__all__ = [
    "Amount", "Answer", "Cell", "Component", "Composite", "Figure", "Ledger", "LedgerError", "Level", "Lithium", "Match",
    "Packaging", "Sheet", "amount", "ledger", "reach", "told", "told_matches", "with_areal_capacity", "with_thickness",
]  # fmt: skip
