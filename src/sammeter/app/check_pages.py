"""What ships of checks, and what one of them asks, in words."""

from collections.abc import Iterator
from textwrap import wrap

from sammeter.app.policies import policy_of
from sammeter.checks import Policy, Requirement
from sammeter.data import Pack
from sammeter.report.text_lines import WIDTH
from sammeter.text.escape import terminal


def listed(pack: Pack) -> str:
    """Return all policies and requirements that ship, a line or two each."""
    return "\n".join(_listed(pack)) + "\n"


def _listed(pack: Pack) -> Iterator[str]:
    yield "Policies (sammeter check POINT --policy NAME)"
    for policy in pack.checks.policies.values():
        count = sum(one.mode == "stop" for one in policy.requirements)
        yield from _entry(
            policy.name, f"{policy.point}: {policy.says}. {count} of {len(policy.requirements)} requirements stop."
        )
    yield ""
    yield "Requirements (sammeter check explain NAME)"
    for asked in pack.checks.requirements.values():
        yield from _entry(asked.id, asked.says)


def _entry(name: str, says: str) -> Iterator[str]:
    yield f"  {name}"
    yield from wrap(says, WIDTH, initial_indent="      ", subsequent_indent="      ")


def explained(name: str, pack: Pack) -> str:
    """Return what a policy or requirement asks. Raises NotFoundError, DataError, SourceError."""
    asked = pack.checks.requirements.get(name)
    lines = _requirement(asked) if asked else _policy(policy_of(name, pack))
    return "\n".join(lines) + "\n"


def _requirement(asked: Requirement) -> Iterator[str]:
    yield asked.id
    yield from wrap(f"{asked.says}.", WIDTH, initial_indent="  ", subsequent_indent="  ")
    yield f"  at: {', '.join(asked.points)}"
    yield "  condition:"
    yield from wrap(
        " ".join(asked.when.split()), WIDTH, initial_indent="    ", subsequent_indent="    ", break_long_words=False
    )
    if asked.known:
        yield from wrap(f"of {', '.join(asked.known)}, what was handed in counts as all that is known, unless a part could not be read",
                        WIDTH, initial_indent="  ", subsequent_indent="  ")  # fmt: skip
    yield from wrap(f"where it is unmet: {asked.advice}", WIDTH, initial_indent="  ", subsequent_indent="    ")
    yield from wrap(f"where it is unknown: {asked.bring}", WIDTH, initial_indent="  ", subsequent_indent="    ")


def _policy(policy: Policy) -> Iterator[str]:
    yield f"{terminal(policy.name)}   check {policy.point}" + (f"   extends {policy.extends}" if policy.extends else "")
    yield from wrap(terminal(policy.says), WIDTH, initial_indent="  ", subsequent_indent="  ")
    for line in policy.loosened:
        yield f"  ! asks less: {terminal(line)}"
    yield ""
    for asked in policy.requirements:
        since = f" from {asked.since}" if asked.since else ""
        yield from wrap(
            f"{asked.mode + since:<6} {terminal(asked.id)}: {terminal(asked.says)}",
            WIDTH,
            initial_indent="  ",
            subsequent_indent="         ",
        )
    yield ""
    used = sorted({name for asked in policy.requirements for name in policy.limits if f"limits.{name}" in asked.when})
    if used:
        yield f"  limits: {', '.join(f'{name} {policy.limits[name]:g}' for name in used)}"
    yield f"  exceptions last at most {policy.exception_days} days; they are signed off by"
    for risk, roles in policy.approvers.items():
        yield f"    {risk}: {', '.join(map(terminal, roles))}"
