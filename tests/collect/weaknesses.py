"""Small documents of known weaknesses, built for one test: records, exports, bills, judgements."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any


def record(name: str = "web", **changes: Any) -> dict[str, Any]:
    """Return an OSV record of a PyPI package that is affected below 2.0."""
    events = changes.pop("events", [{"introduced": "0"}, {"fixed": "2.0"}])
    kind = changes.pop("kind", "ECOSYSTEM")
    package = {"ecosystem": changes.pop("ecosystem", "PyPI"), "name": name}
    affected = {"package": package, "ranges": [{"type": kind, "events": events}], **changes.pop("affected", {})}
    return {
        "id": "GHSA-aaaa-bbbb-cccc", "modified": "2026-06-29T00:00:00Z", "published": "2026-01-01T00:00:00Z", "aliases": ["CVE-2026-0001"],
        "affected": [affected], "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}], **changes,
    }  # fmt: skip


def export(*records: dict[str, Any]) -> bytes:
    """Return an export as OSV makes it: one file a record."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, one in enumerate(records):
            archive.writestr(f"{one.get('id', '')}-{number}.json", json.dumps(one))
    return held.getvalue()


def bill(*purls: str, whole: bool = True, **more: Any) -> dict[str, Any]:
    """Return a CycloneDX document with these packages, by default one that claims to be complete."""
    parts = [
        {"type": "library", "bom-ref": purl, "name": purl.split("/")[-1], "purl": purl, "version": "1"}
        for purl in purls
    ]
    claims = {"compositions": [{"aggregate": "complete", "assemblies": ["root"]}]} if whole else {}
    subject = {
        "timestamp": "2026-06-29T00:00:00Z",
        "component": {"type": "application", "bom-ref": "root", "name": "shop"},
    }
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": subject, "components": parts, **claims, **more}


def openvex(status: str, product: str, at: str = "2026-06-20T00:00:00Z", **more: Any) -> dict[str, Any]:
    """Return an OpenVEX document with one statement on CVE-2026-0001."""
    statement = {
        "vulnerability": {"name": "CVE-2026-0001"},
        "products": [{"@id": product}],
        "status": status,
        "timestamp": at,
        **more,
    }
    return {"@context": "https://openvex.dev/ns/v0.2.0", "author": "Anna", "timestamp": at, "statements": [statement]}


def place(folder: Path, **contents: Any) -> Path:
    """Write documents below a new folder (``a__b_json`` is ``a/b.json``) and return it."""
    root = folder / "evidence"
    for name, content in contents.items():
        path, _, extension = name.replace("__", "/").rpartition("_")
        target = root / f"{path}.{extension}"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return root
