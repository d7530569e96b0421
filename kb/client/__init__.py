"""The Python client: the same methods and frames from the embedded base or from a server.

>>> import kb
>>> base = kb.connect()                                                    # doctest: +SKIP
>>> frame = base.electrolytes_at_temperature(temperature="25 degC")        # doctest: +SKIP
>>> frame.units["ionic_conductivity"]                                      # doctest: +SKIP
'mS/cm'
"""

from __future__ import annotations

from kb.client.clients import AsyncClient, Client, connect, connect_async
from kb.client.errors import ClientError, NetworkError, OfflineWarning
from kb.client.frame import Frame

__all__ = [
    "AsyncClient", "Client", "ClientError", "Frame", "NetworkError", "OfflineWarning", "connect", "connect_async",
]  # fmt: skip
