"""Make the typed client anew from the schema and ``docs/queries``: ``python tests/generated/make.py``.

The generator, ariadne-codegen, wants an older graphql-core than the project has, so that it stands in an environment
of its own; it is found on the path, or named in ``ARIADNE_CODEGEN``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
QUERIES = HERE.parents[1] / "docs" / "queries"
SETTINGS = """
[tool.ariadne-codegen]
schema_path = "{schema}"
queries_path = "{queries}"
target_package_name = "typed_client"
target_package_path = "{target}"
client_name = "TypedClient"
async_client = false
include_comments = "none"
include_all_inputs = false
include_all_enums = false
"""


def tool() -> str | None:
    """The generator, where it is there."""
    return os.environ.get("ARIADNE_CODEGEN") or shutil.which("ariadne-codegen")


def make(target: Path) -> None:
    """Write the package ``typed_client`` into a folder."""
    from kb.graphql import sdl

    found = tool()
    if found is None:
        sys.exit(
            "ariadne-codegen is not there: install it into an environment of its own, and name it in ARIADNE_CODEGEN"
        )
    with tempfile.TemporaryDirectory() as folder:
        schema = Path(folder) / "schema.graphql"
        schema.write_text(sdl(), encoding="utf-8")
        settings = Path(folder) / "pyproject.toml"
        settings.write_text(SETTINGS.format(schema=schema, queries=QUERIES, target=target), encoding="utf-8")
        subprocess.run([found, "--config", str(settings)], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    shutil.rmtree(HERE / "typed_client", ignore_errors=True)
    make(HERE)
