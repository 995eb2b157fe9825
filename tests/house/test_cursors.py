"""No round of the worker goes by a bare sequence or a clock: rows commit late."""

from tests.house.files import name, walk

#: Where a round keeps how far it has looked, beside versions and transactions.
KEEPS_A_MARK = "Watermark"
THEIR_MODEL = "notifications/models.py"


def test_whoever_keeps_a_mark_by_ids_asks_how_far_they_are_settled() -> None:
    code = {
        name(path): path.read_text()
        for path in walk()
        if path.suffix == ".py" and not name(path).startswith(("tests/", "frontend/"))
    }
    keepers = {
        file
        for file, text in code.items()
        if KEEPS_A_MARK in text and file != THEIR_MODEL and "/migrations/" not in file
    }
    assert keepers
    assert {file for file in keepers if "Settled(" not in code[file]} == set()
