# Two commands do everything: `make kb` (set up, build, compare, audit) and `make test` (all that CI checks).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/bash
.DELETE_ON_ERROR:
.PHONY: kb test serve format bench snapshots clean

kb: $(VENV)/.ready
	@$(BIN)/kb build
	@$(BIN)/kb compare electrolytes_at_temperature
	@$(BIN)/kb compare cells_by_energy_and_balance
	@$(BIN)/kb audit

test: $(VENV)/.ready
	@bash tests/run.sh

serve: $(VENV)/.ready
	@$(BIN)/kb build
	@$(BIN)/kb serve

format: $(VENV)/.ready
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix-only --exit-zero .

bench: $(VENV)/.ready
	@$(BIN)/python benchmarks/faces.py
	@$(BIN)/python benchmarks/audit.py

snapshots: $(VENV)/.ready
	@$(BIN)/pytest --update -q tests/test_snapshots.py

clean:
	rm -rf $(VENV) kb.sqlite *.egg-info

# The environment: locked and hashed, made once, and again when the lock or the settings change.
$(VENV)/.ready: requirements.lock pyproject.toml
	@echo "setting up the environment (once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
