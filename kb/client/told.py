"""An explanation as it comes from the graph, as the data that the program itself has, and as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from kb.client.rows import camel
from kb.explanation import Explanation
from schema.vocabulary import Verdict

__all__ = ["Told", "told_from"]


@dataclass(frozen=True, repr=False)
class Told:
    """An explanation that prints as text."""

    explanation: Explanation

    @property
    def text(self) -> str:
        """The same words as ``kb explain``."""
        from kb.explain_text import explanation_text

        return explanation_text(self.explanation)

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__


def told_from(data: Mapping[str, Any]) -> Told:
    """An explanation from its answer."""
    made: Explanation = _made(Explanation, data)
    return Told(made)


_hints = cache(get_type_hints)


def _made(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if is_dataclass(hint) and isinstance(hint, type):
        hints = _hints(hint)
        given = {one.name: value[camel(one.name)] for one in fields(hint) if camel(one.name) in value}
        if isinstance(given.get("verdict"), str):
            given["verdict"] = Verdict[given["verdict"]].value
        return hint(**{name: _made(hints[name], one) for name, one in given.items()})
    inner = get_args(hint)
    if get_origin(hint) is tuple:
        return tuple(_made(inner[0], one) for one in value)
    known = next((one for one in inner if is_dataclass(one)), None)
    return _made(known, value) if known else value
