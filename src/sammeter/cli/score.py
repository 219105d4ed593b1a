"""`sammeter score`: answers to scores, as OWASP's workbook counts."""

from pathlib import Path

import click
import msgspec

from sammeter.app.score import score_file
from sammeter.cli.output import read_file, write


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to show it.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="Write to this file.")
def score(file: Path, form: str, output: Path | None) -> None:
    r"""Score a file of answers (JSON or YAML), phases included.

    \b
    model: 2.2.0
    answers: {G-SM-1-A: 0.5, I-SB-1-A: 1}
    phases: [{G-SM-1-A: 1}]
    """
    result = score_file(read_file(file), where=str(file))
    if form == "json":
        write(msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n", output)
        return
    lines = [f"overall  {_short(result['overall'])}   ({90 - len(result['unanswered'])} of 90 answered)"]
    lines += [
        f"  {name:<5} {_short(value)}" for name, value in (*result["functions"].items(), *result["practices"].items())
    ]
    lines += [f"phase {n}  {_short(phase['overall'])}" for n, phase in enumerate(result["phases"], 1)]
    write(("\n".join(lines) + "\n").encode(), output)


def _short(text: str) -> str:
    from decimal import ROUND_HALF_UP, Decimal

    return str(Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP))
