"""A text whose every character knows where it came from, so that a find in a changed text has a place in the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Mapped"]

_CLUSTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)


@dataclass(frozen=True)
class Mapped:
    """A changed text: character ``i`` comes from the original's character ``origin[i]``."""

    text: str
    origin: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Mapped:
        """A text that is not changed yet."""
        return cls(text, tuple(range(len(text))))

    def replaced(self, pattern: str | re.Pattern[str], new: str) -> Mapped:
        """Every match replaced by a fixed text, which comes from where the match began."""
        parts: list[str] = []
        origin: list[int] = []
        last = 0
        for found in re.finditer(pattern, self.text):
            parts += (self.text[last : found.start()], new)
            origin += self.origin[last : found.start()]
            origin += self.origin[found.start() : found.start() + 1] * len(new)
            last = found.end()
        if not last:
            return self
        return Mapped("".join([*parts, self.text[last:]]), (*origin, *self.origin[last:]))

    def normalized(self, alike: dict[int, str]) -> Mapped:
        """Characters that look alike made the same, before and after Unicode's NFKC; what is composed stays together."""
        if self.text.isascii():
            return self
        parts: list[str] = []
        origin: list[int] = []
        for found in _CLUSTER.finditer(self.text):
            new = unicodedata.normalize("NFKC", found[0].translate(alike)).translate(alike)
            parts.append(new)
            origin += [self.origin[found.start()]] * len(new)
        return Mapped("".join(parts), tuple(origin))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the original."""
        return self.origin[start], self.origin[end - 1] + 1
