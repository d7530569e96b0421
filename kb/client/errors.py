"""What can go wrong between a client and a base."""

from __future__ import annotations

from schema.errors import KbError

__all__ = ["ClientError", "NetworkError", "OfflineWarning"]


class ClientError(KbError):
    """A query that was refused, or a server that can't be reached."""

    code = "client"


class NetworkError(ClientError):
    """A server that did not answer, or was too busy to; asked again a few times before this is raised.

    ``retry_after`` are the seconds that the server asked to wait for.
    """

    code = "network"

    def __init__(self, where: str, what: str, mend: str, retry_after: float = 0.0) -> None:
        super().__init__(where, what, mend)
        self.retry_after = retry_after


class OfflineWarning(UserWarning):
    """The server can't be reached, and the answer comes from the cache."""
