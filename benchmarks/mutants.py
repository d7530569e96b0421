"""Small wrong changes to the code of ``compute``: cosmic-ray's, one of each kind a place."""

from __future__ import annotations

import random
import warnings
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["ROOT", "Mutant", "sampled"]

ROOT = Path(__file__).resolve().parent.parent
FAMILIES = ("ReplaceBinaryOperator", "ReplaceComparisonOperator", "ReplaceUnaryOperator", "NumberReplacer")
"""Operators with several changes of one place, of which one is drawn."""


@dataclass(frozen=True)
class Mutant:
    """One change: the file, cosmic-ray's operator and which of its places, and the line before and after."""

    file: str
    operator: str
    occurrence: int
    line: int
    before: str
    after: str

    def code(self) -> str:
        """The file's text with the change."""
        from cosmic_ray.mutating import mutate_code
        from cosmic_ray.plugins import get_operator

        text = (ROOT / self.file).read_text(encoding="utf-8")
        return mutate_code(text, get_operator(self.operator)(), self.occurrence) or ""


def sampled(files: Sequence[Path], count: int, seed: int) -> list[Mutant]:
    """So many changes, each of another place; all places where ``count`` is 0."""
    draw = random.Random(seed)
    every = [place for file in files or sorted((ROOT / "compute").rglob("*.py")) for place in places_of(file)]
    chosen = sorted(draw.sample(range(len(every)), min(count or len(every), len(every))))
    made = [mutant for place in chosen if (mutant := drawn(*every[place], draw))]
    print(f"{len(every)} places, {len(made)} of them changed (seed {seed})", flush=True)
    return made


def places_of(file: Path) -> list[tuple[Path, int, list[tuple[str, int]]]]:
    """Every place of a file that can be changed: its line, and the operators and occurrences that change it.

    Annotations, which nothing runs, and declarations such as ``frozen`` are left alone.
    """
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.plugins import get_operator, operator_names

    nodes = [(node, _is_idle(node)) for node in ast_nodes(get_ast(file.read_text(encoding="utf-8")))]
    places: dict[tuple[str, Any], list[tuple[str, int]]] = defaultdict(list)
    for name in operator_names():
        plain = name.removeprefix("core/")
        if not _is_likely(plain):
            continue
        family = next((one for one in FAMILIES if plain.startswith(one)), plain)
        operator, count = get_operator(name)(), 0
        for node, idle in nodes:
            for start, _ in operator.mutation_positions(node):
                if not idle:
                    places[family, start].append((name, count))
                count += 1
    return [(file, start[0], ways) for (_, start), ways in sorted(places.items())]


def _is_likely(name: str) -> bool:
    """Whether an operator makes a slip that could run: arithmetic stays arithmetic, and equality doesn't turn to identity."""
    kind, _, swap = name.partition("_")
    if kind == "ReplaceBinaryOperator":
        return len({one in {"BitOr", "BitAnd", "BitXor"} for one in swap.split("_")}) == 1 and "Shift" not in swap
    return not (
        name.startswith(("Variable", "NoOp"))
        or (kind == "ReplaceComparisonOperator" and swap.endswith(("_Is", "_IsNot")))
    )


def drawn(file: Path, line: int, ways: list[tuple[str, int]], draw: random.Random) -> Mutant | None:
    """One change of a place that Python compiles without a warning."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    source = file.read_text(encoding="utf-8")
    for name, occurrence in draw.sample(ways, len(ways)):
        made = mutate_code(source, get_operator(name)(), occurrence) or ""
        try:
            with warnings.catch_warnings(action="error"):
                compile(made, str(file), "exec")
        except (SyntaxError, SyntaxWarning):
            continue
        pairs = zip(source.splitlines(), made.splitlines(), strict=False)
        old, new = next(((old, new) for old, new in pairs if old != new), ("", ""))
        return Mutant(str(file.relative_to(ROOT)), name, occurrence, line, old.strip(), new.strip())
    return None


def _is_idle(node: Any) -> bool:
    """Whether a node is part of an annotation or of a promise that nothing breaks: a frozen class, a strict zip, a cache."""
    if node.parent is not None and node.parent.type in {"parameters", "param"} and node.type == "operator":
        return True  # the bare star of a signature
    while node.parent is not None:
        up = node.parent
        annotates = (up.type == "annassign" and node is up.children[1]) or (
            up.type == "tfpdef" and node is up.children[-1]
        )
        returns = up.type == "funcdef" and "->" in up.children and node is up.children[up.children.index("->") + 1]
        promises = up.type == "decorator" and up.children[1].get_code() in {"dataclass", "lru_cache"}
        if (
            annotates
            or returns
            or promises
            or (node.type == "argument" and node.children[0].get_code().strip() == "strict")
        ):
            return True
        node = up
    return False
