"""A cell of the base as a stack of the energy ledger: what its paper states of each layer, and nothing else.

What a paper doesn't print stays lacking, and the ledger names it for each level. Reference densities, quoted values
and the like are counted and listed as assumed. Where no average voltage is printed it lies between the cut-off
voltages: a limit without a middle.
"""

from compute.stack.build import CAPACITIES, Stack, StackError, stack_of
from compute.stack.records import Given, Records, Sight, amount_of, middle

__all__ = ["CAPACITIES", "Given", "Records", "Sight", "Stack", "StackError", "amount_of", "middle", "stack_of"]
