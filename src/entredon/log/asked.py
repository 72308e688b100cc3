"""What someone asked for by a short name and didn't get. The texts are sentences for people."""


class NotFound(LookupError):
    """Nothing here has this name."""


class Ambiguous(LookupError):
    """Several things here begin like this."""


def by_prefix(asked: str, ids: list[str], what: str) -> str:
    """The one id that begins with what was asked. Raises NotFound, Ambiguous; ``what`` names the kind of thing."""
    found = [id for id in ids if id.startswith(asked)] if asked else []
    if asked in found:
        return asked
    if not found:
        raise NotFound(f"There is no {what} “{asked}” here.")
    if len(found) > 1:
        raise Ambiguous(
            f"“{asked}” could be {len(found)} different things; write more of it, for instance {found[0][:14]}."
        )
    return found[0]
