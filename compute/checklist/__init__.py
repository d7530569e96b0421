"""The reporting checklist: which of what the field's checklists ask does a paper state, and what would help most."""

from compute.checklist.findings import STATES, Finding, Score, by_item, checklist, records, score
from compute.checklist.items import ITEMS, SOURCES, Item
from compute.checklist.look import Look
from compute.checklist.missing import Missing, Number, missing_numbers, missing_pairs

__all__ = [
    "ITEMS", "SOURCES", "STATES", "Finding", "Item", "Look", "Missing", "Number", "Score", "by_item", "checklist", "missing_numbers",
    "missing_pairs", "records", "score",
]  # fmt: skip
