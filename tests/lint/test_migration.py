from lint.migration import Piece, Place, Positions, SourceError


def test_the_text_itself_is_found_where_it_stands() -> None:
    positions = Positions("select 1;\nalter table a\n  drop b;\n")

    assert positions.locate(10, 15) == Place(2, 1, 2, 6)
    assert positions.locate(26, 32) == Place(3, 3, 3, 9)
    assert positions.locate(0, 32) == Place(1, 1, 3, 9)


def test_a_point_is_a_place_of_no_width() -> None:
    assert Positions("select").locate(3) == Place(1, 4, 1, 4)


def test_columns_count_characters() -> None:
    assert Positions("-- žluťoučký\nselect 'ž', x").locate(24, 25) == Place(2, 12, 2, 13)


def test_pieces_are_found_in_the_file_they_are_from() -> None:
    source = 'op.execute("drop table a")\nop.create()\n'
    sql = "drop table a;\ncreate table b ();\n"
    pieces = (Piece(0, 12, 24), Piece(14, 27, 38, is_verbatim=False))
    positions = Positions(source, pieces)

    assert sql[11:12] == "a"
    assert positions.locate(11, 12) == Place(1, 24, 1, 25)
    assert positions.locate(12, 13) == Place(1, 25, 1, 25)
    assert positions.locate(20, 25) == Place(2, 1, 2, 12)


def test_an_offset_past_the_end_is_the_end() -> None:
    assert Positions("select 1").locate(8, 9) == Place(1, 9, 1, 10)


def test_an_error_says_where_and_what() -> None:
    assert str(SourceError("no", path="a.sql")) == "a.sql: no"
    assert str(SourceError("no", path="a.sql", line=3)) == "a.sql:3: no"
    assert str(SourceError("no", path="a.sql", line=3, column=2)) == "a.sql:3:2: no"
