"""PostgreSQL for the test run: a running one that lets us in, else one of our own."""

import os
import secrets
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from urllib.parse import quote, urlsplit

from project.launcher import programs
from project.launcher.console import ROOT, Stop, say
from project.launcher.installation import Installation
from project.launcher.own_server import HERE, folder_of, free_port, owner, run_as, started


@contextmanager
def postgres(installation: Installation) -> Iterator[str]:
    """Yield an address with a fresh database name. Django makes test_NAME of it; all of that is dropped at the end."""
    given = os.environ.get("TILLIT_TEST_DATABASE", "")
    running = [address for address in addresses(os.environ) if ask(installation, "check", address)]
    if running:
        say(f"PostgreSQL answers on {urlsplit(running[0]).hostname}")
        with fresh_name(installation, running[0]) as address:
            yield address
    elif given.startswith("postgres"):
        raise Stop("TILLIT_TEST_DATABASE names a PostgreSQL that does not let us in.")
    else:
        with own_postgres(installation) as server, fresh_name(installation, server) as address:
            yield address


@contextmanager
def fresh_name(installation: Installation, server: str) -> Iterator[str]:
    """Yield the server's address with a name of a database that nobody else uses."""
    name = f"tillit_{secrets.token_hex(6)}"
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        if not ask(installation, "drop", server, f"test_{name}"):
            say(f"the databases whose names begin with test_{name} could not be dropped")


def addresses(variables: Mapping[str, str]) -> list[str]:
    """Return where a PostgreSQL may be: where TILLIT_TEST_DATABASE says, else where PG* say, else on this machine."""
    given = variables.get("TILLIT_TEST_DATABASE", "")
    if given.startswith("postgres"):
        return [given]
    host = variables.get("PGHOST", HERE)
    host = HERE if host.startswith("/") else host  # A folder of sockets; the tests speak TCP.
    port = variables.get("PGPORT", "5432")
    users = [variables["PGUSER"]] if "PGUSER" in variables else ["postgres", "root"]
    password = f":{quote(variables['PGPASSWORD'], safe='')}" if "PGPASSWORD" in variables else ""
    return [f"postgresql://{quote(user, safe='')}{password}@{host}:{port}/postgres" for user in users]


def ask(installation: Installation, *arguments: str) -> bool:
    """Run project.launcher.postgres_client in the virtual environment; tell whether it ended well."""
    command = [str(installation.python), "-m", "project.launcher.postgres_client", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=installation.environment(), capture_output=True, check=False)
    return done.returncode == 0


@contextmanager
def own_postgres(installation: Installation) -> Iterator[str]:
    """Run a PostgreSQL with a random password and without its safety against power cuts."""
    programs.require([programs.POSTGRES])
    user, password, port = owner(), secrets.token_urlsafe(24), free_port()
    with folder_of(user) as folder:
        secret, data = folder / "password", folder / "data"
        secret.write_text(password, encoding="utf-8")
        os.chown(secret, user.pw_uid, user.pw_gid)
        initdb = [server_program("initdb"), "--pgdata", str(data), "--username", "tillit", "--encoding", "UTF8"]
        initdb += ["--no-locale", "--no-sync", "--auth", "scram-sha-256", "--pwfile", str(secret)]
        if run_as(user, initdb, folder).wait() != 0:
            raise Stop(f"PostgreSQL could not make its folder:\n{(folder / 'log').read_text(encoding='utf-8').strip()}")
        command = [server_program("postgres"), "-D", str(data), "-h", HERE, "-p", str(port)]
        for setting in ("unix_socket_directories=", "fsync=off", "full_page_writes=off", "max_connections=50"):
            command += ["-c", setting]
        address = f"postgresql://tillit:{password}@{HERE}:{port}/postgres"
        answers = partial(ask, installation, "check", address)
        with started("PostgreSQL", command, user=user, folder=folder, answers=answers):
            yield address


def server_program(name: str) -> str:
    """Return the path of one of PostgreSQL's server programs."""
    found = programs.postgres_program(name)
    if found is None:
        raise Stop(f"{name} is missing. On Debian and Ubuntu: sudo apt-get install postgresql")
    return found
