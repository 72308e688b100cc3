"""Names stand where people look for them."""

from entredon.pure.names import in_order


def test_accents_and_capitals_change_no_place() -> None:
    names = ["Zoë", "Émile", "eve", "Øystein", "Ada", "élodie", "Bob", "Žofie", "zora"]
    assert sorted(names, key=in_order) == ["Ada", "Bob", "élodie", "Émile", "eve", "Zoë", "Žofie", "zora", "Øystein"]


def test_what_only_differs_by_an_accent_is_the_same_place() -> None:
    assert in_order("Élodie") == in_order("elodie") == in_order("E\N{COMBINING ACUTE ACCENT}LODIE")
