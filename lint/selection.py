"""Which rules are asked, and which findings are shown where.

A word chooses a rule by its code, its name, or the beginning of its code: `HG2` is all of HG2xx.
Notes are shown only when they are asked for: by naming the rule, or by failing on notes.
"""

from collections.abc import Iterable, Sequence

from lint.config import Config, ConfigError, PathRules, nearest
from lint.finding import Finding, Severity
from lint.record import KeywordRecord
from lint.rule import Rule


class Selection(KeywordRecord):
    """What was chosen, and what for which paths."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    are_notes_shown: bool = False
    config: Config = Config()

    def shows(self, finding: Finding) -> bool:
        """Tell whether a finding is to be shown."""
        select, ignore = self.select, self.ignore
        for rules in self.config.for_path(finding.path) if self.config.per_path else ():
            select = select if rules.select is None else rules.select
            ignore += rules.ignore
        if select and not _chosen(finding, select):
            return False
        if _chosen(finding, ignore):
            return False
        is_note = finding.severity is Severity.NOTE
        return not is_note or self.are_notes_shown or _chosen(finding, select)

    def leaves(self, path: str) -> bool:
        """Tell whether a file is not to be linted at all."""
        rules: Iterable[PathRules] = self.config.for_path(path) if self.config.per_path else ()
        return not all(each.is_linted for each in rules)


def refuse_unknown_codes(selection: Selection, rules: Sequence[Rule]) -> None:
    """Raise `ConfigError` for a word that chooses no rule."""
    chosen = [*selection.select, *selection.ignore]
    for per_path in selection.config.per_path:
        chosen += [*(per_path.select or ()), *per_path.ignore]
    for word in chosen:
        if not any(_is_chosen(word, rule.code, rule.name) for rule in rules):
            names = [*(rule.code for rule in rules), *(rule.name for rule in rules)]
            raise ConfigError(f"unknown rule '{word}'; {_hint(word, names)}")


def find_rule(word: str, rules: Sequence[Rule]) -> Rule:
    """Return the rule of a code or a name."""
    for rule in rules:
        if word.lower() in {rule.code.lower(), rule.name}:
            return rule
    names = [*(rule.code for rule in rules), *(rule.name for rule in rules)]
    raise ConfigError(f"unknown rule '{word}'; {_hint(word, names)}")


def _hint(word: str, names: Sequence[str]) -> str:
    near = nearest(word.upper() if word[:2].upper() == "HG" else word, names)
    return near if near.startswith("did") else "see headgate-lint rules"


def _chosen(finding: Finding, words: Iterable[str]) -> bool:
    return any(_is_chosen(word, finding.code, finding.rule) for word in words)


def _is_chosen(word: str, code: str, name: str) -> bool:
    return word == name or (word[:2].upper() == "HG" and code.startswith(word.upper()))
