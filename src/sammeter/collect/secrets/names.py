"""Names of settings that hold a secret, told by their last words, and names that only speak of one."""

import re

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_ALONE = frozenset({
    "password", "passwd", "passphrase", "pwd", "secret", "secrets", "token", "credential", "apikey", "secretkey", "accesskey",
    "privatekey", "passcode", "pass",
})  # fmt: skip
_KEYS = frozenset({"api", "access", "private", "secret", "encryption", "signing", "master", "account", "auth", "hmac", "jwt", "aes",
                   "crypto", "license", "sas"})  # fmt: skip
_SPOKEN = frozenset({"no", "has", "is", "use", "require", "requires", "allow", "forgot", "reset", "change", "show", "min", "max", "csrf",
                     "next", "page", "id", "public", "continuation", "existing", "pull", "image", "mount", "automount"})  # fmt: skip

_PLAIN = re.compile(r"[A-Za-z_$][\w\-$/]{0,60}(?:\[\d{0,6}\])?")
_MIXED = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d.*\d)\S{16,}|[a-z]{2,12}[_\-][A-Za-z0-9]{20,}")
HIDDEN = "*"


def shown(path: str) -> str:
    """Return the path of a setting with what is no plain word as ``*``: some files have secrets as keys."""
    return ".".join(part if _PLAIN.fullmatch(part) and not _MIXED.search(part) else HIDDEN for part in path.split("."))


def is_secret(name: str) -> bool:
    """Tell whether the setting of this name holds a secret by its name (`spring.datasource.password`, `apiKey`)."""
    last = re.split(r"[./\[\]:]", name.rstrip("]"))[-1]
    words = [word.lower() for word in _WORD.findall(last)]
    if not words or (words[0] in _SPOKEN):
        return False
    if words[-1] in _ALONE:
        return not (len(words) > 1 and words[-2] in _SPOKEN)
    return len(words) > 1 and words[-1] == "key" and words[-2] in _KEYS
