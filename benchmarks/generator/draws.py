"""Random numbers of invented papers: each is a hash of seed, paper and name, so that papers don't depend on each other.

A paper is the same in whichever chunk it is made, and a new draw changes no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Bools", "Draws", "Floats", "Ints"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finalizer of SplitMix64 (Steele, Lea, Flood 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@dataclass(frozen=True)
class Draws:
    """Columns of random numbers, one row a paper; ``numbers`` are the papers' numbers."""

    seed: int
    numbers: Ints

    def __len__(self) -> int:
        return len(self.numbers)

    def uniform(self, name: str, low: float = 0.0, high: float = 1.0) -> Floats:
        """Evenly between two limits."""
        key = np.uint64(int.from_bytes(hashlib.blake2b(f"{self.seed}/{name}".encode(), digest_size=8).digest(), "big"))
        start = self.numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        bits = _mixed(_mixed(start + key) ^ key)
        return low + (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53 * (high - low)

    def chance(self, name: str, share: float) -> Bools:
        """True in this share of the papers."""
        return self.uniform(name) < share

    def normal(self, name: str) -> Floats:
        """Nearly normal, mean 0 and deviation 1, never beyond 6: twelve uniform numbers added up."""
        return np.asarray(
            np.sum([self.uniform(f"{name}#{index}") for index in range(12)], axis=0) - 6.0, dtype=np.float64
        )

    def whole(self, name: str, count: int) -> Ints:
        """A whole number from 0 to ``count - 1``."""
        return (self.uniform(name) * count).astype(np.int64)

    def of(self, name: str, values: Sequence[float]) -> Floats:
        """One of some values."""
        return np.asarray(values, dtype=np.float64)[self.whole(name, len(values))]

    def word(self, name: str, words: Sequence[str]) -> NDArray[Any]:
        """One of some words."""
        return np.asarray(words, dtype=object)[self.whole(name, len(words))]
