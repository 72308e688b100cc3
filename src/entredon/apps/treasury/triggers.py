"""The database itself refuses to change what was booked: beside the law, for whoever reaches past it.

No update and no delete of journal entries and postings, nothing posted into an entry that is sealed, no posting in another currency
than its account's or under another name than its entry's, and none is sealed whose postings aren't two or more that add up to zero.
Only a rebuild from the public record (``log.rebuild``) may empty a commons' tables; it says so in ``log_rebuilding`` within its
transaction.
"""

BOOKED, POSTING, ACCOUNT, REBUILDING = "treasury_booked", "treasury_posting", "treasury_account", "log_rebuilding"
NEVER = "what is booked never changes: take it back whole, and book it anew"
SEALED = "this journal entry is sealed: nothing more is posted into it"
CURRENCY = "a posting is in the currency of its account"
UNBALANCED = "a journal entry has at least two postings, which add up to zero"
NAMED = "a posting is named by its journal entry, a point and a number"
FIXED = "an account stays what it is"

_POSTED = f"{POSTING} WHERE commons = NEW.commons AND entry = NEW.id AND id > NEW.id || '.' AND id < NEW.id || '/'"
# Most entries are in one currency: only the others are added up by currency, for which the database has to sort.
_UNBALANCED = f"""(SELECT CASE WHEN COUNT(*) < 2 OR SUM(minor) <> 0 THEN 1 WHEN MIN(currency) = MAX(currency) THEN 0
    WHEN EXISTS (SELECT 1 FROM {_POSTED} GROUP BY currency HAVING SUM(minor) <> 0) THEN 1 ELSE 0 END FROM {_POSTED}) = 1"""
# So its postings are found by the ids that begin with its key, and no id can stand for postings of two entries.
_NAMED_OTHERWISE = """substr(NEW.id, 1, length(NEW.entry) + 1) <> NEW.entry || '.'
    OR ltrim(substr(NEW.id, length(NEW.entry) + 2), '0123456789') <> ''"""
_SEALED = f"EXISTS (SELECT 1 FROM {BOOKED} WHERE commons = NEW.commons AND id = NEW.entry)"
_CURRENCY = f"""NOT EXISTS (SELECT 1 FROM {ACCOUNT}
    WHERE commons = NEW.commons AND id = NEW.account AND currency = NEW.currency)"""
_REBUILT = f"EXISTS (SELECT 1 FROM {REBUILDING} WHERE commons = OLD.commons)"
_ACCOUNT = """NEW.id <> OLD.id OR NEW.commons <> OLD.commons OR NEW.bearer <> OLD.bearer OR NEW.currency <> OLD.currency
    OR NEW.floor IS DISTINCT FROM OLD.floor OR NEW.postings < OLD.postings"""

_BOOKED_AGAIN = f"""EXISTS (SELECT 1 FROM {BOOKED} WHERE commons = NEW.commons AND id = NEW.id)
    OR NEW.reverses <> '' AND EXISTS (SELECT 1 FROM {BOOKED}
        WHERE commons = NEW.commons AND reverses = NEW.reverses AND NOT (reverses = ''))"""
_OPENED_AGAIN = f"EXISTS (SELECT 1 FROM {ACCOUNT} WHERE commons = NEW.commons AND id = NEW.id)"

WANTED = (
    ("treasury_booked_fixed", BOOKED, "UPDATE", "1 = 1", NEVER),
    ("treasury_booked_kept", BOOKED, "DELETE", f"NOT {_REBUILT}", NEVER),
    ("treasury_booked_sealed", BOOKED, "INSERT", _UNBALANCED, UNBALANCED),
    ("treasury_posting_fixed", POSTING, "UPDATE", "1 = 1", NEVER),
    ("treasury_posting_kept", POSTING, "DELETE", f"NOT {_REBUILT}", NEVER),
    ("treasury_posting_open", POSTING, "INSERT", _SEALED, SEALED),
    ("treasury_posting_money", POSTING, "INSERT", _CURRENCY, CURRENCY),
    ("treasury_posting_named", POSTING, "INSERT", _NAMED_OTHERWISE, NAMED),
    ("treasury_account_fixed", ACCOUNT, "UPDATE", _ACCOUNT, FIXED),
    ("treasury_account_kept", ACCOUNT, "DELETE", f"NOT {_REBUILT}", FIXED),
)
"""Name, table, when, under which condition it is refused, and in which words."""

REPLACING = (
    ("treasury_booked_once", BOOKED, "INSERT", _BOOKED_AGAIN, NEVER),
    ("treasury_account_once", ACCOUNT, "INSERT", _OPENED_AGAIN, FIXED),
)
"""For SQLite alone, which deletes what ``INSERT OR REPLACE`` replaces without asking the triggers for deletes.

Postings need none: what would replace one has its name, so it would be posted into the same entry, which is sealed.
"""

FORMER = ("treasury_posting_once",)
"""Triggers of earlier versions, in SQLite."""

EMPTYING = (
    ("treasury_booked_whole", BOOKED, NEVER),
    ("treasury_posting_whole", POSTING, NEVER),
    ("treasury_account_whole", ACCOUNT, FIXED),
)
"""For PostgreSQL alone, whose ``TRUNCATE`` asks no trigger of rows. A rebuild deletes."""


def make(vendor: str) -> list[str]:
    """The statements that make the triggers, for ``sqlite`` or ``postgresql``."""
    if vendor == "sqlite":
        return [_sqlite(*wanted) for wanted in (*WANTED, *REPLACING)]
    rows = [statement for wanted in WANTED for statement in _postgresql(*wanted)]
    return rows + [statement for wanted in EMPTYING for statement in _whole(*wanted)]


def drop(vendor: str) -> list[str]:
    """The statements that take them away."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in (*(one[0] for one in (*WANTED, *REPLACING)), *FORMER)]
    return [f"DROP FUNCTION IF EXISTS {name}() CASCADE" for name, *_ in (*WANTED, *EMPTYING)]


def _sqlite(name: str, table: str, when: str, refused: str, words: str) -> str:
    condition = refused.replace("IS DISTINCT FROM", "IS NOT")
    return f"CREATE TRIGGER {name} BEFORE {when} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{words}'); END"


def _postgresql(name: str, table: str, when: str, refused: str, words: str) -> list[str]:
    result = "OLD" if when == "DELETE" else "NEW"
    body = f"BEGIN IF {refused} THEN RAISE EXCEPTION '{words}'; END IF; RETURN {result}; END"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def _whole(name: str, table: str, words: str) -> list[str]:
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{words}'; END $$",
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    ]
