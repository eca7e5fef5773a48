//! Statements from operations, in the letters of the text that they are written into.

use crate::dialect::Dialect;
use crate::lang::alembic::names;
use crate::ops::column::{AlterColumn, ColumnDef};
use crate::ops::constraint::{
    Action, Constraint, ConstraintKind, Deferrable, ForeignKey, Key, Validity,
};
use crate::ops::expr::Expr;
use crate::ops::index::{CreateIndex, DropIndex, IndexKey, Online};
use crate::ops::transaction::{Setting, SettingScope};
use crate::ops::{Cascade, Guard, ObjectName, OpKind};

/// How the text around writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) dialect: Dialect,
    pub(crate) letters: Letters,
    /// A name with the spelling that the text has for it.
    pub(crate) spelled: Option<(ObjectName, String)>,
}

/// In which letters keywords are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letters {
    Lower,
    Upper,
}

impl Letters {
    /// Those of a keyword.
    pub(crate) fn of(word: &str) -> Letters {
        let lower = word.bytes().any(|it| it.is_ascii_lowercase());
        if lower { Letters::Lower } else { Letters::Upper }
    }

    /// Keywords, which are given in lower case.
    pub(crate) fn write(self, words: &str) -> String {
        match self {
            Letters::Lower => words.to_owned(),
            Letters::Upper => words.to_ascii_uppercase(),
        }
    }
}

/// The statement without a semicolon, or `None` where the operation is not one that is written here, in all it says.
pub(crate) fn statement(kind: &OpKind, style: &Style) -> Option<String> {
    let w = |words: &str| style.letters.write(words);
    let alter = |table: &ObjectName| format!("{} {}", w("alter table"), style.object(table));
    Some(match kind {
        OpKind::CreateIndex(index) => style.create_index(index)?,
        OpKind::DropIndex(index) => style.drop_index(index)?,
        OpKind::AddConstraint { table, constraint, guard: Guard::None } => {
            format!("{} {} {}", alter(table), w("add"), style.constraint(constraint)?)
        }
        OpKind::ValidateConstraint { table, name } => {
            let validate = match style.dialect {
                Dialect::Mssql => "with check check constraint",
                Dialect::Oracle => "enable validate constraint",
                _ => "validate constraint",
            };
            format!("{} {} {}", alter(table), w(validate), style.name(name))
        }
        OpKind::DropConstraint { table, constraint, guard, cascade: Cascade::Unstated } => {
            let guard = style.if_exists(*guard);
            let name = style.name(constraint.name()?);
            format!("{} {} {guard}{name}", alter(table), w("drop constraint"))
        }
        OpKind::AddColumn { table, column, guard, .. } => {
            let guard = style.if_not_exists(*guard);
            let add = if style.is_bare() { "add" } else { "add column" };
            format!("{} {} {guard}{}", alter(table), w(add), style.column(column)?)
        }
        OpKind::DropColumn { table, column, guard, cascade: Cascade::Unstated } => {
            let guard = style.if_exists(*guard);
            format!("{} {} {guard}{}", alter(table), w("drop column"), style.name(column))
        }
        OpKind::RenameColumn { table, column, to } if style.dialect != Dialect::Mssql => format!(
            "{} {} {} {} {}",
            alter(table),
            w("rename column"),
            style.name(column),
            w("to"),
            style.name(to)
        ),
        OpKind::AlterColumn { table, column, change } if !style.is_bare() => {
            let change = style.change(change)?;
            format!("{} {} {} {change}", alter(table), w("alter column"), style.name(column))
        }
        OpKind::Set(setting) => style.setting(setting)?,
        _ => return None,
    })
}

impl Style {
    fn w(&self, words: &str) -> String {
        self.letters.write(words)
    }

    /// Whether ADD takes no COLUMN, and ALTER COLUMN is another statement.
    fn is_bare(&self) -> bool {
        matches!(self.dialect, Dialect::Mssql | Dialect::Oracle)
    }

    /// Oracle folds to capitals, which nobody writes.
    fn name(&self, name: &str) -> String {
        match self.dialect {
            Dialect::Oracle if name == name.to_ascii_uppercase() => {
                names::write(&name.to_ascii_lowercase(), self.dialect)
            }
            _ => names::write(name, self.dialect),
        }
    }

    fn object(&self, name: &ObjectName) -> String {
        match &self.spelled {
            Some((known, spelled)) if known == name => spelled.clone(),
            _ => match &name.schema {
                Some(schema) => format!("{}.{}", self.name(schema), self.name(&name.name)),
                None => self.name(&name.name),
            },
        }
    }

    fn list(&self, names: &[String]) -> String {
        names.iter().map(|it| self.name(it)).collect::<Vec<_>>().join(", ")
    }

    fn if_exists(&self, guard: Guard) -> String {
        if guard == Guard::IfNeeded { format!("{} ", self.w("if exists")) } else { String::new() }
    }

    fn if_not_exists(&self, guard: Guard) -> String {
        match guard {
            Guard::IfNeeded => format!("{} ", self.w("if not exists")),
            Guard::None => String::new(),
        }
    }

    fn setting(&self, setting: &Setting) -> Option<String> {
        let set = match setting.scope {
            SettingScope::Session => self.w("set"),
            SettingScope::Local => self.w("set local"),
            SettingScope::Global => return None,
        };
        let value = setting.value.as_ref()?;
        let number = value.bytes().all(|it| it.is_ascii_digit());
        let value = if number { value.clone() } else { format!("'{}'", value.replace('\'', "''")) };
        Some(format!("{set} {} = {value}", setting.name))
    }

    fn create_index(&self, index: &CreateIndex) -> Option<String> {
        let mut text = self.w("create");
        if index.unique {
            text = format!("{text} {}", self.w("unique"));
        }
        text = format!("{text} {}", self.w("index"));
        match index.online {
            Online::Yes if self.is_bare() => {}
            Online::No => {}
            Online::Yes => text = format!("{text} {}", self.w("concurrently")),
            Online::Unknown => return None,
        }
        let guard = self.if_not_exists(index.guard);
        if let Some(name) = &index.name {
            text = format!("{text} {guard}{}", self.name(name));
        }
        text = format!("{text} {} {}", self.w("on"), self.object(&index.table));
        if let Some(method) = &index.method {
            text = format!("{text} {} {method}", self.w("using"));
        }
        let keys: Option<Vec<String>> = index.keys.iter().map(|it| self.index_key(it)).collect();
        text = format!("{text} ({})", keys?.join(", "));
        if !index.include.is_empty() {
            text = format!("{text} {} ({})", self.w("include"), self.list(&index.include));
        }
        if index.nulls_not_distinct {
            text = format!("{text} {}", self.w("nulls not distinct"));
        }
        if let Some(predicate) = &index.predicate {
            text = format!("{text} {} {}", self.w("where"), predicate.text);
        }
        if index.online == Online::Yes && self.is_bare() {
            let words =
                if self.dialect == Dialect::Oracle { "online" } else { "with (online = on)" };
            text = format!("{text} {}", self.w(words));
        }
        (index.options.is_empty() && !index.only).then_some(text)
    }

    fn index_key(&self, key: &IndexKey) -> Option<String> {
        let mut text = match (&key.column, &key.expr) {
            (Some(column), _) => self.name(column),
            (None, Some(expr)) => format!("({})", expr.text),
            (None, None) => return None,
        };
        if key.prefix.is_some() || key.collation.is_some() {
            return None;
        }
        if let Some(class) = &key.opclass {
            text = format!("{text} {class}");
        }
        if key.descending {
            text = format!("{text} {}", self.w("desc"));
        }
        match key.nulls_first {
            Some(true) => text = format!("{text} {}", self.w("nulls first")),
            Some(false) => text = format!("{text} {}", self.w("nulls last")),
            None => {}
        }
        Some(text)
    }

    fn drop_index(&self, index: &DropIndex) -> Option<String> {
        if self.is_bare() {
            return self.drop_bare(index);
        }
        let online = match index.online {
            Online::No => String::new(),
            Online::Yes => format!("{} ", self.w("concurrently")),
            Online::Unknown => return None,
        };
        let guard = self.if_exists(index.guard);
        (index.cascade == Cascade::Unstated).then(|| {
            format!("{} {online}{guard}{}", self.w("drop index"), self.object(&index.index))
        })
    }

    /// Oracle's index has a name of its own and ONLINE behind it; SQL Server's is named with its table.
    fn drop_bare(&self, index: &DropIndex) -> Option<String> {
        let guard = self.if_exists(index.guard);
        let text = self.w("drop index");
        match (self.dialect, index.online, &index.table) {
            (Dialect::Mssql, Online::No, Some(table)) => {
                let (name, on) = (self.name(&index.index.name), self.w("on"));
                Some(format!("{text} {guard}{name} {on} {}", self.object(table)))
            }
            (Dialect::Oracle, Online::No, _) => {
                Some(format!("{text} {guard}{}", self.object(&index.index)))
            }
            (Dialect::Oracle, Online::Yes, _) => {
                Some(format!("{text} {guard}{} {}", self.object(&index.index), self.w("online")))
            }
            _ => None,
        }
    }

    fn constraint(&self, constraint: &Constraint) -> Option<String> {
        let mut text = match &constraint.name {
            Some(name) => format!("{} {} ", self.w("constraint"), self.name(name)),
            None => String::new(),
        };
        text.push_str(&match &constraint.kind {
            ConstraintKind::PrimaryKey(key) => {
                format!("{} {}", self.w("primary key"), self.key(key)?)
            }
            ConstraintKind::Unique(key) => format!("{} {}", self.w("unique"), self.key(key)?),
            ConstraintKind::ForeignKey(key) => self.foreign_key(key),
            ConstraintKind::Check(expr) => format!("{} ({})", self.w("check"), self.expr(expr)),
            ConstraintKind::Exclude { .. }
            | ConstraintKind::NotNull { .. }
            | ConstraintKind::Default { .. } => return None,
        });
        if constraint.no_inherit {
            text = format!("{text} {}", self.w("no inherit"));
        }
        match constraint.deferrable {
            Deferrable::No => {}
            Deferrable::InitiallyImmediate => text = format!("{text} {}", self.w("deferrable")),
            Deferrable::InitiallyDeferred => {
                text = format!("{text} {}", self.w("deferrable initially deferred"));
            }
        }
        match constraint.validity {
            Validity::Checked => {}
            // Validating locks as hard there as checking at once.
            Validity::NotValid if self.dialect == Dialect::Mssql => return None,
            Validity::NotValid => {
                let oracle = self.dialect == Dialect::Oracle;
                let words = if oracle { "enable novalidate" } else { "not valid" };
                text = format!("{text} {}", self.w(words));
            }
            Validity::NotEnforced => return None,
        }
        Some(text)
    }

    fn expr(&self, expr: &Expr) -> String {
        match expr.columns.as_slice() {
            [column] if *expr == Expr::not_null(column) => {
                format!("{} {}", self.name(column), self.w("is not null"))
            }
            _ => expr.text.clone(),
        }
    }

    fn key(&self, key: &Key) -> Option<String> {
        if let Some(index) = &key.using_index {
            (self.dialect == Dialect::Postgres).then_some(())?;
            return Some(format!("{} {}", self.w("using index"), self.name(index)));
        }
        if key.without_overlaps || key.clustered.is_some() || key.nulls_not_distinct {
            return None;
        }
        let mut text = format!("({})", self.list(&key.columns));
        if !key.include.is_empty() {
            text = format!("{text} {} ({})", self.w("include"), self.list(&key.include));
        }
        Some(text)
    }

    fn foreign_key(&self, key: &ForeignKey) -> String {
        let mut text = format!(
            "{} ({}) {} {}",
            self.w("foreign key"),
            self.list(&key.columns),
            self.w("references"),
            self.object(&key.references)
        );
        if !key.referenced.is_empty() {
            text = format!("{text} ({})", self.list(&key.referenced));
        }
        for (event, action) in [("on delete", key.on_delete), ("on update", key.on_update)] {
            let action = match action {
                Action::NoAction => continue,
                Action::Restrict => "restrict",
                Action::Cascade => "cascade",
                Action::SetNull => "set null",
                Action::SetDefault => "set default",
            };
            text = format!("{text} {} {}", self.w(event), self.w(action));
        }
        text
    }

    fn column(&self, column: &ColumnDef) -> Option<String> {
        let mut text = format!("{} {}", self.name(&column.name), column.data_type.as_ref()?.text);
        if let Some(default) = &column.default {
            text = format!("{text} {} {}", self.w("default"), default.text);
        }
        if column.nullable == Some(false) {
            text = format!("{text} {}", self.w("not null"));
        }
        for constraint in &column.constraints {
            let ConstraintKind::ForeignKey(key) = &constraint.kind else { return None };
            if constraint.name.is_some() || !key.referenced.is_empty() && 1 < key.referenced.len() {
                return None;
            }
            let references = self.foreign_key(key);
            let words = self.w("references");
            let at = references.find(&words)?;
            text = format!("{text} {}", references.get(at..)?);
        }
        let plain =
            column.generated.is_none() && column.on_update.is_none() && column.comment.is_none();
        plain.then_some(text)
    }

    fn change(&self, change: &AlterColumn) -> Option<String> {
        Some(match change {
            AlterColumn::SetType { to, using } => {
                let using = using
                    .as_ref()
                    .map(|it| format!(" {} {}", self.w("using"), it.text))
                    .unwrap_or_default();
                format!("{} {}{using}", self.w("type"), to.text)
            }
            AlterColumn::SetDefault(value) => {
                format!("{} {}", self.w("set default"), value.text)
            }
            AlterColumn::DropDefault => self.w("drop default"),
            AlterColumn::SetNotNull => self.w("set not null"),
            AlterColumn::DropNotNull => self.w("drop not null"),
            _ => return None,
        })
    }
}
