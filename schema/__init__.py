"""What a record is: quantities, units, readings, compositions, seed models, tables. Imports nothing of ours."""
