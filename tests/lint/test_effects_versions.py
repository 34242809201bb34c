"""What depends on the major version, on those that no embedded server runs too."""

import pytest

from tests.lint.prediction import predicted

SETUP = """
create type mood as enum ('sad');
create table author (id int, age int, older int generated always as (age + 1) stored, m mood);
create table book (id int primary key, author_id int) partition by list (id);
create table shop (id int primary key);
create table animal (id int, name text);
create table cat () inherits (animal);
"""


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("alter table author alter column older set expression as (age + 2)", 17),
        ("alter table author add column c int generated always as (age) virtual", 18),
        ("alter table author add constraint c check (age > 0) not enforced", 18),
        ("alter table author add constraint c not null age not valid", 18),
        ("alter table book add foreign key (author_id) references shop (id) not valid", 18),
        ("alter table author set access method heap", 15),
        ("create type fresh as enum ('a'); alter type fresh add value 'b'; select 'b'::fresh", 17),
    ],
)
def test_a_statement_is_refused_before_the_version_that_brought_it(text: str, first: int) -> None:
    refused = {major for major in range(14, 19) if predicted(SETUP, text, major).fails}
    assert refused == set(range(14, first))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("alter table animal add constraint c check (id > 0) no inherit", 18),
        ("vacuum full animal", 18),
        ("analyze animal", 18),
    ],
)
def test_children_are_locked_with_their_parent_from_the_version_on(text: str, first: int) -> None:
    locks_child = {
        major
        for major in range(14, 19)
        if any(each.relation == "public.cat" for each in predicted(SETUP, text, major).effects)
    }
    assert locks_child == set(range(first, 19))
