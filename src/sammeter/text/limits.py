"""How much of a hostile document is read before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Caps on one document from outside; a reader refuses what exceeds one, with the cap in the message.

    Sizes are bytes, depth and counts are plain numbers. `ratio` is unpacked to packed size of an archive, `entry`
    the unpacked size of one file in it.
    """

    size: int = 2 << 20
    depth: int = 64
    nodes: int = 250_000
    aliases: int = 1_000
    unpacked: int = 64 << 20
    entries: int = 10_000
    entry: int = 64 << 20
    ratio: int = 200
    line: int = 100_000


DEFAULT = Limits()
