"""A knowledge base of what papers on all-solid-state lithium batteries report, with a query API.

``kb.connect()`` opens the embedded base, ``kb.connect("http://…")`` a server; both give the same frames.
"""

from kb.client import AsyncClient, Client, ClientError, Frame, NetworkError, OfflineWarning, connect, connect_async

__all__ = [
    "AsyncClient", "Client", "ClientError", "Frame", "NetworkError", "OfflineWarning", "connect", "connect_async",
]  # fmt: skip
