//! The examples of a rule's page, read for the tests and for the servers that are asked about them.

use migralint::Source;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Language {
    Sql,
    Python,
    /// What is printed.
    Text,
}

/// A piece of a page between two lines of backticks.
pub struct Fence {
    /// The words behind the opening backticks.
    pub info: String,
    pub text: String,
    pub line: usize,
}

/// The fenced blocks of a page, or the first thing that is wrong with them.
pub fn fences(page: &str) -> Result<Vec<Fence>, String> {
    let mut fences = Vec::new();
    let mut open: Option<Fence> = None;
    for (number, line) in page.lines().enumerate() {
        let Some(info) = line.strip_prefix("```") else {
            if let Some(fence) = &mut open {
                fence.text.push_str(line);
                fence.text.push('\n');
            }
            continue;
        };
        match open.take() {
            Some(_) if !info.is_empty() => {
                return Err(format!("line {}: a block opens inside a block", number + 1));
            }
            Some(fence) => fences.push(fence),
            None => {
                let info = info.to_owned();
                open = Some(Fence { info, text: String::new(), line: number + 1 });
            }
        }
    }
    match open {
        Some(fence) => Err(format!("line {}: the block never ends", fence.line)),
        None => Ok(fences),
    }
}

/// The migrations of a block: `-- file 2.sql` and `# file name.py` begin the next.
pub fn sources(language: Language, text: &str) -> Vec<Source> {
    let (marker, first) = match language {
        Language::Sql | Language::Text => ("-- file ", "1.sql"),
        Language::Python => ("# file ", "versions/first.py"),
    };
    let mut files = vec![(first.to_owned(), String::new())];
    for line in text.lines() {
        if let Some(name) = line.strip_prefix(marker) {
            files.push((name.to_owned(), String::new()));
        } else if let Some((_, text)) = files.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    files.retain(|it| !it.1.trim().is_empty());
    let read = |(path, text): (String, String)| match language {
        Language::Sql | Language::Text => source(&path, &text),
        Language::Python => source(&path, &migration(&text)),
    };
    files.into_iter().map(read).collect()
}

pub fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

/// A whole Alembic migration from an example that shows only what matters: what it leaves out is added.
fn migration(text: &str) -> String {
    let mut whole = String::new();
    if !text.contains("import ") {
        whole.push_str(IMPORTS);
    }
    if text.contains("revision = ") {
        return whole + text;
    }
    whole.push_str(REVISION);
    whole.push_str(text);
    if !text.contains("def downgrade") {
        whole.push_str(TAIL);
    }
    whole
}

pub const IMPORTS: &str = "from alembic import op\nimport sqlalchemy as sa\n\n";
pub const REVISION: &str = "revision = \"a1\"\ndown_revision = None\n\n";
pub const TAIL: &str = "\ndef downgrade():\n    raise NotImplementedError\n";
