"""Interviews on a folder of the test, driven by keys, with a clock that ticks by itself."""

from pathlib import Path
from typing import Any

from sammeter.app.ask import Choice, Interview, Round
from sammeter.app.ask_pages import screen
from sammeter.app.declare import Said, read_said
from sammeter.app.who import Who
from sammeter.data import load

ADA = Who(by="Ada <ada@example.org>", role="product owner")
BOB = Who(by="Bob <bob@example.org>", role="security lead")


def interview(
    folder: Path, *, scope: str = "shop", who: Who = ADA, choice: Choice | None = None, **more: Any
) -> Interview:
    """Return an interview over what stands in `folder`."""
    pack = load()
    said = read_said(folder, pack) if folder.exists() else Said()
    return Interview(Round(pack=pack, scope=scope, who=who, folder=folder, said=said, **more), choice or Choice())


def press(one: Interview, *keys: str) -> str:
    """Press keys, and type what is longer than a key where a line is asked for; return the screen after it."""
    for key in keys:
        if one.prompt is not None:
            one.typed(key)
        else:
            one.press(key)
    return screen(one)
