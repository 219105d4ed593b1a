"""`sammeter check`: what stops a build, a deployment or a start."""

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from sammeter.cli.output import read_file, write
from sammeter.errors import DataError
from sammeter.text.escape import terminal

_FORMATS = ("text", "json", "sarif", "junit", "markdown", "github")
_MORE = {"prove": "sammeter.cli.prove:prove"}


class _Points(click.Group):
    """The group of points, which imports `prove` only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *_MORE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MORE:
            return super().get_command(ctx, cmd_name)
        module, name = _MORE[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        command.help = (command.help or "").replace("\\b\n", "\b\n")
        return command


@click.group(cls=_Points)
def check() -> None:
    r"""Stop what does not meet a policy: a build, a deployment or a start.

    Exit codes: 0 pass, 1 stop, by what is unmet or unknown; 2 the policy or an exception is wrong; 4 PATH cannot be read.

    \b
    sammeter check build --evidence reports
    sammeter check deploy --policy deploy --artifact sha256:... --evidence reports
    sammeter check list
    """


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for one in reversed((
        click.argument("path", type=click.Path(path_type=Path), default=Path(), metavar="[PATH]"),
        click.option("--policy", "named", default="", metavar="NAME|FILE", help="What is asked (sammeter check list)."),
        click.option("--evidence", type=click.Path(path_type=Path), multiple=True, metavar="FILE|DIR", help="Reports and exports beside the tree."),
        click.option("--declared", type=click.Path(path_type=Path), multiple=True, metavar="FILE|DIR", help="What people declare, for criteria."),
        click.option("--exceptions", type=click.Path(path_type=Path), multiple=True, metavar="FILE|DIR", help="Signed-off exceptions."),
        click.option("--at", default="", metavar="COMMIT|DATE", help="Read the tree of this commit."),
        click.option("--as-of", default="", metavar="DATE", help="Judge by this clock (default: the date of --at, else today)."),
        click.option("--replay", type=click.Path(path_type=Path), default=None, metavar="FILE.jsonl", help="Decide on kept facts; no repository."),
        click.option("--facts", type=click.Path(path_type=Path), default=None, metavar="FILE.jsonl", help="Keep the facts here too."),
        click.option("--name", default="", help="Call the application so."),
        click.option("--artifact", default="", metavar="DIGEST", help="The artifact that is meant: sha256:..."),
        click.option("--risk", default="", type=click.Choice(["", "low", "medium", "high", "critical"]), metavar="CLASS",
                     help="The application's risk class: low, medium, high or critical."),
        click.option("--ledger", type=click.Path(path_type=Path), default=None, metavar="DIR", help="Keep the decision in this ledger."),
        click.option("--key", type=click.Path(path_type=Path), default=None, metavar="PEM", help="Sign what is kept with this private key."),
        click.option("--mode", type=click.Choice(["stop", "warn", "watch"]), default="stop", show_default=True, help="Let nothing stop yet."),
        click.option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True, help="How to show it."),
        click.option("-o", "--output", type=click.Path(path_type=Path), default=None, metavar="FILE", help="Write to this file."),
    )):  # fmt: skip
        command = one(command)
    return command


@check.command()
@_options
def build(**options: Any) -> None:
    """Decide whether a build may go on."""
    _decide("build", "starter", options)


@check.command()
@_options
def deploy(**options: Any) -> None:
    """Decide whether an artifact may be deployed."""
    _decide("deploy", "deploy", options)


@check.command()
@_options
def start(**options: Any) -> None:
    """Decide whether an artifact may be started."""
    _decide("start", "start", options)


def _decide(point: str, default: str, options: dict[str, Any]) -> None:
    from sammeter.app import check as use
    from sammeter.app.clock import as_moment
    from sammeter.app.packs import shipped
    from sammeter.app.policies import policy_of
    from sammeter.app.reading import Wanted as Read
    from sammeter.app.replay import from_lines, to_lines
    from sammeter.app.stated import declared_in
    from sammeter.report.decision.formats import render

    pack = shipped()
    policy = policy_of(options["named"] or default, pack)
    if policy.point != point:
        raise DataError(
            f"policy {policy.name} is for {policy.point}", where="--policy", hint=f"sammeter check {policy.point}"
        )
    signoffs = _signoffs(options["exceptions"])
    clock = as_moment(options["as_of"], where="--as-of") if options["as_of"] else ""
    read = Read(path=options["path"], at=options["at"], as_of=clock, evidence=options["evidence"], name=options["name"])
    wanted = use.Wanted(read=read, policy=policy, artifact=use.artifact_of(options["artifact"]) if options["artifact"] else "",
                        risk_class=options["risk"], mode=options["mode"])  # fmt: skip
    if options["replay"] is not None:
        collected = from_lines(read_file(options["replay"]), where=str(options["replay"]))
        warnings: tuple[str, ...] = ()
    else:
        collected, warnings = use.collect(wanted)
    said, warned = declared_in(options["declared"], pack, as_of=clock or collected.as_of)
    for warning in (*warnings, *warned):
        click.echo(f"warning: {terminal(warning)}", err=True)
    decision = use.check(wanted, collected, pack, signoffs=signoffs, declared=said)
    if options["ledger"] is not None:
        from sammeter.app.ledger import Made, keep_decision, signer

        made = Made(decision=decision, wanted=wanted, collected=collected, pack=pack, signoffs=signoffs, declared=said)
        keep_decision(options["ledger"], made, signer(options["key"]))
    if options["facts"] is not None:
        write(to_lines(collected), options["facts"])
    write(render(decision, options["form"]), options["output"])
    sys.exit(int(decision.result == "stop"))


def _signoffs(places: tuple[Path, ...]) -> tuple[Any, ...]:
    if not places:
        return ()
    from sammeter.app.signoffs import read_signoffs

    return read_signoffs(places)


@check.command("list")
def list_() -> None:
    """List the policies and requirements that ship."""
    from sammeter.app.check_pages import listed
    from sammeter.app.packs import shipped

    click.echo(listed(shipped()), nl=False)


@check.command()
@click.argument("name", metavar="POLICY|FILE|REQUIREMENT")
def explain(name: str) -> None:
    """Say what a policy or a requirement asks, and what to do about it."""
    from sammeter.app.check_pages import explained
    from sammeter.app.packs import shipped

    click.echo(explained(name, shipped()), nl=False)
