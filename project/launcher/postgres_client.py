"""Two questions to a PostgreSQL, asked from the virtual environment: `python -m project.launcher.postgres_client`.

check ADDRESS         ends with 0 where the server lets us in
drop ADDRESS PREFIX   drops the databases whose names begin with PREFIX
"""

import sys


def main(words: list[str]) -> None:
    """Do one of the two; any failure ends with an error."""
    import psycopg  # Here and not above: the launcher itself runs before anything is installed.
    from psycopg import sql

    verb, address, *rest = words
    with psycopg.connect(address, connect_timeout=5, autocommit=True) as connection:
        if verb == "drop":
            found = connection.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", rest
            ).fetchall()
            for (name,) in found:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


if __name__ == "__main__":
    main(sys.argv[1:])
