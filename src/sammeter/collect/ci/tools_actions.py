"""GitHub actions and reusable workflows that are known tools, with the defaults that their documentation states.

A key is ``owner/name[/path]``, then conditions on inputs: ``@input=value`` (or unknown), ``!@input=value``. The longest
path wins, then the first row whose conditions hold.
"""

from sammeter.collect.ci.tools import Tool, table

_T = Tool


def _trivy(kind: str) -> Tool:
    return Tool(name="trivy", kind=kind, fails=False, fail_on="any", hard=("exit-code!=0",), level=("severity",))


def _fixed(name: str, kind: str, *, fails: bool | None = True, fail_on: str | None = None) -> Tool:
    return Tool(name=name, kind=kind, fails=fails, fail_on=fail_on)


def _publish(name: str) -> Tool:
    return Tool(name=name, kind="publish", fails=True)


ACTIONS = table({
    "github/codeql-action/analyze": _fixed("codeql", "sast", fails=False),
    "github/codeql-action/upload-sarif": _fixed("sarif-upload", "", fails=False),
    "github/codeql-action": _fixed("codeql-setup", "", fails=False),
    "returntocorp/semgrep-action|semgrep/semgrep-action": _fixed("semgrep", "sast"),
    "securego/gosec": _T(name="gosec", kind="sast", fails=True, fail_on="any", soft=("-no-fail",), level=("-severity",)),
    "pycqa/bandit-action": _fixed("bandit", "sast", fail_on="any"),
    "sonarsource/sonarqube-scan-action|sonarsource/sonarcloud-github-action|sonarsource/sonarqube-scan-action/sonarcloud"
    : _T(name="sonarqube", kind="sast", fails=None),
    "microsoft/devskim-action": _fixed("devskim", "sast", fails=False),
    "microsoft/security-devops-action": _fixed("msdo", "sast", fails=None),
    "checkmarx/ast-github-action": _fixed("checkmarx", "sast", fails=None),
    "veracode/veracode-pipeline-scan-action": _fixed("veracode", "sast", fails=None),
    "vapier/coverity-scan-action": _fixed("coverity", "sast", fails=False),
    "crytic/slither-action": _fixed("slither", "sast"),
    "bearer/bearer-action": _T(name="bearer", kind="sast", fails=True, soft=("exit-code=0",)),
    "ajinabraham/njsscan-action": _fixed("njsscan", "sast", fails=None),
    "presidentbeef/brakeman-action": _fixed("brakeman", "sast", fails=None),
    "mobsf/mobsfscan": _fixed("mobsfscan", "sast", fails=None),
    "actions/dependency-review-action": _T(name="dependency-review", kind="sca", fails=True, fail_on="low",
                                           soft=("warn-only",), level=("fail-on-severity",)),
    "snyk/actions/setup": _fixed("snyk-setup", "", fails=False),
    "snyk/actions/docker @command=monitor": _fixed("snyk", "container-scan", fails=False),
    "snyk/actions/docker": _T(name="snyk", kind="container-scan", fails=True, fail_on="any", level=("--severity-threshold",)),
    "snyk/actions/iac": _T(name="snyk", kind="iac-scan", fails=True, fail_on="any", level=("--severity-threshold",)),
    "snyk/actions @command=monitor": _fixed("snyk", "sca", fails=False),
    "snyk/actions @command=code": _T(name="snyk", kind="sast", fails=True, level=("--severity-threshold",)),
    "snyk/actions": _T(name="snyk", kind="sca", fails=True, fail_on="any", level=("--severity-threshold",)),
    "pypa/gh-action-pip-audit": _T(name="pip-audit", kind="sca", fails=True, fail_on="any",
                                   soft=("internal-be-careful-allow-failure",)),
    "pyupio/safety-action": _fixed("safety", "sca", fails=None),
    "golang/govulncheck-action": _T(name="govulncheck", kind="sca", fails=True, fail_on="any",
                                    soft=("output-format=json|sarif|openvex",)),
    "rustsec/audit-check|actions-rs/audit-check|actions-rust-lang/audit": _fixed("cargo-audit", "sca", fail_on="any"),
    "embarkstudios/cargo-deny-action @command=licenses|check_licenses": _fixed("cargo-deny", "license-scan"),
    "embarkstudios/cargo-deny-action": _fixed("cargo-deny", "sca"),
    "google/osv-scanner-action/.github/workflows": _T(name="osv-scanner", kind="sca", fails=True, fail_on="any",
                                                      soft=("fail-on-vuln=false",)),
    "google/osv-scanner-action/osv-reporter-action": _fixed("osv-reporter", "sca", fails=None),
    "google/osv-scanner-action": _fixed("osv-scanner", "sca", fails=None),
    "dependency-check/dependency-check_action": _T(name="dependency-check", kind="sca", fails=False, fail_on="any",
                                                   hard=("--failoncvss",), level=("--failoncvss",)),
    "oss-review-toolkit/ort-ci-github-action": _fixed("ort", "sca", fails=None),
    "aquasecurity/trivy-action @format=cyclonedx|spdx|spdx-json|github": _fixed("trivy", "sbom", fails=True),
    "aquasecurity/trivy-action @scan-type=fs|repo|rootfs|sbom": _trivy("sca"),
    "aquasecurity/trivy-action @scan-type=config": _trivy("iac-scan"),
    "aquasecurity/trivy-action": _trivy("container-scan"),
    "aquasecurity/setup-trivy": _fixed("trivy-setup", "", fails=False),
    "anchore/scan-action @sbom": _T(name="grype", kind="sca", fails=True, fail_on="medium", soft=("fail-build=false",),
                                    level=("severity-cutoff",)),
    "anchore/scan-action @path": _T(name="grype", kind="sca", fails=True, fail_on="medium", soft=("fail-build=false",),
                                    level=("severity-cutoff",)),
    "anchore/scan-action": _T(name="grype", kind="container-scan", fails=True, fail_on="medium",
                              soft=("fail-build=false",), level=("severity-cutoff",)),
    "anchore/scan-action/download-grype": _fixed("grype-setup", "", fails=False),
    "docker/scout-action": _T(name="docker-scout", kind="container-scan", fails=False, hard=("exit-code",),
                              level=("only-severities",)),
    "azure/container-scan": _fixed("azure-container-scan", "container-scan"),
    "goodwithtech/dockle-action|erzz/dockle-action": _fixed("dockle", "container-scan", fails=None),
    "sysdiglabs/scan-action": _fixed("sysdig", "container-scan", fails=None),
    "trufflesecurity/trufflehog": _fixed("trufflehog", "secret-scan", fail_on="any"),
    "gitleaks/gitleaks-action|zricethezav/gitleaks-action": _fixed("gitleaks", "secret-scan", fail_on="any"),
    "gitguardian/ggshield-action|gitguardian/ggshield/actions/secret": _fixed("ggshield", "secret-scan", fail_on="any"),
    "reviewdog/action-detect-secrets": _fixed("detect-secrets", "secret-scan", fails=None),
    "bridgecrewio/checkov-action": _T(name="checkov", kind="iac-scan", fails=True, soft=("soft_fail",),
                                      fail_on="any", level=("hard_fail_on",)),
    "aquasecurity/tfsec-action": _T(name="tfsec", kind="iac-scan", fails=True, fail_on="any", soft=("soft_fail",)),
    "aquasecurity/tfsec-sarif-action": _fixed("tfsec", "iac-scan", fails=False),
    "tenable/terrascan-action": _T(name="terrascan", kind="iac-scan", fails=True, soft=("only_warn",)),
    "checkmarx/kics-github-action": _T(name="kics", kind="iac-scan", fails=True, fail_on="any",
                                       soft=("ignore_on_exit=all|results",), level=("fail_on",)),
    "zizmorcore/zizmor-action": _T(name="zizmor", kind="iac-scan", fails=False, hard=("advanced-security=false",)),
    "stackrox/kube-linter-action": _fixed("kube-linter", "iac-scan"),
    "zaproxy/action-baseline|zaproxy/action-full-scan|zaproxy/action-api-scan|zaproxy/action-af":
        _T(name="zap", kind="dast", fails=False, hard=("fail_action",), fail_on="any"),
    "projectdiscovery/nuclei-action": _fixed("nuclei", "dast", fails=None),
    "stackhawk/hawkscan-action": _fixed("hawkscan", "dast", fails=None),
    "portswigger/dastardly-github-action": _fixed("dastardly", "dast"),
    "google/oss-fuzz/infra/cifuzz/actions/run_fuzzers": _T(name="cifuzz", kind="fuzz", fails=True, soft=("dry-run",)),
    "google/clusterfuzzlite/actions/run_fuzzers": _fixed("clusterfuzzlite", "fuzz"),
    "google/oss-fuzz/infra/cifuzz/actions|google/clusterfuzzlite/actions": _fixed("fuzz-build", "", fails=True),
    "anchore/sbom-action/publish-sbom": _fixed("syft", "sbom"),
    "anchore/sbom-action/download-syft": _fixed("syft-setup", "", fails=False),
    "anchore/sbom-action": _fixed("syft", "sbom"),
    "cyclonedx/gh-node-module-generatebom|cyclonedx/gh-python-generate-sbom|cyclonedx/gh-gomod-generate-sbom|"
    "cyclonedx/gh-dotnet-generate-sbom|cyclonedx/gh-php-composer-generate-sbom": _fixed("cyclonedx", "sbom"),
    "advanced-security/sbom-generator-action|advanced-security/spdx-dependency-submission-action":
        _fixed("dependency-graph", "sbom"),
    "actions/attest-sbom": _fixed("attest", "sbom"),
    "actions/attest-build-provenance|actions/attest": _fixed("attest", "provenance"),
    "slsa-framework/slsa-github-generator": _fixed("slsa-github-generator", "provenance"),
    "sigstore/gh-action-sigstore-python": _fixed("sigstore", "sign"),
    "dlemstra/code-sign-action|azure/trusted-signing-action|azure/artifact-signing-action|"
    "signpath/github-action-submit-signing-request": _fixed("code-signing", "sign"),
    "cypress-io/github-action": _fixed("cypress", "test"),
    "golangci/golangci-lint-action|golangci-lint/golangci-lint-action": _fixed("golangci-lint", "lint"),
    "super-linter/super-linter|github/super-linter|super-linter/super-linter/slim": _fixed("super-linter", "lint"),
    "pre-commit/action": _fixed("pre-commit", "lint"),
    "hadolint/hadolint-action": _T(name="hadolint", kind="lint", fails=True, soft=("no-fail",), level=("failure-threshold",)),
    "astral-sh/ruff-action|chartboost/ruff-action": _fixed("ruff", "lint"),
    "psf/black": _fixed("black", "lint"),
    "wagoid/commitlint-github-action": _fixed("commitlint", "lint"),
    "ludeeus/action-shellcheck": _fixed("shellcheck", "lint"),
    "crate-ci/typos": _fixed("typos", "lint"),
    "fossas/fossa-action": _T(name="fossa", kind="license-scan", fails=False, hard=("run-tests",)),
    "fsfe/reuse-action": _fixed("reuse", "license-scan"),
    "crazy-max/ghaction-virustotal": _fixed("virustotal", "binary-scan", fails=None),
    "slackapi/slack-github-action|8398a7/action-slack|rtcamp/action-slack-notify|act10ns/slack|"
    "ravsamhq/notify-slack-action|voxmedia/github-action-slack-notify-build|someimportantcompany/github-actions-slack-message|"
    "rtcamp/action-slack": _fixed("slack", "notify", fails=None),
    "appleboy/telegram-action": _fixed("telegram", "notify", fails=None),
    "appleboy/discord-action|sarisia/actions-status-discord|ilshidur/action-discord": _fixed("discord", "notify", fails=None),
    "dawidd6/action-send-mail": _fixed("mail", "notify", fails=None),
    "codecov/codecov-action": _T(name="codecov", kind="code-quality", fails=False, hard=("fail_ci_if_error",)),
    "coverallsapp/github-action": _fixed("coveralls", "code-quality", fails=None),
    "jetbrains/qodana-action": _fixed("qodana", "code-quality", fails=None),
    "codacy/codacy-analysis-cli-action": _fixed("codacy", "code-quality", fails=None),
    "paambaati/codeclimate-action|qltysh/qlty-action/coverage": _fixed("qlty", "code-quality", fails=None),
    "ossf/scorecard-action": _fixed("scorecard", "code-quality", fails=False),
    "pypa/cibuildwheel": _fixed("cibuildwheel", "build"),
    "pyo3/maturin-action @command=publish|upload": _publish("maturin"),
    "pyo3/maturin-action": _fixed("maturin", "build"),
    "docker/build-push-action @push": Tool(name="docker", kind="publish", fails=True, publishes=("push",)),
    "docker/build-push-action": _fixed("docker", "build"),
    "docker/bake-action @push": Tool(name="docker", kind="publish", fails=True, publishes=("push",)),
    "docker/bake-action": _fixed("docker", "build"),
    "redhat-actions/push-to-registry": _publish("podman"),
    "redhat-actions/buildah-build": _fixed("buildah", "build"),
    "goreleaser/goreleaser-action @--snapshot": _fixed("goreleaser", "build"),
    "goreleaser/goreleaser-action @--skip=publish": _fixed("goreleaser", "build"),
    "goreleaser/goreleaser-action @--skip-publish": _fixed("goreleaser", "build"),
    "goreleaser/goreleaser-action @command=build": _fixed("goreleaser", "build"),
    "goreleaser/goreleaser-action @command=release": _publish("goreleaser"),
    "goreleaser/goreleaser-action": _fixed("goreleaser-setup", "", fails=True),
    "pypa/gh-action-pypi-publish": _publish("pypi"),
    "softprops/action-gh-release|ncipollo/release-action|actions/create-release|actions/upload-release-asset|"
    "svenstaro/upload-release-action|marvinpinto/action-automatic-releases|shogo82148/actions-upload-release-asset|"
    "alexellis/upload-assets|skx/github-action-publish-binaries": _publish("github-release"),
    "js-devtools/npm-publish": _publish("npm"),
    "cycjimmy/semantic-release-action|codfish/semantic-release-action": _publish("semantic-release"),
    "rubygems/release-gem": _publish("rubygems"),
    "helm/chart-releaser-action": _publish("helm"),
    "hayorov/helm-gcp-action|appany/helm-oci-chart-releaser": _publish("helm"),
    "katyo/publish-crates": _publish("cargo"),
    "changesets/action @publish": _publish("changesets"),
    "snapcore/action-publish|canonical/action-publish": _publish("snapcraft"),
    "akhileshns/heroku-deploy": _fixed("heroku", "deploy"),
    "actions/deploy-pages|peaceiris/actions-gh-pages|jamesives/github-pages-deploy-action": _fixed("github-pages", "deploy"),
    "azure/webapps-deploy|azure/k8s-deploy|azure/functions-action|azure/static-web-apps-deploy|"
    "azure/container-apps-deploy-action|azure/aci-deploy": _fixed("azure", "deploy"),
    "google-github-actions/deploy-cloudrun|google-github-actions/deploy-appengine|"
    "google-github-actions/deploy-cloud-functions": _fixed("gcloud", "deploy"),
    "aws-actions/amazon-ecs-deploy-task-definition|aws-actions/aws-cloudformation-github-deploy|"
    "aws-actions/aws-lambda-deploy": _fixed("aws", "deploy"),
    "amondnet/vercel-action|nwtgck/actions-netlify": _fixed("hosting", "deploy"),
    "cloudflare/pages-action": _fixed("cloudflare", "deploy"),
    "superfly/flyctl-actions": _fixed("flyctl-setup", "", fails=False),
})  # fmt: skip

ALSO = table({
    "docker/build-push-action @sbom": _fixed("docker", "sbom"),
    "docker/build-push-action @provenance": _fixed("docker", "provenance"),
    "pypa/gh-action-pypi-publish @attestations": _fixed("pypi", "provenance"),
    "anchore/sbom-action @upload-release-assets=true": _publish("github-release"),
})  # fmt: skip
"""What an action does beside its main work, when an input says so."""

NEUTRAL_OWNERS = frozenset({"actions", "docker", "github", "step-security"})
NEUTRAL = frozenset({
    "sigstore/cosign-installer", "dtolnay/rust-toolchain", "swatinem/rust-cache", "actions-rs/toolchain", "taiki-e/install-action",
    "aws-actions/configure-aws-credentials", "aws-actions/amazon-ecr-login", "google-github-actions/auth",
    "google-github-actions/setup-gcloud", "azure/login", "azure/setup-kubectl", "azure/setup-helm", "helm/kind-action",
    "hashicorp/setup-terraform", "hashicorp/vault-action", "gradle/actions/setup-gradle", "gradle/actions/wrapper-validation",
    "gradle/wrapper-validation-action", "gradle/gradle-build-action", "astral-sh/setup-uv", "pnpm/action-setup", "ruby/setup-ruby",
    "oven-sh/setup-bun", "denoland/setup-deno", "ko-build/setup-ko", "imjasonh/setup-ko", "imjasonh/setup-crane",
    "peter-evans/create-pull-request", "dependabot/fetch-metadata", "tj-actions/changed-files", "dorny/paths-filter",
    "crazy-max/ghaction-import-gpg", "webfactory/ssh-agent", "codecov/test-results-action", "fluxcd/flux2/action",
    "jlumbroso/free-disk-space", "maxim-lobanov/setup-xcode", "android-actions/setup-android", "subosito/flutter-action",
    "shivammathur/setup-php", "erlef/setup-beam", "julia-actions/setup-julia", "msys2/setup-msys2", "ilammy/msvc-dev-cmd",
    "mozilla-actions/sccache-action", "arduino/setup-protoc", "bufbuild/buf-setup-action", "amannn/action-semantic-pull-request",
    "anchore/sbom-action/download-syft", "browser-actions/setup-chrome", "jdx/mise-action", "cachix/install-nix-action",
    "engineerd/setup-kind", "medyagh/setup-minikube", "conda-incubator/setup-miniconda", "mamba-org/setup-micromamba",
    "gittools/actions", "hynek/setup-cached-uv", "taiki-e/setup-cross-toolchain-action",
})  # fmt: skip
"""Actions that prepare, store or talk to the forge, and run no tool of the kinds that are told apart."""

LOCAL_CLUSTERS = frozenset({
    "helm/kind-action", "engineerd/setup-kind", "medyagh/setup-minikube", "sigstore/scaffolding/actions/setup", "manusa/actions-setup-minikube",
    "abdiasribeiro/k3d-action", "nolar/setup-k3d-k3s", "chainguard-dev/actions/setup-kind", "fluxcd/pkg/actions/kind",
})  # fmt: skip
"""Actions that start a cluster for the job itself: what is installed there is tested, not deployed."""
