"""The block rules of markdown-it, asked by the character that a line begins with: most lines begin with a letter and are prose."""

from __future__ import annotations

from collections.abc import Callable

from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock

RuleFunction = Callable[[StateBlock, int, int, bool], bool]
_MARKED = frozenset({"code", "fence", "blockquote", "hr", "list", "reference", "html_block", "heading", "footnote_def"})
_CODE = 4  # columns of indentation that make a line code


class ByCharacter(Ruler[RuleFunction]):
    """Hands out one rule a chain, which tries those that a line could be; the answers are those of the rules themselves."""

    def __init__(self, ruler: Ruler[RuleFunction]) -> None:
        """Take over the rules of another ruler as they are; enable and disable them before."""
        super().__init__()
        self.__rules__ = ruler.__rules__
        self._chains: dict[str, list[RuleFunction]] = {}

    def getRules(self, chainName: str = "") -> list[RuleFunction]:  # noqa: N802, N803 -- the base's names
        """Return the chain as a list of one."""
        if chainName not in self._chains:
            marked = {rule.fn for rule in self.__rules__ if rule.name in _MARKED}
            every = super().getRules(chainName)
            self._chains[chainName] = [_one(every, [rule for rule in every if rule not in marked])]
        return self._chains[chainName]


def _one(every: list[RuleFunction], prose: list[RuleFunction]) -> RuleFunction:
    def rule(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 -- the signature of a rule
        at = state.bMarks[line] + state.tShift[line]
        letter = at < state.eMarks[line] and state.src[at].isalpha() and state.sCount[line] - state.blkIndent < _CODE
        for one in prose if letter else every:  # noqa: SIM110 -- asked for every line, and a generator doubles the price
            if one(state, line, end, silent):
                return True
        return False

    return rule
