"""A rule in one sentence, made from its data, so that nobody has to trust a title.

The texts are marked for translation by the names of the two functions that a page hands in.
"""

from collections.abc import Callable

from entredon.pure.value.rule import OTHER, WHOLE, Rule

Gettext = Callable[[str], str]
Ngettext = Callable[[str, str, int], str]
SHOWN = 12
"""So many fixed parts are written out; beyond it only how many people there are."""


def same(text: str) -> str:
    """English, as it stands."""
    return text


def either(one: str, many: str, count: int) -> str:
    """English singular or plural."""
    return one if count == 1 else many


def describe(
    rule: Rule,
    gettext: Gettext = same,
    ngettext: Ngettext = either,
    share: Callable[[int], str] | None = None,
    kind: Callable[[str], str] = same,
) -> str:
    """One sentence that says what would happen to an income. ``share`` writes parts per million, ``kind`` names kinds of work."""
    share = share or percent
    if rule.way == "pot":
        return gettext("Everything goes to the common pot, and what happens to it is decided together.")
    if rule.way == "fixed":
        return _joined(_top(rule, gettext, share), _fixed(rule, gettext, ngettext), gettext)
    return _joined(_top(rule, gettext, share), _flow(rule, gettext, share, kind), gettext)


def percent(share: int) -> str:
    """Parts per million as a percentage without needless zeros: 12500 is 1.25 %."""
    whole, part = divmod(share, WHOLE // 100)
    return f"{whole}.{part:04d}".rstrip("0").rstrip(".") + " %"


def _top(rule: Rule, gettext: Gettext, write: Callable[[int], str]) -> str:
    names = {"association": gettext("{share} goes to the association"), "fund": gettext("{share} to the commons fund")}
    alone = {**names, "fund": gettext("{share} goes to the commons fund")}
    texts = names if len(rule.top) > 1 else alone
    return gettext(" and ").join(texts[to].format(share=write(share)) for to, share in rule.top.items())


def _joined(top: str, rest: str, gettext: Gettext) -> str:
    if top:
        return gettext("{top}; the rest is {rest}").format(top=top, rest=rest)
    return gettext("Everything is {rest}").format(rest=rest)


def _fixed(rule: Rule, gettext: Gettext, ngettext: Ngettext) -> str:
    count = len(rule.parts)
    if count > SHOWN:
        text = gettext("divided between {count} people in the fixed parts that each of them signs.")
        return text.format(count=count)
    text = ngettext(
        "for the one person named, who signs for it.",
        "divided between {count} people in the fixed parts {parts}, which each of them signs.",
        count,
    )
    return text.format(
        count=count, parts=" : ".join(str(weight) for weight in sorted(rule.parts.values(), reverse=True))
    )


def _flow(rule: Rule, gettext: Gettext, share: Callable[[int], str], named: Callable[[str], str]) -> str:
    whole = sum(rule.pools.values())
    kinds = sorted((kind for kind in rule.pools if kind != OTHER), key=lambda kind: (-rule.pools[kind], kind))
    pools = [f"{named(kind)} {share(rule.pools[kind] * WHOLE // whole)}" for kind in kinds]
    if not pools:
        return gettext(
            "shared along what the version builds upon, by weight, and in each version between the people whose work"
            " is in it, by their contributions."
        )
    if OTHER in rule.pools:
        pools.append(gettext("all else {share}").format(share=share(rule.pools[OTHER] * WHOLE // whole)))
    text = gettext(
        "shared along what the version builds upon, by weight, and in each version between the people whose work is in"
        " it, by kind of work ({pools}) and within a kind by their contributions."
    )
    return text.format(pools=", ".join(pools))
