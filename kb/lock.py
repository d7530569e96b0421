"""One refresh at a time: a lock on a file beside a SQLite base, an advisory lock in PostgreSQL."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from schema.errors import KbError

__all__ = ["BusyError", "locked_file", "locked_server"]

ADVISORY = 0x6B625F726566  # "kb_ref"


class BusyError(KbError):
    """Another refresh is at work on the same base."""

    code = "locked"


def _busy(where: str, who: str) -> BusyError:
    return BusyError(
        where, f"another refresh is at work{who}; nothing was changed", "wait until it is done, and run this again"
    )


@contextmanager
def locked_file(file: Path, where: str) -> Iterator[None]:
    """Hold the lock of a SQLite base; it ends with the process, however that ends. Raises :class:`BusyError`."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            who = os.pread(handle, 32, 0).decode(errors="replace").strip()
            raise _busy(where, f" (process {who})" if who.isdigit() else "") from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)  # the file stays: taking it away would let two processes lock two files of one name


@contextmanager
def locked_server(connection: Any, where: str) -> Iterator[None]:
    """Hold PostgreSQL's advisory lock on an open SQLAlchemy connection. Raises :class:`BusyError`."""
    if not connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({ADVISORY})").scalar():
        raise _busy(where, "")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"SELECT pg_advisory_unlock({ADVISORY})")
