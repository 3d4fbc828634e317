"""What a page is built of, so that two versions of it which differ in words alone are looked at once."""

from html.parser import HTMLParser


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        kept = {name: given[name] for name in ("class", "type", "role", "aria-invalid", "open") if name in given}
        if given.get("type") != "hidden":
            self.tags.append(f"{tag} {kept}")


def skeleton_of(page: str) -> set[tuple[str, str]]:
    """Return every pair of elements that follow one another in the page, with their classes and kinds."""
    reader = _Tags()
    reader.feed(page)
    return set(zip(reader.tags, reader.tags[1:], strict=False))
