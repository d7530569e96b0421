"""The HTTP face of the GraphQL API: plain ASGI, safe by construction, one engine behind it."""

from __future__ import annotations

from kb.serving.app import Application
from kb.serving.engine import Engine, ExecutionTimeoutError, engine_of
from kb.serving.settings import Settings

__all__ = ["Application", "Engine", "ExecutionTimeoutError", "Settings", "engine_of"]
