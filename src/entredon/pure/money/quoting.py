"""How somebody's text stands in a sentence: short, and with nothing that can't be shown."""


def quoted(text: str, most: int = 40) -> str:
    """The text, or its beginning; signs that can't be shown are spelled as Python does."""
    text = text[: most + 1]
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)
    return text if len(text) <= most else text[: most - 4] + "…"
