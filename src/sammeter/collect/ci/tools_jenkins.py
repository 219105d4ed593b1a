"""Steps of Jenkins and its plugins that stand for a tool, and those that run no tool."""

from sammeter.collect.ci.tools import Options, Tool, Use, table, use

_STEPS = table({
    "dependencycheck": Tool(name="dependency-check", kind="sca", fails=False),
    "snyksecurity": Tool(name="snyk", kind="sca", fails=True, fail_on="any", soft=("failonissues=false",), level=("severity",)),
    "waitforqualitygate": Tool(name="sonarqube", kind="sast", fails=False, hard=("abortpipeline",)),
    "checkmarxastscanner|step-checkmarx": Tool(name="checkmarx", kind="sast", fails=None),
    "veracode": Tool(name="veracode", kind="sast", fails=None), "fortifyscan": Tool(name="fortify", kind="sast", fails=None),
    "docker.build": Tool(name="docker", kind="build", fails=True), "nexusartifactuploader": Tool(name="nexus", kind="publish", fails=True),
    "nexuspublisher": Tool(name="nexus", kind="publish", fails=True), "rtpublishbuildinfo|rtupload": Tool(name="artifactory", kind="publish", fails=True),
    "kubernetesdeploy": Tool(name="kubectl", kind="deploy", fails=True), "zap|runzapattack": Tool(name="zap", kind="dast", fails=None),
    "aquamicroscanner|aqua": Tool(name="aqua", kind="container-scan", fails=None), "twistlockscan|prismacloudscanimage":
        Tool(name="prisma-cloud", kind="container-scan", fails=None),
    "xrayscanbuild|xrayscan": Tool(name="xray", kind="sca", fails=None), "grypescan": Tool(name="grype", kind="container-scan", fails=None),
})  # fmt: skip
PREPARE = frozenset({
    "echo", "error", "checkout", "git", "svn", "stash", "unstash", "cleanWs", "deleteDir", "sleep", "milestone", "writeFile", "readFile", "readJSON",
    "readYaml", "writeJSON", "writeYaml", "fileExists", "junit", "archiveArtifacts", "recordIssues", "recordCoverage", "publishHTML", "mail",
    "emailext", "slackSend", "publishCoverage", "jacoco", "cobertura", "pwd", "isUnix", "input", "println", "print", "unstable", "archive",
    "readMavenPom", "readProperties", "findFiles", "zip", "unzip", "copyArtifacts", "fingerprint", "addBadge", "discoverReferenceBuild",
    "mineRepository", "dependencyCheckPublisher", "xunit", "testNG", "cucumber", "perfReport", "office365ConnectorSend", "hangoutsNotify",
    "setGitHubPullRequestStatus", "publishChecks", "githubNotify", "properties", "disableConcurrentBuilds", "buildDiscarder", "timestamps",
    "scm", "true", "false", "null", "skipDefaultCheckout", "nodejs", "updateGitlabCommitStatus", "gitlabCommitStatus", "currentBuild", "break",
    "continue", "as", "in", "instanceof", "assert", "docker.image", "timeout", "retry", "dockerNode", "library", "libraryResource", "touch", "tee",
    "catch", "string", "usernamePassword", "file", "booleanParam", "choice", "text", "step", "allure", "telegramSend", "discordSend", "rtServer",
})  # fmt: skip
"""Steps that run no tool of their own."""


def in_step(name: str, options: Options) -> list[Use]:
    """Return the tools that a step of a plugin runs."""
    rule = next((rule for rule in _STEPS.get(name.lower(), ()) if rule.fits(options, ())), None)
    return [use(rule.tool, options)] if rule is not None else []


PUSHED = Tool(name="docker", kind="publish", fails=True)
"""What ``image.push()`` does with an image that the pipeline built."""
