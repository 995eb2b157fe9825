"""A reaction is one emoji, and the same one however it was typed."""

import pytest

from conversations.emoji import canonical
from tests.people import Cast
from tests.refusals import refused
from tests.stories import react, row_of, talking


@pytest.mark.parametrize(
    "typed",
    [
        "\u2764\ufe0f",
        "1\ufe0f\u20e3",
        "\u203c\ufe0f",
        "\xa9\ufe0f",
        "\U0001f1e9\U0001f1ea",
        "\U0001f44d\U0001f3fd",
        "\U0001f469\u200d\u2764\ufe0f\u200d\U0001f468",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    ],
)
def test_a_sign_is_kept_without_its_look(typed: str) -> None:
    assert canonical(typed) == canonical(canonical(typed)) == typed.replace("\ufe0f", "")


@pytest.mark.parametrize(
    "typed",
    [
        "\U0001f1e9",
        "\U0001f3fd",
        "\u2192",
        "a",
        "1",
        "\ufe0f",
        "\u2764\u2764",
        "\u200d",
        "\u2764\n",
    ],
)
def test_half_a_flag_or_a_word_is_no_sign(typed: str) -> None:
    with refused("bad_request"):
        canonical(typed)


def test_two_ways_to_type_a_sign_are_one_reaction(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    react(people.ana, conversation, 1, "\u2764")
    react(people.ana, conversation, 1, "\u2764\ufe0f")
    react(people.ana, conversation, 1, "\u2764\ufe0f", on=False)
    [reaction] = row_of(conversation).messages.get(number=1).reactions.all()
    assert (reaction.emoji, reaction.on) == ("\u2764", False)
