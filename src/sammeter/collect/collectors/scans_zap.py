"""Reports of ZAP (JSON and XML): sites, alerts, and whether inputs were made up and sent."""

from collections.abc import Iterator

from sammeter.collect.registry import File, Yielded, collector, documents
from sammeter.collect.scans.stated import digest, moment, no_earlier
from sammeter.collect.scans.zap_shape import Alert, Report, Site, from_xml, many
from sammeter.facts import Gap
from sammeter.facts.scans import ScanFinding, ScanRun

_RISKS = {"0": "info", "1": "low", "2": "medium", "3": "high"}
_FALSE_ALARM = "0"


@collector(reads=documents("**/*.json", "**/*.xml"), yields=[ScanRun, ScanFinding], complete=[])
def collect(file: File) -> Iterator[Yielded]:
    """Yield the run and the alerts of a report; one that names no site saw nothing, which is a gap beside the run."""
    head = file.text()[:4096]
    if file.path.casefold().endswith(".xml"):
        report = from_xml(file.xml()) if "<OWASPZAPReport" in head else None
    else:
        report = file.shaped(Report) if '"@generated"' in head and '"@version"' in head else None
    if report is None:
        return
    sites = many(report.site)
    yield _run(report, sites, file.path)
    if not sites:
        yield Gap(where=file.path, reason="empty", detail="a ZAP report without a site: nothing was reached")
    for site in sites:
        for alert in many(site.alerts):
            yield from _findings(alert, site.name or "", file.path)


def _run(report: Report, sites: list[Site], path: str) -> ScanRun:
    target = sites[0].name if len(sites) == 1 else None
    completed = False if report.errors or not sites else True if report.errors is not None else None
    return ScanRun(where=path, tool="zap", tool_version=report.version, kind_of="dast", target=target,
                   at=moment(report.created) or no_earlier(report.generated), completed=completed,
                   authenticated=_authenticated(sites), inputs_sent=_inputs(sites))  # fmt: skip


def _inputs(sites: list[Site]) -> int | None:
    """Return how many different attacks stand in the report, so many at least were made up and sent; None for none."""
    attacks = {
        (one.uri, one.param, one.attack)
        for site in sites
        for alert in many(site.alerts)
        for one in many(alert.instances)
        if (one.attack or "").strip()
    }
    return len(attacks) or None


def _authenticated(sites: list[Site]) -> bool | None:
    """Tell of responses that looked logged in; without any, or without statistics, it is not known."""
    return True if any(_count(site.statistics or {}, "stats.auth.state.loggedin") for site in sites) else None


def _count(stats: dict[str, str | int], key: str) -> int:
    value = str(stats.get(key, 0))
    return int(value) if value.isdecimal() and len(value) < 20 else 0


def _findings(alert: Alert, site: str, path: str) -> Iterator[ScanFinding]:
    """Yield one finding for each alert of a site; the places of one alert have one cause."""
    rule = alert.alert_ref or alert.pluginid
    if rule:
        cwe = alert.cweid if (alert.cweid or "").isdecimal() and alert.cweid != "0" else None
        yield ScanFinding(where=path, tool="zap", id=digest("zap", rule, site), kind_of="dast", rule=rule, place=site or None,
                          severity=_RISKS.get(alert.riskcode or ""), cwe=f"CWE-{cwe}" if cwe else None,
                          state="suppressed" if alert.confidence == _FALSE_ALARM else "open")  # fmt: skip
