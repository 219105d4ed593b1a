"""The secret detector alone over a folder; it is run by the venv that holds it. Prints files and findings, no value."""

import sys

from kingfisher_sdk import Scanner, filesystem

files = findings = 0
for result in Scanner().scan_inputs(filesystem([sys.argv[1]], gitignore=False, hidden=True)):
    files, findings = files + 1, findings + len(result.findings)
print(f"{files} files, {findings} findings")
