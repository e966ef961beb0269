"""Rules that one file can be held to by itself: size, header, leftovers, imports, paths of somebody's machine.

Each is a function of a path and a text that yields (line, what is wrong), so that test_rules.py can show it the bad case.
Deliberately absent: layout (rustfmt), code (clippy, eslint) and whatever needs more than one file (crates.py).
"""

import re

WARN_LINES, MOST_LINES, MOST_BYTES = 150, 400, 1_000_000
CODE = (".rs", ".ts", ".tsx")


def generated(path):
    """Files that a program writes and nobody reads."""
    return path.endswith((".gen.ts", ".lock", "package-lock.json"))


def size(path, text):
    """Past 400 lines a file has more than one subject."""
    lines = text.count("\n")
    if path.endswith(CODE) and not generated(path) and lines > MOST_LINES:
        yield lines, f"{lines} lines: split it by meaning (at most {MOST_LINES}, about {WARN_LINES} is good)"


OPENINGS = {
    ".rs": ("//!", ("//!",)), ".py": ("a docstring", ('"""', "#!")), ".sh": ("a comment", ("#",)), ".sql": ("a comment", ("--",)),
    ".ts": ("a comment", ("//", "/*")), ".tsx": ("a comment", ("//", "/*")), ".mjs": ("a comment", ("//", "/*", "#!")),
}


def header(path, text):
    """A module opens with why it exists; on the web side the imports may stand before it."""
    ending = next((ending for ending in OPENINGS if path.endswith(ending)), None)
    if ending is None or generated(path) or path.endswith(".d.ts") or not text.strip():
        return
    name, openings = OPENINGS[ending]
    first = text.splitlines()[: 15 if ending in (".ts", ".tsx") else 1]
    if not any(line.startswith(openings) for line in first):
        yield 1, f"opens without {name} that says why the file exists"


# A test that another test starts as a process of its own says so and is not left out.
LEFT = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b|#\[ignore(?! = .started by)|\b(?:it|test|describe)\.(?:skip|only|fixme)\(")


def leftovers(path, text):
    """What was meant to be done later is done now or does not stand in the code."""
    if path.endswith((*CODE, ".mjs", ".js", ".py", ".sh", ".sql", ".css")) and not generated(path):
        for number, line in enumerate(text.splitlines(), 1):
            if LEFT.search(line):
                yield number, "something left for later, or a test that does not run"


def desktop(path, text):
    """The desktop is one host among others: one folder on each side knows it."""
    if path.endswith(".rs") and not path.startswith("src-tauri/"):
        pattern = re.compile(r"\btauri(?:_build|_plugin_\w+)?::")
    elif path.startswith("ui/") and path.endswith((".ts", ".tsx", ".mjs")) and not path.startswith("ui/src/platform/"):
        pattern = re.compile(r"""["']@tauri-apps/""")
    else:
        return
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.search(line):
            yield number, "only src-tauri/ and ui/src/platform/ may import the desktop"


# Written in pieces, so that this file does not find itself.
MACHINE = re.compile(r"(?<![\w.$}-])/(?:ro" r"ot|wo" r"rk|fa" r"rm)/[\w.]|/ho" r"me/[a-z][\w-]*/|/Us" r"ers/\w+/|C:\\Us" r"ers\\\w")
REGISTRY = re.compile(r"https?://[^\s\"'/]*(?:artif" r"actory|codeart" r"ifact|nex" r"us\.|jf" r"rog|pypi-m" r"irror|npm-m" r"irror)", re.I)
RESOLVED = re.compile(r'"resolved": "(?!https://registry\.npmjs\.org/)(?=https?:)|^source = "registry\+(?!https://github\.com/rust-lang/)')


def places(_path, text):
    """No folder of one machine and no registry but the public ones."""
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE.search(line):
            yield number, "a path of one machine"
        if REGISTRY.search(line) or RESOLVED.search(line):
            yield number, "a package registry that is not the public one"


RULES = (size, header, leftovers, desktop, places)
