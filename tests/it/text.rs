//! Positions in texts: lines, columns, UTF-16, edits.

use migralint::text::{Edit, Lines, Position, Span, apply};

fn position(text: &str, offset: u32) -> (u32, u32) {
    let Position { line, column } = Lines::new(text).position(text, offset);
    (line, column)
}

#[test]
fn columns_count_characters_and_lines_end_at_line_feeds() {
    let text = "a\r\nß𝄞x\n\nlast";
    assert_eq!(position(text, 0), (1, 1));
    assert_eq!(position(text, 3), (2, 1));
    assert_eq!(position(text, 5), (2, 2));
    assert_eq!(position(text, 9), (2, 3));
    assert_eq!(position(text, 11), (3, 1));
    assert_eq!(position(text, 12), (4, 1));
    assert_eq!(position(text, 99), (4, 5));
    assert_eq!(position("", 0), (1, 1));
}

#[test]
fn a_byte_order_mark_takes_no_column() {
    let text = "\u{feff}select\nx";
    assert_eq!(position(text, 0), (1, 1));
    assert_eq!(position(text, 3), (1, 1));
    assert_eq!(position(text, 4), (1, 2));
    assert_eq!(position(text, 10), (2, 1));
}

#[test]
fn utf16_offsets_count_surrogates_twice() {
    let text = "ß𝄞x\n𝄞y";
    let lines = Lines::new(text);
    assert_eq!(lines.utf16(text, 2), 1);
    assert_eq!(lines.utf16(text, 6), 3);
    assert_eq!(lines.utf16(text, 12), 7);
}

#[test]
fn a_long_line_is_counted_as_exactly_as_a_short_one() {
    let text = "é1".repeat(5_000);
    let lines = Lines::new(&text);
    for index in [0, 1, 341, 342, 1023, 1024, 4_999] {
        let Position { line, column } = lines.position(&text, index * 3);
        assert_eq!((line, column), (1, index * 2 + 1));
        assert_eq!(lines.utf16(&text, index * 3), index * 2);
    }
}

#[test]
fn lines_are_given_without_their_breaks() {
    let text = "one\r\ntwo\n";
    let lines = Lines::new(text);
    assert_eq!(lines.line(text, 1).map(|it| it.of(text)), Some("one"));
    assert_eq!(lines.line(text, 2).map(|it| it.of(text)), Some("two"));
    assert_eq!(lines.line(text, 3).map(|it| it.of(text)), Some(""));
    assert_eq!(lines.line(text, 4), None);
    assert_eq!(lines.line(text, 0), None);
}

#[test]
fn edits_apply_together_or_not_at_all() {
    let edit = |start, end, text: &str| Edit { span: Span::new(start, end), text: text.to_owned() };
    assert_eq!(apply("abcdef", &[edit(4, 5, "E"), edit(0, 1, "")]).as_deref(), Some("bcdEf"));
    assert_eq!(apply("abcdef", &[edit(0, 3, "x"), edit(2, 4, "y")]), None);
    assert_eq!(apply("é", &[edit(1, 1, "x")]), None);
    assert_eq!(apply("abc", &[edit(3, 9, "x")]), None);
}
