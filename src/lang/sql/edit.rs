//! The smallest edits of a statement's text that make it ask for something else.

use super::lex;
use super::lex::{Kind, Token};
use super::write::{Letters, Style};
use crate::dialect::Dialect;
use crate::ops::constraint::{Constraint, Validity};
use crate::ops::index::{CreateIndex, DropIndex, Online, Reindex};
use crate::ops::object::{AlterEnum, RefreshView};
use crate::ops::table::AlterPartition;
use crate::ops::{Clause, Op, OpKind};
use crate::text::{Edit, Span};

/// The words that say what is made or dropped are among the first so many.
const FIRST: usize = 6;

/// The operation's place in a text of SQL.
pub(crate) struct Place<'a> {
    pub(crate) text: &'a str,
    pub(crate) op: &'a Op,
    pub(crate) dialect: Dialect,
    tokens: Vec<Token>,
}

impl<'a> Place<'a> {
    pub(crate) fn new(text: &'a str, op: &'a Op, dialect: Dialect) -> Place<'a> {
        let mut lexer = lex::Lexer::new(text, op.span, lex::Lexis::of(dialect));
        let tokens = std::iter::from_fn(|| lexer.next()).collect();
        Place { text, op, dialect, tokens }
    }

    /// Whether the operation says all that the text does: no comments, and nothing that only moves where things are kept.
    pub(crate) fn is_said_in_full(&self) -> bool {
        let text = self.op.span.of(self.text);
        let kept =
            |it: &Token| ["with", "tablespace"].iter().any(|word| it.spells(self.text, word));
        !text.contains("--") && !text.contains("/*") && !self.tokens.iter().any(kept)
    }

    /// How the statement is written.
    pub(crate) fn style(&self) -> Style {
        let first = self.tokens.first().map_or("", |it| it.text(self.text));
        let table = self.op.clauses.iter().find(|it| it.0 == Clause::Table);
        let spelled = table.map(|it| it.1.of(self.text).to_owned());
        let name = super::super::edit::table_of(&self.op.kind);
        Style {
            dialect: self.dialect,
            letters: Letters::of(first),
            spelled: name.cloned().zip(spelled),
        }
    }

    /// The edits that make the operation the other one, where that takes no more than a clause.
    pub(crate) fn become_other(&self, to: &OpKind) -> Option<Vec<Edit>> {
        match (&self.op.kind, to) {
            (from, to) if from == to => Some(Vec::new()),
            (OpKind::CreateIndex(from), OpKind::CreateIndex(to)) => {
                let online = CreateIndex { online: Online::Yes, ..from.clone() };
                (online == *to).then_some(())?;
                self.online(&["index"])
            }
            (OpKind::DropIndex(from), OpKind::DropIndex(to)) => {
                let online = DropIndex { online: Online::Yes, ..from.clone() };
                (online == *to).then_some(())?;
                self.online(&["index"])
            }
            (OpKind::Reindex(from), OpKind::Reindex(to)) => {
                let online = Reindex { online: Online::Yes, ..from.clone() };
                (online == *to).then_some(())?;
                self.online(&["index", "table", "schema", "database", "system"])
            }
            (OpKind::RefreshView(from), OpKind::RefreshView(to)) => {
                let online = RefreshView { online: Online::Yes, ..from.clone() };
                (online == *to).then_some(())?;
                self.online(&["view"])
            }
            (
                OpKind::AlterPartition {
                    change: AlterPartition::Detach { online: Online::No, .. },
                    ..
                },
                OpKind::AlterPartition {
                    change: AlterPartition::Detach { online: Online::Yes, .. },
                    ..
                },
            ) => Some(vec![self.append("concurrently")]),
            (
                OpKind::AddConstraint { constraint: from, .. },
                OpKind::AddConstraint { constraint: to, .. },
            ) => self.constraint(from, to),
            _ => None,
        }
    }

    /// `if exists` or `if not exists` behind the word for what the operation makes or drops. An index that is built online
    /// gets none: one that a failed build has left behind would pass for it.
    pub(crate) fn guard(&self) -> Option<Edit> {
        (self.dialect == Dialect::Postgres).then_some(())?;
        let (words, guard): (&[&str], &str) = match &self.op.kind {
            OpKind::CreateTable(it) if !it.replaces => (&["table"], "if not exists"),
            OpKind::CreateSequence(_) => (&["sequence"], "if not exists"),
            OpKind::CreateSchema { .. } => (&["schema"], "if not exists"),
            OpKind::CreateIndex(it) if it.online == Online::No && it.name.is_some() => {
                (&["index"], "if not exists")
            }
            OpKind::AddColumn { .. } => (&["column", "add"], "if not exists"),
            OpKind::AlterEnum { change: AlterEnum::AddValue { .. }, .. } => {
                (&["value"], "if not exists")
            }
            OpKind::DropTable { .. } => (&["table"], "if exists"),
            OpKind::DropSchema { .. } => (&["schema"], "if exists"),
            OpKind::DropColumn { .. } => (&["column", "drop"], "if exists"),
            OpKind::DropConstraint { .. } => (&["constraint"], "if exists"),
            OpKind::DropIndex(it) if it.online == Online::Yes => (&["concurrently"], "if exists"),
            OpKind::DropIndex(_) => (&["index"], "if exists"),
            _ => return None,
        };
        let is = |it: &&Token, word: &str| it.kind == Kind::Word && it.spells(self.text, word);
        if self.tokens.iter().any(|it| is(&it, "exists")) {
            return None;
        }
        let find = |word: &&str| self.tokens.iter().take(FIRST).find(|it| is(it, word));
        let word = words.iter().find_map(find)?;
        let letters = Letters::of(word.text(self.text));
        Some(insert(word.end, format!(" {}", letters.write(guard))))
    }

    /// `concurrently` behind the first of these words.
    fn online(&self, words: &[&str]) -> Option<Vec<Edit>> {
        let creates = matches!(self.op.kind, OpKind::CreateIndex(_));
        let says = |word: &str| self.tokens.iter().any(|it| it.spells(self.text, word));
        match self.dialect {
            Dialect::Oracle => return Some(vec![self.append("online")]),
            Dialect::Mssql if creates && !says("with") => {
                return Some(vec![self.append("with (online = on)")]);
            }
            Dialect::Postgres => {}
            _ => return None,
        }
        let word = self.tokens.iter().find(|it| {
            it.kind == Kind::Word && words.iter().any(|word| it.spells(self.text, word))
        })?;
        let letters = Letters::of(word.text(self.text));
        Some(vec![insert(word.end, format!(" {}", letters.write("concurrently")))])
    }

    /// A name for the constraint, and that it is not valid yet.
    fn constraint(&self, from: &Constraint, to: &Constraint) -> Option<Vec<Edit>> {
        let same = Constraint { name: to.name.clone(), validity: to.validity, ..from.clone() };
        (same == *to).then_some(())?;
        let mut edits = Vec::new();
        if from.name.is_none()
            && let Some(name) = &to.name
        {
            let add = self.tokens.iter().find(|it| it.spells(self.text, "add"))?;
            let letters = Letters::of(add.text(self.text));
            let name = crate::lang::alembic::names::write(name, self.dialect);
            edits.push(insert(add.end, format!(" {} {name}", letters.write("constraint"))));
        }
        match (from.validity, to.validity) {
            // Validating locks as hard there as checking at once.
            (Validity::Checked, Validity::NotValid) if self.dialect == Dialect::Mssql => {
                return None;
            }
            (Validity::Checked, Validity::NotValid) => {
                let oracle = self.dialect == Dialect::Oracle;
                edits.push(self.append(if oracle { "enable novalidate" } else { "not valid" }));
            }
            (from, to) if from == to => {}
            _ => return None,
        }
        Some(edits)
    }

    /// Words at the operation's end, where its last token ends.
    fn append(&self, words: &str) -> Edit {
        let end = self.tokens.last().map_or(self.op.span.end, |it| it.end);
        let first = self.tokens.first().map_or("", |it| it.text(self.text));
        insert(end, format!(" {}", Letters::of(first).write(words)))
    }
}

/// The words of a text of SQL, names between quotes left out.
pub(crate) fn words(text: &str, dialect: Dialect) -> Vec<&str> {
    let tokens = super::lex(text, dialect);
    tokens.iter().filter(|it| it.kind == Kind::Word).map(|it| it.text(text)).collect()
}

pub(crate) fn insert(at: u32, text: String) -> Edit {
    Edit { span: Span { start: at, end: at }, text }
}
