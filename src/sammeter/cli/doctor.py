"""`sammeter doctor`: what keeps sammeter from working here, and what mends it."""

from pathlib import Path

import click

from sammeter.app.doctor import examine
from sammeter.text.escape import terminal


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path())
def doctor(path: Path) -> int:
    """Look for what keeps sammeter from working on PATH; exit 1 if something must be mended."""
    findings = examine(path)
    for finding in findings:
        sign = {True: "+", False: "x", None: "!"}[finding.ok]
        click.echo(f"{sign} {finding.name:<16} {terminal(finding.says)}")
        if finding.mend:
            click.echo(f"    try: {terminal(finding.mend)}")
    return 1 if any(finding.ok is False for finding in findings) else 0
