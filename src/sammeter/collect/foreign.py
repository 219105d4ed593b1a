"""Trees in a repository that are not its own: vendored code, tests, fixtures, examples."""

import re

_FOREIGN = re.compile(
    r"(?:\A|/)(?:vendor|node_modules|(?:third|3rd)[-_]?party|\.yarn|bower_components|testdata|test[-_]?data|fixtures?|__fixtures__|tests?|"
    r"__tests__|specs?|examples?|samples?|demos?|dummyserver|site-packages)/", re.IGNORECASE,
)  # fmt: skip


def is_foreign(path: str) -> bool:
    """Tell whether a path lies in a tree that says nothing of how this repository itself is made."""
    return _FOREIGN.search(path) is not None
