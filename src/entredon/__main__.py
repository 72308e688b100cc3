"""``entredon``, and ``python -m entredon``."""

import sys


def main() -> None:
    """Run a command and end with its exit code."""
    # The demonstration starts in a blink: it needs none of the other commands' machinery.
    from entredon.cli.main import run_command

    sys.exit(run_command(sys.argv[1:]))


if __name__ == "__main__":
    main()
