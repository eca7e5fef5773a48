//! Answers as JSON: one line, keys in the order of the shared shape, the same bytes for the same answer.

use serde::Serialize;
use std::io;

use super::model::{RulePage, RuleReport, SCHEMA_VERSION, Tool};

/// Writes the answer's JSON and a line break.
pub fn write<T: Serialize>(out: &mut dyn io::Write, answer: &T) -> io::Result<()> {
    serde_json::to_writer(&mut *out, answer)?;
    out.write_all(b"\n")
}

/// An answer that is not a document by itself, with what a document begins with.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document<T> {
    schema_version: u32,
    tool: Tool,
    #[serde(flatten)]
    content: T,
}

impl<T> Document<T> {
    fn of(content: T) -> Document<T> {
        Document { schema_version: SCHEMA_VERSION, tool: Tool::this(), content }
    }
}

#[derive(Serialize)]
pub struct Rules {
    rules: Vec<RuleReport>,
}

/// The list of rules as a document.
pub fn rules(rules: Vec<RuleReport>) -> Document<Rules> {
    Document::of(Rules { rules })
}

/// A rule's page as a document.
pub fn page(page: RulePage) -> Document<RulePage> {
    Document::of(page)
}
