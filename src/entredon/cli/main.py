"""The ``entredon`` command: one function per thing a person can do, each in the room it belongs to."""

import contextlib
import importlib
import sys
from collections.abc import Sequence

from entredon.cli import helping
from entredon.cli.common import Trouble, say
from entredon.cli.words import help_in_language, said, tell

# name: (module, function). Modules are loaded when their command is called, so that each starts at once.
COMMANDS = {
    "run": ("entredon.cli.run", "run"),
    "sign-in": ("entredon.cli.sign_in", "sign_in"),
    "reports": ("entredon.cli.reports", "reports"),
    "found": ("entredon.cli.git", "found"),
    "import-git": ("entredon.cli.git", "import_git"),
    "attest": ("entredon.cli.publish", "attest"),
    "publish": ("entredon.cli.publish", "publish"),
    "import-work": ("entredon.cli.bring_in", "import_work"),
    "create": ("entredon.cli.release", "create"),
    "release": ("entredon.cli.release", "release"),
    "needs": ("entredon.cli.needs", "needs"),
    "need": ("entredon.cli.needs", "need"),
    "take": ("entredon.cli.needs", "take"),
    "give-back": ("entredon.cli.needs", "give_back"),
    "split": ("entredon.cli.needs", "split"),
    "propose": ("entredon.cli.ideas", "propose"),
    "support": ("entredon.cli.ideas", "support"),
    "answer-idea": ("entredon.cli.ideas", "answer_idea"),
    "contribute": ("entredon.cli.work", "contribute"),
    "log-work": ("entredon.cli.contributing", "log_work"),
    "review": ("entredon.cli.contributing", "review"),
    "accept": ("entredon.cli.work", "accept"),
    "contest": ("entredon.cli.work", "contest"),
    "answer": ("entredon.cli.work", "answer"),
    "settle": ("entredon.cli.work", "settle"),
    "say": ("entredon.cli.talk", "say_something"),
    "talk": ("entredon.cli.talk", "talk"),
    "page": ("entredon.cli.pages", "page"),
    "page-write": ("entredon.cli.pages", "page_write"),
    "sign": ("entredon.cli.sign", "sign"),
    "key new": ("entredon.cli.key_files", "new"),
    "key list": ("entredon.cli.key_files", "keys"),
    "key enrol": ("entredon.cli.key_enrol", "enrol"),
    "key agree": ("entredon.cli.key_enrol", "agree"),
    "key rotate": ("entredon.cli.key_change", "rotate"),
    "key revoke": ("entredon.cli.key_change", "revoke"),
    "key move": ("entredon.cli.key_change", "move"),
    "key vouch": ("entredon.cli.key_recover", "vouch"),
    "key recover": ("entredon.cli.key_recover", "recover"),
    "journey": ("entredon.cli.journey", "journey"),
    "share": ("entredon.cli.share", "share"),
    "adopt-rule": ("entredon.cli.rule", "adopt_rule"),
    "decide charter": ("entredon.cli.decide_charter", "charter"),
    "decide adopt": ("entredon.cli.decide_charter", "adopt"),
    "decide list": ("entredon.cli.decide_shown", "list_"),
    "decide show": ("entredon.cli.decide_shown", "show"),
    "decide open": ("entredon.cli.decide", "open_one"),
    "decide vote": ("entredon.cli.decide", "vote"),
    "decide count": ("entredon.cli.decide", "count"),
    "decide challenge": ("entredon.cli.decide", "challenge"),
    "decide carry-out": ("entredon.cli.decide", "carry_out"),
    "decide withdraw": ("entredon.cli.decide", "withdraw"),
    "decide assign": ("entredon.cli.decide", "assign"),
    "decide prove": ("entredon.cli.decide", "prove"),
    "receive": ("entredon.cli.money", "receive"),
    "request": ("entredon.cli.requests", "request"),
    "requests": ("entredon.cli.requests", "requests"),
    "share-out": ("entredon.cli.money", "share_out"),
    "pass-on": ("entredon.cli.money", "pass_on"),
    "lapse": ("entredon.cli.money", "lapse"),
    "flow": ("entredon.cli.flow", "flow"),
    "statement": ("entredon.cli.statement", "statement"),
    "take-statement": ("entredon.cli.take_statement", "take_statement"),
    "payouts": ("entredon.cli.payouts", "payouts"),
    "payout-file": ("entredon.cli.payouts", "payout_file"),
    "log": ("entredon.cli.log", "log"),
    "mirror": ("entredon.cli.log", "mirror"),
    "verify": ("entredon.cli.log", "verify"),
    "rebuild": ("entredon.cli.log", "rebuild"),
    "books": ("entredon.cli.books", "books"),
    "partner propose": ("entredon.cli.partners", "propose"),
    "partner change": ("entredon.cli.partners", "change"),
    "partner accept": ("entredon.cli.partners", "accept"),
    "partner decline": ("entredon.cli.partners", "decline"),
    "partner end": ("entredon.cli.partners", "end"),
    "partner show": ("entredon.cli.partners_shown", "show"),
    "partner list": ("entredon.cli.partners_shown", "list_"),
    "offer make": ("entredon.cli.offers", "make"),
    "offer change": ("entredon.cli.offers", "change"),
    "offer end": ("entredon.cli.offers", "end"),
    "offer join": ("entredon.cli.offers", "join"),
    "offer show": ("entredon.cli.offers_shown", "show"),
    "offer list": ("entredon.cli.offers_shown", "list_"),
    "order quote": ("entredon.cli.orders", "quote"),
    "order accept": ("entredon.cli.orders", "accept"),
    "order decline": ("entredon.cli.orders", "decline"),
    "order give-back": ("entredon.cli.orders", "give_back"),
    "order begin": ("entredon.cli.orders_steps", "begin"),
    "order deliver": ("entredon.cli.orders_steps", "deliver"),
    "order receive": ("entredon.cli.orders_steps", "receive"),
    "order paid": ("entredon.cli.orders_steps", "paid"),
    "order withdraw": ("entredon.cli.orders_steps", "withdraw"),
    "order complain": ("entredon.cli.orders_steps", "complain"),
    "order settle": ("entredon.cli.orders_steps", "settle"),
    "order pass-on": ("entredon.cli.orders_steps", "pass_on"),
    "order take-over": ("entredon.cli.orders_steps", "take_over"),
    "order complete": ("entredon.cli.orders_steps", "complete"),
    "order show": ("entredon.cli.orders_shown", "show"),
    "order list": ("entredon.cli.orders_shown", "list_"),
    "export": ("entredon.cli.export", "export"),
}

GROUPS = {
    "key": "Hold your own key: make, enrol, replace and withdraw it, and come back when all are lost.",
    "decide": "Decide together: the charter, and each decision from its question to what became of it.",
    "partner": "Who sells and makes, and gives back: propose, accept and end agreements, and see what came of them.",
    "offer": "What partners sell: offer it, change it, join in, and see of each price who gets what.",
    "order": "From a price to an order, and to what is given back for it: step by step.",
}


def run_command(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code: 0 done, 1 a fault was found, 2 something a person can mend."""
    names = _meant(arguments)
    try:
        return _call(names, list(arguments))
    except Trouble as trouble:
        say(tell(trouble))
        return trouble.code
    except KeyboardInterrupt:
        say(said("Stopped. What was finished before is kept; nothing is half done."))
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough (for instance `| head`).
        sys.stderr.close()
        return 0
    except OSError as trouble:
        if trouble.filename is None and trouble.strerror is None:
            raise
        say(_what_failed(trouble))
        return 2
    except Exception as trouble:
        if (sentence := _database_says(trouble)) or _is_for_people(trouble):
            say(sentence or tell(trouble))
            return int(getattr(trouble, "code", 2))
        raise
    finally:
        _settle()


def _meant(arguments: Sequence[str]) -> list[str]:
    """The commands that have to be loaded: the one that is meant, those of its group, or all."""
    for count in (2, 1):
        if (name := " ".join(arguments[:count])) in COMMANDS:
            return [name]
    return [name for name in COMMANDS if name.split()[0] == "".join(arguments[:1])] or list(COMMANDS)


def _database_says(trouble: Exception) -> str:
    """What a person can do about an error of the database; empty when it is not of that kind."""
    if "django.db" not in sys.modules:
        return ""
    from django.db import OperationalError

    if not isinstance(trouble, OperationalError):
        return ""
    text = str(trouble)
    if "full" in text or "disk I/O" in text:
        return said("The disk is full. Nothing was half done: make room and try again.")
    if "readonly" in text or "unable to open" in text:
        return said(
            "The database can't be written: give this user the right to, or set ENTREDON_HOME to another folder."
        )
    if "locked" in text:
        return said("The database was busy for half a minute. Nothing was changed: try again.")
    return ""


def _is_for_people(trouble: Exception) -> bool:
    """Whether an error was written to be read: a refusal by the law, or a name that nothing has."""
    if "entredon.log.registry" not in sys.modules:
        return False
    from entredon.log import asked, checkpoints, held, registry

    # A copy that can't be replayed; whoever has not asked for one has not loaded this.
    replay = sys.modules.get("entredon.log.replay")
    if replay is not None and isinstance(trouble, replay.Unsound):
        return True
    address = sys.modules.get("entredon.log.address")
    if address is not None and isinstance(trouble, address.Unreachable):
        return True
    return isinstance(
        trouble,
        registry.Refused
        | registry.NeedsNewer
        | asked.NotFound
        | asked.Ambiguous
        | checkpoints.RolledBack
        | held.Unreadable,
    )


def _settle() -> None:
    """Publish what still waits for its second: a command leaves nothing for later.

    It runs after everything else, so nothing may come out of it but a sentence: what was recorded is kept in any case.
    """
    if "entredon.log.checkpoints" not in sys.modules:
        return
    from entredon.log import checkpoints

    try:
        checkpoints.settle()
    except (Exception, KeyboardInterrupt) as trouble:
        rolled_back = isinstance(trouble, checkpoints.RolledBack)
        why = tell(trouble) if rolled_back else f"{type(trouble).__name__}: {trouble}"
        with contextlib.suppress(OSError, ValueError):  # perhaps nobody listens any more
            say(
                said(
                    "What was recorded is kept, but not published yet ({why}). The next command tries it again.",
                    why=why,
                )
            )


def _what_failed(trouble: OSError) -> str:
    import errno

    where = f" ({trouble.filename})" if trouble.filename else ""
    if trouble.errno == errno.ENOSPC:
        return said("The disk is full{where}. Nothing was half done: make room and try again.", where=where)
    if trouble.errno in (errno.EACCES, errno.EPERM):
        return said("There is no permission{where}: choose another place, or have it made yours.", where=where)
    return f"{trouble.strerror}{where}."


def _call(names: list[str], arguments: list[str]) -> int:
    if arguments == ["run"]:
        # What one tries first starts in a blink: without options there is nothing to read them with.
        from entredon.cli.run import run

        run()
        return 0
    import typer

    # Older typers bring click's exceptions, newer ones their own.
    usage_error = next(base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException")

    app = typer.Typer(
        help="Entredon: people build together, decide together, and share what comes in. Each command explains itself with --help.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def about() -> None:
        """Keeps the names of the commands even when only one is loaded."""

    groups: dict[str, typer.Typer] = {}
    for name in names:
        module, function = COMMANDS[name]
        command = getattr(importlib.import_module(module), function)
        group, _space, last = name.rpartition(" ")
        if group and group not in groups:
            groups[group] = typer.Typer(help=GROUPS[group], no_args_is_help=True, rich_markup_mode=None)
            app.add_typer(groups[group], name=group)
        # A command that takes amounts wants to answer -5 itself, not have it called an unknown option.
        room = groups[group] if group else app
        room.command(last, context_settings=getattr(command, "context_settings", None))(command)
    try:
        command = typer.main.get_command(app)
        help_in_language(command)
        helping.speak(command)
        code = command.main(arguments, prog_name="entredon", standalone_mode=False)
    except typer.Exit as ending:
        return int(ending.exit_code)
    except usage_error as trouble:  # type: ignore[misc]
        if sentence := helping.wrong(trouble):
            say(sentence)
        else:
            trouble.show()  # type: ignore[attr-defined]
        return 2
    except typer.Abort:
        return 130
    return code if isinstance(code, int) else 0
