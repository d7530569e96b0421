"""A big, physically plausible base, drawn from a seed: papers with electrolytes, cells, readings, planted contradictions."""

from generator.seeds import write_seeds
from generator.whole import HELD, Generated, generate

__all__ = ["HELD", "Generated", "generate", "write_seeds"]
