"""``./dev docs``: runs the examples in the documentation and checks that nothing is left undocumented.

./dev docs                   everything; exit 1 when something is wrong
./dev docs README.md …       only the examples of these pages
"""

import argparse
import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import examples, reference, undocumented  # noqa: E402


def run_examples(pages: list[Path]) -> list[str]:
    """The examples of all pages, a page at a time on each core."""
    troubles: list[str] = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for page, found in zip(pages, pool.map(examples.troubles, pages), strict=True):
            count = len(list(examples.steps(page.read_text(encoding="utf-8"))))
            if count:
                say = f"{len(found)} of {count} wrong" if found else f"{count} run"
                print(f"{'FAILED' if found else 'ok    '}  {page.relative_to(ROOT)}: {say}", flush=True)
            troubles += found
    return troubles


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="./dev docs", description="Runs the examples and checks what is undocumented."
    )
    parser.add_argument("pages", nargs="*", type=Path, metavar="PAGE", help="only the examples of these pages")
    parser.add_argument("--write", action="store_true", help="first write the pages that are made from the program")
    arguments = parser.parse_args()
    asked = arguments.pages
    if missing := [str(page) for page in asked if not page.is_file()]:
        parser.error(f"there is no page {', '.join(missing)}")
    os.environ["ENTREDON_HOME"] = tempfile.mkdtemp(prefix="entredon-docs-")
    try:
        return check(asked, arguments.write)
    finally:
        shutil.rmtree(os.environ["ENTREDON_HOME"], ignore_errors=True)


def check(asked: list[Path], write: bool) -> int:
    """Everything, or only the examples of some pages; the exit code."""
    if write:
        undocumented.ready()
        for name in reference.write():
            print(f"wrote   docs/reference/{name}")
    pages = [page.resolve() for page in asked] or examples.pages()
    troubles = run_examples(pages)
    if not asked:
        undocumented.ready()
        troubles += undocumented.all_troubles(pages)
    if troubles:
        print("", *troubles, sep="\n")
    print(f"{len(troubles)} things to put right." if troubles else "The documentation holds.")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
