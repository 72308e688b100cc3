"""Why nothing in the private tables of this app is about people."""

from entredon.apps.library.models import Proof, Secret
from entredon.log import personal

personal.nothing(Secret, "What pseudonyms are made with, sealed. It names nobody.")
personal.nothing(
    Proof,
    "How control of a repository was shown. Who attests it is the operator of this machine, called as she chose for that.",
)
