//! Each function of Alembic's operations reference, lowered to what Alembic sends, in its order.

use std::rc::Rc;

use crate::dialect::Dialect;
use crate::lang::python::machine::Machine;
use crate::lang::python::text::hole;
use crate::lang::python::value::{Arg, Call, Id, Object, Value};
use crate::ops::column::{AlterColumn, ColumnPosition, ExistingColumn, Generated, Identity};
use crate::ops::constraint::{Constraint, ConstraintKind, ForeignKey, Key};
use crate::ops::data::{Given, Insert, InsertSource};
use crate::ops::expr::Expr;
use crate::ops::index::{CreateIndex, DropIndex, IndexKey, Online};
use crate::ops::object::{CreateSequence, CreateType, ObjectKind, TypeDefinition};
use crate::ops::table::{CreateTable, Persistence, TableOption};
use crate::ops::{
    Cascade, Clause, ConstraintRef, Guard, ObjectName, Op, OpKind, OpaqueReason, Statement, Verb,
};
use crate::text::Span;

use super::expression;
use super::host::Script;
use super::models;
use super::names;
use super::quirks::{Sender, dated, uneven};
use super::schema::{self, Column, Reader};
use super::spelling::Spelling;
use super::statement;
use super::types;
use super::write;

/// The operations that are lowered, besides those that only give values.
const KNOWN: [&str; 27] = [
    "add_column",
    "alter_column",
    "batch_alter_table",
    "bulk_insert",
    "create_check_constraint",
    "create_exclude_constraint",
    "create_foreign_key",
    "create_index",
    "create_primary_key",
    "create_table",
    "create_table_comment",
    "create_unique_constraint",
    "drop_column",
    "drop_constraint",
    "drop_index",
    "drop_table",
    "drop_table_comment",
    "execute",
    "f",
    "get_bind",
    "get_context",
    "inline_literal",
    "rename_table",
    "run_async",
    "autocommit_block",
    "invoke",
    "implementation_for",
];

pub(crate) fn is_known(name: &str) -> bool {
    KNOWN.contains(&name)
}

/// What makes an object without what a table brings along.
pub(crate) const CREATE_ALONE: &str = "create alone";
/// Rows of a bulk insert that are written out.
const MAX_ROWS: usize = 100;

/// An open batch: which one, and on which table.
pub(crate) type Batch = Option<(Id, ObjectName)>;

impl<'a> Script<'a> {
    /// Lowers a call of an operation; `None` where the name is none.
    pub(crate) fn operation(
        &mut self,
        machine: &mut Machine<'a>,
        name: &str,
        call: &Call<'a>,
        batch: Batch,
    ) -> Option<Value<'a>> {
        match name {
            "f" => {
                let value = call.positional().next()?.value.clone();
                let cut = value.as_known_str().map(|it| names::shortened(it, self.target.dialect));
                return Some(match cut.filter(|it| value.as_known_str() != Some(it)) {
                    Some(cut) => Value::str(cut),
                    None => value,
                });
            }
            "inline_literal" => return None,
            "batch_alter_table" | "autocommit_block" | "get_bind" | "get_context" => return None,
            "execute" => {
                let arg = call.arg(0, "sqltext").or_else(|| call.positional().next())?.clone();
                self.look_at_text(machine, &arg, call, Sender::Operation);
                self.execute(machine, &arg, call.span);
                return Some(Value::None);
            }
            "bulk_insert" => {
                self.bulk_insert(machine, call);
                return Some(Value::None);
            }
            _ if self.plugin(machine, name, call) => return Some(Value::None),
            "run_async" | "invoke" => {
                self.opaque(machine, call.span, OpaqueReason::UnknownOperation, &call.text);
                return Some(Value::None);
            }
            "implementation_for" => return None,
            _ => {}
        }
        // GeoAlchemy 2 has operations of its own, which add the index of a spatial column.
        let plain = name.replacen("_geospatial_", "_", 1);
        let name = plain.as_str();
        let reader = self.reader(machine);
        let site = Site { reader, call, batch: batch.as_ref().map(|(_, table)| table) };
        let mut existing = if name == "alter_column" { site.existing() } else { None };
        let quirks = site.quirks(name);
        let ops = match name {
            "create_table" => site.create_table(),
            "drop_table" => site.drop_table(),
            "rename_table" => site.rename_table(),
            "add_column" => site.add_column(),
            "drop_column" => site.drop_column(),
            "alter_column" => site.alter_column(),
            "create_index" => site.create_index(),
            "drop_index" => site.drop_index(),
            "create_foreign_key" => site.create_foreign_key(),
            "create_unique_constraint" => site.create_key(ConstraintKind::Unique),
            "create_primary_key" => site.create_key(ConstraintKind::PrimaryKey),
            "create_check_constraint" => site.create_check(),
            "create_exclude_constraint" => site.create_exclude(),
            "drop_constraint" => site.drop_constraint(),
            "create_table_comment" => site.table_comment(Verb::Comment),
            "drop_table_comment" => site.table_comment(Verb::Drop),
            _ => return None,
        };
        let mut spelling = Spelling::of(&reader, name, call);
        spelling.changes = name == "alter_column" && site.mysql() && site.is_change();
        for (span, kind, mend) in quirks {
            self.tell(machine, call.span, span, kind, mend);
        }
        let Some(mut ops) = ops else {
            self.opaque(machine, call.span, OpaqueReason::UnknownOperation, &call.text);
            return Some(Value::None);
        };
        self.naming.apply(&mut ops, &spelling.finals, self.target.dialect);
        for op in ops {
            if name == "create_table" && self.is_made_again(machine, &op.kind) {
                continue;
            }
            let mut statement = Statement::new(call.span, vec![op]);
            statement.sql =
                statement.ops.first().and_then(|it| write::spelt(&it.kind, self.target, &spelling));
            statement.existing = existing.take();
            self.emit_in(machine, batch.as_ref().map(|it| it.0), statement);
        }
        // The table that `create_table` gives back can be used in statements.
        if name == "create_table" { None } else { Some(Value::None) }
    }

    /// Whether an earlier table of the script brought the type: SQLAlchemy keeps a memo of them and makes each once in a
    /// run (`ENUM._check_for_name_in_memos`).
    fn is_made_again(&mut self, machine: &Machine<'_>, kind: &OpKind) -> bool {
        let OpKind::CreateType(made) = kind else { return false };
        let is_sure = machine.condition().is_none() && !made.name.is_unknown();
        is_sure && !self.types_with_tables.insert(made.name.clone())
    }

    pub(crate) fn batch_table(&self, machine: &Machine<'_>, call: &Call<'_>) -> ObjectName {
        let reader = self.reader(machine);
        let site = Site { reader, call, batch: None };
        site.object(0, "table_name", "schema").unwrap_or_else(|| ObjectName::bare(hole(&call.text)))
    }

    fn bulk_insert(&mut self, machine: &mut Machine<'a>, call: &Call<'a>) {
        let Some(arg) = call.arg(0, "table") else { return };
        let table = statement::table_of(machine, &arg.value, self.target)
            .unwrap_or_else(|| ObjectName::bare(hole(&arg.text)));
        let rows = call.arg(1, "rows").and_then(|it| machine.items(&it.value));
        let first =
            rows.and_then(|it| it.first()).and_then(|it| machine.entries(it)).unwrap_or_default();
        let columns: Vec<String> = first
            .iter()
            .filter_map(|(it, _)| it.as_known_str())
            .map(|it| names::fold(it, self.target.dialect))
            .collect();
        let count = rows.map(<[_]>::len);
        // A list that is empty here may have been filled by what is not followed, but for one that is written so.
        if call.arg(1, "rows").is_some_and(|it| &*it.text == "[]") {
            return;
        }
        let uneven = rows.and_then(|it| uneven(machine, it));
        if let Some(kind) = uneven {
            let span = call.arg(1, "rows").map_or(call.span, |it| it.span);
            self.tell(machine, call.span, span, kind, Vec::new());
        }
        if self.target.dialect == Dialect::Sqlite
            && let Some(rows) = rows
            && let dates =
                self.columns_of(machine, &arg.value, &["date", "datetime", "timestamp", "time"])
            && let Some(column) = dated(machine, rows, &dates)
        {
            let kind = crate::ops::unit::QuirkKind::Refused {
                what: format!("`{column}` takes dates, and gets a text"),
                why: "SQLAlchemy raises a TypeError for SQLite, and nothing after it runs",
                help: "give `datetime.date(…)` or `datetime.datetime(…)`",
            };
            self.tell(machine, call.span, arg.span, kind, Vec::new());
        }
        let text = statement::insert_text(&table, &columns, self.target);
        let sql = self
            .rows_text(machine, &arg.value, &table, rows.unwrap_or_default())
            .unwrap_or_else(|| text.clone());
        let identity = (self.target.dialect == Dialect::Mssql).then(|| table.clone());
        let given = |value: &Value<'_>| match value {
            Value::Int(it) if 0 < *it => Given::Number,
            Value::None => Given::Null,
            _ => Given::Other,
        };
        let named = first.iter().filter(|(it, _)| it.as_known_str().is_some());
        let values = named.map(|(_, it)| given(it)).collect();
        let mut columns = columns;
        columns.extend(statement::defaults_of(machine, &arg.value));
        let insert = Insert {
            table,
            columns,
            source: InsertSource::Rows(count),
            on_conflict: None,
            overriding: false,
            values,
            text,
        };
        let mut op = Op::new(OpKind::Insert(insert), call.span);
        op.clauses.push((Clause::Table, arg.span));
        let mut statement = Statement::new(call.span, vec![op]);
        statement.sql = Some(match identity {
            // `MSSQLImpl.bulk_insert`, so that rows may bring their own keys.
            Some(table) => {
                let table = names::write_object(&table, self.target.dialect);
                format!("SET IDENTITY_INSERT {table} ON;\n{sql};\nSET IDENTITY_INSERT {table} OFF")
            }
            None => sql,
        });
        self.emit(machine, statement);
    }

    /// One INSERT for each row and its own columns, as Alembic writes them offline; `None` where they are many or not
    /// known.
    fn rows_text(
        &self,
        machine: &Machine<'a>,
        table: &Value<'a>,
        name: &ObjectName,
        rows: &[Value<'a>],
    ) -> Option<String> {
        if rows.is_empty() || MAX_ROWS < rows.len() {
            return None;
        }
        let booleans = self.columns_of(machine, table, &["boolean", "bool"]);
        let mut statements = Vec::new();
        for row in rows {
            let entries = machine.entries(row)?;
            let columns: Vec<String> = entries
                .iter()
                .filter_map(|(it, _)| it.as_known_str())
                .map(|it| names::fold(it, self.target.dialect))
                .collect();
            let text = statement::insert_text(name, &columns, self.target);
            let values: Option<Vec<String>> = entries
                .iter()
                .map(|(key, it)| {
                    let boolean =
                        key.as_known_str().is_some_and(|it| booleans.contains(&it.to_owned()));
                    match it {
                        Value::Int(it) if boolean => {
                            expression::to_sql(machine, &Value::Bool(*it != 0), self.target)
                        }
                        _ => expression::to_sql(machine, it, self.target),
                    }
                })
                .collect();
            statements.push(text.replace("(…)", &format!("({})", values?.join(", "))));
        }
        Some(statements.join(";\n"))
    }

    /// The columns of a table in the script that have one of these types.
    fn columns_of(&self, machine: &Machine<'a>, table: &Value<'a>, types: &[&str]) -> Vec<String> {
        let Some(call) = machine.call_of(table) else { return Vec::new() };
        let reader = self.reader(machine);
        let columns = call.positional().skip(1).filter_map(|it| reader.column(&it.value));
        let columns = columns.filter(|it| {
            it.def.data_type.as_ref().is_some_and(|own| {
                types.iter().any(|it| own.is(it) || own.text.eq_ignore_ascii_case(it))
            })
        });
        columns.map(|it| it.def.name).collect()
    }

    /// `Table.create(bind)`, `Enum.drop(bind)`, `Index.create(bind)`, `metadata.create_all(bind)`.
    pub(crate) fn create_or_drop(
        &mut self,
        machine: &mut Machine<'a>,
        of: &Value<'a>,
        verb: &str,
        call: &Call<'a>,
    ) -> bool {
        let mut of = of.clone();
        // `Enum(…).with_variant(…)`, `Model.__table__`.
        if let Some(Object::Member { of: class, name }) = machine.object(&of)
            && &**name == "__table__"
        {
            of = class.clone();
        }
        let create = verb.starts_with("create");
        if verb.ends_with("_all") {
            return self.create_or_drop_all(machine, &of, create, call);
        }
        let checked = match call.arg(1, "checkfirst").map(|it| machine.truth_of(&it.value)) {
            // Tables, types and indexes are checked for unless the script says no.
            None => true,
            Some(it) => it != Some(false),
        };
        let guard = if checked { Guard::IfNeeded } else { Guard::None };
        let base = machine.call_of(&of).cloned();
        let Some(base) = base.or_else(|| models::table_of_model(machine, &of, call)) else {
            return false;
        };
        let reader = self.reader(machine);
        let name = machine.last_name(&base.callee).unwrap_or_default();
        let mut ops: Vec<Op> = Vec::new();
        let spelling = Spelling::of(&reader, &name, &base);
        match name.as_str() {
            "Table" => {
                let site = Site { reader, call: &base, batch: None };
                let made = if create { site.create_table() } else { site.drop_table() };
                ops.extend(made.unwrap_or_default());
                let table = of.clone();
                if create && verb != CREATE_ALONE {
                    let loose = self.loose_indexes(machine, &table);
                    let reader = self.reader(machine);
                    let calls = loose.iter().filter_map(|it| machine.call_of(it));
                    let made = calls.filter_map(|it| loose_index(&reader, it));
                    ops.extend(made.map(|it| Op::new(OpKind::CreateIndex(it), call.span)));
                }
                // `CreateTable(table)` is that statement alone.
                if verb == CREATE_ALONE {
                    ops.retain(|it| matches!(it.kind, OpKind::CreateTable(_)));
                }
            }
            "Enum" | "ENUM" | "DOMAIN" => {
                let Some(kind) = types::read(machine, &of, self.target) else { return false };
                if let Some(named) = kind.named {
                    ops.push(Op::new(
                        type_op(named.name, named.values, create, Guard::None),
                        call.span,
                    ));
                } else if name == "DOMAIN" {
                    return false;
                }
            }
            "Index" => {
                let Some(index) = loose_index(&reader, &base) else { return false };
                let kind = if create {
                    OpKind::CreateIndex(index)
                } else {
                    let name = index.name.unwrap_or_default();
                    OpKind::DropIndex(DropIndex {
                        index: index.table.sibling(name),
                        table: Some(index.table),
                        online: Online::No,
                        guard: Guard::None,
                        cascade: Cascade::Unstated,
                        options: Vec::new(),
                        together: 1,
                    })
                };
                ops.push(Op::new(kind, call.span));
            }
            "Sequence" => {
                let Some(name) = base.positional().next().and_then(|it| reader.text(it)) else {
                    return false;
                };
                ops.push(Op::new(
                    statement::sequence_op(
                        names::object(None, &name, self.target.dialect),
                        create,
                        Guard::None,
                    ),
                    call.span,
                ));
            }
            _ => return false,
        }
        for mut op in ops {
            op.span = call.span;
            // SQLAlchemy looks for itself whether there is something to do, and sends the bare statement.
            let sql = write::spelt(&op.kind, self.target, &spelling);
            guarded(&mut op.kind, guard);
            let mut statement = Statement::new(call.span, vec![op]);
            statement.sql = sql;
            self.emit(machine, statement);
        }
        true
    }

    /// `metadata.create_all(bind)`: the tables that it knows, or those of `tables=[…]`, where they are not there yet.
    pub(crate) fn create_or_drop_all(
        &mut self,
        machine: &mut Machine<'a>,
        of: &Value<'a>,
        create: bool,
        call: &Call<'a>,
    ) -> bool {
        let given = call.arg(1, "tables").filter(|it| !it.value.is_none()).cloned();
        let tables = match &given {
            Some(arg) => machine.items(&arg.value).map(<[_]>::to_vec),
            None => {
                let known = self.tables_of(machine, of, call);
                Some(known.into_iter().map(|it| it.1).collect())
            }
        };
        let mut tables = self.in_order(machine, tables.unwrap_or_default());
        let words = given.map(|it| it.text.to_string()).or_else(|| machine.dotted(of));
        let words = words.unwrap_or_else(|| call.text.to_string());
        if tables.is_empty() {
            // Which they are is only known when the script runs.
            tables.push(Value::Unknown(Rc::from(words.as_str())));
        }
        if !create {
            tables.reverse();
        }
        let method = if create { "create" } else { "drop" };
        for table in &tables {
            if !machine.charge(models::TABLE_STEPS, Default::default()) {
                break;
            }
            let bind = Call { args: Vec::new(), ..call.clone() };
            if self.create_or_drop(machine, table, method, &bind) {
                continue;
            }
            let name = statement::table_of(machine, table, self.target);
            let name = name.unwrap_or_else(|| ObjectName::bare(hole(&words)));
            let guard = Guard::None;
            let mut kind = if create {
                OpKind::CreateTable(CreateTable::new(name))
            } else {
                OpKind::DropTable { name, guard, cascade: Cascade::Unstated }
            };
            let sql = write::sql(&kind, self.target);
            guarded(&mut kind, Guard::IfNeeded);
            let mut statement = Statement::new(call.span, vec![Op::new(kind, call.span)]);
            statement.sql = sql;
            self.emit(machine, statement);
        }
        true
    }
}

/// The operation, done only where it is needed if `guard` says so.
fn guarded(kind: &mut OpKind, needed: Guard) {
    match kind {
        OpKind::CreateTable(CreateTable { guard, .. })
        | OpKind::DropTable { guard, .. }
        | OpKind::CreateType(CreateType { guard, .. })
        | OpKind::DropIndex(DropIndex { guard, .. })
        | OpKind::CreateSequence(CreateSequence { guard, .. })
        | OpKind::DropObject { guard, .. } => *guard = needed,
        _ => {}
    }
}

fn type_op(name: ObjectName, values: Vec<String>, create: bool, guard: Guard) -> OpKind {
    if create {
        OpKind::CreateType(CreateType { name, definition: TypeDefinition::Enum(values), guard })
    } else {
        OpKind::DropObject {
            kind: ObjectKind::Type,
            name,
            table: None,
            guard,
            cascade: Cascade::Unstated,
        }
    }
}

/// `Index("name", table.c.column)` outside of a table.
fn loose_index<'a>(reader: &Reader<'_, 'a>, call: &Call<'a>) -> Option<CreateIndex> {
    let table = call.positional().find_map(|it| {
        statement::table_of(reader.machine, &models::owner(reader, &it.value)?, reader.target)
    });
    Some(reader.index(&table.unwrap_or_else(|| ObjectName::bare("{table}")), call))
}

/// One call of an operation.
pub(crate) struct Site<'s, 'm, 'a> {
    pub(crate) reader: Reader<'m, 'a>,
    pub(crate) call: &'s Call<'a>,
    /// The table, where the operation is a batch's and does not name it.
    pub(crate) batch: Option<&'s ObjectName>,
}

impl<'a> Site<'_, '_, 'a> {
    fn op(&self, kind: OpKind) -> Op {
        Op::new(kind, self.call.span)
    }

    /// The argument of this name; its position is counted as outside of a batch, where the table takes one.
    pub(crate) fn arg(&self, position: usize, table_at: usize, name: &str) -> Option<&Arg<'a>> {
        let position = match self.batch {
            Some(_) if table_at < position => position.checked_sub(1)?,
            _ => position,
        };
        self.call.arg(position, name)
    }

    fn object(&self, position: usize, name: &str, schema: &str) -> Option<ObjectName> {
        let arg = self.call.arg(position, name)?;
        let table = match statement::table_of(self.reader.machine, &arg.value, self.reader.target) {
            Some(table) => return Some(table),
            None => self.reader.text(arg)?,
        };
        let schema = self.call.keyword(schema).and_then(|it| self.reader.text(it));
        let dialect = self.reader.dialect();
        Some(match schema {
            Some(schema) => names::object(Some(&schema), &table, dialect),
            None => ObjectName::bare(names::fold(&table, dialect)),
        })
    }

    /// The table of the operation, its position where it is no batch.
    pub(crate) fn table(&self, position: usize, name: &str) -> Option<ObjectName> {
        match self.batch {
            Some(table) => Some(table.clone()),
            None => self.object(position, name, "schema"),
        }
    }

    fn table_clause(&self, op: &mut Op, position: usize, name: &str) {
        if self.batch.is_none()
            && let Some(arg) = self.call.arg(position, name)
        {
            op.clauses.push((Clause::Table, arg.span));
        }
    }

    fn guard(&self, name: &str) -> Guard {
        if self.reader.flag(self.call, name) { Guard::IfNeeded } else { Guard::None }
    }

    pub(crate) fn postgres(&self) -> bool {
        self.reader.dialect() == Dialect::Postgres
    }

    pub(crate) fn mysql(&self) -> bool {
        matches!(self.reader.dialect(), Dialect::Mysql | Dialect::Mariadb)
    }

    // Tables

    pub(super) fn create_table(&self) -> Option<Vec<Op>> {
        let name =
            self.object(0, "table_name", "schema").or_else(|| self.object(0, "name", "schema"))?;
        let mut columns: Vec<Column> = Vec::new();
        let mut constraints: Vec<(Constraint, Span)> = Vec::new();
        let mut indexes = Vec::new();
        let mut unread = Vec::new();
        for arg in self.call.positional().skip(1) {
            let value = &arg.value;
            if let Some(mut column) = self.reader.column(value) {
                if self.reader.key_comes_later(value) {
                    column.constraints.retain(|it| {
                        !matches!(it.kind, crate::ops::constraint::ConstraintKind::ForeignKey(_))
                    });
                }
                columns.push(column);
            } else if let Some(constraint) = self.reader.constraint(value) {
                if !self.reader.comes_later(value) {
                    constraints.push((constraint, arg.span));
                }
            } else if let Some(call) = self.reader.call(value, &["Index"]) {
                indexes.push(self.reader.index(&name, call));
            } else if !matches!(value, Value::None) && !self.is_metadata(value) {
                unread.push(arg);
            }
        }
        let mut table = CreateTable::new(name.clone());
        table.guard = self.guard("if_not_exists");
        self.table_options(&mut table);
        let mut ops = Vec::new();
        if self.postgres() {
            for named in schema::named_types(&columns).into_iter().filter(|it| it.with_table) {
                ops.push(self.op(type_op(named.name, named.values, true, Guard::None)));
            }
        }
        let mut op_clauses = Vec::new();
        self.table_clause_to(&mut op_clauses);
        let (comments, more) = self.fill_table(&mut table, columns, constraints, &mut op_clauses);
        indexes.splice(0..0, more);
        let mut op = self.op(OpKind::CreateTable(table));
        op.clauses = op_clauses;
        ops.push(op);
        for arg in unread {
            let opaque = crate::ops::Opaque {
                why: OpaqueReason::RuntimeValue,
                detail: arg.text.to_string(),
                extent: crate::ops::OpaqueExtent::Part,
            };
            ops.push(Op::new(OpKind::Opaque(opaque), arg.span));
        }
        ops.extend(indexes.into_iter().map(|it| self.op(OpKind::CreateIndex(it))));
        if self.postgres() || self.reader.dialect() == Dialect::Oracle {
            if let Some(comment) = self.call.keyword("comment").and_then(|it| self.reader.text(it))
            {
                ops.push(self.op(comment_op(&name, None, comment)));
            }
            ops.extend(
                comments
                    .into_iter()
                    .map(|(column, it)| self.op(comment_op(&name, Some(column), it))),
            );
        }
        Some(ops)
    }

    fn is_metadata(&self, value: &Value<'a>) -> bool {
        let call = self.reader.machine.call_of(value);
        let called = call.and_then(|it| self.reader.machine.last_name(&it.callee));
        let last = called.or_else(|| self.reader.machine.last_name(value)).unwrap_or_default();
        last.to_ascii_lowercase().contains("metadata") || last == "meta"
    }

    fn table_clause_to(&self, clauses: &mut Vec<(Clause, Span)>) {
        if let Some(arg) = self.call.positional().next() {
            clauses.push((Clause::Table, arg.span));
        }
    }

    /// Puts columns and constraints into a table in the order in which SQLAlchemy writes them; gives back comments and
    /// the indexes that columns ask for.
    fn fill_table(
        &self,
        table: &mut CreateTable,
        mut columns: Vec<Column>,
        constraints: Vec<(Constraint, Span)>,
        clauses: &mut Vec<(Clause, Span)>,
    ) -> (Vec<(String, String)>, Vec<CreateIndex>) {
        let explicit_key =
            constraints.iter().any(|(it, _)| matches!(it.kind, ConstraintKind::PrimaryKey(_)));
        if let Some(names) = constraints.iter().find_map(|(it, _)| match &it.kind {
            ConstraintKind::PrimaryKey(key) => Some(key.columns.clone()),
            _ => None,
        }) {
            for column in columns.iter_mut().filter(|it| names.contains(&it.def.name)) {
                column.primary_key = true;
                if self.reader.is_required_key(column) {
                    column.def.nullable = Some(false);
                }
            }
        }
        // What another table counts is not counted here again.
        for (constraint, _) in &constraints {
            if let ConstraintKind::ForeignKey(foreign) = &constraint.kind {
                for column in columns.iter_mut().filter(|it| foreign.columns.contains(&it.def.name))
                {
                    column.has_foreign_key = true;
                }
            }
        }
        let key: Vec<String> =
            columns.iter().filter(|it| it.primary_key).map(|it| it.def.name.clone()).collect();
        self.count_keys(&mut columns, key.len());
        if !explicit_key && !key.is_empty() {
            table.constraints.push(Constraint::new(ConstraintKind::PrimaryKey(Key {
                columns: key,
                ..Key::default()
            })));
        }
        let (keys, others): (Vec<_>, Vec<_>) = constraints
            .into_iter()
            .partition(|(it, _)| matches!(it.kind, ConstraintKind::PrimaryKey(_)));
        for (constraint, span) in keys.into_iter().chain(others) {
            clauses.push((clause_of(&constraint), span));
            table.constraints.push(constraint);
        }
        let mut comments = Vec::new();
        let mut indexes = Vec::new();
        for column in columns {
            clauses.extend(column.clauses.iter().copied());
            comments.extend(column.def.comment.clone().map(|it| (column.def.name.clone(), it)));
            indexes.extend(column_index(&table.name, &column, self.reader.dialect()));
            table.constraints.extend(unique_of(&column));
            table.constraints.extend(column.constraints.iter().cloned());
            table.constraints.extend(check_of(&column));
            table.columns.push(column.def);
        }
        (comments, indexes)
    }

    /// A sole integer primary key counts by itself (SQLAlchemy, "autoincrement" of `Column`).
    fn count_keys(&self, columns: &mut [Column], keys: usize) {
        for column in
            columns.iter_mut().filter(|it| it.primary_key || it.autoincrement == Some(true))
        {
            let integer = column.kind.as_ref().is_some_and(|it| it.is_integer);
            let sole = keys == 1 && !column.has_foreign_key && column.autoincrement != Some(false);
            // SQL Server's compiler counts any column that says so (`MSDDLCompiler.get_column_specification`).
            let mssql = self.reader.dialect() == Dialect::Mssql;
            let stated = column.autoincrement == Some(true);
            let counts = integer && (sole || stated) && (column.primary_key || mssql && stated);
            let given = (column.def.default.is_some() || column.is_filled) && !stated;
            let apart = column.has_sequence && !self.mysql();
            if !counts || given || apart || column.def.generated.is_some() {
                continue;
            }
            if self.postgres() || mssql {
                column.def.default = None;
            }
            match self.reader.dialect() {
                Dialect::Postgres => {
                    column.def.generated = Some(Generated::Serial);
                    if let Some(kind) = &mut column.def.data_type {
                        kind.text = match kind.name.name.as_str() {
                            "bigint" => "BIGSERIAL",
                            "smallint" => "SMALLSERIAL",
                            _ => "SERIAL",
                        }
                        .to_owned();
                    }
                }
                // A default beside it is written instead (`MySQLDDLCompiler.get_column_specification`).
                Dialect::Mysql | Dialect::Mariadb if column.def.default.is_none() => {
                    column.def.generated = Some(Generated::AutoIncrement)
                }
                Dialect::Sqlite if sole && self.reader.flag(self.call, "sqlite_autoincrement") => {
                    column.def.generated = Some(Generated::AutoIncrement)
                }
                Dialect::Mssql => {
                    column.def.generated = Some(Generated::Identity(Identity::Seeded))
                }
                Dialect::Mysql | Dialect::Mariadb | Dialect::Sqlite | Dialect::Oracle => {}
            }
        }
    }

    fn table_options(&self, table: &mut CreateTable) {
        let prefix = match self.reader.dialect() {
            Dialect::Mysql | Dialect::Mariadb => "mysql_",
            Dialect::Postgres => "postgresql_",
            Dialect::Sqlite => "sqlite_",
            Dialect::Oracle => "oracle_",
            Dialect::Mssql => "mssql_",
        };
        for (name, arg) in self.call.keywords() {
            match name {
                "prefixes" => {
                    let prefixes = self.reader.names(arg).join(" ").to_ascii_uppercase();
                    if prefixes.contains("TEMP") {
                        table.persistence = Persistence::Temporary;
                    } else if prefixes.contains("UNLOGGED") {
                        table.persistence = Persistence::Unlogged;
                    }
                }
                "comment" if self.mysql() => {
                    let value = self.reader.text(arg).unwrap_or_default();
                    table.options.push(TableOption { name: "comment".to_owned(), value });
                }
                _ => {
                    let Some(option) = name.strip_prefix(prefix) else { continue };
                    let value = self.reader.text(arg).unwrap_or_default();
                    if prefix == "sqlite_" {
                        let name = match (option, &arg.value) {
                            ("with_rowid", Value::Bool(false)) => "without rowid",
                            ("strict", Value::Bool(true)) => "strict",
                            _ => continue,
                        };
                        let (name, value) = (name.to_owned(), String::new());
                        table.options.push(TableOption { name, value });
                    } else if option == "partition_by" {
                        let (strategy, rest) = value.split_once('(').unwrap_or((&value, ""));
                        let columns = rest.trim_end_matches(')').split(',');
                        table.partition_by = Some(Box::new(crate::ops::table::PartitionBy {
                            partitions: Vec::new(),
                            strategy: strategy.trim().to_ascii_lowercase(),
                            columns: columns.map(|it| it.trim().to_owned()).collect(),
                        }));
                    } else if option == "inherits" {
                        table.inherits =
                            self.reader.names(arg).into_iter().map(ObjectName::bare).collect();
                    } else if self.mysql()
                        || matches!(option, "on_commit" | "tablespace" | "with" | "using")
                    {
                        let name = option.replace('_', " ").to_ascii_lowercase();
                        let name =
                            if name == "default charset" { "charset".to_owned() } else { name };
                        table.options.push(TableOption { name, value });
                    }
                }
            }
        }
    }

    fn drop_table(&self) -> Option<Vec<Op>> {
        let name = self.object(0, "table_name", "schema")?;
        let mut op = self.op(OpKind::DropTable {
            name,
            guard: self.guard("if_exists"),
            cascade: Cascade::Unstated,
        });
        self.table_clause(&mut op, 0, "table_name");
        Some(vec![op])
    }

    fn rename_table(&self) -> Option<Vec<Op>> {
        let table = self.object(0, "old_table_name", "schema")?;
        let to = self.call.arg(1, "new_table_name").and_then(|it| self.reader.name(it))?;
        let to = table.sibling(to);
        let mut op = self.op(OpKind::RenameTable { table, to });
        self.table_clause(&mut op, 0, "old_table_name");
        Some(vec![op])
    }

    fn table_comment(&self, verb: Verb) -> Option<Vec<Op>> {
        let table = self.table(0, "table_name")?;
        let comment = self
            .arg(1, 0, "comment")
            .filter(|_| verb == Verb::Comment)
            .and_then(|it| self.reader.text(it));
        Some(vec![self.op(match comment {
            Some(comment) => comment_op(&table, None, comment),
            None => OpKind::Other {
                kind: ObjectKind::Table,
                verb: Verb::Comment,
                name: Some(table.clone()),
                table: Some(table),
                detail: "NULL".to_owned(),
            },
        })])
    }

    // Columns

    fn add_column(&self) -> Option<Vec<Op>> {
        let table = self.table(0, "table_name")?;
        let arg = self.arg(1, 0, "column")?;
        let Some(mut column) = self.reader.column(&arg.value) else {
            let def = crate::ops::column::ColumnDef::new(hole(&arg.text), None);
            let kind = OpKind::AddColumn {
                table,
                column: def,
                position: ColumnPosition::Last,
                guard: Guard::None,
            };
            return Some(vec![self.op(kind)]);
        };
        let mut ops = Vec::new();
        let guard = self.guard("if_not_exists");
        let inline_key = column.primary_key && self.reader.flag(self.call, "inline_primary_key");
        if inline_key {
            let key = Key { columns: vec![column.def.name.clone()], ..Key::default() };
            column.def.constraints.push(Constraint::new(ConstraintKind::PrimaryKey(key)));
        }
        self.count_keys(std::slice::from_mut(&mut column), 1);
        let mut after: Vec<OpKind> = Vec::new();
        let mut add = |constraint: Constraint| {
            after.push(OpKind::AddConstraint {
                table: table.clone(),
                constraint,
                guard: Guard::None,
            });
        };
        if let Some(unique) = unique_of(&column) {
            add(unique);
        }
        let inline =
            self.reader.flag(self.call, "inline_references") && column.constraints.len() == 1;
        for constraint in &column.constraints {
            if inline && matches!(constraint.kind, ConstraintKind::ForeignKey(_)) {
                column.def.constraints.push(constraint.clone());
            } else {
                add(constraint.clone());
            }
        }
        if let Some(check) = check_of(&column) {
            add(check);
        }
        after.extend(column_index(&table, &column, self.reader.dialect()).map(OpKind::CreateIndex));
        if (self.postgres() || self.reader.dialect() == Dialect::Oracle)
            && let Some(comment) = column.def.comment.take()
        {
            after.push(comment_op(&table, Some(column.def.name.clone()), comment));
        }
        let position = match (self.call.keyword("insert_after"), self.call.keyword("insert_before"))
        {
            (Some(after), _) => {
                self.reader.name(after).map_or(ColumnPosition::Last, ColumnPosition::After)
            }
            _ => ColumnPosition::Last,
        };
        let clauses = column.clauses.clone();
        let mut op = self.op(OpKind::AddColumn { table, column: column.def, position, guard });
        op.clauses.clone_from(&clauses);
        self.table_clause(&mut op, 0, "table_name");
        ops.push(op);
        for kind in after {
            let mut op = self.op(kind);
            op.clauses.clone_from(&clauses);
            self.table_clause(&mut op, 0, "table_name");
            ops.push(op);
        }
        Some(ops)
    }

    fn drop_column(&self) -> Option<Vec<Op>> {
        let table = self.table(0, "table_name")?;
        let arg = self.arg(1, 0, "column_name")?;
        let column = match self.reader.column(&arg.value) {
            Some(column) => column.def.name,
            None => self.reader.name(arg)?,
        };
        let guard = self.guard("if_exists");
        let mut ops = Vec::new();
        if self.reader.dialect() == Dialect::Mssql {
            let flag = |name: &str| self.reader.flag(self.call, name);
            if flag("mssql_drop_default") {
                ops.push(OpKind::AlterColumn {
                    table: table.clone(),
                    column: column.clone(),
                    change: AlterColumn::DropDefault,
                });
            }
            let drop = |constraint: ConstraintRef| OpKind::DropConstraint {
                table: table.clone(),
                constraint,
                guard: Guard::None,
                cascade: Cascade::Unstated,
            };
            let of_column = write::looked_up(&column);
            if flag("mssql_drop_check") {
                ops.push(drop(ConstraintRef::Check(of_column.clone())));
            }
            if flag("mssql_drop_foreign_key") {
                ops.push(drop(ConstraintRef::ForeignKey(of_column)));
            }
        }
        ops.push(OpKind::DropColumn { table, column, guard, cascade: Cascade::Unstated });
        let ops = ops.into_iter().map(|kind| {
            let mut op = self.op(kind);
            op.clauses.push((Clause::Column, arg.span));
            self.table_clause(&mut op, 0, "table_name");
            op
        });
        Some(ops.collect())
    }

    fn alter_column(&self) -> Option<Vec<Op>> {
        let table = self.table(0, "table_name")?;
        let arg = self.arg(1, 0, "column_name").or_else(|| self.call.keyword("column"))?;
        let column = self.reader.name(arg)?;
        let (before, after) = self.checks_of_types(&table, &column);
        let mut ops = before;
        ops.extend(self.altered(&table, &column, arg)?);
        ops.extend(after);
        Some(ops)
    }

    /// The CHECK that a boolean or an enumeration brought is dropped before the type changes, and that of the new type
    /// added after it (`alter_column` of Alembic's `toimpl`).
    fn checks_of_types(&self, table: &ObjectName, column: &str) -> (Vec<Op>, Vec<Op>) {
        let given = |name: &str| self.call.keyword(name).filter(|it| !it.value.is_none());
        let check = |name: &str| {
            types::read(self.reader.machine, &given(name)?.value, self.reader.target)?.check
        };
        if given("type_").is_none() {
            return (Vec::new(), Vec::new());
        }
        let dropped = check("existing_type").and_then(|it| it.name).filter(|_| !self.mysql());
        let dropped = dropped.map(|it| OpKind::DropConstraint {
            table: table.clone(),
            constraint: ConstraintRef::Check(it),
            guard: Guard::None,
            cascade: Cascade::Unstated,
        });
        let added = check("type_").map(|it| OpKind::AddConstraint {
            table: table.clone(),
            constraint: check_on(column, &it),
            guard: Guard::None,
        });
        let ops = |kind: Option<OpKind>| kind.into_iter().map(|it| self.op(it)).collect();
        (ops(dropped), ops(added))
    }

    fn altered(&self, table: &ObjectName, column: &str, arg: &Arg<'a>) -> Option<Vec<Op>> {
        let (table, column) = (table.clone(), column.to_owned());
        if self.mysql() {
            return self.redefine(&table, &column);
        }
        let mssql = self.reader.dialect() == Dialect::Mssql;
        let change = |change: AlterColumn| OpKind::AlterColumn {
            table: table.clone(),
            column: column.clone(),
            change,
        };
        let mut ops: Vec<Op> = Vec::new();
        let mut push = |kind: OpKind, clause: Clause, span: Span| {
            let mut op = self.op(kind);
            op.clauses.push((clause, span));
            op.clauses.push((Clause::Column, arg.span));
            self.table_clause(&mut op, 0, "table_name");
            ops.push(op);
        };
        let given = |name: &str| self.call.keyword(name).filter(|it| !it.value.is_none());
        let type_arg = given("type_");
        let to_type = type_arg.and_then(|it| {
            Some((types::read(self.reader.machine, &it.value, self.reader.target)?, it))
        });
        if mssql && let Some((it, span)) = self.dropped_default() {
            push(change(it), Clause::Default, span);
        }
        // SQL Server changes a column's type and whether it may be NULL only together (`MSSQLImpl.alter_column`).
        let stated = (given("nullable").is_some() || type_arg.is_some())
            .then(|| given("nullable").or_else(|| given("existing_nullable")))
            .flatten()
            .filter(|_| mssql)
            .and_then(|it| Some((self.reader.machine.truth_of(&it.value)?, it.span)));
        let whole = to_type.as_ref().map(|(kind, _)| kind.data_type.clone()).or_else(|| {
            let existing = given("existing_type")?;
            types::read(self.reader.machine, &existing.value, self.reader.target)
                .map(|it| it.data_type)
        });
        let (stated, to_type) = match (stated, whole) {
            (Some((nullable, span)), Some(kind)) => {
                let mut to = crate::ops::column::ColumnDef::new(column.clone(), Some(kind));
                to.nullable = Some(nullable);
                let redefine =
                    AlterColumn::Redefine { to: Box::new(to), position: ColumnPosition::Last };
                push(change(redefine), Clause::NotNull, span);
                (true, None)
            }
            _ => (false, to_type),
        };
        let type_change = to_type.map(|(kind, it)| {
            let using = self.call.keyword("postgresql_using").filter(|_| self.postgres());
            let using = using
                .and_then(|it| self.reader.text(it))
                .map(|it| expression::read(&it, self.reader.target));
            (AlterColumn::SetType { to: kind.data_type, using }, it.span)
        });
        // PostgreSQL's implementation changes the type first, the others after the default.
        let (first, last) = if self.postgres() { (type_change, None) } else { (None, type_change) };
        if let Some((it, span)) = first {
            push(change(it), Clause::Type, span);
        }
        if let Some(it) = self.call.keyword("nullable").filter(|_| !stated) {
            match self.reader.machine.truth_of(&it.value) {
                Some(false) => push(change(AlterColumn::SetNotNull), Clause::NotNull, it.span),
                Some(true) => push(change(AlterColumn::DropNotNull), Clause::Null, it.span),
                None if it.value.is_none() => {}
                None => push(change(AlterColumn::SetNotNull), Clause::NotNull, it.span),
            }
        }
        let default = self
            .call
            .keyword("server_default")
            .filter(|it| !matches!(it.value, Value::Bool(false)))
            .map(|it| (self.default_change(it), it.span));
        let (before, after) = if mssql { (None, default) } else { (default, None) };
        if let Some((it, span)) = before {
            push(change(it), Clause::Default, span);
        }
        if let Some((it, span)) = last {
            push(change(it), Clause::Type, span);
        }
        // What is dropped went first.
        if let Some((it, span)) = after.filter(|it| it.0 != AlterColumn::DropDefault) {
            push(change(it), Clause::Default, span);
        }
        if let Some(it) = self.call.keyword("comment")
            && !matches!(it.value, Value::Bool(false))
            && (self.postgres() || self.reader.dialect() == Dialect::Oracle)
        {
            push(change(AlterColumn::SetComment(self.reader.text(it))), Clause::Comment, it.span);
        }
        let renamed = self.call.keyword("new_column_name").or_else(|| self.call.keyword("name"));
        if let Some(it) = renamed
            && let Some(to) = self.reader.name(it)
        {
            push(
                OpKind::RenameColumn { table: table.clone(), column: column.clone(), to },
                Clause::Name,
                it.span,
            );
        }
        Some(ops)
    }

    /// What `existing_type` and its like tell.
    fn existing(&self) -> Option<Box<ExistingColumn>> {
        let told = |name: &str| self.call.keyword(name).filter(|it| !it.value.is_none());
        let data_type = told("existing_type").and_then(|it| {
            Some(types::read(self.reader.machine, &it.value, self.reader.target)?.data_type)
        });
        let nullable =
            told("existing_nullable").and_then(|it| self.reader.machine.truth_of(&it.value));
        let default = told("existing_server_default")
            .filter(|it| {
                let counted = self.reader.call(&it.value, &["Identity", "Computed"]).is_some();
                !counted && !matches!(it.value, Value::Bool(_))
            })
            .map(|it| {
                let text = expression::server_default(self.reader.machine, it, self.reader.target);
                expression::read(&text, self.reader.target)
            });
        if data_type.is_none() && nullable.is_none() && default.is_none() {
            return None;
        }
        let arg = self.arg(1, 0, "column_name").or_else(|| self.call.keyword("column"))?;
        Some(Box::new(ExistingColumn {
            table: self.table(0, "table_name")?,
            column: self.reader.name(arg)?,
            data_type,
            nullable,
            default,
        }))
    }

    /// SQL Server's defaults are constraints; Alembic looks the old one up and drops it, where there may be one.
    fn dropped_default(&self) -> Option<(AlterColumn, Span)> {
        let new = self.call.keyword("server_default")?;
        let existing = self.call.keyword("existing_server_default");
        let counted = |it: &Arg<'a>| self.reader.call(&it.value, &["Identity", "Computed"]);
        if matches!(new.value, Value::Bool(false))
            || counted(new).is_some()
            || existing.and_then(counted).is_some()
        {
            return None;
        }
        let known = existing.is_some_and(|it| !matches!(it.value, Value::Bool(false)));
        (known || new.value.is_none()).then_some((AlterColumn::DropDefault, new.span))
    }

    fn default_change(&self, arg: &Arg<'a>) -> AlterColumn {
        if let Some(call) = self.reader.call(&arg.value, &["Identity"]) {
            let always =
                call.arg(0, "always").is_some_and(|it| matches!(it.value, Value::Bool(true)));
            return AlterColumn::AddIdentity(if always {
                Identity::Always
            } else {
                Identity::ByDefault
            });
        }
        if arg.value.is_none() {
            let existing = self.call.keyword("existing_server_default");
            return match existing
                .and_then(|it| self.reader.call(&it.value, &["Identity", "Computed"]))
            {
                Some(call)
                    if self.reader.machine.last_name(&call.callee).as_deref()
                        == Some("Identity") =>
                {
                    AlterColumn::DropIdentity
                }
                _ => AlterColumn::DropDefault,
            };
        }
        let text = expression::server_default(self.reader.machine, arg, self.reader.target);
        AlterColumn::SetDefault(expression::read(&text, self.reader.target))
    }

    /// Whether Alembic's `MySQLImpl.alter_column` writes CHANGE: for a new name, and for a DATETIME, whose default may be a
    /// function of its own.
    fn is_change(&self) -> bool {
        let given = |name: &str| self.call.keyword(name).filter(|it| !it.value.is_none());
        // Of a class that was not called, Alembic does not learn what kind of type it is.
        let is_time = given("type_")
            .or_else(|| given("existing_type"))
            .filter(|it| self.reader.machine.call_of(&it.value).is_some())
            .and_then(|it| types::read(self.reader.machine, &it.value, self.reader.target))
            .is_some_and(|it| write::is_time(&it.data_type));
        let undefaulted = self.call.keyword("server_default").is_some_and(|it| it.value.is_none());
        given("new_column_name").or_else(|| given("name")).is_some() || is_time && !undefaulted
    }

    /// MySQL states the whole column anew (Alembic's `MySQLImpl.alter_column`); only a default alone is changed by itself.
    fn redefine(&self, table: &ObjectName, column: &str) -> Option<Vec<Op>> {
        let given = |name: &str| self.call.keyword(name).filter(|it| !it.value.is_none());
        let either = |name: &str, existing: &str| {
            self.call.keyword(name).or_else(|| self.call.keyword(existing))
        };
        let default = self
            .call
            .keyword("server_default")
            .filter(|it| !matches!(it.value, Value::Bool(false)));
        let new_name =
            given("new_column_name").or_else(|| given("name")).and_then(|it| self.reader.name(it));
        let restated =
            ["type_", "nullable", "autoincrement", "comment"].iter().any(|it| given(it).is_some());
        let changes = self.is_change();
        let commented =
            self.call.keyword("comment").is_some_and(|it| !matches!(it.value, Value::Bool(false)));
        let mut ops = Vec::new();
        let named_alone = new_name.is_some() && either("type_", "existing_type").is_none();
        if restated || commented || changes && !named_alone {
            let kind = either("type_", "existing_type")
                .filter(|it| !it.value.is_none())
                .and_then(|it| types::read(self.reader.machine, &it.value, self.reader.target));
            let mut def = crate::ops::column::ColumnDef::new(
                new_name.clone().unwrap_or_else(|| column.to_owned()),
                kind.map(|it| it.data_type),
            );
            let nullable = either("nullable", "existing_nullable")
                .and_then(|it| self.reader.machine.truth_of(&it.value));
            def.nullable = Some(nullable.unwrap_or(true));
            let keep = default.or_else(|| self.call.keyword("existing_server_default"));
            if let Some(it) =
                keep.filter(|it| !it.value.is_none() && !matches!(it.value, Value::Bool(false)))
            {
                let text = expression::server_default(self.reader.machine, it, self.reader.target);
                def.default = Some(expression::read(&text, self.reader.target));
            }
            def.comment = either("comment", "existing_comment").and_then(|it| self.reader.text(it));
            let counts = either("autoincrement", "existing_autoincrement");
            if counts.is_some_and(|it| self.reader.machine.truth_of(&it.value) == Some(true)) {
                def.generated = Some(Generated::AutoIncrement);
            }
            let change =
                AlterColumn::Redefine { to: Box::new(def), position: ColumnPosition::Last };
            ops.push(self.op(OpKind::AlterColumn {
                table: table.clone(),
                column: column.to_owned(),
                change,
            }));
        } else if let Some(it) = default {
            let change = self.default_change(it);
            ops.push(self.op(OpKind::AlterColumn {
                table: table.clone(),
                column: column.to_owned(),
                change,
            }));
        }
        if ops.is_empty()
            && let Some(to) = new_name
        {
            ops.push(self.op(OpKind::RenameColumn {
                table: table.clone(),
                column: column.to_owned(),
                to,
            }));
        }
        for op in &mut ops {
            for (name, arg) in self.call.keywords() {
                let clause = match name {
                    "type_" => Clause::Type,
                    "nullable" => Clause::NotNull,
                    "server_default" => Clause::Default,
                    "new_column_name" | "name" => Clause::Name,
                    "comment" => Clause::Comment,
                    _ => continue,
                };
                op.clauses.push((clause, arg.span));
            }
            self.table_clause(op, 0, "table_name");
        }
        Some(ops)
    }

    // Indexes

    fn create_index(&self) -> Option<Vec<Op>> {
        let name = self.call.arg(0, "index_name").or_else(|| self.call.keyword("name"));
        let table = self.table(1, "table_name").or_else(|| self.table(1, "tablename"))?;
        let mut index = CreateIndex::new(table);
        index.name = name.and_then(|it| self.reader.name(it));
        if let Some(columns) = self.arg(2, 1, "columns") {
            index.keys = match self.reader.machine.items(&columns.value) {
                Some(items) => {
                    items.iter().map(|it| self.reader.index_key(it, &columns.text)).collect()
                }
                None => match &columns.value {
                    Value::Str(_) => vec![self.reader.index_key(&columns.value, &columns.text)],
                    _ => {
                        vec![IndexKey { column: Some(hole(&columns.text)), ..IndexKey::default() }]
                    }
                },
            };
        }
        self.reader.index_options(&mut index, self.call);
        if index.name.is_none() {
            let first = index.keys.first().and_then(|it| it.column.clone());
            index.name =
                first.map(|it| names::index_name(&index.table, &it, self.reader.dialect()));
        }
        let mut op = self.op(OpKind::CreateIndex(index));
        self.index_clauses(&mut op);
        self.table_clause(&mut op, 1, "table_name");
        if let Some(columns) = self.arg(2, 1, "columns") {
            op.clauses.push((Clause::Column, columns.span));
        }
        Some(vec![op])
    }

    fn index_clauses(&self, op: &mut Op) {
        if let Some(name) = self.call.arg(0, "index_name") {
            op.clauses.push((Clause::Name, name.span));
        }
        for (name, arg) in self.call.keywords() {
            let clause = match name {
                "unique" => Clause::Unique,
                "postgresql_concurrently" => Clause::Online,
                "postgresql_where" | "sqlite_where" | "mssql_where" => Clause::Where,
                "if_not_exists" => Clause::IfNotExists,
                "if_exists" => Clause::IfExists,
                _ => continue,
            };
            op.clauses.push((clause, arg.span));
        }
    }

    fn drop_index(&self) -> Option<Vec<Op>> {
        let name = self.call.arg(0, "index_name").or_else(|| self.call.keyword("name"))?;
        let table = self.table(1, "table_name").or_else(|| self.table(1, "tablename"));
        let schema = self.call.keyword("schema").and_then(|it| self.reader.text(it));
        let bare = self.reader.text(name)?;
        let index = match (&schema, &table) {
            (Some(schema), _) => names::object(Some(schema), &bare, self.reader.dialect()),
            (None, Some(table)) => table.sibling(names::fold(&bare, self.reader.dialect())),
            (None, None) => ObjectName::bare(names::fold(&bare, self.reader.dialect())),
        };
        let online = match self.call.keyword("postgresql_concurrently").filter(|_| self.postgres())
        {
            None => Online::No,
            Some(arg) => match self.reader.machine.truth_of(&arg.value) {
                Some(true) => Online::Yes,
                Some(false) => Online::No,
                None => Online::Unknown,
            },
        };
        let mut op = self.op(OpKind::DropIndex(DropIndex {
            index,
            table,
            online,
            guard: self.guard("if_exists"),
            cascade: Cascade::Unstated,
            options: Vec::new(),
            together: 1,
        }));
        self.index_clauses(&mut op);
        // Where the name of an index needs no table, SQLAlchemy writes none.
        if matches!(self.reader.dialect(), Dialect::Mysql | Dialect::Mariadb | Dialect::Mssql) {
            self.table_clause(&mut op, 1, "table_name");
        }
        Some(vec![op])
    }

    // Constraints

    fn add_constraint(&self, table: ObjectName, kind: ConstraintKind) -> Vec<Op> {
        let name = self.call.arg(0, "constraint_name").or_else(|| self.call.keyword("name"));
        let constraint = self.reader.finish(Constraint::new(kind), self.call, name);
        let clause = clause_of(&constraint);
        let mut op = self.op(OpKind::AddConstraint { table, constraint, guard: Guard::None });
        if let Some(name) = name {
            op.clauses.push((Clause::Name, name.span));
        }
        op.clauses.push((clause, self.call.span));
        if let Some(arg) = self.call.keyword("postgresql_not_valid") {
            op.clauses.push((Clause::NotValid, arg.span));
        }
        vec![op]
    }

    fn create_foreign_key(&self) -> Option<Vec<Op>> {
        let table = match self.batch {
            Some(table) => table.clone(),
            None => self
                .object(1, "source_table", "source_schema")
                .or_else(|| self.object(1, "source", "source_schema"))?,
        };
        let referent = match self.batch {
            Some(_) => 1,
            None => 2,
        };
        let references = self
            .object(referent, "referent_table", "referent_schema")
            .or_else(|| self.object(referent, "referent", "referent_schema"))?;
        let columns = self
            .call
            .arg(referent + 1, "local_cols")
            .map(|it| self.reader.names(it))
            .unwrap_or_default();
        let referenced = self
            .call
            .arg(referent + 2, "remote_cols")
            .map(|it| self.reader.names(it))
            .unwrap_or_default();
        let (on_delete, set_on_delete, on_update) = self.reader.actions(self.call);
        let key =
            ForeignKey { columns, references, referenced, on_delete, on_update, set_on_delete };
        Some(self.add_constraint(table, ConstraintKind::ForeignKey(key)))
    }

    fn create_key(&self, kind: fn(Key) -> ConstraintKind) -> Option<Vec<Op>> {
        let table = self.table(1, "table_name").or_else(|| self.table(1, "source"))?;
        let columns = self.arg(2, 1, "columns").or_else(|| self.call.keyword("local_cols"));
        let columns = columns.map(|it| self.reader.names(it)).unwrap_or_default();
        let nulls_not_distinct = self.reader.are_nulls_equal(self.call);
        let using_index =
            self.call.keyword("postgresql_using_index").and_then(|it| self.reader.name(it));
        Some(self.add_constraint(
            table,
            kind(Key { columns, nulls_not_distinct, using_index, ..Key::default() }),
        ))
    }

    fn create_check(&self) -> Option<Vec<Op>> {
        let table = self.table(1, "table_name").or_else(|| self.table(1, "source"))?;
        let predicate = match self.arg(2, 1, "condition") {
            Some(condition) => self.reader.predicate(condition),
            None => Expr::unread("{condition}"),
        };
        Some(self.add_constraint(table, ConstraintKind::Check(predicate)))
    }

    fn create_exclude(&self) -> Option<Vec<Op>> {
        let table = self.table(1, "table_name")?;
        let skip = if self.batch.is_some() { 1 } else { 2 };
        let mut keys = Vec::new();
        for arg in self.call.positional().skip(skip) {
            let first = self
                .reader
                .machine
                .items(&arg.value)
                .and_then(|it| it.first())
                .unwrap_or(&arg.value);
            keys.push(self.reader.index_key(first, &arg.text));
        }
        let method = Some(
            self.call
                .keyword("using")
                .and_then(|it| self.reader.text(it))
                .unwrap_or("gist".to_owned()),
        );
        let predicate = self
            .call
            .keyword("where")
            .filter(|it| !it.value.is_none())
            .map(|it| self.reader.predicate(it));
        Some(self.add_constraint(table, ConstraintKind::Exclude { method, keys, predicate }))
    }

    fn drop_constraint(&self) -> Option<Vec<Op>> {
        let table = self.table(1, "table_name").or_else(|| self.table(1, "tablename"))?;
        let arg = self.call.arg(0, "constraint_name").or_else(|| self.call.keyword("name"));
        let name = arg.and_then(|it| self.reader.name(it));
        let kind = self.arg(2, 1, "type_").or_else(|| self.call.keyword("type"));
        let kind = kind.and_then(|it| self.reader.text(it)).unwrap_or_default();
        let constraint = match (kind.as_str(), name) {
            ("primary", None) => ConstraintRef::PrimaryKey,
            ("primary", Some(_)) if self.mysql() => ConstraintRef::PrimaryKey,
            (kind, name) => {
                let name = name.unwrap_or_else(|| "{None}".to_owned());
                match kind {
                    "foreignkey" => ConstraintRef::ForeignKey(name),
                    "check" => ConstraintRef::Check(name),
                    "unique" => ConstraintRef::Unique(name),
                    _ => ConstraintRef::Named(name),
                }
            }
        };
        let guard = self.guard("if_exists");
        let mut op = self.op(OpKind::DropConstraint {
            table,
            constraint,
            guard,
            cascade: Cascade::Unstated,
        });
        if let Some(arg) = arg {
            op.clauses.push((Clause::Name, arg.span));
        }
        self.table_clause(&mut op, 1, "table_name");
        Some(vec![op])
    }
}

fn clause_of(constraint: &Constraint) -> Clause {
    match constraint.kind {
        ConstraintKind::PrimaryKey(_) => Clause::PrimaryKey,
        ConstraintKind::Unique(_) => Clause::Unique,
        ConstraintKind::ForeignKey(_) => Clause::References,
        ConstraintKind::Check(_) => Clause::Check,
        ConstraintKind::Exclude { .. } => Clause::Exclude,
        ConstraintKind::NotNull { .. } => Clause::NotNull,
        ConstraintKind::Default { .. } => Clause::Default,
    }
}

/// The constraint of `unique=True`; with `index=True` beside it the index is unique instead.
fn unique_of(column: &Column) -> Option<Constraint> {
    (column.unique && !column.index).then(|| {
        Constraint::new(ConstraintKind::Unique(Key {
            columns: vec![column.def.name.clone()],
            ..Key::default()
        }))
    })
}

/// The CHECK that a boolean or an enumeration brings where it is asked to.
fn check_of(column: &Column) -> Option<Constraint> {
    Some(check_on(&column.def.name, column.kind.as_ref()?.check.as_ref()?))
}

fn check_on(column: &str, check: &types::TypeCheck) -> Constraint {
    let text = format!("{column} IN ({})", check.values.join(", "));
    let mut constraint = Constraint::new(ConstraintKind::Check(Expr::unread(text)));
    constraint.name.clone_from(&check.name);
    constraint
}

/// The index of `index=True`, under SQLAlchemy's default name (`ix_` and the column's label).
fn column_index(table: &ObjectName, column: &Column, dialect: Dialect) -> Option<CreateIndex> {
    if !column.index {
        return None;
    }
    let mut index = CreateIndex::new(table.clone());
    index.name = Some(names::index_name(table, &column.def.name, dialect));
    index.unique = column.unique;
    index.keys = vec![IndexKey { column: Some(column.def.name.clone()), ..IndexKey::default() }];
    Some(index)
}

fn comment_op(table: &ObjectName, column: Option<String>, comment: String) -> OpKind {
    match column {
        Some(column) => OpKind::AlterColumn {
            table: table.clone(),
            column,
            change: AlterColumn::SetComment(Some(comment)),
        },
        None => OpKind::Other {
            kind: ObjectKind::Table,
            verb: Verb::Comment,
            name: Some(table.clone()),
            table: Some(table.clone()),
            detail: expression::quote(&comment),
        },
    }
}
