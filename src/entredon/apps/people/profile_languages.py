"""Languages that people speak: kept by their short code (BCP 47) where we know it, shown in the reader's own words."""

from functools import cache

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext_lazy as _

from entredon.pure.names import in_order

OURS = {
    "ak": (_("Akan"), "Akan"),
    "am": (_("Amharic"), "አማርኛ"),
    "ay": (_("Aymara"), "Aymar aru"),
    "ber": (_("Berber"), "Tamaziɣt"),
    "bm": (_("Bambara"), "Bamanankan"),
    "ff": (_("Fula"), "Fulfulde"),
    "fil": (_("Filipino"), "Filipino"),
    "ha": (_("Hausa"), "Hausa"),
    "ku": (_("Kurdish"), "Kurdî"),
    "ln": (_("Lingala"), "Lingála"),
    "lo": (_("Lao"), "ລາວ"),
    "mg": (_("Malagasy"), "Malagasy"),
    "mt": (_("Maltese"), "Malti"),
    "om": (_("Oromo"), "Afaan Oromoo"),
    "ps": (_("Pashto"), "پښتو"),
    "qu": (_("Quechua"), "Runasimi"),
    "rn": (_("Kirundi"), "Ikirundi"),
    "rom": (_("Romani"), "Rromani čhib"),
    "rw": (_("Kinyarwanda"), "Ikinyarwanda"),
    "sfb": (_("French Belgian Sign Language"), "LSFB"),
    "sgn": (_("Sign language"), "Sign language"),
    "si": (_("Sinhala"), "සිංහල"),
    "sn": (_("Shona"), "chiShona"),
    "so": (_("Somali"), "Soomaali"),
    "ti": (_("Tigrinya"), "ትግርኛ"),
    "tn": (_("Tswana"), "Setswana"),
    "vgt": (_("Flemish Sign Language"), "VGT"),
    "vls": (_("West Flemish"), "West-Vlams"),
    "wa": (_("Walloon"), "Walon"),
    "wo": (_("Wolof"), "Wolof"),
    "xh": (_("Xhosa"), "isiXhosa"),
    "yi": (_("Yiddish"), "ייִדיש"),
    "yo": (_("Yoruba"), "Yorùbá"),
    "zh": (_("Chinese"), "中文"),
    "zu": (_("Zulu"), "isiZulu"),
}
"""Languages that Django has no name for: in English, and as they call themselves."""
IN = ("en", "nl", "fr")
"""The languages of the pages, in which somebody may type the name of a language."""


@cache
def codes() -> tuple[str, ...]:
    """The short codes of all languages we have a name for; variants of a language apart."""
    theirs = (code for code, info in LANG_INFO.items() if "-" not in code and "name" in info)
    return tuple(sorted({*theirs, *OURS}))


def called(code: str) -> str:
    """A language in the reader's words; what is no code is what somebody called it."""
    if code in OURS:
        return str(OURS[code][0])
    return str(get_language_info(code)["name_translated"]) if code in codes() else code


@cache
def _by_name() -> dict[str, str]:
    """Codes by every name that people may type: the code, what the language calls itself, and its name in ours."""
    found: dict[str, str] = {}
    for code in codes():
        names = {code, OURS[code][1] if code in OURS else str(LANG_INFO[code]["name_local"])}
        for language in IN:
            with override(language):
                names.add(called(code))
        for name in names:
            found.setdefault(name.casefold(), code)
    return found


def code_of(name: str) -> str:
    """The code of a language by any of its names; else the name as it is."""
    return _by_name().get(name.casefold(), name)


def suggestions() -> list[str]:
    """Names to choose from, in the reader's language."""
    return sorted({called(code) for code in codes()}, key=in_order)
