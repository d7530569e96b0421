"""Fields of Query that functions answer: comparisons, explanations, checklists, ledgers, what-ifs."""

from __future__ import annotations

from kb.graph.compared import COMPARED, COMPARED_TYPES
from kb.graph.declare import Plain
from kb.graph.roots import Root
from kb.graph.stories import STORIES
from kb.graph.story_types import STORY_TYPES

__all__ = ["CALLS", "CALL_TYPES"]

CALL_TYPES: tuple[Plain, ...] = (*COMPARED_TYPES, *STORY_TYPES)
CALLS: tuple[Root, ...] = (*COMPARED, *STORIES)
