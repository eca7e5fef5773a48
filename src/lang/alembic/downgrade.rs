//! A `downgrade()` written in the style of the file that it belongs to.

use std::collections::BTreeSet;

use ruff_python_ast::Stmt;
use ruff_text_size::Ranged;

use crate::dialect::{Dialect, Target};
use crate::lang::python::parse;
use crate::lang::sql::statement;
use crate::ops::column::{AlterColumn, ColumnDef, Generated, Identity};
use crate::ops::constraint::{
    Action, Constraint, ConstraintKind, Deferrable, ForeignKey, Validity,
};
use crate::ops::expr::DataType;
use crate::ops::index::{CreateIndex, IndexKey, Online};
use crate::ops::object::{ObjectKind, TypeDefinition};
use crate::ops::table::{CreateTable, Persistence};
use crate::ops::{ConstraintRef, ObjectName, OpKind};
use crate::text::{Edit, Span};

/// Operations that belong together, and what has to be said before them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Piece {
    pub notes: Vec<String>,
    pub ops: Vec<OpKind>,
}

/// How operations are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As calls of Alembic's operations wherever there is one.
    Calls,
    /// As SQL.
    Sql,
}

/// What a file's way down shall hold.
pub struct Wanted<'a> {
    pub pieces: &'a [Piece],
    /// Why it raises an error instead; empty where it does not.
    pub refuses: &'a [String],
    pub enums: &'a BTreeSet<ObjectName>,
    pub target: Target,
    pub form: Form,
}

/// The edits that give the file that way down; `None` where something of it cannot be written here.
pub fn write(text: &str, wanted: &Wanted<'_>) -> Option<Vec<Edit>> {
    let module = parse::parse(text).ok().filter(|it| it.errors.is_empty())?;
    let function = |name: &str| {
        module.body.iter().find_map(|it| match it {
            Stmt::FunctionDef(it) if it.name.as_str() == name => Some(it),
            _ => None,
        })
    };
    let up = function("upgrade")?;
    let mut writer = Writer {
        style: Style::of(text, parse::span_of(up).of(text), up.body.first().map(parse::span_of)),
        wanted,
        imports: BTreeSet::new(),
    };
    let body = writer.body()?;
    let mut edits = writer.import_edits(text, &module.body);
    match function("downgrade") {
        Some(down) => {
            let first = parse::span_of(down.body.first()?);
            let docstring = matches!(down.body.first(), Some(Stmt::Expr(it)) if it.value.is_string_literal_expr());
            let end = parse::span_of(down).end as usize;
            let start = if docstring {
                first.end as usize
            } else {
                colon_before(text, first.start as usize)?
            };
            let kept = comments(text, Span::new(start, end), &writer.style.indent);
            edits.push(Edit {
                span: Span::new(start, end),
                text: format!("\n{kept}{}", body.trim_end()),
            });
        }
        None => {
            let end = parse::span_of(up).end as usize;
            let line_end = text.get(end..)?.find('\n').map_or(text.len(), |it| end + it);
            // With what the way up is called, such as the name of one of several databases, this one is called as well.
            let signature = Span::new(
                up.name.range.end().to_usize(),
                up.returns
                    .as_ref()
                    .map_or(up.parameters.range.end(), |it| it.range().end())
                    .to_usize(),
            );
            let signature = signature.of(text);
            let head = format!("\n\n\ndef downgrade{signature}:\n{}", body.trim_end());
            edits.push(Edit { span: Span::new(line_end, line_end), text: head });
        }
    }
    Some(edits)
}

/// A type and a text of SQL in a file's words; `None` where the file would have to import something for it.
pub(crate) struct Words {
    pub(crate) data_type: String,
    pub(crate) text: Option<String>,
}

pub(crate) fn words(
    text: &str,
    data_type: &DataType,
    sql: Option<&str>,
    target: Target,
) -> Option<Words> {
    let enums = BTreeSet::new();
    let wanted = Wanted { pieces: &[], refuses: &[], enums: &enums, target, form: Form::Calls };
    let mut writer =
        Writer { style: Style::of(text, text, None), wanted: &wanted, imports: BTreeSet::new() };
    let data_type = writer.data_type(data_type)?;
    let text = sql.map(|it| writer.sql_text(it));
    writer.imports.is_empty().then_some(Words { data_type, text })
}

/// Where the function's own line ends: behind the colon before its first statement, comments left to the body.
fn colon_before(text: &str, first: usize) -> Option<usize> {
    let head = text.get(..first)?;
    let mut end = head.len();
    // Lines of comments and space between the colon and the first statement belong to the body.
    while let Some(line_start) = head.get(..end)?.rfind('\n') {
        let line = head.get(line_start + 1..end)?.trim();
        if !(line.is_empty() || line.starts_with('#')) {
            break;
        }
        end = line_start;
    }
    let line = head.get(head.get(..end)?.rfind('\n').map_or(0, |it| it + 1)..end)?;
    let colon = line.find("):").map(|it| it + 2).or_else(|| line.rfind(':').map(|it| it + 1))?;
    Some(end - line.len() + colon)
}

/// The comments of the old body, those behind a statement too, on lines of their own.
fn comments(text: &str, body: Span, indent: &str) -> String {
    let all = parse::comments(text).unwrap_or_default();
    let inside = all.iter().filter(|it| body.contains(**it)).map(|it| it.of(text));
    let kept =
        inside.filter(|it| !it.contains("please adjust!") && !it.contains("end Alembic commands"));
    kept.map(|it| format!("{indent}{it}\n")).collect()
}

/// The file's habits.
struct Style {
    indent: String,
    quote: char,
    /// Names are wrapped in `op.f`.
    wraps_names: bool,
    /// Tables are changed inside `batch_alter_table`.
    batch: bool,
    op: Option<String>,
    sa: Option<String>,
}

impl Style {
    fn of(text: &str, up: &str, first: Option<Span>) -> Style {
        let indent = first.and_then(|it| {
            let start = text.get(..it.start as usize)?.rfind('\n')? + 1;
            let indent = text.get(start..it.start as usize)?;
            (!indent.is_empty() && indent.trim().is_empty()).then(|| indent.to_owned())
        });
        let double = up.matches('"').count();
        let single = up.matches('\'').count();
        let imported = |line: &str, name: &str| -> Option<String> {
            let rest = line.strip_prefix("from alembic import ")?;
            let names = rest.split(',').map(str::trim);
            names.into_iter().find_map(|it| match it.split_once(" as ") {
                Some((from, to)) if from == name => Some(to.to_owned()),
                None if it == name => Some(name.to_owned()),
                _ => None,
            })
        };
        let alias = |line: &str| match line.strip_prefix("import sqlalchemy")? {
            "" => Some("sqlalchemy".to_owned()),
            rest => rest.strip_prefix(" as ").map(|it| it.trim().to_owned()),
        };
        Style {
            indent: indent.unwrap_or_else(|| "    ".to_owned()),
            quote: if single <= double { '"' } else { '\'' },
            wraps_names: up.contains("op.f("),
            batch: up.contains("batch_alter_table("),
            op: text.lines().find_map(|it| imported(it.trim_end(), "op")),
            sa: text.lines().find_map(|it| alias(it.trim_end())),
        }
    }
}

/// A call of an operation; inside a batch the table is left out.
struct Call {
    table: Option<ObjectName>,
    method: &'static str,
    /// The place of the table among the positional arguments.
    table_at: usize,
    arguments: Vec<String>,
    schema_keyword: &'static str,
}

struct Writer<'a> {
    style: Style,
    wanted: &'a Wanted<'a>,
    imports: BTreeSet<String>,
}

impl Writer<'_> {
    fn body(&mut self) -> Option<String> {
        let indent = self.style.indent.clone();
        let mut body = String::new();
        if !self.wanted.refuses.is_empty() {
            for reason in self.wanted.refuses {
                body.push_str(&format!("{indent}# {}\n", one_line(reason)));
            }
            let why = self.string("this migration cannot be taken back");
            body.push_str(&format!("{indent}raise NotImplementedError({why})\n"));
            return Some(body);
        }
        let mut open: Option<ObjectName> = None;
        for piece in self.wanted.pieces {
            for (at, kind) in piece.ops.iter().enumerate() {
                let mut call = match self.wanted.form {
                    Form::Calls => self.call(kind),
                    Form::Sql => None,
                };
                if call.is_some() && self.goes_with_column(piece, at) {
                    continue;
                }
                if let Some(call) = &mut call
                    && at.checked_sub(1).is_some_and(|it| self.goes_with_column(piece, it))
                {
                    call.arguments.push("mssql_drop_default=True".to_owned());
                }
                let batched = call.as_ref().and_then(|it| self.batched(it));
                if batched.is_none() || batched != open {
                    open = None;
                }
                let mut inner = indent.clone();
                if let Some(table) = &batched {
                    inner.push_str(&indent);
                    if open.is_none() {
                        let mut arguments = vec![self.string(&table.name)];
                        arguments.push(match &table.schema {
                            Some(schema) => format!("schema={}", self.string(schema)),
                            None => "schema=None".to_owned(),
                        });
                        body.push_str(&format!(
                            "{indent}with {}.batch_alter_table({}) as batch_op:\n",
                            self.op(),
                            arguments.join(", ")
                        ));
                        open = Some(table.clone());
                    }
                }
                if at == 0 {
                    for note in &piece.notes {
                        body.push_str(&format!("{inner}# {}\n", one_line(note)));
                    }
                }
                if let OpKind::CreateIndex(CreateIndex { online: Online::Yes, .. })
                | OpKind::DropIndex(crate::ops::index::DropIndex {
                    online: Online::Yes, ..
                }) = kind
                {
                    body.push_str(&format!(
                        "{indent}with {}.get_context().autocommit_block():\n",
                        self.op()
                    ));
                    inner.push_str(&indent);
                    open = None;
                }
                let line = match call {
                    Some(call) if batched.is_some() => self.render("batch_op", &call, &inner, true),
                    Some(call) => {
                        let op = self.op();
                        self.render(&op, &call, &inner, false)
                    }
                    None => self.other(kind, &inner)?,
                };
                body.push_str(&line);
            }
        }
        if body.is_empty() {
            body = format!("{indent}pass\n");
        }
        Some(body)
    }

    /// The table in whose batch a call stands: where the upgrade has batches, and on SQLite whatever Alembic refuses
    /// outside of one ("No support for ALTER of constraints in SQLite dialect"); a rename it takes.
    fn batched(&self, call: &Call) -> Option<ObjectName> {
        let renames = || call.arguments.iter().any(|it| it.starts_with("new_column_name="));
        let in_place = ["add_column", "drop_column", "create_index", "drop_index"];
        let sqlite = self.wanted.target.dialect == Dialect::Sqlite;
        let needs = sqlite && !in_place.contains(&call.method) && !renames();
        let table = call.table.clone()?;
        ((self.style.batch || needs) && BATCHED.contains(&call.method)).then_some(table)
    }

    fn op(&mut self) -> String {
        match &self.style.op {
            Some(op) => op.clone(),
            None => {
                self.imports.insert("from alembic import op".to_owned());
                "op".to_owned()
            }
        }
    }

    fn sa(&mut self) -> String {
        match &self.style.sa {
            Some(sa) => sa.clone(),
            None => {
                self.imports.insert("import sqlalchemy as sa".to_owned());
                "sa".to_owned()
            }
        }
    }

    fn dialect(&mut self, module: &'static str) -> String {
        self.imports.insert(format!("from sqlalchemy.dialects import {module}"));
        module.to_owned()
    }

    fn import_edits(&self, text: &str, body: &[Stmt]) -> Vec<Edit> {
        let has = |import: &String| {
            let name = import.rsplit(' ').next().unwrap_or("");
            let imports = |line: &str| match import.split_once(" import ") {
                Some((from, _)) => line.strip_prefix(from).is_some_and(|it| {
                    it.trim_start().starts_with("import ")
                        && it
                            .split(|it: char| !(it.is_alphanumeric() || it == '_'))
                            .any(|it| it == name)
                }),
                None => line.trim_end() == import,
            };
            text.lines().any(imports)
        };
        let missing: Vec<&String> = self.imports.iter().filter(|it| !has(it)).collect();
        let last = body.iter().rfind(|it| matches!(it, Stmt::Import(_) | Stmt::ImportFrom(_)));
        if missing.is_empty() {
            return Vec::new();
        }
        let lines: String = missing.iter().map(|it| format!("\n{it}")).collect();
        let at = last.map_or(0, |it| parse::span_of(it).end as usize);
        let text = if at == 0 { format!("{}\n", lines.trim_start()) } else { lines };
        vec![Edit { span: Span::new(at, at), text }]
    }

    // Text

    fn string(&self, value: &str) -> String {
        let quote = match value.contains(self.style.quote) {
            true if self.style.quote == '"' && !value.contains('\'') => '\'',
            true if self.style.quote == '\'' && !value.contains('"') => '"',
            _ => self.style.quote,
        };
        let mut escaped = String::with_capacity(value.len() + 2);
        for it in value.chars() {
            match it {
                '\\' => escaped.push_str("\\\\"),
                '\n' => escaped.push_str("\\n"),
                '\r' => escaped.push_str("\\r"),
                '\t' => escaped.push_str("\\t"),
                it if it == quote => escaped.push_str(&format!("\\{it}")),
                it if it.is_control() => escaped.push_str(&format!("\\u{:04x}", it as u32)),
                it => escaped.push(it),
            }
        }
        format!("{quote}{escaped}{quote}")
    }

    fn named(&mut self, name: &str, batch: bool) -> String {
        let text = self.string(name);
        match self.style.wraps_names {
            true if batch => format!("batch_op.f({text})"),
            true => format!("{}.f({text})", self.op()),
            false => text,
        }
    }

    fn strings(&self, values: &[String]) -> String {
        format!("[{}]", values.iter().map(|it| self.string(it)).collect::<Vec<_>>().join(", "))
    }

    fn sql_text(&mut self, text: &str) -> String {
        // `:name` would be a parameter (SQLAlchemy, "text").
        let text = escape_colons(text);
        format!("{}.text({})", self.sa(), self.string(&text))
    }

    fn render(&mut self, on: &str, call: &Call, indent: &str, batch: bool) -> String {
        let mut arguments = call.arguments.clone();
        if let Some(table) = call.table.as_ref().filter(|_| !batch) {
            arguments.insert(call.table_at.min(arguments.len()), self.string(&table.name));
            if let Some(schema) = &table.schema {
                arguments.push(format!("{}={}", call.schema_keyword, self.string(schema)));
            }
        }
        let mut arguments: Vec<String> = arguments;
        if batch {
            arguments.iter_mut().for_each(|it| *it = it.replace("op.f(", "batch_op.f("));
        }
        let line = format!("{indent}{on}.{}({})\n", call.method, arguments.join(", "));
        if line.trim_end().chars().count() <= 100 {
            return line;
        }
        let step = &self.style.indent;
        let inner: String = arguments.iter().map(|it| format!("{indent}{step}{it},\n")).collect();
        format!("{indent}{on}.{}(\n{inner}{indent})\n", call.method)
    }

    /// What is no operation of Alembic's: types, and SQL for the rest.
    fn other(&mut self, kind: &OpKind, indent: &str) -> Option<String> {
        if self.wanted.form == Form::Calls && self.wanted.target.dialect == Dialect::Postgres {
            match kind {
                OpKind::DropObject { kind: ObjectKind::Type, name, .. }
                    if self.wanted.enums.contains(name) =>
                {
                    let enumeration = self.enumeration(name, &[]);
                    let op = self.op();
                    return Some(format!("{indent}{enumeration}.drop({op}.get_bind())\n"));
                }
                OpKind::CreateType(it) => {
                    if let TypeDefinition::Enum(values) = &it.definition {
                        let enumeration = self.enumeration(&it.name, values);
                        let op = self.op();
                        return Some(format!("{indent}{enumeration}.create({op}.get_bind())\n"));
                    }
                }
                _ => {}
            }
        }
        let sql = statement::sql(kind, self.wanted.target)?;
        let sql = escape_colons(&sql);
        let text = self.string(&sql);
        Some(format!("{indent}{}.execute({text})\n", self.op()))
    }

    fn enumeration(&mut self, name: &ObjectName, values: &[String]) -> String {
        let mut arguments: Vec<String> = values.iter().map(|it| self.string(it)).collect();
        arguments.push(format!("name={}", self.string(&name.name)));
        if let Some(schema) = &name.schema {
            arguments.push(format!("schema={}", self.string(schema)));
        }
        format!("{}.ENUM({})", self.dialect("postgresql"), arguments.join(", "))
    }

    // Operations

    /// Whether the operation drops the default of a column that the next one drops, whose call does both.
    fn goes_with_column(&self, piece: &Piece, at: usize) -> bool {
        let (Some(first), Some(then)) = (piece.ops.get(at), piece.ops.get(at + 1)) else {
            return false;
        };
        let (
            OpKind::AlterColumn { column, change: AlterColumn::DropDefault, .. },
            OpKind::DropColumn { column: dropped, .. },
        ) = (first, then)
        else {
            return false;
        };
        self.wanted.target.dialect == Dialect::Mssql && column == dropped
    }

    fn call(&mut self, kind: &OpKind) -> Option<Call> {
        let call = |table: &ObjectName, method, table_at, arguments| Call {
            table: Some(table.clone()),
            method,
            table_at,
            arguments,
            schema_keyword: "schema",
        };
        let of_table = |table: &ObjectName| table.clone();
        Some(match kind {
            OpKind::CreateTable(it) => {
                let arguments = self.table_arguments(it)?;
                call(&it.name, "create_table", 0, arguments)
            }
            OpKind::DropTable { name, .. } => call(name, "drop_table", 0, Vec::new()),
            OpKind::RenameTable { table, to } => {
                let to = self.string(&to.name);
                call(table, "rename_table", 0, vec![to])
            }
            OpKind::AddColumn { table, column, .. } => {
                let column = self.column(column, false)?;
                call(table, "add_column", 0, vec![column])
            }
            OpKind::DropColumn { table, column, .. } => {
                let column = self.string(column);
                call(table, "drop_column", 0, vec![column])
            }
            OpKind::RenameColumn { table, column, to } => {
                let arguments =
                    vec![self.string(column), format!("new_column_name={}", self.string(to))];
                call(table, "alter_column", 0, arguments)
            }
            OpKind::AlterColumn { table, column, change } => {
                let mut arguments = vec![self.string(column)];
                arguments.extend(self.change(column, change)?);
                call(table, "alter_column", 0, arguments)
            }
            OpKind::AddConstraint { table, constraint, .. } => {
                return self.add_constraint(&of_table(table), constraint);
            }
            OpKind::DropConstraint { table, constraint, .. } => {
                let kind = match constraint {
                    ConstraintRef::Named(_) => None,
                    ConstraintRef::PrimaryKey => return None,
                    ConstraintRef::ForeignKey(_) => Some("foreignkey"),
                    ConstraintRef::Check(_) => Some("check"),
                    ConstraintRef::Unique(_) => Some("unique"),
                };
                let mut arguments = vec![self.named(constraint.name()?, false)];
                arguments.extend(kind.map(|it| format!("type_={}", self.string(it))));
                call(table, "drop_constraint", 1, arguments)
            }
            OpKind::CreateIndex(it) => {
                let arguments = self.index_arguments(it)?;
                call(&it.table, "create_index", 1, arguments)
            }
            OpKind::DropIndex(it) => {
                let mut arguments = vec![self.named(&it.index.name, false)];
                let table = it.table.as_ref()?;
                if it.online == Online::Yes {
                    arguments.push("postgresql_concurrently=True".to_owned());
                }
                Call { table_at: 1, ..call(table, "drop_index", 1, arguments) }
            }
            _ => return None,
        })
    }

    fn table_arguments(&mut self, it: &CreateTable) -> Option<Vec<String>> {
        let plain = it.persistence == Persistence::Permanent
            && it.inherits.is_empty()
            && it.partition_by.is_none()
            && it.partition_of.is_none()
            && it.options.is_empty();
        if !plain {
            return None;
        }
        let key: Vec<&str> = it
            .constraints
            .iter()
            .filter(|it| matches!(it.kind, ConstraintKind::PrimaryKey(_)))
            .flat_map(Constraint::columns)
            .collect();
        let mut arguments = Vec::new();
        for column in &it.columns {
            arguments.push(self.column(column, key == [column.name.as_str()])?);
        }
        for constraint in &it.constraints {
            arguments.push(self.table_constraint(constraint)?);
        }
        Some(arguments)
    }

    fn table_constraint(&mut self, it: &Constraint) -> Option<String> {
        if it.validity != Validity::Checked || it.no_inherit {
            return None;
        }
        let sa = self.sa();
        let mut arguments: Vec<String> = match &it.kind {
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key)
                if key.include.is_empty() && !key.nulls_not_distinct && !key.without_overlaps =>
            {
                key.columns.iter().map(|it| self.string(it)).collect()
            }
            ConstraintKind::ForeignKey(key) => {
                let referenced: Vec<String> = self.referenced(key)?;
                let mut arguments = vec![self.strings(&key.columns), self.strings(&referenced)];
                arguments.extend(self.actions(key));
                arguments
            }
            ConstraintKind::Check(expr) => vec![self.sql_text(&expr.text)],
            _ => return None,
        };
        let class = match it.kind {
            ConstraintKind::PrimaryKey(_) => "PrimaryKeyConstraint",
            ConstraintKind::Unique(_) => "UniqueConstraint",
            ConstraintKind::ForeignKey(_) => "ForeignKeyConstraint",
            _ => "CheckConstraint",
        };
        if let Some(name) = &it.name {
            arguments.push(format!("name={}", self.named(name, false)));
        }
        arguments.extend(self.deferral(it.deferrable));
        Some(format!("{sa}.{class}({})", arguments.join(", ")))
    }

    fn referenced(&self, key: &ForeignKey) -> Option<Vec<String>> {
        if key.referenced.is_empty() || key.references.name.contains('.') {
            return None;
        }
        Some(key.referenced.iter().map(|it| format!("{}.{it}", key.references)).collect())
    }

    fn actions(&self, key: &ForeignKey) -> Vec<String> {
        let action = |word: &str, it: Action| {
            (it != Action::NoAction)
                .then(|| format!("{word}={}", self.string(&it.words().to_ascii_uppercase())))
        };
        [action("ondelete", key.on_delete), action("onupdate", key.on_update)]
            .into_iter()
            .flatten()
            .collect()
    }

    fn deferral(&self, it: Deferrable) -> Vec<String> {
        match it {
            Deferrable::No => Vec::new(),
            Deferrable::InitiallyImmediate => vec!["deferrable=True".to_owned()],
            Deferrable::InitiallyDeferred => {
                vec!["deferrable=True".to_owned(), format!("initially={}", self.string("DEFERRED"))]
            }
        }
    }

    fn add_constraint(&mut self, table: &ObjectName, it: &Constraint) -> Option<Call> {
        let name = self.named(it.name.as_ref()?, false);
        if it.validity == Validity::NotEnforced || it.no_inherit {
            return None;
        }
        let mut call = Call {
            table: Some(table.clone()),
            method: "",
            table_at: 1,
            arguments: vec![name],
            schema_keyword: "schema",
        };
        match &it.kind {
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key)
                if key.include.is_empty() && !key.nulls_not_distinct && !key.without_overlaps =>
            {
                call.method = match it.kind {
                    ConstraintKind::PrimaryKey(_) => "create_primary_key",
                    _ => "create_unique_constraint",
                };
                call.arguments.push(self.strings(&key.columns));
            }
            ConstraintKind::ForeignKey(key) if !key.referenced.is_empty() => {
                call.method = "create_foreign_key";
                call.schema_keyword = "source_schema";
                call.arguments.push(self.string(&key.references.name));
                call.arguments.push(self.strings(&key.columns));
                call.arguments.push(self.strings(&key.referenced));
                if let Some(schema) = &key.references.schema {
                    call.arguments.push(format!("referent_schema={}", self.string(schema)));
                }
                call.arguments.extend(self.actions(key));
                if it.validity == Validity::NotValid {
                    call.arguments.push("postgresql_not_valid=True".to_owned());
                }
            }
            ConstraintKind::Check(expr) => {
                call.method = "create_check_constraint";
                let condition = self.sql_text(&expr.text);
                call.arguments.push(condition);
                if it.validity == Validity::NotValid {
                    call.arguments.push("postgresql_not_valid=True".to_owned());
                }
            }
            _ => return None,
        }
        call.arguments.extend(self.deferral(it.deferrable));
        Some(call)
    }

    fn index_arguments(&mut self, it: &CreateIndex) -> Option<Vec<String>> {
        if it.nulls_not_distinct || !it.options.is_empty() || it.only {
            return None;
        }
        let name = self.named(it.name.as_ref()?, false);
        let mut keys = Vec::new();
        for key in &it.keys {
            keys.push(self.index_key(key)?);
        }
        let mut arguments = vec![name, format!("[{}]", keys.join(", "))];
        arguments.push(format!("unique={}", if it.unique { "True" } else { "False" }));
        let postgres = self.wanted.target.dialect == Dialect::Postgres;
        if let Some(method) = &it.method {
            if !postgres {
                return None;
            }
            arguments.push(format!("postgresql_using={}", self.string(method)));
        }
        if let Some(predicate) = &it.predicate {
            let word = match self.wanted.target.dialect {
                Dialect::Postgres => "postgresql_where",
                Dialect::Sqlite => "sqlite_where",
                Dialect::Mssql => "mssql_where",
                Dialect::Mysql | Dialect::Mariadb | Dialect::Oracle => return None,
            };
            let condition = self.sql_text(&predicate.text);
            arguments.push(format!("{word}={condition}"));
        }
        if !it.include.is_empty() {
            if !postgres {
                return None;
            }
            arguments.push(format!("postgresql_include={}", self.strings(&it.include)));
        }
        if it.online == Online::Yes {
            arguments.push("postgresql_concurrently=True".to_owned());
        }
        Some(arguments)
    }

    fn index_key(&mut self, key: &IndexKey) -> Option<String> {
        if key.collation.is_some()
            || key.opclass.is_some()
            || key.prefix.is_some()
            || key.nulls_first.is_some()
        {
            return None;
        }
        let direction = if key.descending { " DESC" } else { "" };
        match (&key.column, &key.expr) {
            (Some(column), _) if !key.descending => Some(self.string(column)),
            (Some(column), _) => Some(self.sql_text(&format!("{column}{direction}"))),
            (None, Some(expr)) => Some(self.sql_text(&format!("{}{direction}", expr.text))),
            (None, None) => None,
        }
    }

    fn change(&mut self, name: &str, change: &AlterColumn) -> Option<Vec<String>> {
        Some(match change {
            AlterColumn::SetType { to, using } => {
                let mut arguments = vec![format!("type_={}", self.data_type(to)?)];
                if let Some(using) = using {
                    arguments.push(format!("postgresql_using={}", self.string(&using.text)));
                }
                arguments
            }
            AlterColumn::SetDefault(value) => {
                vec![format!("server_default={}", self.sql_text(&value.text))]
            }
            AlterColumn::DropDefault => vec!["server_default=None".to_owned()],
            AlterColumn::SetNotNull => vec!["nullable=False".to_owned()],
            AlterColumn::DropNotNull => vec!["nullable=True".to_owned()],
            AlterColumn::SetComment(comment) => {
                let comment = comment.as_ref().map_or("None".to_owned(), |it| self.string(it));
                vec![format!("comment={comment}")]
            }
            AlterColumn::Redefine { to, .. } => {
                if to.generated.is_some() || to.on_update.is_some() {
                    return None;
                }
                let mut arguments = Vec::new();
                if to.name != name && !to.name.is_empty() {
                    arguments.push(format!("new_column_name={}", self.string(&to.name)));
                }
                arguments.push(format!("type_={}", self.data_type(to.data_type.as_ref()?)?));
                arguments.push(format!(
                    "nullable={}",
                    if to.nullable == Some(false) { "False" } else { "True" }
                ));
                let default = match &to.default {
                    Some(it) => self.sql_text(&it.text),
                    None => "None".to_owned(),
                };
                arguments.push(format!("server_default={default}"));
                if let Some(comment) = &to.comment {
                    arguments.push(format!("comment={}", self.string(comment)));
                }
                arguments
            }
            _ => return None,
        })
    }

    /// `key` says whether the column is the whole primary key of a new table.
    fn column(&mut self, it: &ColumnDef, key: bool) -> Option<String> {
        if it.on_update.is_some() || !it.constraints.is_empty() {
            return None;
        }
        let sa = self.sa();
        let mut arguments = vec![self.string(&it.name), self.data_type(it.data_type.as_ref()?)?];
        match &it.generated {
            None => {}
            Some(Generated::Serial | Generated::AutoIncrement) if key => {
                arguments.push("autoincrement=True".to_owned());
            }
            Some(Generated::Identity(kind @ (Identity::Always | Identity::ByDefault))) => {
                let always = if *kind == Identity::Always { "always=True" } else { "" };
                arguments.push(format!("{sa}.Identity({always})"));
            }
            Some(Generated::Stored(expr)) => {
                arguments
                    .push(format!("{sa}.Computed({}, persisted=True)", self.string(&expr.text)));
            }
            Some(_) => return None,
        }
        if key && it.generated.is_none() {
            arguments.push("autoincrement=False".to_owned());
        }
        if let Some(default) = &it.default {
            arguments.push(format!("server_default={}", self.sql_text(&default.text)));
        }
        arguments.push(format!(
            "nullable={}",
            if it.nullable == Some(false) { "False" } else { "True" }
        ));
        if let Some(comment) = &it.comment {
            arguments.push(format!("comment={}", self.string(comment)));
        }
        Some(format!("{sa}.Column({})", arguments.join(", ")))
    }

    fn data_type(&mut self, it: &DataType) -> Option<String> {
        let postgres = self.wanted.target.dialect == Dialect::Postgres;
        if it.collation.is_some() || it.charset.is_some() || it.unsigned {
            return None;
        }
        if 0 < it.array {
            let element = self.data_type(&it.element())?;
            let dimensions =
                if it.array == 1 { String::new() } else { format!(", dimensions={}", it.array) };
            return postgres
                .then(|| format!("{}.ARRAY({element}{dimensions})", self.dialect("postgresql")));
        }
        if self.wanted.enums.contains(&it.name) && postgres {
            let mut arguments = vec![format!("name={}", self.string(&it.name.name))];
            if let Some(schema) = &it.name.schema {
                arguments.push(format!("schema={}", self.string(schema)));
            }
            arguments.push("create_type=False".to_owned());
            return Some(format!("{}.ENUM({})", self.dialect("postgresql"), arguments.join(", ")));
        }
        if it.name.schema.is_some() {
            return None;
        }
        let name = it.name.name.to_ascii_lowercase();
        let known = GENERIC.iter().find(|it| it.0 == name);
        if let Some((_, class, keys)) = known {
            if keys.len() < it.args.len() || it.args.iter().any(|it| it.parse::<u32>().is_err()) {
                return None;
            }
            let arguments: Vec<String> =
                keys.iter().zip(&it.args).map(|(key, value)| format!("{key}={value}")).collect();
            return Some(format!("{}.{class}({})", self.sa(), arguments.join(", ")));
        }
        if !it.args.is_empty() || !postgres {
            return None;
        }
        let (class, arguments) = match name.as_str() {
            "timestamp with time zone" => {
                return Some(format!("{}.DateTime(timezone=True)", self.sa()));
            }
            "time with time zone" => return Some(format!("{}.Time(timezone=True)", self.sa())),
            "double precision" => ("DOUBLE_PRECISION", ""),
            "uuid" => ("UUID", ""),
            "jsonb" => ("JSONB", ""),
            "json" => ("JSON", ""),
            "inet" => ("INET", ""),
            "cidr" => ("CIDR", ""),
            "macaddr" => ("MACADDR", ""),
            "interval" => ("INTERVAL", ""),
            "tsvector" => ("TSVECTOR", ""),
            "bytea" => ("BYTEA", ""),
            "citext" => ("CITEXT", ""),
            "hstore" => ("HSTORE", ""),
            "money" => ("MONEY", ""),
            "oid" => ("OID", ""),
            _ => return None,
        };
        Some(format!("{}.{class}({arguments})", self.dialect("postgresql")))
    }
}

/// What `batch_alter_table` takes.
const BATCHED: [&str; 10] = [
    "add_column",
    "drop_column",
    "alter_column",
    "create_index",
    "drop_index",
    "drop_constraint",
    "create_foreign_key",
    "create_primary_key",
    "create_unique_constraint",
    "create_check_constraint",
];

/// Types that SQLAlchemy writes for every database, with the names of their arguments.
const GENERIC: [(&str, &str, &[&str]); 19] = [
    ("smallint", "SmallInteger", &[]),
    ("integer", "Integer", &[]),
    ("int", "Integer", &[]),
    ("bigint", "BigInteger", &[]),
    ("numeric", "Numeric", &["precision", "scale"]),
    ("decimal", "Numeric", &["precision", "scale"]),
    ("real", "REAL", &[]),
    ("float", "Float", &[]),
    ("character varying", "String", &["length"]),
    ("varchar", "String", &["length"]),
    ("character", "CHAR", &["length"]),
    ("char", "CHAR", &["length"]),
    ("text", "Text", &[]),
    ("boolean", "Boolean", &[]),
    ("date", "Date", &[]),
    ("time without time zone", "Time", &[]),
    ("timestamp without time zone", "DateTime", &[]),
    ("timestamp", "DateTime", &[]),
    ("datetime", "DateTime", &[]),
];

fn escape_colons(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(it) = rest.next() {
        let starts_name = rest.peek().is_some_and(|it| it.is_alphanumeric() || *it == '_');
        if it == ':' && before != ':' && starts_name && !before.is_alphanumeric() {
            escaped.push('\\');
        }
        escaped.push(it);
        before = it;
    }
    escaped
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
