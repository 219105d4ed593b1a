"""What the value of a secret setting is: open, a placeholder, a reference to where it lies, or protected by encryption."""

import re

OPEN, EXPOSED, PLACEHOLDER, REFERENCE, PROTECTED = "open", "exposed", "placeholder", "reference", "protected"
_PROTECTED = re.compile(
    r"ENC\[AES256_GCM,|\$ANSIBLE_VAULT;|!vault\b|\{cipher\}|ENC\([\w+/=]{16,}\)\Z|-----BEGIN (?:PGP MESSAGE|AGE ENCRYPTED)|AgB[\w+/]{60,}"
)
_DEFAULT = re.compile(r"\$\{[\w.\-]+:-?([^${}]+)\}\Z")
_REFERENCE = re.compile(
    r"\$|%[\w]+%\Z|\{\{|<%|@\w+@\Z|vault:|ref\+|!(?:Ref|GetAtt|Sub|secret|env|include|reference|Join|ImportValue)\b|@Microsoft\.KeyVault|"
    r"op://|arn:aws|projects/.+/secrets/|secretref|keyvault|sm://|ssm:|env[.:(]|env_var|file:|\*\w|"
    r"(?:var|local|data|module|each|random_\w+|aws_\w+|azurerm_\w+|google_\w+|kubernetes_\w+)\.|(?:\.{0,2}|~)/|https?://[^@]*\Z|akv!|gcp:|\{\s*get_",
    re.IGNORECASE,
)  # fmt: skip
_PLACEHOLDER = re.compile(
    r"<.*>\Z|\[.*\]\Z|[*x.\-_#?]+\Z|(?:.*[^a-z])?(?:change[-_]?(?:me|it|this)|example|placeholder|dummy|redacted|replace|insert|your|fixme|todo|"
    r"fill|set[-_ ]?me|not[-_]?(?:a[-_]?)?(?:real|secret)|xxx+|enter|here|fake|mock|tbd|sample)(?:[^a-z].*)?\Z", re.IGNORECASE,
)  # fmt: skip
_NO_VALUE = frozenset({
    "true", "false", "null", "none", "nil", "yes", "no", "on", "off", "read", "write", "string", "str", "text", "bool", "boolean",
    "int", "integer", "number", "object", "array", "required", "optional", "enabled", "disabled", "default", "auto", "inherit",
    "undefined", "empty", "opaque", "any", "password", "secret", "token", "~",
})  # fmt: skip
_OTHER_NAME = re.compile(
    r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z|[a-z0-9]+(?:[-.][a-z0-9]+)*[-.](?:secrets?|tokens?|credentials?|creds|tls|auth|keys?|passwords?|env|config|pem|crt)\Z"
)
_CODE = re.compile(r"[\w.]+[(\[].*[)\]]|[{\[|>&]|!!?[A-Za-z]")
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (_PROTECTED, PROTECTED), (_REFERENCE, REFERENCE), (re.compile(r"<.*>\Z"), PLACEHOLDER), (re.compile(r".*\s"), ""),
    (_PLACEHOLDER, PLACEHOLDER), (_CODE, ""), (_OTHER_NAME, ""), (re.compile(""), OPEN),
)  # fmt: skip
"""In this order: the first shape that fits says what a value is."""


def judge(value: str) -> str:
    """Return what a value is; the empty text where it holds nothing at all or is no literal."""
    value = value.strip()
    if len(value) < 4 or value.lower() in _NO_VALUE or (value.isdigit() and len(value) < 6):
        return ""
    if default := _DEFAULT.match(value):
        return PLACEHOLDER if len(default[1].strip("-")) > 2 else REFERENCE
    return next(state for shape, state in _SHAPES if shape.match(value))
