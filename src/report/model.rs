//! The one shape of answers: the command line's JSON, the npm package, the editor and the page share it.
//! The contract of names and meanings is design/interface.md's; `src/lint.rs` fills it.

use serde::Serialize;

pub const SCHEMA_VERSION: u32 = 1;

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tool {
    pub name: &'static str,
    pub version: &'static str,
}

impl Tool {
    pub fn this() -> Tool {
        Tool { name: "migralint", version: env!("CARGO_PKG_VERSION") }
    }
}

/// What `check` answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    pub schema_version: u32,
    pub tool: Tool,
    pub targets: Vec<TargetReport>,
    pub findings: Vec<Finding>,
    /// What fixes were applied before this was found, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fixed: Vec<FixedReport>,
    /// How well each migration can be taken back.
    pub downgrades: Vec<DowngradeReport>,
    pub coverage: Coverage,
}

/// A fix that was applied.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FixedReport {
    pub rule: String,
    pub path: String,
    pub title: String,
    pub safety: &'static str,
}

/// A target that was judged for, and how it was chosen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetReport {
    /// `postgres@16`.
    pub target: String,
    /// `given`, `configured` or `assumed`.
    pub chosen: &'static str,
    pub because: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    pub rule: String,
    pub severity: &'static str,
    pub message: String,
    pub reason: String,
    pub help: String,
    pub path: String,
    pub span: SpanReport,
    pub target: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<OperationReport>,
    pub fixes: Vec<Fix>,
    pub effects: Vec<EffectReport>,
    /// The same for the same finding however the lines around it move: 16 hexadecimal digits.
    pub fingerprint: String,
    pub pages: String,
}

/// A change after which the finding is gone.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fix {
    /// As an order: `build x online`.
    pub title: String,
    /// `safe`, or `ask` where it makes files or leaves rows otherwise than they were asked for.
    pub safety: &'static str,
    pub edits: Vec<EditReport>,
    pub creates: Vec<NewFile>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EditReport {
    pub path: String,
    pub span: SpanReport,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewFile {
    pub path: String,
    pub text: String,
}

/// Byte offsets in UTF-8; line and column from 1, columns in Unicode characters; UTF-16 offsets for JavaScript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SpanReport {
    pub start: u32,
    pub end: u32,
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub utf16_start: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub utf16_end: Option<u32>,
}

/// What was read and what was not: silence never means safe.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
    pub migrations: usize,
    pub statements: usize,
    pub understood: usize,
    pub opaque: Vec<OpaqueReport>,
    /// What was taken for a framework's default because the files do not say it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assumed: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OpaqueReport {
    pub path: String,
    pub span: SpanReport,
    pub why: String,
    /// Whether the whole statement is unknown, or all but a part of it was read.
    pub extent: &'static str,
}

/// What `inspect` answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InspectReport {
    pub schema_version: u32,
    pub tool: Tool,
    pub targets: Vec<TargetReport>,
    /// In the order in which they run; the ways down after all ways up, the last migration's first.
    pub migrations: Vec<MigrationReport>,
    pub schema: SchemaReport,
    pub coverage: Coverage,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MigrationReport {
    pub path: String,
    pub id: String,
    pub parents: Vec<String>,
    pub direction: &'static str,
    pub framework: &'static str,
    pub target: String,
    /// For a way up whose convention has a place for the way down: how well that undoes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub downgrade: Option<GradeReport>,
    pub steps: Vec<StepReport>,
}

/// How well a way down undoes its way up: replayed up and then down, the schema must be what it was.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GradeReport {
    /// `exact`; `structure-only` where rows or values are lost; `unproved` where something was not understood or is
    /// assumed; `wrong` where the schema is not what it was or the way down fails; `impossible` where there is no way
    /// down or it raises an error.
    pub grade: &'static str,
    pub reasons: Vec<String>,
}

/// The grade of one migration.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DowngradeReport {
    pub path: String,
    pub id: String,
    pub target: String,
    #[serde(flatten)]
    pub grade: GradeReport,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StepReport {
    pub span: SpanReport,
    pub sql: String,
    pub operations: Vec<OperationReport>,
    pub transaction: &'static str,
    pub effects: Vec<EffectReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    pub cost: CostReport,
}

/// What `plan` answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanReport {
    pub schema_version: u32,
    pub tool: Tool,
    pub targets: Vec<TargetReport>,
    /// The ways up, in the order in which they run.
    pub migrations: Vec<PlannedMigration>,
    pub coverage: Coverage,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlannedMigration {
    pub path: String,
    pub id: String,
    pub parents: Vec<String>,
    pub framework: &'static str,
    pub target: String,
    pub steps: Vec<PlannedStep>,
    /// How well the way down undoes it; absent where nobody can tell, as for a file that has none by its convention.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub way_back: Option<GradeReport>,
}

/// One statement, as a person plans it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlannedStep {
    pub span: SpanReport,
    pub sql: String,
    /// As in `inspect`.
    pub transaction: &'static str,
    /// `expand`: before the release of the application; `migrate`: moves data; `contract`: after the release.
    pub phase: &'static str,
    /// `instant`, `grows-with-table` or `unknown`.
    pub duration: &'static str,
    /// As in `inspect`.
    pub cost: CostReport,
    /// What holds somebody up, or may surprise.
    pub risks: Vec<EffectReport>,
    /// To be asked before it.
    pub before: Vec<QuestionReport>,
    /// To be asked after it.
    pub after: Vec<QuestionReport>,
}

/// A question to the database.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QuestionReport {
    /// What the query finds.
    pub finds: String,
    pub sql: String,
    /// The answer with which one goes on.
    pub expected: &'static str,
}

/// An operation's kind and the names it is about.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct OperationReport {
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct EffectReport {
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocks: Option<Vec<&'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_until: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lock: Option<&'static str>,
    /// What of the operation causes it, as a place in the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<SpanReport>,
    pub certainty: &'static str,
    pub because: String,
    pub source: &'static str,
}

/// How long a step takes once its locks are granted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CostReport {
    /// `instant`, `grows-with-table` or `unknown`.
    pub duration: &'static str,
    /// The least and the most, once its locks are granted; `null` where nobody can tell.
    pub seconds: Option<Vec<f64>>,
    /// The least and the most that new files take on the disk while it runs.
    pub bytes: Option<Vec<u64>>,
    /// `estimated`, or `unknown`.
    pub certainty: &'static str,
    /// What the numbers rest on, or why there are none.
    pub because: String,
}

/// The catalogue after the last migration.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct SchemaReport {
    pub tables: Vec<TableReport>,
    pub types: Vec<NamedReport>,
    pub sequences: Vec<NamedReport>,
    pub views: Vec<NamedReport>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NamedReport {
    pub name: String,
    pub detail: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TableReport {
    pub name: String,
    /// `whole` where the history made it, `in part` where it was there before or was made from what is not known.
    pub known: &'static str,
    pub columns: Vec<ColumnReport>,
    pub constraints: Vec<NamedReport>,
    pub indexes: Vec<NamedReport>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub triggers: Vec<NamedReport>,
    /// `temporary`, `unlogged` or `foreign`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persistence: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partition_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partition_of: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inherits: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<NamedReport>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnReport {
    pub name: String,
    #[serde(rename = "type")]
    pub data_type: Option<String>,
    pub nullable: Option<bool>,
    pub default: Option<String>,
    /// `serial`, `identity …`, `auto_increment`, or the expression it is computed from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// What `revert` answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RevertReport {
    pub schema_version: u32,
    pub tool: Tool,
    pub targets: Vec<TargetReport>,
    /// In the order in which they run.
    pub migrations: Vec<WayDownReport>,
}

/// One migration's way down: the grade of the one that is there, and the one that would be written.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WayDownReport {
    pub path: String,
    pub id: String,
    pub framework: &'static str,
    pub target: String,
    /// `None` where the convention has no way down.
    pub downgrade: Option<GradeReport>,
    /// What would be written; `None` where nothing has to be, or nothing can.
    pub proposed: Option<ProposedReport>,
    /// Why the way down that is missing or wrong cannot be written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cannot: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProposedReport {
    /// The grade of the text, read again.
    #[serde(flatten)]
    pub grade: GradeReport,
    /// The way down as it would stand in its file.
    pub text: String,
    pub edits: Vec<EditReport>,
    pub creates: Vec<NewFile>,
}

/// What `rules` answers: every rule, a line each.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleReport {
    pub name: &'static str,
    pub group: &'static str,
    pub title: &'static str,
    pub severity: &'static str,
    /// `strict` or `style` for a rule that is asked only where that preset is chosen.
    pub preset: Option<&'static str>,
    /// Empty for all dialects.
    pub dialects: Vec<&'static str>,
}

/// What `explain` answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RulePage {
    #[serde(flatten)]
    pub rule: RuleReport,
    /// Markdown.
    pub page: &'static str,
}
