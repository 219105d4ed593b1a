"""What an interview starts from: the statements of before, those of others, and what was seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sammeter.app.ask import Round
from sammeter.app.declare import Said, read_said
from sammeter.app.owasp import wording_of
from sammeter.app.who import Who
from sammeter.data import Pack
from sammeter.facts.collected import Collected


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where an interview looks: its own folder of statements, those it inherits from, and facts where they were named."""

    folder: Path
    inherit: Sequence[Path] = ()
    collected: Collected | None = None


def begin(scope: str, who: Who, sources: Sources, pack: Pack, *, owasp: bool = False) -> tuple[Round, tuple[str, ...]]:
    """Return the round to ask, and warnings. Raises DataError with every mistake of every statement file, NotFoundError."""
    seen, warnings = sources.collected, []
    if seen is not None and not scope:
        scope = seen.name
        warnings.append(f"asked about {scope}; for the whole organisation leave out what was seen")
    if seen is not None and scope and seen.name != scope:
        warnings.append(f"what was seen is called {seen.name}: what you say of {scope} does not count for it")
    return Round(
        pack=pack, scope=scope, who=who, folder=sources.folder, said=said_in(sources.folder, pack), collected=seen,
        inherited=tuple(read_said(folder, pack) for folder in sources.inherit),
        wording=wording_of(pack.model.version) if owasp else None,
    ), tuple(warnings)  # fmt: skip


def said_in(folder: Path, pack: Pack) -> Said:
    """Return what is said in a folder; nothing where it is not there yet. Raises DataError with every mistake."""
    return read_said(folder, pack) if folder.exists() else Said()
