"""Which kind of scan a tool does, by the name that it gives itself in its reports."""

_NAMES = {
    "sast": (
        "bandit", "brakeman", "checkmarx", "cxsast", "checkmarx sast", "clang static analyzer", "clang-tidy", "codeql",
        "coverity", "cppcheck", "devskim", "eslint", "find security bugs", "flawfinder", "fortify", "gosec",
        "infer", "insider", "klocwork", "lgtm.com", "mobsfscan", "njsscan", "nodejsscan", "opengrep", "phpstan", "pmd",
        "polyspace", "psalm", "pvs-studio", "rubocop", "ruff", "securitycodescan", "semgrep", "semgrep oss",
        "semgrep pro", "snykcode", "sonarqube", "sonarcloud", "spotbugs", "veracode", "xanitizer",
        "snyk code", "staticcheck", "clippy",
    ),
    "sca": (
        "anchore", "black duck", "cargo-audit", "cargo-deny", "dependency-check", "govulncheck", "grype",
        "npm audit", "osv-scanner", "osv-scalibr", "owasp dependency-check", "pip-audit", "retire.js",
        "snyk open source", "sonatype nexus iq", "syft", "whitesource", "mend",
    ),
    "dast": ("burp suite", "nuclei", "nikto", "owasp zap", "zap", "zap by checkmarx", "wapiti", "arachni", "stackhawk",
             "dastardly"),
    "api": ("restler", "schemathesis", "42crunch api conformance scan", "mayhem for api"),
    "fuzz": ("clusterfuzz", "clusterfuzzlite", "cifuzz", "mayhem", "libfuzzer", "afl++"),
    "iast": ("contrast assess", "seeker"),
    "secret-scan": (
        "gitleaks", "trufflehog", "trufflehog3", "detect-secrets", "ggshield", "gitguardian", "noseyparker",
        "nosey parker", "kingfisher", "whispers", "secretlint", "ripsecrets", "github secret scanning",
    ),
    "iac-scan": (
        "checkov", "tfsec", "terrascan", "kics", "kubescape", "kube-linter", "kube-score", "polaris", "hadolint",
        "trivy config", "regula", "snyk iac", "cfn-lint", "cfn_nag", "psrule", "template analyzer", "bicep",
    ),
    "container-scan": ("clair", "dockle", "docker scout", "snyk container", "aqua"),
    "binary-scan": ("binskim", "blackduck binary analysis", "cve-bin-tool", "checksec", "clamav", "mobsf", "capa"),
    "ci-scan": ("zizmor", "actionlint", "poutine", "octoscan", "scorecard", "legitify"),
    "shell-lint": ("shellcheck",),
}  # fmt: skip
KINDS = {name: kind for kind, names in _NAMES.items() for name in names}
"""Names in lower case. A tool that looks at several things (Trivy, Snyk) is not here: what it did stands elsewhere."""


def kind_of(name: str, *more: str) -> str | None:
    """Return the kind of scan of a tool by its own name or full name, None for one that is not known or does several."""
    for stated in (name, *more):
        word = stated.strip().casefold()
        for candidate in (word, word.split(" v")[0], word.removeprefix("the "), word.partition("(")[0].strip()):
            if candidate in KINDS:
                return KINDS[candidate]
    return None
