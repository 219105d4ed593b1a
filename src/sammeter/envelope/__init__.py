"""Digests, signatures and their signers, on bytes; no I/O."""
