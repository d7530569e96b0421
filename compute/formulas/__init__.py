"""Every relation between quantities, one module a topic. Importing this declares and checks them all."""

from compute.formulas import (
    balance,
    cycling,
    electrode,
    energy,
    loading,
    matter,
    rates,
    thermal,
    thermodynamics,
    transference,
    transport,
)

__all__ = [
    "balance", "cycling", "electrode", "energy", "loading", "matter", "rates", "thermal", "thermodynamics", "transference",
    "transport",
]  # fmt: skip
