//! From bytes to text.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A file's text, and what it was taken for where nothing said so.
pub struct Decoded {
    /// A byte order mark of UTF-8 stays in it, so that positions are those of the file.
    pub text: String,
    pub read_as: Option<ReadAs>,
    /// What a byte order mark says it is, where that is not UTF-8.
    pub marked: Option<&'static str>,
}

pub struct ReadAs {
    pub encoding: &'static str,
    /// The first character that shows it, in bytes of the text.
    pub at: usize,
}

/// So many bytes are looked at to tell a text from something else.
const SAMPLE: usize = 8192;

/// The text of a file; an error says why it is none.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, String> {
    let sure = |text: String| Ok(Decoded { text, read_as: None, marked: None });
    for (mark, encoding, name) in
        [(b"\xff\xfe", UTF_16LE, "UTF-16LE"), (b"\xfe\xff", UTF_16BE, "UTF-16BE")]
    {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let text = encoding.decode_without_bom_handling(rest).0.into_owned();
            return Ok(Decoded { text, read_as: None, marked: Some(name) });
        }
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(&bytes);
    if let Some((encoding, name)) = unmarked_utf16(sample) {
        let text = encoding.decode_without_bom_handling(&bytes).0.into_owned();
        return Ok(Decoded { text, read_as: Some(ReadAs { encoding: name, at: 0 }), marked: None });
    }
    let odd = sample.iter().filter(|&&it| is_odd(it)).count();
    let null = sample.iter().position(|&it| it == 0);
    let bytes = match String::from_utf8(bytes) {
        // A stray control character is a fault of a text; many of them are no text.
        Ok(text) if odd * 10 <= text.len().min(SAMPLE) => return sure(text),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    if let Some(at) = null {
        return Err(format!("this is a binary file (byte {at} is null), not a migration"));
    }
    if odd * 10 > bytes.len().min(SAMPLE) {
        return Err(
            "this is a binary file (it is full of control characters), not a migration".to_owned()
        );
    }
    let valid = std::str::from_utf8(&bytes).map_or_else(|it| it.valid_up_to(), |it| it.len());
    let text = WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned();
    // What stands before the first foreign byte may itself be longer once it is decoded.
    let before = bytes.get(..valid).unwrap_or(&bytes);
    let at = WINDOWS_1252.decode_without_bom_handling(before).0.len();
    Ok(Decoded { text, read_as: Some(ReadAs { encoding: "Windows-1252", at }), marked: None })
}

/// Control characters that texts do not hold; form feed and escape occur in texts.
fn is_odd(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)
}

/// UTF-16 without a byte order mark: in Western text every second byte is null.
fn unmarked_utf16(sample: &[u8]) -> Option<(&'static encoding_rs::Encoding, &'static str)> {
    let nulls =
        |parity: usize| sample.iter().skip(parity).step_by(2).filter(|&&it| it == 0).count();
    let (even, odd) = (nulls(0), nulls(1));
    let half = sample.len() / 2;
    if half < 4 {
        return None;
    }
    if half * 7 <= odd * 10 && even * 50 <= half {
        return Some((UTF_16LE, "UTF-16LE"));
    }
    if half * 7 <= even * 10 && odd * 50 <= half {
        return Some((UTF_16BE, "UTF-16BE"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, Option<(&'static str, usize)>) {
        let decoded = decode(bytes.to_vec()).expect("a text");
        (decoded.text, decoded.read_as.map(|it| (it.encoding, it.at)))
    }

    #[test]
    fn marks_say_what_a_text_is() {
        assert_eq!(text(b"\xef\xbb\xbfa"), ("\u{feff}a".to_owned(), None));
        assert_eq!(text(b"\xff\xfea\0\xe9\0"), ("aé".to_owned(), None));
        assert_eq!(text(b"\xfe\xff\0a\0\xe9"), ("aé".to_owned(), None));
    }

    #[test]
    fn without_a_mark_a_guess_is_told() {
        assert_eq!(text(b"caf\xe9"), ("café".to_owned(), Some(("Windows-1252", 3))));
        // "é" in UTF-8 is two characters once the file turns out to be Windows-1252.
        assert_eq!(text(b"\xc3\xa9 \xe9"), ("Ã© é".to_owned(), Some(("Windows-1252", 5))));
        assert_eq!(text(b"s\0e\0l\0e\0c\0t\0"), ("select".to_owned(), Some(("UTF-16LE", 0))));
    }

    #[test]
    fn a_stray_null_byte_is_text_and_many_are_not() {
        assert_eq!(text(b"select 1;\0 select 2;"), ("select 1;\0 select 2;".to_owned(), None));
        assert!(decode(b"PGDMP\x01\x0e\0\x04\x08\xff\x01\x01\0\0\0".to_vec()).is_err());
        assert!(decode(vec![0; 100]).is_err());
        assert!(decode(b"\x7fELF\x02\x01\x01\0\0\0\0\xf0".to_vec()).is_err());
    }
}
