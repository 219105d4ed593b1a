"""Commands that are known tools, with what their exit code says when nothing is stated.

A key is ``command subcommand|other -option=value !-option``; the first row that fits wins. An empty kind is a use that
is known and of no interest (printing a version, installing).
"""

from sammeter.collect.ci.tools import Tool, table

_T = Tool


def _fixed(name: str, kind: str, *, fails: bool | None = True, fail_on: str | None = None) -> Tool:
    return Tool(name=name, kind=kind, fails=fails, fail_on=fail_on)


def _trivy(kind: str) -> Tool:
    return Tool(
        name="trivy", kind=kind, fails=False, fail_on="any", hard=("--exit-code!=0",), level=("--severity", "-s")
    )


def _grype(kind: str) -> Tool:
    return Tool(name="grype", kind=kind, fails=False, hard=("--fail-on", "-f"), level=("--fail-on", "-f"))


def _snyk(kind: str) -> Tool:
    return Tool(name="snyk", kind=kind, fails=True, fail_on="any", level=("--severity-threshold",))


def _publish(name: str) -> Tool:
    return Tool(name=name, kind="publish", fails=True)


_WATCHED = ("--mode=watch|warn",)
_AUDIT = _T(name="npm-audit", kind="sca", fails=True, fail_on="any", level=("--audit-level",))

SCANS = {
    "semgrep ci": _fixed("semgrep", "sast"),
    "semgrep login|install-semgrep-pro|publish|lsp|test|validate|show": _fixed("semgrep", ""),
    "semgrep|opengrep": _T(name="semgrep", kind="sast", fails=False, hard=("--error",), fail_on="any", level=("--severity",)),
    "bandit": _T(name="bandit", kind="sast", fails=True, fail_on="any", soft=("--exit-zero",), level=("--severity-level",)),
    "gosec": _T(name="gosec", kind="sast", fails=True, fail_on="any", soft=("-no-fail",), level=("-severity",)),
    "brakeman": _T(name="brakeman", kind="sast", fails=True, fail_on="any", soft=("--no-exit-on-warn",)),
    "njsscan": _fixed("njsscan", "sast", fails=None), "mobsfscan": _fixed("mobsfscan", "sast", fails=None),
    "bearer scan": _T(name="bearer", kind="sast", fails=True, soft=("--exit-code=0",)),
    "horusec start": _T(name="horusec", kind="sast", fails=False, hard=("--return-error", "-e")),
    "flawfinder": _T(name="flawfinder", kind="sast", fails=False, hard=("--error-level",)),
    "sonar-scanner|sonar-scanner-cli|sonar": _T(name="sonarqube", kind="sast", fails=None),
    "codeql database analyze": _fixed("codeql", "sast", fails=False),
    "cov-analyze|cov-build": _fixed("coverity", "sast", fails=False),
    "scan-build": _T(name="scan-build", kind="sast", fails=False, hard=("--status-bugs",)),
    "ninja scan-build !-C=scan-build": _fixed("scan-build", "sast", fails=None),  # the target that Meson makes
    "slither": _fixed("slither", "sast"), "psalm --taint-analysis": _fixed("psalm", "sast"),
    "snyk code": _snyk("sast"), "snyk container monitor": _fixed("snyk", "container-scan", fails=False),
    "snyk container": _snyk("container-scan"), "snyk iac": _snyk("iac-scan"),
    "snyk monitor": _fixed("snyk", "sca", fails=False), "snyk test": _snyk("sca"), "snyk sbom": _fixed("snyk", "sbom"),
    "pip-audit": _fixed("pip-audit", "sca", fail_on="any"),
    "safety check|scan": _T(name="safety", kind="sca", fails=True, fail_on="any", soft=("--continue-on-error",)),
    "npm audit fix|signatures": _fixed("npm", ""), "npm audit": _AUDIT, "pnpm audit": _AUDIT,
    "yarn audit": _fixed("yarn-audit", "sca", fail_on="any"),
    "yarn npm audit": _T(name="yarn-audit", kind="sca", fails=True, fail_on="any", level=("--severity",)),
    "bun audit": _AUDIT, "audit-ci": _T(name="audit-ci", kind="sca", fails=None),
    "better-npm-audit audit": _T(name="better-npm-audit", kind="sca", fails=True, fail_on="any", level=("--level", "-l")),
    "retire": _T(name="retire.js", kind="sca", fails=True, level=("--severity",), fail_on="any"),
    "composer audit": _fixed("composer-audit", "sca", fail_on="any"),
    "bundle-audit|bundler-audit": _fixed("bundler-audit", "sca", fail_on="any"),
    "govulncheck": _T(name="govulncheck", kind="sca", fails=True, fail_on="any",
                      soft=("-json", "-format=json|sarif|openvex")),
    "nancy sleuth": _fixed("nancy", "sca", fail_on="any"),
    "cargo audit": _fixed("cargo-audit", "sca", fail_on="any"), "cargo-audit": _fixed("cargo-audit", "sca", fail_on="any"),
    "cargo deny check licenses": _fixed("cargo-deny", "license-scan"),
    "cargo deny check bans|sources": _fixed("cargo-deny", ""),
    "cargo deny check": _fixed("cargo-deny", "sca"), "cargo-deny check": _fixed("cargo-deny", "sca"),
    "osv-scanner": _T(name="osv-scanner", kind="sca", fails=True, fail_on="any"),
    "dependency-check|dependency-check.sh|/usr/share/dependency-check/bin/dependency-check.sh":
        _T(name="dependency-check", kind="sca", fails=False, fail_on="any", hard=("--failoncvss",), level=("--failoncvss",)),
    "dotnet list package --vulnerable": _fixed("dotnet", "sca", fails=False),
    "dotnet package list --vulnerable": _fixed("dotnet", "sca", fails=False),
    "gemnasium-dependency_scanning": _fixed("gemnasium", "sca", fails=False),
    "trivy --format=cyclonedx|spdx|spdx-json": _fixed("trivy", "sbom"), "trivy -f=cyclonedx|spdx|spdx-json": _fixed("trivy", "sbom"),
    "trivy fs|filesystem|repo|repository|rootfs|sbom": _trivy("sca"), "trivy config|conf": _trivy("iac-scan"),
    "trivy image|i": _trivy("container-scan"), "trivy k8s|kubernetes": _trivy("container-scan"),
    "trivy": _fixed("trivy", ""),
    "grype db|version|help": _fixed("grype", ""), "grype": _grype("container-scan"),
    "docker scout cves|quickview": _T(name="docker-scout", kind="container-scan", fails=False, hard=("--exit-code", "-e"),
                                      level=("--only-severity",)),
    "dockle": _T(name="dockle", kind="container-scan", fails=False, hard=("--exit-code!=0",)),
    "clair-scanner|clairctl": _fixed("clair", "container-scan", fails=None),
    "gitleaks version|help": _fixed("gitleaks", ""),
    "gitleaks detect|protect|git|dir|directory|stdin":
        _T(name="gitleaks", kind="secret-scan", fails=True, fail_on="any", soft=("--exit-code=0",)),
    "trufflehog": _T(name="trufflehog", kind="secret-scan", fails=False, hard=("--fail",), fail_on="any"),
    "trufflehog3": _fixed("trufflehog3", "secret-scan", fails=None), "whispers": _fixed("whispers", "secret-scan", fails=None),
    "gittyleaks": _fixed("gittyleaks", "secret-scan", fails=False),
    "detect-secrets-hook": _fixed("detect-secrets", "secret-scan", fail_on="any"),
    "detect-secrets scan": _fixed("detect-secrets", "secret-scan", fails=False),
    "git-secrets --scan": _fixed("git-secrets", "secret-scan"), "git secrets --scan": _fixed("git-secrets", "secret-scan"),
    "ggshield secret scan": _T(name="ggshield", kind="secret-scan", fails=True, fail_on="any", soft=("--exit-zero",)),
    "checkov": _T(name="checkov", kind="iac-scan", fails=True, fail_on="any", soft=("--soft-fail", "-s"), level=("--hard-fail-on",)),
    "tfsec": _T(name="tfsec", kind="iac-scan", fails=True, fail_on="any", soft=("--soft-fail", "-s"),
                level=("--minimum-severity", "-m")),
    "terrascan scan": _fixed("terrascan", "iac-scan"),
    "kics scan": _T(name="kics", kind="iac-scan", fails=True, fail_on="any", soft=("--ignore-on-exit=all|results",),
                    level=("--fail-on",)),
    "kube-linter lint": _fixed("kube-linter", "iac-scan"), "kube-score score": _fixed("kube-score", "iac-scan"),
    "kubescape scan": _fixed("kubescape", "iac-scan", fails=None), "polaris audit": _fixed("polaris", "iac-scan", fails=None),
    "conftest test": _fixed("conftest", "iac-scan"), "cfn_nag_scan|cfn_nag": _fixed("cfn-nag", "iac-scan"),
    "kubesec scan": _fixed("kubesec", "iac-scan", fails=None), "regula run": _fixed("regula", "iac-scan"),
    "zizmor": _T(name="zizmor", kind="iac-scan", fails=True, soft=("--no-exit-codes", "--format=sarif"), fail_on="any",
                 level=("--min-severity",)),
    "zap-baseline.py|zap-full-scan.py|zap-api-scan.py": _T(name="zap", kind="dast", fails=True, fail_on="any", soft=("-I",)),
    "nuclei": _fixed("nuclei", "dast", fails=False), "nikto|nikto.pl": _fixed("nikto", "dast", fails=None),
    "wapiti": _fixed("wapiti", "dast", fails=False), "dalfox": _fixed("dalfox", "dast", fails=None),
    "schemathesis run": _fixed("schemathesis", "fuzz"), "restler": _fixed("restler", "fuzz", fails=None),
    "cargo fuzz run": _fixed("cargo-fuzz", "fuzz"), "cargo fuzz": _fixed("cargo-fuzz", ""), "afl-fuzz": _fixed("afl", "fuzz", fails=None),
    "cargo afl fuzz": _fixed("afl", "fuzz", fails=None), "honggfuzz": _fixed("honggfuzz", "fuzz", fails=None),
    "cargo hfuzz run": _fixed("honggfuzz", "fuzz", fails=None), "jazzer": _fixed("jazzer", "fuzz"),
    "go test -fuzz": _fixed("go-fuzz", "fuzz"),
    "fossa analyze": _fixed("fossa", "license-scan", fails=False), "fossa test": _fixed("fossa", "license-scan"),
    "license-checker|license-checker-rseidelsohn": _T(name="license-checker", kind="license-scan", fails=False,
                                                      hard=("--failon", "--onlyallow")),
    "pip-licenses": _T(name="pip-licenses", kind="license-scan", fails=False, hard=("--fail-on", "--allow-only")),
    "go-licenses check": _fixed("go-licenses", "license-scan"), "go-licenses": _fixed("go-licenses", "license-scan", fails=False),
    "liccheck": _fixed("liccheck", "license-scan"), "reuse lint": _fixed("reuse", "license-scan"),
    "scancode": _fixed("scancode", "license-scan", fails=False), "license_finder": _fixed("license_finder", "license-scan"),
    "sammeter check --policy=strict": _T(name="sammeter", kind="milestone-check", fails=True, fail_on="medium", soft=_WATCHED),
    "sammeter check --policy=starter|standard|container|deploy|start":
        _T(name="sammeter", kind="policy-check", fails=True, fail_on="high", soft=_WATCHED),
    "sammeter check list|explain|prove": _fixed("sammeter", ""),
    "sammeter check build|deploy|start": _T(name="sammeter", kind="policy-check", fails=True, soft=_WATCHED),
    "threagile": _fixed("threagile", "threat-model", fails=False),
    "depcheck|knip|deptry|composer-unused": _fixed("unused-dependencies", "unused-deps"),
    "cargo machete|udeps": _fixed("unused-dependencies", "unused-deps"), "cargo-machete": _fixed("cargo-machete", "unused-deps"),
    "clamscan|clamdscan": _fixed("clamav", "binary-scan"), "cve-bin-tool": _fixed("cve-bin-tool", "binary-scan"),
    "checksec": _fixed("checksec", "binary-scan", fails=False), "yara": _fixed("yara", "binary-scan", fails=False),
}  # fmt: skip

ARTIFACTS = {
    "syft login|version|convert|attest": _fixed("syft", ""), "syft": _fixed("syft", "sbom"),
    "cyclonedx-py|cyclonedx-npm|cyclonedx-gomod|cyclonedx-bom|cdxgen": _fixed("cyclonedx", "sbom"),
    "cargo cyclonedx": _fixed("cyclonedx", "sbom"), "cargo sbom": _fixed("cargo-sbom", "sbom"),
    "dotnet cyclonedx": _fixed("cyclonedx", "sbom"), "npm sbom": _fixed("npm", "sbom"), "docker sbom": _fixed("docker", "sbom"),
    "bom generate": _fixed("bom", "sbom"), "sbom-tool generate": _fixed("sbom-tool", "sbom"),
    "cosign sign|sign-blob": _fixed("cosign", "sign"), "cosign attest|attest-blob": _fixed("cosign", "provenance"),
    "gpg|gpg2 -b|--detach-sign|--detach-sig": _fixed("gpg", "sign"),
    "gpg|gpg2 --detach-sign": _fixed("gpg", "sign"), "gpg|gpg2 --detach-sig": _fixed("gpg", "sign"),
    "gpg|gpg2 --clearsign": _fixed("gpg", "sign"), "gpg|gpg2 --clear-sign": _fixed("gpg", "sign"),
    "gpg|gpg2 --sign": _fixed("gpg", "sign"), "gpg|gpg2 -ab": _fixed("gpg", "sign"), "gpg|gpg2 -b": _fixed("gpg", "sign"),
    "notation sign": _fixed("notation", "sign"), "signtool|signtool.exe sign": _fixed("signtool", "sign"),
    "minisign -S": _fixed("minisign", "sign"), "rpmsign|debsign|jarsigner|rpm-sign": _fixed("package-signing", "sign"),
    "codesign -s": _fixed("codesign", "sign"), "codesign --sign": _fixed("codesign", "sign"), "osslsigncode sign": _fixed("osslsigncode", "sign"),
    "sigstore sign": _fixed("sigstore", "sign"), "apksigner sign": _fixed("apksigner", "sign"),
    "witness run": _fixed("witness", "provenance"), "gh attestation sign": _fixed("attest", "provenance"),
    "twine upload": _publish("pypi"), "poetry publish": _publish("pypi"), "uv publish": _publish("pypi"),
    "flit publish": _publish("pypi"), "hatch publish": _publish("pypi"), "pdm publish": _publish("pypi"),
    "maturin publish|upload": _publish("pypi"),
    "npm publish --dry-run": _fixed("npm", ""), "npm publish": _publish("npm"), "pnpm publish": _publish("npm"),
    "yarn publish": _publish("npm"), "yarn npm publish": _publish("npm"), "lerna publish": _publish("npm"),
    "changeset publish": _publish("npm"), "bun publish": _publish("npm"), "semantic-release": _publish("semantic-release"),
    "cargo publish --dry-run": _fixed("cargo", "build"), "cargo publish": _publish("cargo"),
    "goreleaser release|r --snapshot": _fixed("goreleaser", "build"), "goreleaser release|r": _publish("goreleaser"),
    "goreleaser build": _fixed("goreleaser", "build"),
    "gh release create|upload": _publish("github-release"), "glab release create": _publish("gitlab-release"),
    "release-cli create": _publish("gitlab-release"), "hub release create|edit": _publish("github-release"),
    "docker push": _publish("docker"), "docker image push": _publish("docker"), "docker manifest push": _publish("docker"),
    "docker buildx imagetools create": _publish("docker"), "podman push": _publish("podman"), "podman manifest push": _publish("podman"),
    "buildah push": _publish("buildah"), "docker buildx build --push": _publish("docker"), "docker build --push": _publish("docker"),
    "docker buildx bake --push": _publish("docker"), "docker compose push": _publish("docker"),
    "crane push|copy|cp": _publish("crane"), "oras push": _publish("oras"), "helm push": _publish("helm"),
    "helm cm-push": _publish("helm"), "flux push artifact": _publish("flux"), "ko build|publish --push=false": _fixed("ko", "build"),
    "ko build|publish --local": _fixed("ko", "build"), "ko build|publish": _publish("ko"), "ko apply": _fixed("ko", "deploy"),
    "/kaniko/executor|executor --no-push": _fixed("kaniko", "build"), "/kaniko/executor": _publish("kaniko"),
    "gem push": _publish("rubygems"), "rake release": _publish("rubygems"), "dotnet nuget push": _publish("nuget"),
    "nuget push": _publish("nuget"), "vsce publish": _publish("vsce"), "ovsx publish": _publish("ovsx"),
    "snapcraft upload|push": _publish("snapcraft"), "pod trunk push": _publish("cocoapods"),
    "jfrog|jf rt upload|u": _publish("artifactory"), "mike deploy": _fixed("mike", "deploy"), "mkdocs gh-deploy": _fixed("mkdocs", "deploy"),
    "kubectl apply|rollout|replace --dry-run": _fixed("kubectl", ""), "kubectl rollout status|history": _fixed("kubectl", ""),
    "kubectl apply|replace": _fixed("kubectl", "deploy"), "kubectl set image": _fixed("kubectl", "deploy"),
    "kubectl rollout restart": _fixed("kubectl", "deploy"),
    "helm upgrade|install --dry-run": _fixed("helm", ""), "helm upgrade|install": _fixed("helm", "deploy"),
    "helmfile apply|sync": _fixed("helmfile", "deploy"), "kustomize build": _fixed("kustomize", ""),
    "terraform|tofu apply": _fixed("terraform", "deploy"), "terragrunt apply": _fixed("terragrunt", "deploy"),
    "pulumi up": _fixed("pulumi", "deploy"), "cdk deploy": _fixed("cdk", "deploy"), "sam deploy": _fixed("sam", "deploy"),
    "aws cloudformation deploy": _fixed("aws", "deploy"), "aws ecs update-service": _fixed("aws", "deploy"),
    "aws lambda update-function-code": _fixed("aws", "deploy"), "serverless|sls deploy": _fixed("serverless", "deploy"),
    "gcloud run deploy": _fixed("gcloud", "deploy"), "gcloud app deploy": _fixed("gcloud", "deploy"),
    "gcloud functions deploy": _fixed("gcloud", "deploy"), "az webapp up|deploy": _fixed("azure", "deploy"),
    "az containerapp up|update": _fixed("azure", "deploy"), "fly|flyctl deploy": _fixed("fly", "deploy"),
    "vercel deploy|--prod": _fixed("vercel", "deploy"), "netlify deploy": _fixed("netlify", "deploy"),
    "wrangler deploy": _fixed("wrangler", "deploy"), "wrangler pages deploy|publish": _fixed("wrangler", "deploy"),
    "firebase deploy": _fixed("firebase", "deploy"), "argocd app sync": _fixed("argocd", "deploy"),
    "docker stack deploy": _fixed("docker", "deploy"), "skaffold deploy|run": _fixed("skaffold", "deploy"),
    "kapp deploy": _fixed("kapp", "deploy"), "dokku": _fixed("dokku", "deploy"),
}  # fmt: skip

MAKING = {
    "pytest|py.test --collect-only": _fixed("pytest", ""), "pytest|py.test": _fixed("pytest", "test"),
    "unittest": _fixed("unittest", "test"), "go test": _fixed("go", "test"), "gotestsum": _fixed("go", "test"),
    "cargo test|nextest|t --no-run": _fixed("cargo", "build"), "cargo test|nextest|t": _fixed("cargo", "test"),
    "cargo miri test": _fixed("cargo", "test"), "cargo llvm-cov": _fixed("cargo", "test"), "cargo tarpaulin": _fixed("cargo", "test"),
    "cross test": _fixed("cargo", "test"), "npm test|t": _fixed("npm", "test"), "npm run|run-script test": _fixed("npm", "test"),
    "yarn test": _fixed("yarn", "test"), "yarn run test": _fixed("yarn", "test"), "pnpm test": _fixed("pnpm", "test"),
    "pnpm run test": _fixed("pnpm", "test"), "bun test": _fixed("bun", "test"), "deno test": _fixed("deno", "test"),
    "jest": _fixed("jest", "test"), "vitest": _fixed("vitest", "test"), "mocha": _fixed("mocha", "test"), "ava": _fixed("ava", "test"),
    "playwright test": _fixed("playwright", "test"), "cypress run": _fixed("cypress", "test"), "karma start": _fixed("karma", "test"),
    "ctest": _fixed("ctest", "test"), "meson test": _fixed("meson", "test"), "dotnet test": _fixed("dotnet", "test"),
    "phpunit": _fixed("phpunit", "test"), "pest": _fixed("pest", "test"), "rspec": _fixed("rspec", "test"), "bazel|bazelisk test": _fixed("bazel", "test"),
    "mix test": _fixed("mix", "test"), "swift test": _fixed("swift", "test"), "flutter test": _fixed("flutter", "test"),
    "dart test": _fixed("dart", "test"), "ginkgo": _fixed("ginkgo", "test"), "behave": _fixed("behave", "test"), "robot": _fixed("robot", "test"),
    "k6 run": _fixed("k6", "test"), "newman run": _fixed("newman", "test"), "bats": _fixed("bats", "test"), "prove": _fixed("prove", "test"),
    "forge test": _fixed("foundry", "test"), "xcodebuild test": _fixed("xcodebuild", "test"), "helm test": _fixed("helm", "test"),
    "ct lint": _fixed("chart-testing", "lint"), "ct install": _fixed("chart-testing", "test"),
    "container-structure-test test": _fixed("container-structure-test", "test"),
    "eslint": _fixed("eslint", "lint"), "flake8": _fixed("flake8", "lint"), "ruff check|format|--check": _fixed("ruff", "lint"),
    "ruff": _fixed("ruff", "lint"), "pylint": _fixed("pylint", "lint"), "mypy": _fixed("mypy", "lint"), "pyright": _fixed("pyright", "lint"),
    "black --check": _fixed("black", "lint"), "isort --check": _fixed("isort", "lint"), "golangci-lint run": _fixed("golangci-lint", "lint"),
    "staticcheck": _fixed("staticcheck", "lint"), "go vet": _fixed("go", "lint"), "shellcheck": _fixed("shellcheck", "lint"),
    "hadolint": _T(name="hadolint", kind="lint", fails=True, soft=("--no-fail",), level=("--failure-threshold", "-t")),
    "yamllint": _fixed("yamllint", "lint"), "actionlint": _fixed("actionlint", "lint"), "cargo clippy": _fixed("clippy", "lint"),
    "cargo fmt": _fixed("rustfmt", "lint"), "cargo check": _fixed("cargo", "build"), "rubocop": _fixed("rubocop", "lint"),
    "prettier --check": _fixed("prettier", "lint"), "prettier -c": _fixed("prettier", "lint"), "stylelint": _fixed("stylelint", "lint"),
    "markdownlint|markdownlint-cli2": _fixed("markdownlint", "lint"), "ktlint": _fixed("ktlint", "lint"), "detekt": _fixed("detekt", "lint"),
    "pre-commit run": _fixed("pre-commit", "lint"), "codespell": _fixed("codespell", "lint"), "typos": _fixed("typos", "lint"),
    "helm lint": _fixed("helm", "lint"), "terraform|tofu validate": _fixed("terraform", "lint"), "terraform|tofu fmt": _fixed("terraform", "lint"),
    "tflint": _fixed("tflint", "lint"), "phpstan": _fixed("phpstan", "lint"), "psalm": _fixed("psalm", "lint"), "clang-tidy": _fixed("clang-tidy", "lint"),
    "kubeconform|kubeval": _fixed("kubeconform", "lint"), "buf lint|breaking": _fixed("buf", "lint"), "twine check": _fixed("twine", "lint"),
    "swiftlint": _fixed("swiftlint", "lint"), "cppcheck": _T(name="cppcheck", kind="code-quality", fails=False, hard=("--error-exitcode!=0",)),
    "pmd": _fixed("pmd", "code-quality"), "radon|xenon": _fixed("radon", "code-quality"), "codecov": _fixed("codecov", "code-quality", fails=False),
    "coveralls": _fixed("coveralls", "code-quality", fails=False), "scorecard": _fixed("scorecard", "code-quality", fails=False),
    "docker build": _fixed("docker", "build"), "docker image build": _fixed("docker", "build"), "docker buildx build|bake": _fixed("docker", "build"),
    "docker compose build": _fixed("docker", "build"), "docker-compose build": _fixed("docker", "build"), "podman build": _fixed("podman", "build"),
    "buildah bud|build": _fixed("buildah", "build"), "go build": _fixed("go", "build"), "cargo build|b": _fixed("cargo", "build"),
    "cross build": _fixed("cargo", "build"), "build": _fixed("python-build", "build"), "hatch build": _fixed("hatch", "build"),
    "poetry build": _fixed("poetry", "build"), "uv build": _fixed("uv", "build"), "flit build": _fixed("flit", "build"), "pdm build": _fixed("pdm", "build"),
    "pip wheel": _fixed("pip", "build"), "cibuildwheel": _fixed("cibuildwheel", "build"), "maturin build": _fixed("maturin", "build"),
    "cmake --build": _fixed("cmake", "build"), "ninja": _fixed("ninja", "build"), "meson compile": _fixed("meson", "build"),
    "bazel|bazelisk build": _fixed("bazel", "build"), "msbuild": _fixed("msbuild", "build"), "dotnet build|publish|pack": _fixed("dotnet", "build"),
    "pyinstaller": _fixed("pyinstaller", "build"), "wasm-pack build": _fixed("wasm-pack", "build"), "helm package": _fixed("helm", "build"),
    "tsc": _fixed("tsc", "build"), "vite build": _fixed("vite", "build"), "webpack": _fixed("webpack", "build"), "gem build": _fixed("gem", "build"),
    "swift build": _fixed("swift", "build"), "flutter build": _fixed("flutter", "build"), "xcodebuild": _fixed("xcodebuild", "build"),
    "electron-builder --publish": _T(name="electron-builder", kind="publish", fails=True, publishes=("--publish!=never",)),
    "electron-builder -p": _T(name="electron-builder", kind="publish", fails=True, publishes=("-p!=never",)),
    "electron-builder": _fixed("electron-builder", "build"), "rpmbuild|dpkg-buildpackage|debuild": _fixed("packaging", "build"),
    "forge build": _fixed("foundry", "build"), "zig build": _fixed("zig", "build"), "sphinx-build": _fixed("sphinx", "build"),
}  # fmt: skip
COMMANDS = table(SCANS | ARTIFACTS | MAKING)

_DEPENDENCY_CHECK = _T(name="dependency-check", kind="sca", fails=None, fail_on=None, hard=("-dfailbuildoncvss",),
                       level=("-dfailbuildoncvss",))  # fmt: skip
GOALS: dict[str, Tool] = {
    "test": _fixed("", "test"), "verify": _fixed("", "test"), "integration-test": _fixed("", "test"), "check": _fixed("", "test"),
    "surefire:test": _fixed("surefire", "test"), "failsafe:verify": _fixed("failsafe", "test"), "failsafe:integration-test": _fixed("failsafe", "test"),
    "package": _fixed("", "build"), "compile": _fixed("", "build"), "install": _fixed("", "build"), "build": _fixed("", "build"),
    "assemble": _fixed("", "build"), "jar": _fixed("", "build"), "bootjar": _fixed("", "build"), "spring-boot:build-image": _fixed("", "build"),
    "deploy": _publish(""), "release:perform": _publish(""), "jib:build": _publish("jib"), "jib": _publish("jib"),
    "publish": _publish(""), "publishplugins": _publish(""), "publishtosonatype": _publish(""), "publishtomavencentral": _publish(""),
    "publishandreleasetomavencentral": _publish(""), "closeandreleasesonatypestagingrepository": _publish(""),
    "dependency-check:check": _DEPENDENCY_CHECK, "dependency-check:aggregate": _DEPENDENCY_CHECK,
    "dependencycheckanalyze": _DEPENDENCY_CHECK, "dependencycheckaggregate": _DEPENDENCY_CHECK,
    "ossindex:audit": _fixed("ossindex", "sca"), "versions:display-dependency-updates": _fixed("versions", ""),
    "spotbugs:check": _fixed("spotbugs", "code-quality"), "spotbugs:spotbugs": _fixed("spotbugs", "code-quality", fails=False),
    "spotbugsmain": _fixed("spotbugs", "code-quality", fails=None), "pmd:check": _fixed("pmd", "code-quality"),
    "pmd:cpd-check": _fixed("pmd", "code-quality"), "checkstyle:check": _fixed("checkstyle", "lint"), "checkstyle:checkstyle": _fixed("checkstyle", "lint"),
    "checkstylemain": _fixed("checkstyle", "lint"), "detekt": _fixed("detekt", "lint"), "ktlintcheck": _fixed("ktlint", "lint"),
    "spotless:check": _fixed("spotless", "lint"), "spotlesscheck": _fixed("spotless", "lint"), "apache-rat:check": _fixed("rat", "lint"), "rat:check": _fixed("rat", "lint"),
    "sonar:sonar": _fixed("sonarqube", "sast", fails=None), "sonar": _fixed("sonarqube", "sast", fails=None),
    "sonarqube": _fixed("sonarqube", "sast", fails=None),
    "cyclonedx:makeaggregatebom": _fixed("cyclonedx", "sbom"), "cyclonedx:makebom": _fixed("cyclonedx", "sbom"), "cyclonedxbom": _fixed("cyclonedx", "sbom"),
    "spdx:createspdx": _fixed("spdx", "sbom"), "license:check": _fixed("license", "lint"), "license:add-third-party": _fixed("license", "license-scan", fails=None),
    "gpg:sign": _fixed("gpg", "sign"), "gpg:sign-and-deploy-file": _publish("maven"), "deploy:deploy-file": _publish("maven"), "deploy:deploy": _publish("maven"),
}  # fmt: skip
"""Goals of Maven and tasks of Gradle, wherever they stand in the command line, in lower case."""

IMAGES = {
    "aquasec/trivy": "trivy", "aquasecurity/trivy": "trivy", "anchore/grype": "grype", "anchore/syft": "syft",
    "securego/gosec": "gosec", "zricethezav/gitleaks": "gitleaks", "gitleaks/gitleaks": "gitleaks", "trufflesecurity/trufflehog": "trufflehog",
    "bridgecrew/checkov": "checkov", "tfsec/tfsec": "tfsec", "aquasec/tfsec": "tfsec", "checkmarx/kics": "kics",
    "google/osv-scanner": "osv-scanner", "owasp/dependency-check": "dependency-check", "hadolint/hadolint": "",
    "koalaman/shellcheck": "shellcheck", "golangci/golangci-lint": "", "rhysd/actionlint": "actionlint", "goodwithtech/dockle": "dockle",
    "zaproxy/zaproxy": "", "owasp/zap2docker-stable": "", "owasp/zap2docker-weekly": "", "softwaresecurityproject/zap-stable": "",
    "semgrep/semgrep": "", "returntocorp/semgrep": "", "projectdiscovery/nuclei": "nuclei", "sonarsource/sonar-scanner-cli": "sonar-scanner",
    "goreleaser/goreleaser": "goreleaser", "goreleaser/goreleaser-cross": "goreleaser", "stackrox/kube-linter": "kube-linter",
    "snyk/snyk-cli": "snyk", "fsfe/reuse": "reuse", "zizmorcore/zizmor": "zizmor", "projectsigstore/cosign": "cosign", "presidentbeef/brakeman": "brakeman",
    "bearer/bearer": "bearer", "openpolicyagent/conftest": "conftest", "kaniko-project/executor": "/kaniko/executor", "cyclonedx/cdxgen": "cdxgen",
}  # fmt: skip
"""What an image runs with the words after it; empty: those words begin with the command."""
LANGUAGES = frozenset({
    "golang", "python", "node", "rust", "maven", "gradle", "ruby", "alpine", "debian", "ubuntu", "busybox", "php", "openjdk",
    "eclipse-temurin", "fedora", "composer", "docker",
})  # fmt: skip
