"""From the words of a command, or an action and its inputs, to the tools that they are known to run."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from sammeter.collect.ci.tools import Options, Rule, Tool, Use, use
from sammeter.collect.ci.tools_actions import ACTIONS, ALSO, NEUTRAL, NEUTRAL_OWNERS
from sammeter.collect.ci.tools_commands import COMMANDS, GOALS, IMAGES, LANGUAGES

_WRAPPERS: Mapping[str, tuple[str, ...]] = {
    "sudo": (), "doas": (), "env": (), "time": (), "nohup": (), "exec": (), "command": (), "xvfb-run": (), "nice": (), "stdbuf": (),
    "npx": (), "bunx": (), "uvx": (), "timeout": ("",), "xargs": (), "retry": (), "pipx": ("run",), "uv": ("run",), "poetry": ("run",),
    "pipenv": ("run",), "pdm": ("run",), "rye": ("run",), "pnpm": ("exec|dlx",), "yarn": ("dlx|exec",), "npm": ("exec",), "bundle": ("exec",),
    "mise": ("exec",), "go": ("tool|run",), "python": ("-m",), "python3": ("-m",), "py": ("-m",), "coverage": ("run",),
}  # fmt: skip
_VALUED = frozenset({
    "-v", "--volume", "-e", "--env", "-w", "--workdir", "--name", "--network", "--net", "-p", "--publish", "--entrypoint", "--user", "-u",
    "--mount", "--env-file", "--platform", "--add-host", "--hostname", "-h", "--cap-add", "--security-opt", "--memory", "-m", "--cpus",
    "-l", "--label", "--tmpfs", "--pull", "--shm-size", "--device", "--group-add", "--volumes-from", "--ulimit", "--cgroupns",
})  # fmt: skip
_VALUED_WRAP = {"sudo": {"-u", "-g"}, "env": {"-u", "-C"}, "xargs": {"-n", "-I", "-P", "-L", "-d"}, "timeout": {"-k", "-s"},
                "npx": {"-p", "--package"}, "uv": {"--with", "--group", "--extra", "--python", "-p", "--project", "--package"},
                "uvx": {"--from", "--with", "--python", "-p"}, "pipx": {"--spec", "--python"}}  # fmt: skip
SHORT = 2
"""Letters of an option like ``-I``, which differs from ``-i``."""
_BUILDERS = {
    "mvn": "maven",
    "mvnw": "maven",
    "./mvnw": "maven",
    "gradle": "gradle",
    "gradlew": "gradle",
    "./gradlew": "gradle",
}
_RUNNERS = {"make", "gmake", "just", "task", "mage", "invoke", "inv", "tox", "nox", "rake", "ansible-playbook", "earthly", "nix", "dagger",
            "bake", "ant", "sbt", "lein", "gulp", "grunt", "turbo", "nx", "act", "hatch", "pre-commit"}  # fmt: skip
_SERVICES = (("docker", "compose", "run"), ("docker", "compose", "exec"))
_SCRIPTS = {
    "bash",
    "sh",
    "zsh",
    "python",
    "python3",
    "node",
    "ruby",
    "perl",
    "php",
    "pwsh",
    "source",
    ".",
    "deno",
    "bun",
    "tsx",
}
_HARMLESS = re.compile(r"(activate|\.bashrc|\.profile|/env|nvm\.sh|emsdk_env\.sh|setup\.bash)\Z")
_BUILTIN = {
    "install", "i", "add", "remove", "audit", "config", "cache", "publish", "npm", "set", "version", "dlx", "global", "why", "pack", "test",
    "link", "up", "upgrade", "update", "info", "init", "list", "ls", "store", "env", "fetch", "import", "rebuild", "dedupe", "plugin", "login",
    "workspaces", "licenses", "deploy", "prune", "root", "bin", "outdated", "node", "t",
}  # fmt: skip
_PACKAGES = {"npm", "yarn", "pnpm", "bun", "composer", "pipenv", "deno"}
_TRUSTED_FOLDERS = re.compile(r"(?:^|/)(?:bin|\.bin|sbin|Scripts)/[^/]+\Z")


def in_command(words: tuple[str, ...]) -> Iterator[Use]:
    """Yield the tools that a command runs; its arguments and the files it names prove nothing."""
    words = unwrapped(words)
    if not words:
        return
    if words[0] in _BUILDERS:
        yield from _goals(_BUILDERS[words[0]], words)
    elif words[:2] in (("docker", "run"), ("podman", "run"), ("nerdctl", "run")):
        yield from _in_image(*_container(words[2:]))
    else:
        yield from _in_table(words)


def in_action(name: str, inputs: Options) -> Iterator[Use]:
    """Yield the tools that ``owner/action@version`` or ``docker://image`` runs with these inputs."""
    if name.startswith("docker://"):
        arguments = inputs.get("args") or ""
        yield from _in_image(name.removeprefix("docker://"), tuple(arguments.split()), inputs.get("entrypoint") or "")
        return
    options = {**_arguments(inputs), **inputs}
    path = _action_path(name)
    main = _first(path, options, ACTIONS)
    beside = [rule.tool for rule in ALSO.get(path, ()) if rule.fits(options, ())]
    yield from (use(tool, options) for tool in (main, *beside) if tool is not None and tool.kind)


def known_action(name: str) -> bool:
    """Tell whether it is known what an action does, be it only preparing something."""
    path = _action_path(name)
    if path in NEUTRAL or path.split("/")[0] in NEUTRAL_OWNERS or path.split("/")[-1].startswith(("setup-", "cache")):
        return True
    return any(path == known or path.startswith(f"{known}/") for known in ACTIONS)


def hides(words: tuple[str, ...]) -> bool:
    """Tell whether a command runs what the definition does not show: a script, a target, a task of a build file."""
    words = unwrapped(words)
    if not words:
        return False
    head = words[0]
    if head in _BUILDERS:
        return any("$" in word and not word.startswith("-") for word in words) or not _all_goals(_BUILDERS[head], words)
    if head in _PACKAGES:
        return _package_script(words)
    if head in _SCRIPTS:
        return any(not word.startswith("-") and not _HARMLESS.search(word) for word in words[1:2])
    runs_other = (
        head in _RUNNERS or "/" in head or head.startswith("$") or words[1:2] == ("run",) or words[:3] in _SERVICES
    )
    return runs_other and (head == "pre-commit" or next(in_command(words), None) is None)


def _package_script(words: tuple[str, ...]) -> bool:
    """Tell whether a package manager runs a script of the package; yarn and pnpm take its bare name as well."""
    named = words[1:2] if words[1:2] != ("run",) else words[2:3]
    if words[1:2] in (("run",), ("run-script",), ("task",), ("exec",)):
        return words[2:3] != ("test",)
    bare = words[0] in ("yarn", "pnpm") and bool(named) and not named[0].startswith("-")
    return bare and named[0] not in _BUILTIN


def unwrapped(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return a command without what only starts it: ``sudo``, ``npx``, ``python -m``, ``poetry run``, a trusted folder."""
    for _ in range(6):
        if not words:
            return words
        head = words[0]
        if _TRUSTED_FOLDERS.search(head) and head not in ("./gradlew", "./mvnw", "/kaniko/executor"):
            words = (head.rpartition("/")[2], *words[1:])
            head = words[0]
        shorter = _without(head, words)
        if shorter is None:
            return _module(words)
        words = shorter
    return words


def _module(words: tuple[str, ...]) -> tuple[str, ...]:
    """Take the name out of ``github.com/owner/gosec/cmd/gosec@v2`` and ``eslint@9``, and toolchains out of cargo."""
    head = words[0]
    if head == "cargo" and len(words) > 1 and words[1].startswith("+"):
        return (head, *words[2:])
    if re.match(r"[\w-]+\.[a-z]{2,6}/", head):
        path = re.sub(r"@.*|/v\d+(?=@|\Z)", "", head)
        return (re.sub(r"/v\d+\Z", "", path).rpartition("/")[2], *words[1:])
    return (re.sub(r"(?<=\w)@[\w.^~-]+\Z", "", head), *words[1:])


def _without(head: str, words: tuple[str, ...]) -> tuple[str, ...] | None:
    head = re.sub(r"\Apython3?\.\d+\Z", "python3", head)
    pattern = _WRAPPERS.get(head)
    if pattern is None or (
        head == "command" and words[1:2] in (("-v",), ("-V",))
    ):  # asks where a program is, runs none
        return None
    rest = _after_options(words[1:], _VALUED_WRAP.get(head, set())) if pattern != ("-m",) else words[1:]
    for wanted in pattern:
        if not rest or (wanted and rest[0] not in wanted.split("|")):
            return None
        rest = _after_options(rest[1:], _VALUED_WRAP.get(head, set())) if wanted != "-m" else rest[1:]
    return rest if rest and not rest[0].startswith("-") else None


def _after_options(words: tuple[str, ...], valued: set[str]) -> tuple[str, ...]:
    position = 0
    while position < len(words) and (words[position].startswith("-") or re.match(r"[A-Za-z_]\w*=", words[position])):
        position += 2 if words[position] in valued else 1
    return words[position:]


def _in_table(words: tuple[str, ...]) -> Iterator[Use]:
    options = command_options(words[1:])
    if words[0].endswith(".exe"):
        words = (words[0].removesuffix(".exe"), *words[1:])
    if {"--version", "--help"} & options.keys() or words[1:2] in (("version",), ("help",)):
        return
    plain = tuple(word for word in words[1:] if not word.startswith("-"))
    strict = tuple(
        word for before, word in pairwise(words)
        if not word.startswith("-") and (not before.startswith("-") or "=" in before)
    )  # fmt: skip
    found = _first_rule(COMMANDS.get(words[0].lower(), ()), options, plain, strict)
    if found is not None and found.kind:
        yield use(_narrowed(found, plain, options), options)


def _narrowed(tool: Tool, plain: tuple[str, ...], options: Options) -> Tool:
    """Tell apart what only an argument tells: grype over a folder or a bill of materials looks at dependencies."""
    if tool.name == "grype" and plain[:1] and re.match(r"(dir|sbom|file|purl):|\.", plain[0]):
        return Tool(name="grype", kind="sca", fails=tool.fails, hard=tool.hard, level=tool.level)
    if tool.name == "sonarqube" and holds_true(options, "-dsonar.quality"):
        return Tool(name="sonarqube", kind="sast", fails=True)
    if tool.name == "bandit":
        level = next(
            (known for flag, known in (("-lll", "high"), ("-ll", "medium"), ("-l", "low")) if flag in options), None
        )
        return Tool(name="bandit", kind="sast", fails=True, fail_on=level or "any", soft=tool.soft, level=tool.level)
    return tool


def holds_true(options: Options, prefix: str) -> bool:
    """Tell whether an option that begins with `prefix` and ends in ``wait`` is switched on."""
    return any(name.startswith(prefix) and name.endswith("wait") and value == "true" for name, value in options.items())


def _goals(builder: str, words: tuple[str, ...]) -> Iterator[Use]:
    options = command_options(words[1:])
    untested = any(holds_on(options, name) for name in ("-dskiptests", "-dmaven.test.skip"))
    for word in words[1:]:
        name = _goal(builder, word)
        tool = None if word.startswith("-") else GOALS.get(name)
        if tool is None or not tool.kind or (untested and tool.kind == "test" and not tool.name):
            continue
        yield use(_named(tool, builder, options), options)


def _all_goals(builder: str, words: tuple[str, ...]) -> bool:
    """Tell whether every goal of a Maven or Gradle command is known, and at least one is there."""
    goals = [word.lower() for word in words[1:] if not word.startswith("-") and re.match(r"[:\w.-]+\Z", word)]
    harmless = ("help:", "versions:", "wrapper", "clean", "dependency:")
    return bool(goals) and any(goal.startswith(harmless) or _goal(builder, goal) in GOALS for goal in goals)


def holds_on(options: Options, name: str) -> bool:
    """Tell whether a Java system property is set to anything but false."""
    return name in options and options[name] != "false"


def _named(tool: Tool, builder: str, options: Options) -> Tool:
    fails = True if tool.name == "sonarqube" and holds_true(options, "-dsonar.quality") else tool.fails
    return Tool(name=tool.name or builder, kind=tool.kind, fails=fails, fail_on=tool.fail_on, soft=tool.soft, hard=tool.hard,
                level=tool.level)  # fmt: skip


def _goal(builder: str, word: str) -> str:
    parts = word.lower().split(":")
    if builder == "gradle":
        return parts[-1]
    if len(parts) > 2:
        artifact = re.sub(
            r"-maven(-plugin)?\Z|\Amaven-|-plugin\Z", "", re.sub(r"\Amaven-(.*)-plugin\Z", r"\1", parts[1])
        )
        return f"{artifact}:{parts[-1].partition('@')[0]}"
    return word.lower().partition("@")[0]


def _container(words: tuple[str, ...]) -> tuple[str, tuple[str, ...], str]:
    """Return the image of ``docker run``, the words after it, and its entry point where one is stated."""
    position, entry = 0, ""
    while position < len(words) and words[position].startswith("-"):
        name, equals, value = words[position].partition("=")
        takes = not equals and name in _VALUED
        if name == "--entrypoint":
            entry = value if equals else "".join(words[position + 1 : position + 2])
        position += 2 if takes else 1
    return "".join(words[position : position + 1]), words[position + 1 :], entry


def _in_image(image: str, words: tuple[str, ...], entry: str) -> Iterator[Use]:
    name = image_name(image)
    if entry:
        yield from in_command((entry.rpartition("/")[2], *words))
    elif name in IMAGES:
        yield from _in_table(
            (IMAGES[name], *words) if IMAGES[name] and words[:1] != (IMAGES[name],) else words or ("",)
        )
    elif name in LANGUAGES and words:
        yield from in_command(words)


def image_name(image: str) -> str:
    """Return the path of an image without its registry, tag and digest."""
    name = image.partition("@")[0]
    head, slash, rest = name.partition("/")
    if slash and ("." in head or ":" in head or head == "localhost"):
        name = rest
    return name.partition(":")[0].lower().removeprefix("library/")


def command_options(words: tuple[str, ...]) -> dict[str, str | None]:
    """Return the options of a command line in lower case; a following word is taken for the value."""
    options: dict[str, str | None] = {}
    for position, word in enumerate(words):
        if not word.startswith("-") or word == "-":
            continue
        name, equals, value = word.partition("=")
        following = words[position + 1] if position + 1 < len(words) else "-"
        text = value if equals else ("" if following.startswith("-") else following)
        options[name if len(name) == SHORT else name.lower()] = None if "$" in text else text
    return options


def _arguments(inputs: Options) -> dict[str, str | None]:
    """Return options in the input ``args``, and its first word as ``command``, as many actions pass them on."""
    text = inputs.get("args")
    if not text:
        return {}
    words = tuple(text.split())
    plain = [word for word in words if not word.startswith("-")]
    return {**command_options(words), **({"command": plain[0]} if plain else {})}


def _action_path(name: str) -> str:
    return name.partition("@")[0].lower().rstrip("/")


def _first(path: str, options: Options, rows: Mapping[str, tuple[Rule, ...]]) -> Tool | None:
    """Return the tool of the longest known path that an action's path begins with."""
    while path.count("/"):
        if path in rows:
            return _first_rule(rows[path], options, ())
        path = path.rpartition("/")[0]
    return None


def _first_rule(rules: tuple[Rule, ...], options: Options, *candidates: tuple[str, ...]) -> Tool | None:
    return next((rule.tool for rule in rules if rule.fits(options, *candidates)), None)
