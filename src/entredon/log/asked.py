"""What someone asked for by a short name and didn't get. The texts are sentences for people."""

from entredon.pure.told import Told


class NotFound(Told, LookupError):
    """Nothing here has this name."""


class Ambiguous(Told, LookupError):
    """Several things here begin like this."""


def by_prefix(asked: str, ids: list[str], what: str) -> str:
    """The one id that begins with what was asked. Raises NotFound, Ambiguous; ``what`` names the kind of thing."""
    found = [id for id in ids if id.startswith(asked)] if asked else []
    if asked in found:
        return asked
    if not found:
        raise NotFound("There is no {what} “{asked}” here.", what=what, asked=asked)
    if len(found) > 1:
        raise Ambiguous(
            "“{asked}” could be {count} different things; write more of it, for instance {found}.",
            asked=asked,
            count=len(found),
            found=found[0][:14],
        )
    return found[0]
