//! Stands in for the crate of the same name, whose tables are a twentieth of the wasm. Python brings identifiers into
//! Unicode's normal form KC; a script has to spell one identifier in two ways for that to make a difference.

use std::str::Chars;

/// What has characters to be brought into a normal form.
pub trait UnicodeNormalization<I: Iterator<Item = char>> {
    /// The characters as they are.
    fn nfkc(self) -> I;
}

impl<'a> UnicodeNormalization<Chars<'a>> for &'a str {
    fn nfkc(self) -> Chars<'a> {
        self.chars()
    }
}

impl<I: Iterator<Item = char>> UnicodeNormalization<I> for I {
    fn nfkc(self) -> I {
        self
    }
}
