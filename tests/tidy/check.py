"""The repository's housekeeping, run by script/test: prints every finding as path:line and fails if there is one.

Looks at what git tracks or would track. Deliberately absent: the rules themselves (files.py, phones.py, crates.py).
"""

import json
import os
import subprocess
import sys
import unittest

import crates
import files
import phones

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PICTURES = (".png", ".jpg", ".ico", ".icns", ".woff2", ".woff", ".ttf", ".wav", ".gif", ".webp")


def git(*arguments):
    """What a git command prints; nothing when it fails, as it does before the first commit."""
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False).stdout


def tracked():
    """Everything in the repository, committed or about to be."""
    for path in sorted(set(git("ls-files", "-co", "--exclude-standard", "-z").split("\0"))):
        if path and os.path.isfile(os.path.join(ROOT, path)):
            yield path


def read(path):
    """A file's text, or None for what is not text."""
    with open(os.path.join(ROOT, path), "rb") as raw:
        content = raw.read()
    if path.endswith(PICTURES) or b"\0" in content[:4096]:
        return None
    return content.decode("utf-8", "replace")


def lines_of(text):
    return [line for line in (text or "").splitlines() if line.strip() and not line.startswith("#")]


def findings(paths):
    """(path, line, what is wrong), and the long files that are only worth a look."""
    long = []
    found = []
    for path in paths:
        if os.path.getsize(os.path.join(ROOT, path)) > files.MOST_BYTES:
            found.append((path, 0, "over 1 MB: data of that size is downloaded and checked by its hash"))
            continue
        text = read(path)
        if text is None:
            continue
        rules = files.RULES if files.generated(path) or path.endswith(".svg") else (*files.RULES, phones.check)
        for rule in rules:
            found += [(path, line, why) for line, why in rule(path, text)]
        if path.endswith(files.CODE) and not files.generated(path) and files.WARN_LINES < text.count("\n") <= files.MOST_LINES:
            long.append((text.count("\n"), path))
        if os.path.basename(path) == "package.json":
            lock = os.path.join(os.path.dirname(path), "package-lock.json")
            if os.path.exists(os.path.join(ROOT, lock)):
                found += [(p, 0, why) for p, why in crates.lock_file(path, json.loads(text), json.loads(read(lock)))]
    found += [(name, 0, why) for name, why in crates.directions(crates.metadata(ROOT))]
    hashes = "migrations/clinic.sha256"
    listed = lines_of(read(hashes)) if os.path.exists(os.path.join(ROOT, hashes)) else []
    found += [(name, 0, why) for name, why in crates.migrations(ROOT, listed, lines_of(git("show", f"HEAD:{hashes}")))]
    return found, sorted(long, reverse=True)


def main():
    proof = unittest.TextTestRunner(verbosity=0, stream=open(os.devnull, "w", encoding="utf-8")).run(
        unittest.defaultTestLoader.discover(os.path.dirname(__file__), pattern="test_*.py"))
    for case, trace in proof.failures + proof.errors:
        print(f"the rules themselves: {case}\n{trace}")
    paths = list(tracked())
    found, long = findings(paths)
    for lines, path in long:
        print(f"  long: {path} has {lines} lines")
    for path, line, why in found:
        print(f"{path}:{line}: {why}" if line else f"{path}: {why}")
    print(f"{len(paths)} files, {proof.testsRun} tests of the rules, {len(found)} findings")
    return 0 if proof.wasSuccessful() and proof.testsRun and not found else 1


if __name__ == "__main__":
    sys.exit(main())
