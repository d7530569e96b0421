"""Compositions beyond strings: charge balance, mixtures, reactions. Import what you need: pymatgen comes with it."""
