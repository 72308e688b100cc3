"""How wide a text will be, roughly: so that labels on server-rendered pictures never collide or leave the picture.

Widths are those of Source Sans 3 at weight 600, in thousandths of the font size, grouped; the estimate errs on the
wide side.
"""

NARROW = frozenset("iljI.,:;'|!()[]/ ’‘·")
SLIM = frozenset('ftrs-–"°*')
BROAD = frozenset("mwMW@%—…&")


def width(text: str, size: float) -> float:
    """The estimated width of a text in pixels at a font size in pixels."""
    return sum(map(_units, text)) * size / 1000


def _units(char: str) -> int:
    if char in NARROW:
        return 290
    if char in SLIM:
        return 400
    if char in BROAD:
        return 880
    if char.isupper():
        return 640
    return 1000 if ord(char) >= 0x2E80 else 545


def fit(text: str, size: float, room: float) -> str:
    """The text if it fits in ``room`` pixels, else its beginning with an ellipsis."""
    if width(text, size) <= room:
        return text
    room -= width("…", size)
    for end in range(len(text) - 1, 0, -1):
        if width(text[:end], size) <= room:
            return text[:end].rstrip() + "…"
    return "…"


def wrap(text: str, size: float, room: float, lines: int = 2) -> list[str]:
    """The text in at most so many lines of ``room`` pixels; the last one ends with an ellipsis if it must."""
    done: list[str] = []
    words = text.split()
    while words and len(done) < lines - 1:
        line = [words.pop(0)]
        while words and width(" ".join([*line, words[0]]), size) <= room:
            line.append(words.pop(0))
        done.append(fit(" ".join(line), size, room))
    if words:
        done.append(fit(" ".join(words), size, room))
    return done


def balanced(text: str, size: float, room: float, lines: int = 2) -> list[str]:
    """The same lines as ``wrap``, but about equally long, so that no word stands alone."""
    best = wrap(text, size, room, lines)
    if _cut(best):
        return best
    while len(best) > 1 and room > size:
        room -= size / 4
        tried = wrap(text, size, room, lines)
        if len(tried) > len(best) or _cut(tried):
            break
        best = tried
    return best


def _cut(lines: list[str]) -> bool:
    return any(line.endswith("…") for line in lines)
