"""The use case `demo`: an organisation of 12 applications, good and bad, with histories, reports and statements."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sammeter.answers import Proof, Statement
from sammeter.answers.statements import statement_id
from sammeter.app import demo_evidence as evidence
from sammeter.app import demo_files as files
from sammeter.app.catalog_types import Application, Catalog, Component, Team
from sammeter.app.declare import line
from sammeter.app.demo_history import Commit, write
from sammeter.app.init import as_yaml
from sammeter.envelope.digests import sha256
from sammeter.errors import ConflictError

ADA, GRACE, LINUS = (
    "Ada Byron <ada@acme.example>",
    "Grace Murray <grace@acme.example>",
    "Linus Doe <linus@acme.example>",
)
BOT = "dependabot[bot] <support@github.com>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One application of the demonstration: what is good about it is set, the rest is as one finds it."""

    name: str
    team: str
    risk: str
    style: str
    lifecycle: str = "production"

    @property
    def good(self) -> bool:
        """Built and guarded as SAMM asks at level 2 or 3."""
        return self.style == "good"


APPLICATIONS = (
    Made(name="payments", team="money", risk="critical", style="good"),
    Made(name="ledger", team="money", risk="critical", style="good"),
    Made(name="invoices", team="money", risk="high", style="fair"),
    Made(name="shop", team="store", risk="high", style="good"),
    Made(name="search", team="store", risk="medium", style="fair"),
    Made(name="recommend", team="store", risk="low", style="fair"),
    Made(name="till", team="store", risk="high", style="poor"),
    Made(name="warehouse", team="logistics", risk="medium", style="fair"),
    Made(name="tracking", team="logistics", risk="medium", style="poor"),
    Made(name="labels", team="logistics", risk="low", style="poor"),
    Made(name="intranet", team="inside", risk="low", style="gitlab"),
    Made(name="archive", team="inside", risk="medium", style="jenkins", lifecycle="deprecated"),
)


def make(folder: Path, as_of: str) -> int:
    """Write the demonstration into a new folder and return how many applications it has; the same day, the same bytes.

    Raises ConflictError (the folder is there already), SourceError (no git).
    """
    if folder.exists():
        raise ConflictError("is there already", where=str(folder), hint="name another folder, or delete it")
    now = datetime.fromisoformat(as_of).astimezone(UTC)
    for one in APPLICATIONS:
        write(folder / "git" / one.name, tuple(_history(one, now)))
        for name, text in _evidence(one, now):
            _put(folder / "reports" / one.name / name, text)
    _put(
        folder / "proofs" / "board-2026.md",
        "# Minutes\n\nThe board set the limits of risk it accepts, application by application.\n",
    )
    for practice, rows in _statements(folder, now).items():
        _put(folder / "statements" / f"{practice}.yaml", "".join(f"{line(one)}\n" for one in rows))
    _put(folder / "exports" / "complete.yaml", _word(now))
    _put(folder / "policy.yaml", files.POLICY)
    _put(folder / "exceptions" / "payments.yaml", _exception(now))
    _put(folder / "sammeter.yaml", as_yaml(_catalog()) + _TEAMS)
    return len(APPLICATIONS)


_TEAMS = "teams:\n" + "".join(
    f"- {{name: {team.name}, unit: {team.unit}, champion: {team.champion}}}\n"
    for team in (Team(name="money", unit="finance", champion="Ada"), Team(name="store", unit="retail", champion="Grace"),
                 Team(name="logistics", unit="retail", champion="''"), Team(name="inside", unit="finance", champion="''"))
) + "declared: [statements]\nevidence: [exports]\n"  # fmt: skip


def _word(now: datetime) -> str:
    """Return somebody's word that the catalog names all that the applications stand on."""
    return (
        f"complete:\n- kinds: [iac.stack, conf.results]\n  by: {LINUS}\n  at: {(now - timedelta(days=10)).date()}\n  organisation: true\n"
        "  because: what is not in the catalog gets no network\n"
    )


def _exception(now: datetime) -> str:
    """Return the exception by which one known defect of payments is let through for a month."""
    start, end = (now - timedelta(days=10)).date(), (now + timedelta(days=20)).date()
    return (
        "exceptions:\n- defect: py/rule-0\n  app: payments\n  reason: the mend is in review and ships with the next release\n"
        f"  requester: {LINUS}\n  approver: {ADA}\n  approver_role: risk-owner\n  measure: the route is closed at the proxy\n"
        f"  start: {start}\n  end: {end}\n"
    )


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _catalog() -> Catalog:
    return Catalog(organisation="Acme (made up)", places=("git",), applications=tuple(
        Application(name=one.name, owner="Ada Byron", team=one.team, risk=one.risk, lifecycle=one.lifecycle, technology=("python", "container"),
                    components=_PARTS if one.risk == "critical" else (), repositories=(f"git/{one.name}",), evidence=(f"reports/{one.name}",) if one.style in ("good", "fair") else ())
        for one in APPLICATIONS
    ))  # fmt: skip


_PARTS = (
    Component(name="postgres", owner="Linus Doe", key=True, risk="critical", baseline="acme-postgres"), Component(name="redis", key=False)
)  # fmt: skip


def _history(one: Made, now: datetime) -> Iterator[Commit]:
    """Yield a year of commits: people take turns and read each other where it is well kept; a bot keeps parts current."""
    day = timedelta(days=1)

    def at(days_ago: int) -> int:
        return int((now - day * days_ago).timestamp()) + 36_000

    yield Commit(message=f"Begin {one.name}\n", author=ADA, at=at(340), files=_tree(one, now), tags=("v1.0.0",))
    people = (ADA, GRACE, LINUS)
    for number in range(10):
        author, reader = people[number % 3], people[(number + 1) % 3]
        trailer = f"\nReviewed-by: {reader}\n" if one.good or (one.style == "fair" and number % 2) else ""
        yield Commit(message=f"Step {number} (#{number + 10})\n{trailer}", author=author, at=at(300 - number * 28),
                     files={"src/main.py": files.main_py(number)}, tags=(f"v1.{number}.1",) if number in (3, 6, 9) else ())  # fmt: skip
    if one.good:
        yield Commit(
            message=f"Bump flask (#40)\n\nReviewed-by: {GRACE}\n",
            author=BOT,
            at=at(12),
            files={"requirements.txt": files.REQUIREMENTS},
        )


def _tree(one: Made, now: datetime) -> dict[str, str | None]:
    common: dict[str, str | None] = {
        "src/main.py": files.main_py(0), "src/settings.py": "DEBUG = False\n", "Makefile": files.MAKE.format(name=one.name),
        "README.md": files.README.format(name=one.name, more="" if one.good else " and `docs/old-server.md`"),
    }  # fmt: skip
    kinds = {"good": _good, "fair": _fair, "poor": _poor, "gitlab": _gitlab, "jenkins": _jenkins}
    return common | kinds[one.style](one, now)


def _good(one: Made, now: datetime) -> dict[str, str | None]:
    until = (now + timedelta(days=200)).strftime("%Y-%m-%dT00:00:00Z")
    return {
        ".github/workflows/ci.yml": files.pipeline(pinned=True, scanned=True, stops=True),
        ".github/workflows/release.yml": files.release(pinned=True, signed=True),
        ".github/CODEOWNERS": files.OWNERS.format(team=one.team), ".github/dependabot.yml": files.BOT,
        "SECURITY.md": files.SECURITY, ".well-known/security.txt": files.SECURITY_TXT.format(until=until),
        "requirements.txt": files.REQUIREMENTS, "Dockerfile": files.DOCKER.format(digest=files.DIGEST),
        "docs/adr/0001-sessions.md": files.decision(1, (now - timedelta(days=200)).strftime("%Y-%m-%d")),
        "docs/threat-model.json": files.threat_model(one.name),
    }  # fmt: skip


def _fair(one: Made, now: datetime) -> dict[str, str | None]:  # noqa: ARG001 - one of several alike
    return {
        ".github/workflows/ci.yml": files.pipeline(pinned=False, scanned=True, stops=False),
        ".github/workflows/release.yml": files.release(pinned=False, signed=False), "SECURITY.md": files.SECURITY,
        "requirements.txt": files.REQUIREMENTS, "Dockerfile": files.DOCKER.format(digest=""),
    }  # fmt: skip


def _poor(one: Made, now: datetime) -> dict[str, str | None]:  # noqa: ARG001 - one of several alike
    return {
        ".github/workflows/ci.yml": files.pipeline(pinned=False, scanned=False, stops=False), "requirements.txt": files.LOOSE,
        "Dockerfile": files.DOCKER.format(digest=""), "config/production.env": files.CONNECTION.format(word=files.password(one.name)),
    }  # fmt: skip


def _gitlab(one: Made, now: datetime) -> dict[str, str | None]:  # noqa: ARG001 - one of several alike
    return {".gitlab-ci.yml": files.GITLAB, "requirements.txt": files.REQUIREMENTS}


def _jenkins(one: Made, now: datetime) -> dict[str, str | None]:  # noqa: ARG001 - one of several alike
    return {"Jenkinsfile": files.JENKINS, "pom.xml": "<project><modelVersion>4.0.0</modelVersion></project>\n"}


def _evidence(one: Made, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield the reports of a pipeline; those of the fair ones are of an old release or of a run that broke off."""
    if one.style not in ("good", "fair"):
        return
    fresh, old = (
        (now - timedelta(days=5)).strftime("%Y-%m-%dT10:00:00Z"),
        (now - timedelta(days=150)).strftime("%Y-%m-%dT10:00:00Z"),
    )
    commit = sha256(one.name.encode())[:40]
    yield (
        "sbom.cdx.json",
        evidence.sbom(one.name, "1.9.1" if one.good else "1.3.1", fresh if one.good else old, parts=12),
    )
    yield (
        "codeql.sarif",
        evidence.sarif("CodeQL", commit, fresh, results=0 if one.name == "ledger" else 2, done=one.good),
    )
    if one.good:
        yield "osv-scanner.sarif", evidence.sarif("osv-scanner", commit, fresh, results=0, done=True)
        yield "gitleaks.sarif", evidence.sarif("gitleaks", commit, fresh, results=0, done=True)
    if one.risk == "critical":
        yield "cluster.json", evidence.cluster(fresh, "postgres:16.4", "redis:7.4")
        for month in range(3):
            at = (now - timedelta(days=5 + 30 * month)).strftime("%Y-%m-%dT10:00:00Z")
            yield (
                f"openscap-{month}.xml",
                evidence.xccdf(
                    "postgres", "acme-postgres", at, passed=30 + month, failed=0 if one.name == "ledger" else 2
                ),
            )
    yield "junit.xml", evidence.junit(fresh, passed=9 if one.good else 4, failed=0 if one.good else 2)


def _statements(folder: Path, now: datetime) -> dict[str, tuple[Statement, ...]]:
    """Return what people say, by practice: with proof, without, too much, too little, and of long ago."""
    proof = (Proof(what="../proofs/board-2026.md", sha256=sha256((folder / "proofs" / "board-2026.md").read_bytes())),)
    recent, past = (
        (now - timedelta(days=20)).strftime("%Y-%m-%dT09:00:00Z"),
        (now - timedelta(days=500)).strftime("%Y-%m-%dT09:00:00Z"),
    )

    def said(about: str, answer: str, note: str = "", **more: object) -> Statement:
        made = Statement(
            id="",
            about=about,
            answer=answer,
            by="Ada Byron <ada@acme.example>",
            role="head of security",
            at=recent,
            note=note,
        )
        made = replace(made, **more)  # type: ignore[arg-type] # fields of a statement
        return replace(made, id=statement_id(made))

    rows = (
        said("G-SM-1-A.1", "yes", "set in the spring", proof=proof), said("G-SM-1-A", "0.5", proof=proof), said("G-SM-1-B", "0.25"),
        said("G-EG-1-A", "0.5", by="Grace Murray <grace@acme.example>", role="training lead"),
        said("G-PC-1-A", "1", "everywhere", at=past), said("D-TA-1-B", "0.5"), said("D-SR-1-A", "0.25"),
        said("I-SB-1-A", "1", "since the spring"), said("I-SB-1-A.2", "yes"), said("I-SB-1-A.3", "yes"), said("I-SB-2-A", "1", "all of them"),
        said("I-SB-1-B", "1", "every release has a bill of materials", units=("payments", "ledger", "invoices", "shop")),
        said("I-SD-1-B", "0.5"), said("I-DM-1-A", "1"), said("V-ST-1-A", "0.5"), said("V-RT-1-A", "0"), said("O-IM-1-A", "0.5"),
        said("O-EM-1-B", "0.25"), said("O-OM-1-A", "n/a", "no data of customers is kept outside payments"),
    )  # fmt: skip
    return {
        practice: tuple(one for one in rows if one.about[:4] == practice)
        for practice in dict.fromkeys(one.about[:4] for one in rows)
    }
