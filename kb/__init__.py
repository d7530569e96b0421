"""A knowledge base of what papers on all-solid-state lithium batteries report, with a query API.

``kb.connect()`` opens the embedded base, ``kb.connect("http://…")`` a server; both give the same tables.
"""

from kb.client import Client, ClientError, connect

__all__ = ["Client", "ClientError", "connect"]
