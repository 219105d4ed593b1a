"""Folders of files that tests write: a complete data folder with plain rules, and a made-up checkout of a model."""

import json
from pathlib import Path
from typing import Any

from sammeter.data.compile import read_model, sources
from sammeter.data.reader import Mistakes
from sammeter.model import Model

TEXTS = {
    "says": "Somebody says so",
    "advice": "Ask somebody",
    "pitfalls": "Nobody looks",
    "confirm": "Is it so?",
    "proof": "a note",
}


def shipped_model() -> Model:
    mistakes = Mistakes()
    model = read_model(sources(), mistakes)
    mistakes.settle("the shipped model")
    assert model is not None
    return model


def rules(practice: str) -> dict[str, Any]:
    """Return a rule file in which people state everything: one rule a line, so that lines can be counted."""
    activities = [one for one in shipped_model().activities() if one.id.startswith(f"{practice}-")]
    return {
        "practice": practice,
        "activities": [
            {"id": one.id, "unit": "org", "population": "", "answer": {"kind": "coverage", "set": one.answers}}
            for one in activities
        ],
        "rules": [
            {"id": name, "class": "attested", "scope": "org", "reach": "people", "when": "", "fresh_days": 365, **TEXTS}
            for one in activities
            for name in one.criterion_ids()
        ],
    }


def lines(file: dict[str, Any]) -> bytes:
    """Return a rule file as YAML with one activity or rule a line: activities from line 3, rules after them."""
    text = [
        f"practice: {file['practice']}",
        "activities:",
        *(f"- {json.dumps(one)}" for one in file["activities"]),
        "rules:",
    ]
    return "\n".join([*text, *(f"- {json.dumps(one)}" for one in file["rules"]), ""]).encode()


def data_files() -> dict[str, bytes]:
    """Return the shipped files with plain rules in place of the shipped ones."""
    found = {name: data for name, data in sources().items() if not name.startswith("rules/")}
    found["rules/X.yaml"] = b"practice: X\nactivities: []\nrules: []\n"
    return found | {f"rules/{one.id}.yaml": lines(rules(one.id)) for one in shipped_model().practices}


def write(root: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def guid(text: str) -> str:
    return text.encode().hex().ljust(32, "0")[:32]


def checkout(**changes: str) -> dict[str, bytes]:
    """Return the files of a made-up model in OWASP's layout: two questions; `changes` replaces texts."""
    words = {"question": "Do hens lay eggs here", "criterion": "The hens are fed", "answer": "Some hens"} | changes
    answers = [{"text": text, "value": value, "weight": 1, "order": n}
               for n, (text, value) in enumerate((("No", 0), (words["answer"], 0.25), ("Half", 0.5), ("All", 1)))]  # fmt: skip
    files: dict[str, Any] = {"answer_sets/A.yml": {"id": guid("A"), "values": answers, "type": "AnswerSet"}}
    for name in ("I-SB-1-A", "I-SB-2-A"):
        files[f"activities/{name}.yml"] = {"id": guid(f"a{name}"), "title": f"Keep hens {name}", "type": "Activity"}
        files[f"questions/{name}.yml"] = {"id": guid(f"q{name}"), "activity": guid(f"a{name}"), "answerSet": guid("A"),
                                          "text": f"{words['question']} in {name}?", "order": 1,
                                          "quality": [words["criterion"], "The fox is kept out"], "type": "Question"}  # fmt: skip
    return {f"model/{name}": json.dumps(file, indent=1).encode() for name, file in files.items()}
