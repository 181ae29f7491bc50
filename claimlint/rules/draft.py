"""A family, a name and a language → the text of a new rule file, to be filled in, and the code it gets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from claimlint.errors import ConfigError
from claimlint.model import Rule

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.ASCII)
_FAMILY = re.compile(r"[A-Z]{3}", re.ASCII)
_OWN = 900  # codes from here on are left to packs: a later version of claimlint never takes one of them
_TEMPLATE = """\
code     = "{code}"
severity = "warning"   # error, warning, note
status   = "preview"   # a preview rule reports notes only; drop the line once the rule has proved itself
message  = "What is said, in one line, without blame"
why      = "Why it may not be said so: one or two sentences."
fix      = "The better wording."

[match]
# words · a|b · s? · {{class}} · ..3 = up to three words (characters in Chinese) in between · !word = the word that cues are weighed against
any        = ["replace this phrase"]
cleared_by = ["negated"]

[examples]  # three of each at least; [[…]] encloses what is to be flagged
flag  = []
clear = []
"""


def draft(family: str, name: str, language: str, rules: Iterable[Rule]) -> tuple[str, str]:
    """Return the code and the text of a new rule file.

    The code is that of the rule of the same name in another language, else the next free one from 901 on in the family.
    Raises ConfigError for a family or name that cannot be one, and where the language has the rule already.
    """
    family = family.upper()
    if not _FAMILY.fullmatch(family):
        raise ConfigError(f'"{family}" is no family', remedy="three letters, as EFF")
    if not _NAME.fullmatch(name):
        raise ConfigError(f'"{name}" is no rule name', remedy="small letters, digits and hyphens, as cure-claim")
    mine = [rule for rule in rules if rule.family == family]
    same = [rule for rule in mine if rule.name == name]
    if any(rule.language == language for rule in same):
        raise ConfigError(f"{same[0].code} {name} exists in {language}", path=same[0].path, remedy="choose another name")
    taken = {int(rule.code[3:]) for rule in mine}
    code = same[0].code if same else f"{family}{max([*taken, _OWN]) + 1}"
    return code, _TEMPLATE.format(code=code)
