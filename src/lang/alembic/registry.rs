//! Operations that a project makes known to Alembic ("Operation Plugins"), and operations given to `op.invoke` as objects.

use std::rc::Rc;

use crate::lang::python::machine::Machine;
use crate::lang::python::value::{Arg, Call, Function, Object, Value};

use super::operations::is_known;

#[derive(Default)]
pub(crate) struct Registry<'a> {
    /// A name under `op`, the class behind it, and the method of the class that it calls.
    operations: Vec<(Rc<str>, Value<'a>, Rc<str>)>,
    /// What runs for an object of a class.
    implementations: Vec<(Value<'a>, Function<'a>)>,
}

/// Alembic's own classes of operations, and the functions that stand for them.
const OWN: [(&str, &str); 17] = [
    ("AddColumnOp", "add_column"),
    ("AlterColumnOp", "alter_column"),
    ("BulkInsertOp", "bulk_insert"),
    ("CreateCheckConstraintOp", "create_check_constraint"),
    ("CreateForeignKeyOp", "create_foreign_key"),
    ("CreateIndexOp", "create_index"),
    ("CreatePrimaryKeyOp", "create_primary_key"),
    ("CreateTableCommentOp", "create_table_comment"),
    ("CreateTableOp", "create_table"),
    ("CreateUniqueConstraintOp", "create_unique_constraint"),
    ("DropColumnOp", "drop_column"),
    ("DropConstraintOp", "drop_constraint"),
    ("DropIndexOp", "drop_index"),
    ("DropTableCommentOp", "drop_table_comment"),
    ("DropTableOp", "drop_table"),
    ("ExecuteSQLOp", "execute"),
    ("RenameTableOp", "rename_table"),
];

const PREFIX: &str = "alembic.op.";

impl<'a> Registry<'a> {
    /// `@Operations.register_operation("name", "method")` of a class, `@Operations.implementation_for(Class)` of a function.
    pub(crate) fn add(&mut self, machine: &Machine<'a>, decorator: &Call<'a>, what: &Value<'a>) {
        let Some(first) = decorator.positional().next() else { return };
        let kind = machine.last_name(&decorator.callee).unwrap_or_default();
        match (kind.as_str(), what) {
            ("register_operation", _) => {
                let Some(name) = first.value.as_known_str().filter(|it| !is_known(it)) else {
                    return;
                };
                let method = decorator.arg(1, "sourcename").and_then(|it| it.value.as_known_str());
                let method = Rc::from(method.unwrap_or(name));
                self.operations.retain(|it| &*it.0 != name);
                self.operations.push((Rc::from(name), what.clone(), method));
            }
            ("implementation_for", Value::Function(function)) => {
                self.implementations.retain(|it| !is_same(&it.0, &first.value));
                self.implementations.push((first.value.clone(), *function));
            }
            _ => {}
        }
    }

    pub(crate) fn instead(&self, machine: &mut Machine<'a>, call: &Call<'a>) -> Option<Call<'a>> {
        let name = call.callee.as_name()?.strip_prefix(PREFIX)?.to_owned();
        if name == "invoke" {
            return self.invoked(machine, call);
        }
        let (_, class, method) = self.operations.iter().find(|it| *it.0 == *name)?;
        let callee = machine.alloc(Object::Member { of: class.clone(), name: method.clone() });
        Some(with_operations(call, callee, call.args.clone()))
    }

    /// What `op.invoke(operation)` does.
    fn invoked(&self, machine: &Machine<'a>, call: &Call<'a>) -> Option<Call<'a>> {
        let operation = call.positional().next()?;
        let made = machine.call_of(&operation.value)?;
        let own = self.implementations.iter().find(|it| is_same(&it.0, &made.callee));
        if let Some((_, function)) = own {
            return Some(with_operations(call, Value::Function(*function), call.args.clone()));
        }
        let class = machine.last_name(&made.callee)?;
        let (_, name) = OWN.iter().find(|it| it.0 == class)?;
        let mut args = Vec::new();
        for arg in &made.args {
            let spread = *name == "create_table"
                && (arg.name.as_deref() == Some("columns")
                    || arg.name.is_none() && machine.items(&arg.value).is_some());
            match machine.items(&arg.value).filter(|_| spread) {
                Some(items) => args.extend(items.iter().map(|it| Arg {
                    name: None,
                    value: it.clone(),
                    ..arg.clone()
                })),
                None => args.push(Arg { name: arg.name.as_deref().map(renamed), ..arg.clone() }),
            }
        }
        let callee = Value::Name(Rc::from(format!("{PREFIX}{name}")));
        Some(Call { callee, args, ..call.clone() })
    }
}

/// What an operation's class calls an argument that its function calls otherwise.
fn renamed(name: &str) -> Rc<str> {
    Rc::from(match name {
        "modify_name" => "new_column_name",
        "modify_type" => "type_",
        "constraint_type" => "type_",
        _ => name.strip_prefix("modify_").unwrap_or(name),
    })
}

/// The call of something that is given the operations first.
fn with_operations<'a>(call: &Call<'a>, callee: Value<'a>, args: Vec<Arg<'a>>) -> Call<'a> {
    let operations = Arg {
        name: None,
        value: Value::Name(Rc::from(super::host::OP)),
        span: call.span,
        text: call.text.clone(),
    };
    let args = std::iter::once(operations).chain(args).collect();
    Call { callee, args, ..call.clone() }
}

pub(super) fn is_same(left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => left == right,
        (Value::Name(left), Value::Name(right)) => left == right,
        _ => false,
    }
}
