"""Verdicts that a rule may reach and no shipped collector can bring it to, each with what is lacking."""

LIVE = "whether a document is alive, who approved it and who can read it: no file says so truly, a register of documents has to"
UNREACHED: dict[str, dict[str, tuple[str, ...]]] = {
    LIVE: dict.fromkeys(("D-SA-1-A.1", "D-SR-2-B.3", "D-TA-1-A.1", "D-TA-2-B.2", "G-EG-2-B.1", "G-EG-2-B.3", "G-SM-2-A.1", "G-SM-2-A.5", "I-SD-2-A.4", "O-IM-2-A.1", "O-IM-2-A.2", "O-IM-3-A.1", "O-IM-3-B.2", "O-OM-3-B.1", "O-OM-3-B.3"), ("indicated", "unmet")) | dict.fromkeys(("D-SA-1-A.2", "I-DM-1-A.3", "I-SD-1-A.3", "O-EM-2-B.1", "O-EM-2-B.2", "O-EM-2-B.3", "V-ST-2-B.1", "X-29"), ("indicated",)),
    "whether a decision was significant and reviewed with the centre of excellence": {"G-EG-2-B.2": ("indicated", "unmet")},
    "who approved an architecture model, and what was observed beside it": {
        "V-AA-1-A.1": ("indicated", "unmet"), "V-AA-1-A.2": ("met", "unmet"), "V-AA-1-B.1": ("indicated", "unmet"),
    },
    "that a person looked at every element of a threat model": {"D-TA-1-B.2": ("met",)},
    "that no part of a threat model was made by a tool": {"D-TA-3-B.3": ("unmet",)},
    "whether a threat is one from within or to data, which feature answers it, and its ticket": {
        "V-AA-1-B.3": ("indicated",), "V-AA-2-B.3": ("indicated",), "V-AA-2-B.4": ("met", "unmet"),
    },
    "whether a part is maintained and was reported for it": {"I-SB-2-B.4": ("met", "unmet")},
    "whether a part is used: reports of tools that look for that are not read": {"I-SB-2-B.5": ("indicated",)},
    "when a part came in and when it was approved": {"I-SB-3-B.4": ("indicated",)},
    "whether the person who deployed is qualified": {"I-SD-1-A.4": ("indicated",)},
    "that a deployment was not automatic: a person may start a program, and no forge says that none ran": {"I-SD-2-A.1": ("unmet",)},
    "who reads a secret, when it was changed, and for which instance: exports of secret stores are not read": {
        "I-SD-1-B.2": ("met", "unmet"), "I-SD-3-B.2": ("met", "unmet"), "I-SD-3-B.3": ("met", "unmet"),
    },
    "that a protected value is not that of another stage: only values that lie open can be compared": {"I-SD-1-B.3": ("met",)},
    "owner, readers, review and upstream of a baseline: benchmarks state none of them": {
        "O-EM-2-A.1": ("indicated", "unmet"), "O-EM-2-A.2": ("met", "unmet"), "O-EM-2-A.3": ("indicated", "unmet"), "O-EM-3-A.4": ("indicated", "unmet"),
    },
    "where results of conformity checks are stored and who can read them": {"O-EM-3-A.2": ("met", "unmet")},
    "that a departure has no ticket": {"O-EM-3-A.3": ("unmet",)},
    "which component a known weakness sits in, and its deadline": {"O-EM-3-B.2": ("unmet",)},
    "the register of those who are on call": {"O-IM-1-A.1": ("met", "unmet")},
    "which control a change touched": {"V-RT-1-A.2": ("met", "unmet")},
    "that a report was written by no framework": {"V-RT-2-A.3": ("unmet",)},
    "that a defect has no test": {"V-RT-3-A.1": ("unmet",)},
    "how many inputs an application has: fuzz targets do not tell": {"V-RT-1-B.1": ("indicated",)},
    "what the effect of a crash is": {"V-RT-1-B.2": ("met",)},
    "that a scanner's configuration is its own default": {"V-ST-2-A.1": ("unmet",)},
    "that a manual review found a defect, and in which role somebody decided on it": {"V-ST-1-B.3": ("met", "unmet"), "V-ST-3-B.3": ("met", "unmet")},
    "whether a template from elsewhere builds the release": {"X-06": ("met",)},
    "whether settings equal what runs": {"X-08": ("met", "unmet")},
    "signatures of stores and platforms": {"X-15": ("met", "unmet")},
    "the ticket of a missing patch, or that there is none": {"X-25": ("met", "unmet")},
}  # fmt: skip
