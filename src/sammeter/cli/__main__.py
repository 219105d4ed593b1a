"""The `sammeter` command and its one error door."""

import importlib
import os
import sys
import traceback
from pathlib import Path

import click

from sammeter import __version__
from sammeter.errors import ConflictError, DataError, ForbiddenError, NotFoundError, SammeterError, SourceError

EXIT: dict[type[SammeterError], int] = {
    DataError: 2, NotFoundError: 2, SourceError: 4, ConflictError: 5, ForbiddenError: 6,
}  # fmt: skip
BUG, INTERRUPTED = 3, 130
COMMANDS = {
    "init": "sammeter.cli.init:init",
    "collect": "sammeter.cli.collect:collect",
    "assess": "sammeter.cli.assess:assess",
    "check": "sammeter.cli.check:check",
    "defects": "sammeter.cli.defects:defects",
    "evidence": "sammeter.cli.evidence:evidence",
    "exceptions": "sammeter.cli.exceptions:exceptions",
    "explain": "sammeter.cli.explain:explain",
    "ask": "sammeter.cli.ask:ask",
    "answer": "sammeter.cli.answer:answer",
    "review": "sammeter.cli.review:review",
    "score": "sammeter.cli.score:score",
    "import": "sammeter.cli.import_:import_",
    "export": "sammeter.cli.export:export",
    "roadmap": "sammeter.cli.roadmap:roadmap",
    "baseline": "sammeter.cli.baseline:baseline",
    "diff": "sammeter.cli.diff:diff",
    "benchmark": "sammeter.cli.benchmark:benchmark",
    "report": "sammeter.cli.report:report",
    "migrate": "sammeter.cli.migrate:migrate",
    "model": "sammeter.cli.model:model",
    "demo": "sammeter.cli.demo:demo",
    "doctor": "sammeter.cli.doctor:doctor",
}


class Lazy(click.Group):
    """A group that imports a command when it is called, so that `--version` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        _unwrapped(command)
        return command


def _unwrapped(command: click.Command) -> None:
    """Let examples in raw docstrings keep their lines: click wants a control character before them."""
    command.help = (command.help or "").replace("\\b\n", "\b\n")
    if isinstance(command, click.Group):
        for one in command.commands.values():
            _unwrapped(one)


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(__version__, message="sammeter %(version)s")
def cli() -> None:
    """Measure software assurance maturity: OWASP SAMM, decided from what can be seen.

    Exit codes: 0 done, 1 the answer is no, 2 your input is wrong, 3 a bug of sammeter (a log is written), 4 a source
    cannot be read, 5 somebody changed it first, 6 not allowed, 130 interrupted.
    """


def main() -> None:
    """Run the command line; every failure leaves through here with its exit code."""
    try:
        code = cli.main(standalone_mode=False, prog_name="sammeter")
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Abort:
        sys.exit(INTERRUPTED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except SammeterError as error:
        _show(error)
        sys.exit(EXIT[next(kind for kind in type(error).__mro__ if kind in EXIT)])
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception:  # noqa: BLE001 - the one door for our own bugs
        click.echo(f"error: this is a bug in sammeter; please report it with {_log()}", err=True)
        sys.exit(BUG)


def _show(error: SammeterError) -> None:
    from sammeter.text.escape import terminal

    mistakes = error.mistakes if isinstance(error, DataError) and error.mistakes else (error,)
    for one in mistakes:
        click.echo(f"error: {terminal(str(one))}", err=True)
        if one.hint:
            click.echo(f"  try: {terminal(one.hint)}", err=True)


def _log() -> str:
    """Write versions and traceback to a file and return its path; the traceback itself if no file can be written."""
    import platform
    import tempfile

    text = (
        f"sammeter {__version__}, Python {platform.python_version()}, {platform.platform()}\n{traceback.format_exc()}"
    )
    try:
        handle, name = tempfile.mkstemp(prefix="sammeter-bug-", suffix=".log", text=True)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except OSError:
        return text
    return str(Path(name))


if __name__ == "__main__":
    main()
