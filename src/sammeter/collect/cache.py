"""What a run may keep between runs."""

from typing import Protocol


class Cache(Protocol):
    """Where raw facts are kept between runs, by a key that changes with the content and the collector."""

    def get(self, keys: list[str]) -> dict[str, bytes]:
        """Return what is kept under `keys`."""
        ...

    def put(self, items: dict[str, bytes]) -> None:
        """Keep `items`."""
        ...


class NoCache:
    """Keeps nothing."""

    def get(self, keys: list[str]) -> dict[str, bytes]:  # noqa: ARG002 - the protocol's name
        """Return nothing."""
        return {}

    def put(self, items: dict[str, bytes]) -> None:
        """Forget `items`."""
