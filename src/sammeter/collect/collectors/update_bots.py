"""Update bots: which one is configured, for which ecosystems, and whether its configuration switches it off."""

from collections.abc import Iterator

from sammeter.collect.registry import File, collector, files
from sammeter.facts.docs import UpdateBot
from sammeter.text import Node, json5


@collector(
    reads=files(".github/dependabot.y*ml", "package.json", "renovate.json*", ".github/renovate.json*", ".gitlab/renovate.json*",
                ".renovaterc", ".renovaterc.json*"),
    yields=[UpdateBot], complete=[],
)  # fmt: skip
def collect(file: File) -> Iterator[UpdateBot]:
    """Yield the bot that a file configures; whether it runs at all is not in the repository."""
    name = file.path.rpartition("/")[2].casefold()
    if name.startswith("dependabot"):
        yield from _dependabot(file.yaml(), file.path)
        return
    config = json5.read(file.data, where=file.path, limits=file.limits)
    if name != "package.json":
        yield _renovate(config)
    elif "renovate" in config:
        yield _renovate(config["renovate"])


def _dependabot(config: Node, path: str) -> Iterator[UpdateBot]:
    """Group the entries by whether they may open pull requests at all (limit 0 leaves only security updates)."""
    found: dict[bool, dict[str, None]] = {}
    for entry in config["updates"]:
        on = entry["open-pull-requests-limit"].text() not in ("0", "0.0")
        found.setdefault(on, {})[entry["package-ecosystem"].text()] = None
    for on, names in (found or {False: {}}).items():
        yield UpdateBot(where=f"{path}:{config['updates'].line}", tool="dependabot",
                        ecosystems=tuple(name for name in names if name), enabled=on)  # fmt: skip


def _renovate(config: Node) -> UpdateBot:
    managers = tuple(manager.text() for manager in config["enabledManagers"])
    presets = [preset.text() for preset in config["extends"].many()]
    return UpdateBot(where=config.where, tool="renovate", ecosystems=managers or None,
                     enabled=config["enabled"].text() != "false" and ":disableRenovate" not in presets)  # fmt: skip
