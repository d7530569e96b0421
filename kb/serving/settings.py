"""Every setting of the server, once: the dataclass gives the environment variables and ``kb serve --set name=value``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, get_type_hints

from schema.errors import KbError, near

__all__ = ["PREFIX", "Settings", "SettingsError", "described", "settings_from"]

PREFIX = "KB_SERVE_"  # of the environment variables: KB_SERVE_COST=1000000


class SettingsError(KbError):
    """A setting that is not known, or a value that does not fit."""

    code = "setting"


def _is(default: Any, doc: str) -> Any:
    return field(default=default, metadata={"doc": doc})


def _cores() -> int:
    return max(4, 2 * (os.cpu_count() or 2))


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What a server accepts, how long it waits and whom it answers. Times in seconds, sizes in bytes."""

    request_bytes: int = _is(1_000_000, "Largest body of a request.")
    url_bytes: int = _is(16_000, "Longest query string of a GET.")
    head_bytes: int = _is(32_768, "Largest head of a request: its first line and its headers.")
    document_bytes: int = _is(100_000, "Largest GraphQL document.")
    tokens: int = _is(6_000, "Most tokens of a document.")
    nesting: int = _is(60, "Deepest nesting of brackets in a document, and of values in variables.")
    depth: int = _is(20, "Deepest selection of fields, fragments followed.")
    selections: int = _is(2_000, "Most fields and fragments of a document, each fragment counted wherever it is used.")
    root_fields: int = _is(50, "Most fields at the root of an operation.")
    aliases: int = _is(200, "Most aliases of a document.")
    repeats: int = _is(40, "How often the same field may stand in one selection.")
    directives: int = _is(100, "Most directives of a document.")
    definitions: int = _is(100, "Most operations and fragments of a document.")
    page: int = _is(500, "Largest page of a list.")
    default_page: int = _is(50, "How long a page is taken to be when nothing says how long.")
    list_size: int = _is(10, "How long a list without a page is taken to be, where the schema does not say.")
    cost: int = _is(1_000_000, "Most values that a document may answer with, worst case; 0 for no limit.")
    timeout: float = _is(10.0, "Longest execution, waiting for a free place included.")
    concurrency: int = field(default_factory=_cores, metadata={"doc": "Operations that run at the same time."})
    queue: int = _is(64, "Operations that may wait for a free place; more are answered 503.")
    downloads: int = _is(
        2, "Whole tables that are read and sent at the same time; more are answered 503, kept files are not counted."
    )
    connections: int = _is(1_000, "Open connections; more are answered 503.")
    head_timeout: float = _is(5.0, "Longest time for the head of a request to arrive.")
    body_timeout: float = _is(10.0, "Longest time for the body of a request to arrive.")
    idle_timeout: float = _is(15.0, "How long a connection without a request stays open.")
    compress_bytes: int = _is(1_400, "Smallest answer that is compressed.")
    max_age: int = _is(0, "Seconds that a GET's answer is fresh without asking again.")
    documents: str = _is("", "Folder of persisted documents (*.graphql); docs/queries when not given.")
    persisted_only: bool = _is(False, "Answer persisted documents and nothing else.")
    automatic_persisted: bool = _is(False, "Let clients store documents by their hash (APQ), for as long as it runs.")
    cache_bytes: int = _is(4_000_000, "Text of the documents whose parsing, validation and cost are remembered.")
    cors: tuple[str, ...] = _is((), "Origins that browsers may ask from, with commas; * for all.")
    keys: tuple[str, ...] = _is((), "API keys as 'name sha256:<hex> <requests a minute>', with commas.")
    keys_file: str = _is("", "File of such lines.")
    anonymous_per_minute: int = _is(0, "Requests a minute and address without a key, where there are keys; 0 for none.")
    introspection: bool = _is(True, "Answer questions about the schema.")
    console: bool = _is(True, "Serve the console at /.")
    access_log: bool = _is(True, "Write a line of JSON a request on standard error.")


_KINDS = get_type_hints(Settings)
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
_ZERO = {"cost", "queue", "max_age", "anonymous_per_minute", "compress_bytes", "cache_bytes"}  # 0 has a meaning


def settings_from(
    pairs: Iterable[str] = (), environment: Mapping[str, str] | None = None, **given: Any
) -> Settings:  # fmt: skip
    """Settings from ``name=value`` pairs, over options, over the environment, over the defaults."""
    said: dict[str, Any] = {}
    for name, text in (os.environ if environment is None else environment).items():
        if name.startswith(PREFIX):
            said[name.removeprefix(PREFIX).lower()] = _read(name.removeprefix(PREFIX).lower(), text, name)
    said |= {name: value for name, value in given.items() if value is not None}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise SettingsError(f"--set {pair}", "no value", "write it as --set name=value")
        said[name.strip()] = _read(name.strip(), text.strip(), f"--set {pair}")
    return replace(Settings(), **said)


def described() -> str:
    """All settings as a table of text: name, default, meaning."""
    default = Settings()
    rows = [(one.name, _plain(getattr(default, one.name)), one.metadata["doc"]) for one in fields(Settings)]
    wide = [max(len(row[column]) for row in rows) for column in (0, 1)]
    return "\n".join(f"{name:<{wide[0]}}  {value:<{wide[1]}}  {doc}" for name, value, doc in rows)


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _read(name: str, text: str, where: str) -> Any:
    kind = _KINDS.get(name)
    if kind is None:
        raise SettingsError(where, f"no setting {name!r}", near(name, _KINDS) or "`kb serve --settings` lists all")
    if kind is str:
        return text
    if kind is bool:
        if text.lower() in _TRUE | _FALSE:
            return text.lower() in _TRUE
        raise SettingsError(where, f"{text!r} is neither true nor false", "write true or false")
    if kind not in (int, float):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    try:
        number = kind(text)
    except ValueError:
        number = -1
    least = 0 if name in _ZERO else 1 if kind is int else 1e-3
    if not least <= number < 1e12:
        raise SettingsError(where, f"{text!r} is no number from {least} on", "give a number in digits")
    return number
