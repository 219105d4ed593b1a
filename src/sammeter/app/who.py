"""Who says it: named on the command line, by the environment, or by git."""

import os
from dataclasses import dataclass
from pathlib import Path

from sammeter.collect.author import author
from sammeter.errors import DataError


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A person, ``Name <address>`` or any name, and the role that they speak in; empty where it is not known yet."""

    by: str
    role: str

    def complete(self) -> "Who":
        """Return itself. Raises DataError where the person or the role is not known."""
        if not self.by.strip():
            raise DataError("nobody says it", where="--by", hint="name yourself: --by 'Ada <ada@example.org>'")
        if not self.role.strip():
            raise DataError("without a role", where="--role", hint="say what you are: --role 'product owner'")
        return self


def who(by: str = "", role: str = "", *, folder: Path = Path()) -> Who:
    """Return who speaks: as stated, else ``SAMMETER_BY`` and ``SAMMETER_ROLE``, else whom git names in `folder`."""
    by = by or os.environ.get("SAMMETER_BY", "") or author(folder)
    return Who(by=by.strip(), role=(role or os.environ.get("SAMMETER_ROLE", "")).strip())
