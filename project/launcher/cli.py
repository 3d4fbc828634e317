"""The command line: ./tillit VERB."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from project.launcher import django, serving, styles, testing
from project.launcher.catalogues import compile_catalogues
from project.launcher.console import ROOT, Stop, complain
from project.launcher.installation import RUNTIME, Installation, install
from project.launcher.verify import verified
from surveys.verification.words import LANGUAGES

WHERE = """\
environment:
  TILLIT_VENV      the virtual environment (default: .venv beside this program)
  TILLIT_STATE     database, keys and other state of this machine (default: .tillit)
All settings: docs/operations.md."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of all verbs."""
    top = argparse.ArgumentParser(
        prog="tillit",
        description="Surveys of wellbeing and surveillance at work that both parties can trust.",
        epilog=WHERE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    verbs = top.add_subparsers(dest="verb", metavar="VERB", required=True)
    add_demo(verbs)
    add_run(verbs)
    add_manage(verbs)
    add_styles(verbs)
    add_test(verbs)
    add_verify(verbs)
    return top


Verbs = argparse._SubParsersAction  # argparse has no public name for it.


def add_demo(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    """Add `demo`."""
    demo = verbs.add_parser(
        "demo",
        help="carry the model case through the real path, write its report and show the site",
        description="Two waves of a synthetic workplace of 40 people, answered over HTTP, opened by both parties, "
        "reported in four languages; then the site on this machine, with sign-in details for each role.",
        allow_abbrev=False,
    )
    demo.add_argument("--no-serve", action="store_true", help="end when the report is written")
    demo.add_argument("--out", metavar="DIR", help="where the report's files go")
    demo.add_argument("--seed", metavar="N", type=int, help="another seed gives other synthetic answers")
    demo.add_argument("--answers", metavar="FILE", help="send these answers instead (CSV: wave, unit, one per item)")
    demo.add_argument("--real", action="store_true", help="the answers of --answers are real: do not say synthetic")
    demo.add_argument("--name", metavar="NAME", help="the workplace's name, with --answers")
    demo.add_argument("--record", metavar="FILE", help="write the answers that are sent to this CSV file")
    demo.add_argument("--port", metavar="N", type=port, help="where the site listens on this machine")
    demo.set_defaults(work=run_demo)


def add_run(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    """Add `run`."""
    run = verbs.add_parser(
        "run",
        help="serve the site until Ctrl-C",
        description="Starts the processes of the Procfile: the web server, and a worker and a calendar where "
        "TILLIT_REDIS names a Redis; without it, a loop that does each minute what is due. "
        "If one of them ends, all are stopped.",
        allow_abbrev=False,
    )
    run.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    run.add_argument("--port", metavar="N", type=port, default=8000, help="port to listen on (default: %(default)s)")
    run.set_defaults(work=run_site)


def add_manage(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    """Add `manage`."""
    manage = verbs.add_parser(
        "manage",
        help="run a management command",
        description="Passes its arguments to manage.py; `./tillit manage help` lists the commands.",
        allow_abbrev=False,
    )
    manage.add_argument("arguments", nargs=argparse.REMAINDER, metavar="ARGUMENT")
    manage.set_defaults(work=run_manage)


def add_styles(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    """Add `styles`."""
    build = verbs.add_parser(
        "styles",
        help="build the style sheets anew, after a change in the templates or in project/styles",
        description="Fetches Designsystemet from npm as project/styles/package-lock.json has it, takes what the "
        "templates use, and writes the style sheets kept in git. Node comes with the development requirements.",
        allow_abbrev=False,
    )
    build.set_defaults(work=run_styles)


def add_test(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    """Add `test`."""
    test = verbs.add_parser(
        "test",
        help="check the project",
        description="Checks style, types, import contracts, migrations and settings, then runs the tests on SQLite, on "
        "PostgreSQL, and with Redis and a real worker. Servers that are not running are started for the test alone; "
        "programs that are missing are installed where that is possible (Debian or Ubuntu, as root) and named "
        "otherwise. With arguments for pytest, only pytest on SQLite runs, with those arguments.",
        usage="tillit test [--quick] [[--] PYTEST-ARGUMENT ...]",
        allow_abbrev=False,
    )
    test.add_argument("--quick", action="store_true", help="only the tests without a browser or a server: pure and db")
    test.set_defaults(work=run_test)


def add_verify(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    """Add `verify`."""
    check = verbs.add_parser(
        "verify",
        help="check the record of a round or the files of a report, without a database or anything installed",
        description="Checks a round's published record: every fingerprint, the log's chain, and that the sums agree; "
        "or the files of a report: that each is the one that was signed, and the signature. "
        "Ends with 0 where all holds together, 1 where it does not, 2 where there is nothing to read.",
        allow_abbrev=False,
    )
    check.add_argument(
        "record", metavar="DIR|ZIP", type=Path, help="the record or the report, as a folder or as the zip file"
    )
    check.add_argument("--language", choices=LANGUAGES, default="nb", help="nb, nn, sv or en (default: %(default)s)")
    check.set_defaults(work=run_verify)


def port(text: str) -> int:
    """Read a port number, 1 to 65535."""
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port lies between 1 and 65535")
    return number


def words_for_pytest(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part `test`'s own options from pytest's arguments: all that follows --, and whatever `test` does not know."""
    if not words or words[0] != "test":
        return list(words), []
    cut = words.index("--") if "--" in words else len(words)
    own = [word for word in words[:cut] if word in {"test", "--quick", "-h", "--help"}]
    return own, [word for word in words[:cut] if word not in own] + list(words[cut + 1 :])


def main(words: Sequence[str]) -> int:
    """Do what the words say; return the exit status."""
    own, for_pytest = words_for_pytest(words)
    options = parser().parse_args(own)
    try:
        status: int = options.work(options, for_pytest)
    except Stop as stop:
        complain(str(stop))
        return 1
    except KeyboardInterrupt:
        complain("stopped")
        return 130
    return status


def run_demo(options: argparse.Namespace, _pytest: Sequence[str]) -> int:
    """Install the runtime and become `manage.py demo`."""
    if options.real and not options.answers:
        raise Stop("--real says that the answers of --answers are real; name their file with --answers.")
    if options.answers and not Path(options.answers).is_file():
        raise Stop(f"There is no file {options.answers}.")
    installation = install(RUNTIME)
    compile_catalogues(installation)
    arguments = [flag for flag in ("--no-serve", "--real") if getattr(options, flag[2:].replace("-", "_"))]
    for name in ("out", "seed", "answers", "name", "record", "port"):
        value = getattr(options, name)
        if value is not None:
            arguments += [f"--{name}", str(value)]
    django.replace_with(installation, ["demo", *arguments], demo_environment(installation))
    return 0


def demo_environment(installation: Installation) -> dict[str, str]:
    """Return the environment in which the demo has a database and keys of its own, and nothing but this process."""
    variables = installation.environment()
    state = Path(variables.get("TILLIT_STATE", str(ROOT / ".tillit"))).expanduser().resolve() / "demo"
    variables |= {
        "DJANGO_SETTINGS_MODULE": "project.settings.development",
        "TILLIT_STATE": str(state),
        "TILLIT_DATABASE": f"sqlite:///{state / 'demo.sqlite3'}",
        "TILLIT_WAVE_KEYS": str(state / "wave-keys"),
        "TILLIT_SIGNING_KEY": str(state / "signing-key.pem"),
        "TILLIT_REDIS": "",
    }
    return variables


def run_site(options: argparse.Namespace, _pytest: Sequence[str]) -> int:
    """Install the runtime and serve."""
    installation = install(RUNTIME)
    compile_catalogues(installation)
    return serving.serve(installation, host=options.host, port=options.port, variables=os.environ)


def run_manage(options: argparse.Namespace, _pytest: Sequence[str]) -> int:
    """Install the runtime and become manage.py."""
    installation = install(RUNTIME)
    compile_catalogues(installation)
    django.replace_with(installation, options.arguments or ["help"])
    return 0


def run_verify(options: argparse.Namespace, _pytest: Sequence[str]) -> int:
    """Check a record; installs nothing."""
    return verified(options.record, options.language)


def run_styles(_options: argparse.Namespace, _pytest: Sequence[str]) -> int:
    """Build the style sheets."""
    styles.build_into_the_project()
    return 0


def run_test(options: argparse.Namespace, pytest: Sequence[str]) -> int:
    """Check the project."""
    return testing.check(quick=options.quick, arguments=pytest)
