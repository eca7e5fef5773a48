//! Python, read without being run: parsed with error recovery, and evaluated as far as values are known.

pub(crate) mod builtins;
pub(crate) mod evaluate;
pub(crate) mod execute;
pub(crate) mod files;
pub(crate) mod guard;
pub(crate) mod imports;
pub(crate) mod machine;
pub(crate) mod object;
pub(crate) mod parse;
pub(crate) mod text;
pub(crate) mod value;

/// For each of the byte offsets whether it lies in a comment: Python's own, or one of SQL in a string.
pub fn in_comment(text: &str, offsets: &[usize]) -> Vec<bool> {
    let comments = parse::comments(text);
    let answer = |&at: &usize| {
        let Some(comments) = &comments else { return true };
        let own = comments.iter().any(|it| it.range().contains(&at));
        // Whatever stands before it, a sharp in a string begins no comment.
        own || !text.get(..at).is_some_and(|it| it.trim_end().ends_with('#'))
    };
    offsets.iter().map(answer).collect()
}
