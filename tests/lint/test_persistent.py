from hypothesis import given
from hypothesis import strategies as st

from lint.persistent import PersistentMap

keys = st.integers(0, 40) | st.text(max_size=2)
changes = st.lists(st.tuples(keys, st.none() | st.integers(0, 3)), max_size=60)


def changed(
    known: PersistentMap[int | str, int], edits: list[tuple[int | str, int | None]]
) -> PersistentMap[int | str, int]:
    for key, value in edits:
        known = known.without(key) if value is None else known.with_item(key, value)
    return known


@given(changes)
def test_it_holds_what_a_dictionary_holds(edits: list[tuple[int | str, int | None]]) -> None:
    expected: dict[int | str, int] = {}
    for key, value in edits:
        if value is None:
            expected.pop(key, None)
        else:
            expected[key] = value
    known = changed(PersistentMap(), edits)
    assert {key: known.get(key) for key in known} == expected
    assert len(known) == len(expected)
    assert sorted(known.values()) == sorted(expected.values())
    assert all(key in known for key in expected)


@given(changes, changes)
def test_an_update_leaves_the_older_map_as_it_was(
    before: list[tuple[int | str, int | None]], after: list[tuple[int | str, int | None]]
) -> None:
    older = changed(PersistentMap(), before)
    shown = {key: older.get(key) for key in older}
    changed(older, after)
    assert {key: older.get(key) for key in older} == shown


@given(changes, changes)
def test_changes_are_the_differences(
    before: list[tuple[int | str, int | None]], after: list[tuple[int | str, int | None]]
) -> None:
    older = changed(PersistentMap(), before)
    newer = changed(older, after)
    everything = {*older, *newer}
    expected = {
        (key, older.get(key), newer.get(key))
        for key in everything
        if older.get(key) != newer.get(key)
    }
    assert set(newer.changes_since(older)) == expected
    assert (newer == older) is not bool(expected)
