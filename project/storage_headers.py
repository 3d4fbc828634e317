"""What every static file is served with. Apart from the storage, which cannot be imported before the settings are read."""

from wsgiref.headers import Headers


def no_sniffing(headers: Headers, path: str, url: str) -> None:
    """Let the browser take a file for what it says it is and for nothing else."""
    headers["X-Content-Type-Options"] = "nosniff"
