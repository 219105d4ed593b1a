"""A fingerprint of a value that nobody can guess back: HMAC-SHA-256 under a key that never leaves this machine."""

import base64
import hashlib
import hmac
import os
import secrets
from functools import cache
from pathlib import Path


def fingerprint(value: str) -> str | None:
    """Return 16 hex digits that equal values share on this machine; None where no key can be kept."""
    key = _key()
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()[:16] if key else None


def decoded(value: str) -> str:
    """Return what a base64 text says, or the text itself: an encoding protects nothing."""
    try:
        text = base64.b64decode(value, validate=True).decode("utf-8")
    except ValueError:
        return value
    return text if text.isprintable() and text else value


def key_path() -> Path:
    """Return the file of the key: below ``SAMMETER_DATA``, else below the user's data folder (XDG)."""
    stated = os.environ.get("SAMMETER_DATA")
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return (Path(stated) if stated else Path(base) / "sammeter") / "fingerprint.key"


def _key() -> bytes:
    return _kept(key_path())


@cache
def _kept(path: Path) -> bytes:
    """Return the key, making it readable to its owner alone; empty where it cannot be kept or others can read it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
            with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as handle:
                handle.write(secrets.token_bytes(32))
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_bytes() if not path.stat().st_mode & 0o077 else b""
    except OSError:
        return b""
