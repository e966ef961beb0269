"""Which phone numbers may stand in the repository: those that ring nowhere.

Ofcom keeps ranges for drama ("Telephone numbers for use in TV and radio drama programmes"), and 555-0100 to 555-0199 of
every North American area are kept for fiction. Everything else that looks like a number may be a person's.
Deliberately absent: short codes and emergency numbers, which are nobody's.
"""

import re

# National significant numbers, without the leading 0; x is any digit.
DRAMA = [
    "1134960xxx", "1144960xxx", "1154960xxx", "1164960xxx", "1174960xxx", "1184960xxx", "1214960xxx", "1314960xxx",
    "1414960xxx", "1514960xxx", "1614960xxx", "1914980xxx", "2079460xxx", "2890180xxx", "2920180xxx", "1632960xxx",
    "7700900xxx", "8081570xxx", "9098790xxx", "3069990xxx",
]
BRITISH = re.compile("^(?:%s)$" % "|".join(pattern.replace("x", r"\d") for pattern in DRAMA))
# 500 555 00xx are Twilio's own numbers for testing: they reach its test credentials and nobody else.
AMERICAN = re.compile(r"^(?:[2-9]\d\d55501\d\d|500555000\d)$")

CANDIDATE = re.compile(
    r"""(?<![\w.+/-])(?:
        \+\d[\d\ ()-]{6,18}\d                              # international
      | 0\d{2,4}[\ -]?\d{3,4}[\ -]?\d{3,4}                 # British, as people write it
      | \(\d{3}\)[\ -]?\d{3}-\d{4} | \d{3}-\d{3}-\d{4}     # American, as people write it
    )(?![\w-])""",
    re.VERBOSE,
)


def fictional(written):
    """Whether a number, as written, lies in a range that is kept for fiction."""
    digits = re.sub(r"\D", "", written)
    # The beginning of a number of a kept range, as a pattern or a template has it.
    if any(digits.startswith(kept) and len(digits) < 12 for kept in ("447700900", "120255501")):
        return True
    if written.startswith("+"):
        if digits.startswith("44"):
            return bool(BRITISH.match(digits[2:].removeprefix("0")))
        return digits.startswith("1") and bool(AMERICAN.match(digits[1:]))
    if digits.startswith("0"):
        return bool(BRITISH.match(digits[1:])) or len(digits) not in (10, 11)
    return bool(AMERICAN.match(digits))


def check(_path, text):
    """(line, what is wrong) for every number in the text that may be somebody's."""
    for number, line in enumerate(text.splitlines(), 1):
        for found in CANDIDATE.finditer(line):
            if not fictional(found.group()):
                yield number, f"phone number ending {found.group()[-3:]} is in no range that is kept for fiction"
