"""Release tags: which versions were named, at which commits, and whose signatures stand on them."""

from collections.abc import Iterator

from sammeter.collect.registry import Past, collector
from sammeter.collect.source import Tag
from sammeter.collect.versions import version_in, well_formed
from sammeter.envelope.signers import signature_form, signers
from sammeter.facts import Gap
from sammeter.facts.vcs import Release


@collector(reads=Past, yields=[Release], complete=[Release])
def collect(past: Past) -> Iterator[Release | Gap]:
    """Yield every tag that names a version and stood by `as_of`; a clone without any tag is a Gap."""
    history = past.history
    if history.shallow:
        yield Gap(where=past.name, reason="shallow", detail="a shallow clone: most tags and what they name are not here",
                  hint="git fetch --unshallow --tags")  # fmt: skip
    tags = [tag for tag in history.tags() if tag.at <= past.as_of]
    if not tags and not history.shallow:
        yield Gap(where=past.name, reason="no tags", detail="no tag in this clone; a clone may leave them out",
                  hint="git fetch --tags")  # fmt: skip
    for tag in tags:
        if version := version_in(tag.name):
            yield _release(tag, version)


def _release(tag: Tag, version: str) -> Release:
    named = signers(tag.signature) if tag.signature else ()
    return Release(where=f"tag {tag.name}", tag=tag.name, at=tag.at or None, commit=tag.commit, signed=bool(tag.signature),
                   signature=signature_form(tag.signature) or None, signers=named or None, on_default=tag.on_default,
                   version_ok=well_formed(version))  # fmt: skip
