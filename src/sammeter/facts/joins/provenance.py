"""Artifacts beside the releases that they were built from: which of them is the newest."""

from dataclasses import replace

from sammeter.facts.record import Fact

ARTIFACTS, STATEMENTS, RELEASES = "prov.artifacts", "prov.statements", "vcs.releases"


def provenance(facts: dict[str, tuple[Fact, ...]], as_of: str) -> dict[str, tuple[Fact, ...]]:
    """Return the artifacts, each once, with `latest` where provenance names the commit of a release.

    Whether one that no statement ties to a release is the newest is not known. The build itself recorded a digest
    (`checksum_by_build`) where a statement that its trusted builder signed names it; without one that is not known.
    """
    if ARTIFACTS not in facts:
        return {}
    commits: dict[str, set[str]] = {}
    recorded: set[str] = set()
    for one in facts.get(STATEMENTS, ()):
        if one.fields.get("source_commit"):
            commits.setdefault(str(one.fields["digest"]), set()).add(str(one.fields["source_commit"]))
        if one.fields.get("builder_trusted") is True:
            recorded.add(str(one.fields["digest"]))
    tags = [
        one
        for one in facts.get(RELEASES, ())
        if one.fields.get("at") and str(one.fields["at"]) <= as_of and one.fields.get("commit")
    ]
    newest = max(tags, key=lambda one: str(one.fields["at"]), default=None)
    released = {str(one.fields["commit"]) for one in tags}
    once: dict[str, Fact] = {}
    for one in facts[ARTIFACTS]:
        digest = str(one.fields["digest"])
        more = {"checksum_by_build": True} if digest in recorded else {}
        once.setdefault(digest, replace(one, fields={**one.fields, **more}))
    return {
        ARTIFACTS: tuple(_placed(one, commits.get(digest, set()) & released, newest) for digest, one in once.items())
    }


def _placed(artifact: Fact, commits: set[str], newest: Fact | None) -> Fact:
    if newest is None or not commits or "latest" in artifact.fields:
        return artifact
    return replace(artifact, fields={**artifact.fields, "latest": str(newest.fields["commit"]) in commits})
