"""From private draft to public: the verb that shapes what a steward then says."""

from entredon.apps.commons.entries import ControlProof, Published, RulebookAdopted
from entredon.apps.library import queries as library
from entredon.log import door
from entredon.log.door import Appended, Saying, Signer
from entredon.log.models import Commons
from entredon.log.registry import Refused

SINCE = 2
"""Since this rulebook publishing carries proof of control."""


def control(slug: str) -> tuple[ControlProof | None, dict[str, str]]:
    """What was shown about control of the imported repository, as it is said, with its texts. None where nothing was
    imported. Raises Refused where nothing was shown yet."""
    if library.from_git(slug) is None:
        return None, {}
    shown = library.proof(slug)
    if shown is None:
        raise Refused("Show first that you speak for the repository.")
    code = "" if shown.by else library.proof_code(slug)
    said = ControlProof(
        way=shown.way, repository=shown.repository, head=shown.head, shown=shown.shown, earlier=shown.earlier, code=code
    )
    return said, {"attested_by": shown.by} if shown.by else {}


def publish(slug: str, signer: Signer) -> Appended:
    """Make a draft public. A commons that lives by an older rulebook adopts the newer one with it. Raises Refused."""
    proof, texts = control(slug)
    saying = Saying(Published(proof=proof), signer, texts)
    rulebook = Commons.objects.filter(commons=slug).values_list("rulebook", flat=True).first()
    newer = [Saying(RulebookAdopted(rulebook=SINCE), signer)] if rulebook is not None and rulebook < SINCE else []
    return door.append_many(slug, [*newer, saying])[-1]
