"""`sammeter model`: the model itself, its files, its editions, and an organisation's overlay."""

from pathlib import Path

import click
import msgspec

from sammeter.app.packs import with_overlay

_FORM = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to show it.")
_OVERLAY = click.option(
    "--overlay",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    help="Lay this folder over the shipped rules.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
def model() -> None:
    """Read the model, check its files, compare its editions."""


@model.command("list")
@_FORM
@_OVERLAY
def list_(form: str, overlay: Path | None) -> None:
    """List practices, streams and activities by id and title."""
    from sammeter.app.models import list_page, listing

    pack = with_overlay(overlay)
    _echo(_json(listing(pack)) if form == "json" else list_page(pack))


@model.command()
@click.argument("id_", metavar="ID")
@click.option(
    "--wording",
    type=click.Choice(["sammeter", "owasp"]),
    default="sammeter",
    help="Whose words (owasp: after model import).",
)
@_OVERLAY
def show(id_: str, wording: str, overlay: Path | None) -> None:
    r"""Show anything that has an id, or a glossary term.

    \b
    sammeter model show I-SB-2-A      an activity; so with G, I-SB, I-SB-A
    sammeter model show I-SB-2-A.2    a criterion
    sammeter model show X-06          a measure beside the model
    sammeter model show answers:A     an answer set
    sammeter model show SBOM          a term
    """
    from sammeter.app.models import show_page
    from sammeter.app.owasp import wording_of

    pack = with_overlay(overlay)
    _echo(show_page(id_, pack, wording_of(pack.model.version) if wording == "owasp" else None))


@model.command()
@click.argument("path", type=click.Path(path_type=Path))
def validate(path: Path) -> None:
    """Check model, rule or overlay files: all mistakes at once, each with file, line and what to do."""
    from sammeter.app.validate import validate as validate_path

    _echo(validate_path(path) + "\n")


@model.command()
@_FORM
def coverage(form: str) -> None:
    """Count what the rules can decide, from where, and how far their cases try them."""
    from sammeter.app.coverage import coverage as count
    from sammeter.app.coverage import coverage_page

    pack = with_overlay()
    _echo(_json(count(pack)) if form == "json" else coverage_page(pack))


@model.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--unpinned", is_flag=True, help="Take files that match no version that sammeter knows.")
def import_(path: Path, unpinned: bool) -> None:  # noqa: FBT001 - a flag of click's
    """Import OWASP's own wording from a checkout of github.com/owaspsamm/core, for `model show --wording owasp`."""
    from sammeter.app.owasp import import_model
    from sammeter.app.pages import page

    wording, target = import_model(path, unpinned=unpinned)
    count = len(wording.edition.questions)
    criteria = sum(len(asked.criteria) for asked in wording.edition.questions.values())
    says = (
        f"SAMM {' and '.join(wording.versions)}"
        if wording.versions
        else "NOT pinned: these files match no version that sammeter knows"
    )
    _echo(page((f"{count} questions and {criteria} criteria, {says}", f"kept in {target}", wording.attribution())))


@model.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
def diff(before: str, after: str) -> None:
    r"""Tell what changed between two editions, by id.

    \b
    sammeter model diff 2.1.0 2.2.0            by digests
    sammeter model diff core-2.1.0 core-2.2.0  two checkouts, with both texts
    sammeter model diff sammeter my-overlay    what an overlay changes
    """
    from sammeter.app.model_diff import diff_page

    _echo(diff_page(before, after))


def _json(data: object) -> str:
    return msgspec.json.format(msgspec.json.encode(data), indent=1).decode() + "\n"


def _echo(text: str) -> None:
    click.echo(text, nl=False)
