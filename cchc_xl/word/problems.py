"""A Word document that cannot be used; ``reason`` is one of those a file may be refused for."""


class WordProblem(Exception):  # noqa: N818 - named for what the user has, not for the language
    """``reason`` and ``facts`` become the Vietnamese sentence of the finding."""

    def __init__(self, reason: str, facts: dict[str, str | int] | None = None) -> None:
        self.reason = reason
        self.facts = facts or {}
        super().__init__(reason, self.facts)
