"""Tasks of Azure Pipelines that stand for a tool, by their name without version, and those that only prepare something."""

from sammeter.collect.ci.recognition import in_command
from sammeter.collect.ci.tools import Options, Tool, Use, table, use


def _fixed(name: str, kind: str, *, fails: bool | None = True, fail_on: str | None = None) -> Tool:
    return Tool(name=name, kind=kind, fails=fails, fail_on=fail_on)


_DEPLOY = _fixed("azure", "deploy")
_PUBLISH = {
    name: Tool(name=name, kind="publish", fails=True)
    for name in ("docker", "nuget", "github-release", "npm", "universal")
}
_TASKS = table({
    "dotnetcorecli @command=push": _PUBLISH["nuget"], "dotnetcorecli @command=test": _fixed("dotnet", "test"),
    "dotnetcorecli @command=build|publish|pack": _fixed("dotnet", "build"),
    "nugetcommand @command=push": _PUBLISH["nuget"], "nugetcommand @command=pack": _fixed("nuget", "build"), "nugetpublisher": _PUBLISH["nuget"],
    "vsbuild|msbuild|xcode|visualstudiobuild": _fixed("msbuild", "build"), "vstest|visualstudiotest": _fixed("vstest", "test"),
    "docker @command=push": _PUBLISH["docker"], "docker @command=build": _fixed("docker", "build"),
    "docker @command=login|logout|start|stop|run": _fixed("docker", ""), "docker": _PUBLISH["docker"],
    "githubrelease @action=delete": _fixed("github-release", ""), "githubrelease": _PUBLISH["github-release"],
    "npm @command=publish": _PUBLISH["npm"], "universalpackages @command=publish": _PUBLISH["universal"],
    "azurewebapp|azurermwebappdeployment|azurewebappcontainer|azurefunctionapp|azurefunctionappcontainer|azurefunctiononkubernetes|"
    "azureresourcemanagertemplatedeployment|azureresourcegroupdeployment|azurestaticwebapp|azurecontainerapps|azurespringcloud|"
    "sqlazuredacpacdeployment|servicefabricdeploy|iiswebappdeploymentonmachinegroup|azurecloudpowershelldeployment|azurevmssdeployment":
        _DEPLOY,
    "kubernetesmanifest @action=deploy|promote|patch|scale": _fixed("kubectl", "deploy"),
    "kubernetes @command=apply|set": _fixed("kubectl", "deploy"), "helmdeploy @command=upgrade|install": _fixed("helm", "deploy"),
    "helmdeploy @command=package": _fixed("helm", "build"), "terraformtask|terraformtaskv1|terraformtaskv2|terraformtaskv3|terraformtaskv4 @command=apply":
        _fixed("terraform", "deploy"),
    "advancedsecurity-codeql-analyze": _fixed("codeql", "sast", fails=False),
    "advancedsecurity-dependency-scanning": _fixed("advanced-security", "sca", fails=False),
    "microsoftsecuritydevops": Tool(name="msdo", kind="sast", fails=False, hard=("break",)),
    "credscan": _fixed("credscan", "secret-scan", fails=None), "binskim": _fixed("binskim", "sast", fails=None),
    "roslynanalyzers": _fixed("roslyn", "sast", fails=None), "codeql3000finalize": _fixed("codeql", "sast", fails=False),
    "componentgovernancecomponentdetection": Tool(name="component-governance", kind="sca", fails=False, hard=("failonalert",)),
    "sonarqubeanalyze|sonarcloudanalyze": _fixed("sonarqube", "sast", fails=None),
    "snyksecurityscan @testtype=code": Tool(name="snyk", kind="sast", fails=True, soft=("failonissues=false",), level=("codeseveritythreshold",)),
    "snyksecurityscan @testtype=container|containerimage": Tool(name="snyk", kind="container-scan", fails=True, fail_on="any",
                                                                soft=("failonissues=false",), level=("severitythreshold",)),
    "snyksecurityscan": Tool(name="snyk", kind="sca", fails=True, fail_on="any", soft=("failonissues=false",), level=("severitythreshold",)),
    "whitesource|whitesourcebolt|mend": _fixed("mend", "sca", fails=None), "blackduck|synopsysdetecttask": _fixed("black-duck", "sca", fails=None),
    "dependency-check-build-task": Tool(name="dependency-check", kind="sca", fails=False, fail_on="any", hard=("failoncvss",), level=("failoncvss",)),
    "trivy": _fixed("trivy", "container-scan", fails=None), "gitleaks": _fixed("gitleaks", "secret-scan", fails=None),
    "owaspzap|owaspzaponpremise": _fixed("zap", "dast", fails=None), "checkmarx": _fixed("checkmarx", "sast", fails=None),
    "veracode": _fixed("veracode", "sast", fails=None), "fortifyvsts": _fixed("fortify", "sast", fails=None),
    "manifestgeneratortask": _fixed("sbom-tool", "sbom"), "esrpcodesigning|trustedsigning": _fixed("code-signing", "sign"),
})  # fmt: skip
_PREPARE = frozenset({
    "usedotnet", "usenode", "nodetool", "usepythonversion", "useruby", "userubyversion", "cache", "publishbuildartifacts",
    "publishpipelineartifact", "downloadbuildartifacts", "downloadpipelineartifact", "downloadpackage", "copyfiles", "deletefiles",
    "archivefiles", "extractfiles", "publishtestresults", "publishcodecoverageresults", "npmauthenticate", "nugetauthenticate",
    "pipauthenticate", "twineauthenticate", "mavenauthenticate", "cargoauthenticate", "nugettoolinstaller", "dockerinstaller",
    "helminstaller", "kubectlinstaller", "gotool", "javatoolinstaller", "azurekeyvault", "downloadsecurefile", "installsshkey",
    "dotnetcoreinstaller", "vstestplatformtoolinstaller", "visualstudiotestplatforminstaller", "installapplecertificate",
    "sonarqubeprepare", "sonarcloudprepare", "sonarqubepublish", "sonarcloudpublish", "advancedsecurity-codeql-init",
    "advancedsecurity-codeql-autobuild", "codeql3000init", "manualvalidation", "delay", "codesigntool", "checkout",
    "publishsymbols", "filetransform", "replacetokens", "terraforminstaller", "nugetcommand", "dotnetcorecli", "npm", "postanalysis",
    "publishsecurityanalysislogs", "condaenvironment", "kubernetes", "kubernetesmanifest", "helmdeploy", "universalpackages",
})  # fmt: skip
_COMMANDS = {
    "maven": ("mvn", ("goals", "options"), "package"), "gradle": ("gradle", ("tasks", "options"), "build"),
    "npm": ("npm", ("command", "customcommand"), "install"), "go": ("go", ("command", "arguments"), ""), "ant": ("ant", ("targets",), ""),
}  # fmt: skip


def task_name(task: str) -> str:
    """Return the name of a task without its publisher and version, in lower case."""
    return task.partition("@")[0].rpartition(".")[2].lower()


def words_of(task: str, inputs: Options) -> tuple[str, ...] | None:
    """Return the command that a task of a build tool runs, None for any other task."""
    known = _COMMANDS.get(task_name(task))
    if known is None:
        return None
    head, names, default = known
    words = [word for name in names for word in (inputs.get(name) or "").split() if word != "custom"]
    return (head, *(words or [default] * bool(default)))


def in_task(task: str, inputs: Options) -> list[Use]:
    """Return the tools that a task runs with these inputs."""
    name = task_name(task)
    rule = next((rule for rule in _TASKS.get(name, ()) if rule.fits(inputs, ())), None)
    if rule is not None:
        return [use(rule.tool, inputs)] if rule.tool.kind else []
    words = words_of(task, inputs)
    return list(in_command(words)) if words else []


def known_task(task: str) -> bool:
    """Tell whether it is known what a task does, be it only preparing something."""
    return task_name(task) in _TASKS or task_name(task) in _PREPARE
