"""Rules about the whole: which crate may know which, shipped migrations, lock files that belong to their package.

Deliberately absent: licences and sources of other people's crates, which are cargo deny's.
"""

import hashlib
import json
import os
import subprocess
import sys

OURS = "callwaiting-"
# Who may depend on whom. Arrows point at domain; nothing points back.
MAY_USE = {
    "domain": set(),
    "store": {"domain"},
    "providers": {"domain"},
    "speech": {"domain"},
    "engine": {"domain", "store"},
    "server": {"domain", "store", "providers", "speech", "engine"},
    "window": {"server"},
    "tests": {"domain", "store", "providers", "speech", "engine", "server"},
}
# The one room of the house in which each of these lives; the black-box tests may use them from outside.
ONLY_IN = {
    # The practice simulators play the providers, so the server posts webhooks to itself on loopback.
    "reqwest": {"providers", "server", "tests"},
    "rusqlite": {"store", "engine", "tests"},
    "keyring": {"store"},
    "axum": {"server", "tests"},
}
# Pure rules: no IO, no async, no clock, no randomness.
NOT_IN_DOMAIN = {"tokio", "async-trait", "futures", "getrandom", "rand", "tracing", "http", "tempfile"}


def metadata(root):
    """What cargo knows of the workspace's own crates."""
    printed = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--no-deps", "--offline"],
        cwd=root, capture_output=True, text=True, check=False,
    )
    if printed.returncode != 0:
        sys.exit(f"cargo metadata failed: {printed.stderr.strip()}")
    return json.loads(printed.stdout)["packages"]


def directions(packages):
    """(crate, what is wrong) for every dependency that points the wrong way."""
    for package in packages:
        name = package["name"].removeprefix(OURS)
        if name not in MAY_USE:
            yield package["name"], "a crate that the layout does not know; a further one needs a written reason"
            continue
        for dependency in package["dependencies"]:
            other = dependency["name"]
            if other.startswith(OURS) and other.removeprefix(OURS) not in MAY_USE[name]:
                yield package["name"], f"must not know {other}"
            if dependency["kind"] == "dev":
                continue
            if name not in ONLY_IN.get(other, {name}):
                yield package["name"], f"must not use {other}: that is {' and '.join(sorted(ONLY_IN[other] - {'tests'}))}'s"
            if name == "domain" and other in NOT_IN_DOMAIN:
                yield package["name"], f"must not use {other}: rules are pure"
            if (other == "tauri" or other.startswith("tauri-")) and name != "window":
                yield package["name"], f"must not use {other}: only src-tauri knows the desktop"


def migrations(root, listed, listed_before):
    """A shipped migration is never edited, and the list of the shipped ones only grows."""
    for line in listed_before:
        if line not in listed:
            yield "migrations/clinic.sha256", f"the line of {line.split()[-1]} is gone or changed; the list only grows"
    for line in listed:
        if not line.strip():
            continue
        digest, name = line.split()
        path = os.path.join(root, "migrations", name)
        if not os.path.exists(path):
            yield name, "is shipped and has disappeared"
            continue
        with open(path, "rb") as text:
            if hashlib.sha256(text.read()).hexdigest() != digest:
                yield name, "is shipped and has been edited; write a new migration"


def lock_file(path, package, lock):
    """An install takes its versions from the lock, so the lock must know what the package asks for."""
    known = lock.get("packages", {}).get("", {})
    for kind in ("dependencies", "devDependencies", "optionalDependencies"):
        if package.get(kind, {}) != known.get(kind, {}):
            yield path, f"package-lock.json does not know the {kind} of package.json; run npm install"
