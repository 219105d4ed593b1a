"""Marks on tests: what somebody said of a test in a property or a tag. A name is never a mark."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

KINDS = {
    "security": "security", "security-test": "security", "securitytest": "security", "regression": "regression", "abuse": "abuse",
    "abuse-case": "abuse", "misuse": "abuse", "negative": "abuse", "fuzz": "fuzz", "stress": "stress", "load": "stress",
    "unit": "unit", "integration": "integration", "e2e": "e2e", "acceptance": "acceptance", "smoke": "smoke",
}  # fmt: skip
_ORDER = ("security", "abuse", "fuzz", "stress", "regression")
_KIND_NAMES = {"kind", "test-kind", "testkind", "test-type", "category", "categories", "tag", "tags", "marker", "markers", "mark", "marks", "label",
               "labels", "group", "groups"}  # fmt: skip
_CONTROLS = {
    "authn": "authn", "authentication": "authn", "login": "authn", "authz": "authz", "authorization": "authz",
    "authorisation": "authz", "access-control": "authz", "input": "input", "input-validation": "input", "encoding": "encoding",
    "output-encoding": "encoding", "crypto": "crypto", "cryptography": "crypto", "encryption": "crypto",
}  # fmt: skip
_FIELDS = {
    "control": "controls", "controls": "controls", "security-control": "controls", "requirement": "requirement", "requirements": "requirement",
    "requirement-id": "requirement", "req": "requirement", "defect": "defect", "bug": "defect", "issue": "defect",
    "abuse-case": "abuse_case", "abusecase": "abuse_case", "misuse-case": "abuse_case", "assertions": "assertions",
}  # fmt: skip
_SPLIT = re.compile(r"[,;\s]+")
_TAG = re.compile(r"@?(?P<name>[A-Za-z][A-Za-z0-9_-]*)(?:[:=](?P<value>.+)|\((?P<inside>[^()]+)\))?\Z", re.DOTALL)


@dataclass(slots=True)
class Marks:
    """The marks of one test, or of a suite whose tests inherit them."""

    kinds: set[str] = field(default_factory=set)
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, name: str, value: str) -> None:
        """Take one property; names and values that mean nothing here are passed over."""
        word = _plain(name)
        if word in _KIND_NAMES:
            self.kinds.update(KINDS[one] for one in map(_plain, _SPLIT.split(value)) if one in KINDS)
        elif word in _FIELDS:
            found = tuple(one for one in _SPLIT.split(value.strip()) if one)
            target = _FIELDS[word]
            named = tuple(_CONTROLS.get(_plain(one), _plain(one)) for one in found) if target == "controls" else found
            self.values[target] = (*self.values.get(target, ()), *named)

    def tag(self, stated: str) -> None:
        """Take one tag: ``@security``, or a name with a value (``@requirement:R-1``, ``@control(authn)``)."""
        match = _TAG.match(stated.strip())
        if match and (value := match["value"] or match["inside"]):
            self.add(match["name"], value)
        elif match and (kind := KINDS.get(_plain(match["name"]))):
            self.kinds.add(kind)

    def under(self, above: "Marks") -> "Marks":
        """Return these marks with what stands above them."""
        return Marks(kinds=self.kinds | above.kinds, values={**above.values, **self.values})

    def kind(self) -> str | None:
        """Return the kind that says most of security where several are marked, None without a mark."""
        return next((one for one in _ORDER if one in self.kinds), min(self.kinds, default=None))

    def first(self, name: str) -> str | None:
        """Return the first value of a field, None where it is not marked."""
        found = self.values.get(name)
        return found[0] if found else None

    def assertions(self) -> int | None:
        """Return how many assertions are stated."""
        stated = self.first("assertions") or ""
        return int(stated) if stated.isdecimal() and len(stated) < 10 else None

    def __bool__(self) -> bool:
        """Tell whether anything is marked."""
        return bool(self.kinds) or bool(set(self.values) - {"assertions"})


def marks(properties: Iterable[tuple[str, str]]) -> Marks:
    """Return the marks in properties."""
    found = Marks()
    for name, value in properties:
        found.add(name, value)
    return found


def _plain(stated: str) -> str:
    """Return a name in one spelling; dotted names are kept, for Java writes its own properties (``java.vendor.url.bug``)."""
    return stated.strip().casefold().replace("_", "-").removeprefix("@").removeprefix("test.")
