"""What was used last is held, within a number of values and of bytes."""

from api.recently_used import RecentlyUsed


def test_what_was_asked_for_longest_ago_is_forgotten_first() -> None:
    held: RecentlyUsed[str, int] = RecentlyUsed(most=2, most_bytes=100)
    held.put("a", 1, 1)
    held.put("b", 2, 1)
    assert held.get("a") == 1
    held.put("c", 3, 1)
    assert [held.get(key) for key in "abc"] == [1, None, 3]


def test_as_many_are_forgotten_as_make_room() -> None:
    held: RecentlyUsed[str, int] = RecentlyUsed(most=10, most_bytes=100)
    for key in "abcd":
        held.put(key, 0, 30)
    assert (len(held), held.bytes) == (3, 90)
    held.put("e", 0, 80)
    assert (len(held), held.bytes) == (1, 80)
    assert held.get("e") == 0


def test_a_value_takes_the_place_of_another_of_its_key() -> None:
    held: RecentlyUsed[str, int] = RecentlyUsed(most=10, most_bytes=100)
    held.put("a", 1, 60)
    held.put("a", 2, 70)
    assert (held.get("a"), len(held), held.bytes) == (2, 1, 70)


def test_what_is_too_large_for_all_the_room_pushes_out_nothing() -> None:
    held: RecentlyUsed[str, int] = RecentlyUsed(most=10, most_bytes=100)
    held.put("a", 1, 60)
    held.put("b", 2, 101)
    assert (held.get("a"), held.get("b")) == (1, None)
