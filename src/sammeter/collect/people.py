"""Who made, merged and read a change, by what the commits themselves say."""

import hashlib
import re
from dataclasses import dataclass

from sammeter.collect.source import Commit

_PERSON = re.compile(r"\s*(?P<name>[^<>]*?)\s*(?:<(?P<mail>[^<>]*)>)?\s*\Z")
_TRAILER = re.compile(
    r"^(?P<word>reviewed[- ]by|acked[- ]by|approved[- ]by|reviewers?|reviewed[- ]on|lgtm[- ]by)[ \t]*:[ \t]*(?P<value>.+(?:\n[ \t]+\S.*)*)$",
    re.IGNORECASE | re.MULTILINE,
)
_WROTE = re.compile(r"^(?:co-authored-by|author)[ \t]*:[ \t]*(?P<value>.+)$", re.IGNORECASE | re.MULTILINE)
_REQUESTED = re.compile(r"^Differential Revision:", re.MULTILINE)
_READ = 20_000
_NOBODY = {
    "",
    "-",
    "none",
    "n/a",
    "na",
    "nobody",
    "no one",
    "noone",
    "tbd",
    "todo",
    "self",
    "me",
    "myself",
    "ai",
    "ci",
    "bot",
    "tbr",
}
_BOTS = {
    "dependabot", "dependabotpreview", "renovate", "mendrenovate", "whitesourcerenovate", "renovatebot", "githubactions",
    "githubaction", "githubmergequeue", "precommitci", "precommitcilite", "weblate", "hostedweblate", "greenkeeper", "snykbot",
    "pyupbot", "imgbot", "allcontributors", "semanticreleasebot", "mergify", "bors", "homu", "copybara", "copybaraservice",
    "jenkins", "travis", "travisci", "circleci", "gitlabbot", "projectbot", "margebot", "k8scirobot", "openshiftmergerobot",
    "openshiftmergebot", "scalasteward", "webflow", "releaseplease", "crowdin", "crowdinbot", "transifex", "transifexbot",
    "mendbolt", "fluxcdbot", "fluxbot", "argocdimageupdater", "giteaactions", "forgejoactions", "dosubot", "copilot",
    "botrenovate", "azurepipelines", "buildbot", "translationbot", "automationbot", "cibot", "releasebot",
}  # fmt: skip
_BOT_NAME = re.compile(
    r"\[bot\]|(?:\A|[\s._+-])(?:bot|robot)\d*\Z|\A(?:dependabot|renovate|github-actions|bot)[-_ ]", re.IGNORECASE
)
_FORGE = (
    "noreply@github.com",
    "noreply@gitlab.com",
    "noreply@bitbucket.org",
    "noreply@codeberg.org",
    "noreply@gitea.io",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody as a commit states them, for comparison: lower-case name, mail and account."""

    name: str
    mail: str

    def same(self, other: "Person") -> bool:
        """Tell whether both may be one person; when in doubt they are."""
        return bool(self.keys() & other.keys())

    def keys(self) -> frozenset[str]:
        """Return the names that this person goes by: full name, mail, account."""
        account = self.mail.partition("@")[0].rpartition("+")[2]
        return frozenset(key for key in (_folded(self.name), self.mail, _folded(account)) if key)


def person(stated: str) -> Person:
    """Return who ``name <mail>`` is; a bare mail or account stands for both."""
    match = _PERSON.match(stated[:500])
    name, mail = (match["name"], match["mail"] or "") if match else (stated[:500], "")
    if not mail and "@" in name.strip("@"):
        name, mail = "", name
    return Person(name=name.strip().lstrip("@").casefold(), mail=mail.strip().casefold())


def is_bot(stated: str) -> bool:
    """Tell whether a stated author is a program."""
    who = person(stated)
    account = who.mail.partition("@")[0].rpartition("+")[2]
    return any(_folded(word) in _BOTS or _BOT_NAME.search(word) for word in (who.name, account)) or account == "bot"


def is_forge(stated: str) -> bool:
    """Tell whether a committer is a forge that pressed the key for somebody."""
    return any(f"<{mail}>" in stated.casefold() for mail in _FORGE)


def authors(commit: Commit) -> tuple[Person, ...]:
    """Return all who wrote a change: its author, and those whom its message calls authors."""
    return (person(commit.author), *trailers(commit.message))


def trailers(message: str) -> tuple[Person, ...]:
    """Return those whom a commit's message calls authors."""
    return tuple(person(match["value"]) for match in _WROTE.finditer(message[:_READ]))


def reviewers(commit: Commit) -> tuple[str, ...]:
    """Return those other than the authors whom trailers of the message name as readers, as written there."""
    mine = authors(commit)
    found: dict[str, None] = {}
    for match in _TRAILER.finditer(commit.message[:_READ]):
        if match["word"].casefold().startswith("reviewer") and _REQUESTED.search(commit.message):
            continue  # Phabricator lists there whom it asked, and those who read it under Reviewed By
        for stated in _split(match["value"]):
            who = person(stated)
            if _counts(stated, who) and not any(who.same(author) for author in mine):
                found[stated] = None
    return tuple(found)


def _split(value: str) -> list[str]:
    """Part a list of people at commas and semicolons, except inside ``<...>`` and brackets."""
    plain = re.sub(r"\([^()\n]*\)", "", value)
    return [
        part for piece in re.split(r"[,;\n]|\s+(?:and|&)\s+", plain) if (part := " ".join(piece.split()).strip(" ."))
    ]


def _counts(stated: str, who: Person) -> bool:
    return (
        (who.name not in _NOBODY or bool(who.mail)) and "://" not in stated and not is_bot(stated) and bool(who.keys())
    )


def _folded(name: str) -> str:
    return re.sub(r"[\s._-]+", "", name)


def pseudonym(stated: str) -> str:
    """Return the same short word for the same stated person, which tells nobody who it is at a glance."""
    _, _, mail = stated.rstrip(">").rpartition("<")
    return f"person-{hashlib.sha256((mail or stated).strip().lower().encode()).hexdigest()[:8]}"
