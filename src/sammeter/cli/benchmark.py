"""`sammeter benchmark`: one's own scores beside figures that others published."""

from pathlib import Path

import click
import msgspec

from sammeter.cli.output import read_file, write
from sammeter.errors import DataError


@click.command()
@click.argument("answers", type=click.Path(path_type=Path), required=False, metavar="[ANSWERS]")
@click.option(
    "--declared", type=click.Path(path_type=Path), multiple=True, metavar="FILE|DIR", help="What people declare."
)
@click.option("--as-of", default="", metavar="DATE", help="What is declared on this day (default: today).")
@click.option(
    "--figures", type=click.Path(path_type=Path), multiple=True, metavar="FILE", help="Figures of your own source too."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to show it.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="Write to this file.")
def benchmark(
    answers: Path | None,
    declared: tuple[Path, ...],
    as_of: str,
    figures: tuple[Path, ...],
    form: str,
    output: Path | None,
) -> None:
    r"""Compare a file of answers, or what is declared, with published averages; without either show those alone.

    \b
    sammeter benchmark answers.yaml
    sammeter benchmark --declared statements --figures our-branch.yaml
    """
    from sammeter.app.baselines import said_in
    from sammeter.app.benchmark import document, figures_of, of_answers, of_nothing, of_said, text_page
    from sammeter.app.clock import as_moment, today
    from sammeter.app.packs import shipped

    if answers is not None and declared:
        raise DataError("answers and --declared at once", where="benchmark", hint="name one of both")
    if answers is not None and answers.is_dir():
        raise DataError("a folder where a file of answers is expected", where=str(answers),
                        hint=f"a folder of statements is named so: --declared {answers}")  # fmt: skip
    pack = shipped()
    found = figures_of(pack, [(str(path), read_file(path)) for path in figures])
    if answers is not None:
        beside = of_answers(read_file(answers), str(answers), pack, found)
    elif declared:
        clock = as_moment(as_of, where="--as-of") if as_of else today()
        beside = of_said(said_in(declared, pack), pack, found, as_of=clock)
    else:
        beside = of_nothing(pack, found)
    if form == "json":
        write(msgspec.json.format(msgspec.json.encode(document(beside)), indent=1) + b"\n", output)
    else:
        write(text_page(beside).encode(), output)
