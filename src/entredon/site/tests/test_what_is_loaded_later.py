"""Who starts a node doesn't wait for what few pages need."""

import subprocess
import sys

LATER = {"fpdf", "fontTools", "PIL", "brotli"}
"""What is loaded when somebody first needs it: sheets of paper, pictures."""
CODE = """
import sys
from entredon.cli.common import start
from entredon.cli.run import load_application
start()
load_application()
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_a_node_starts_without_what_few_pages_need() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, timeout=120, check=True)
    loaded = set(done.stdout.split())
    assert "entredon" in loaded
    assert not loaded & LATER
