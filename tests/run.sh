#!/usr/bin/env bash
# Everything that CI checks, in one place: format, lint, types, import contracts, tests.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
echo "== format";    "$bin/ruff" format --check --quiet .
echo "== lint";      "$bin/ruff" check --quiet .
echo "== types";     "$bin/mypy"
echo "== contracts"; "$bin/lint-imports" --no-cache > /tmp/contracts.$$ || { cat /tmp/contracts.$$; rm -f /tmp/contracts.$$; exit 1; }
rm -f /tmp/contracts.$$
echo "== tests";     "$bin/pytest" -n 2 --dist loadfile
