use crate::ops::unit::QuirkKind;
use crate::rules::{Remark, ScriptView, What};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::Untyped { table, column } = &view.quirk.kind else { return None };
    let remark = Remark::new(
        format!("the call does not say of which type `{table}.{column}` is"),
        "Alembic raises an error, since the database wants the column stated as a whole",
        "say `existing_type=…`, and `existing_nullable=…` and `existing_server_default=…` where they hold",
    );
    Some(remark.instead("say what the column is", What::ColumnType))
}
