"""The database itself refuses to change what was booked: beside the law, for whoever reaches past it.

No update and no delete of journal entries and postings, nothing posted into an entry that is sealed, no posting in another currency
than its account's, and none is sealed whose postings aren't two or more that add up to zero. Only a rebuild from the public record
(``log.rebuild``) may empty a commons' tables; it says so in ``log_rebuilding`` within its transaction.
"""

BOOKED, POSTING, ACCOUNT, REBUILDING = "treasury_booked", "treasury_posting", "treasury_account", "log_rebuilding"
NEVER = "what is booked never changes: take it back whole, and book it anew"
SEALED = "this journal entry is sealed: nothing more is posted into it"
CURRENCY = "a posting is in the currency of its account"
UNBALANCED = "a journal entry has at least two postings, which add up to zero"
FIXED = "an account stays what it is"

_UNBALANCED = f"""(SELECT COUNT(*) < 2 OR SUM(minor) <> 0 FROM {POSTING} WHERE commons = NEW.commons AND entry = NEW.id)
    OR EXISTS (SELECT 1 FROM {POSTING} WHERE commons = NEW.commons AND entry = NEW.id
        GROUP BY currency HAVING SUM(minor) <> 0)"""
_SEALED = f"EXISTS (SELECT 1 FROM {BOOKED} WHERE commons = NEW.commons AND id = NEW.entry)"
_CURRENCY = f"""NOT EXISTS (SELECT 1 FROM {ACCOUNT}
    WHERE commons = NEW.commons AND id = NEW.account AND currency = NEW.currency)"""
_REBUILT = f"EXISTS (SELECT 1 FROM {REBUILDING} WHERE commons = OLD.commons)"
_ACCOUNT = """NEW.id <> OLD.id OR NEW.commons <> OLD.commons OR NEW.bearer <> OLD.bearer OR NEW.currency <> OLD.currency
    OR NEW.floor IS DISTINCT FROM OLD.floor OR NEW.postings < OLD.postings"""

WANTED = (
    ("treasury_booked_fixed", BOOKED, "UPDATE", "1 = 1", NEVER),
    ("treasury_booked_kept", BOOKED, "DELETE", f"NOT {_REBUILT}", NEVER),
    ("treasury_booked_sealed", BOOKED, "INSERT", _UNBALANCED, UNBALANCED),
    ("treasury_posting_fixed", POSTING, "UPDATE", "1 = 1", NEVER),
    ("treasury_posting_kept", POSTING, "DELETE", f"NOT {_REBUILT}", NEVER),
    ("treasury_posting_open", POSTING, "INSERT", _SEALED, SEALED),
    ("treasury_posting_money", POSTING, "INSERT", _CURRENCY, CURRENCY),
    ("treasury_account_fixed", ACCOUNT, "UPDATE", _ACCOUNT, FIXED),
    ("treasury_account_kept", ACCOUNT, "DELETE", f"NOT {_REBUILT}", FIXED),
)
"""Name, table, when, under which condition it is refused, and in which words."""


def make(vendor: str) -> list[str]:
    """The statements that make the triggers, for ``sqlite`` or ``postgresql``."""
    write = {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]
    return [statement for wanted in WANTED for statement in write(*wanted)]


def drop(vendor: str) -> list[str]:
    """The statements that take them away."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name, *_ in WANTED]
    return [f"DROP FUNCTION IF EXISTS {name}() CASCADE" for name, *_ in WANTED]


def _sqlite(name: str, table: str, when: str, refused: str, words: str) -> list[str]:
    condition = refused.replace("IS DISTINCT FROM", "IS NOT")
    return [
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    ]


def _postgresql(name: str, table: str, when: str, refused: str, words: str) -> list[str]:
    result = "OLD" if when == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} THEN"
        f" RAISE EXCEPTION '{words}'; END IF; RETURN {result}; END $$",
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
