use crate::ops::{Clause, Guard, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (name, differs) = match &step.op.kind {
        OpKind::CreateTable(create) if create.guard == Guard::IfNeeded => {
            let known = step.before.table(&create.name)?;
            (create.name.to_string(), known.differs_from(create))
        }
        OpKind::AddColumn { table, column, guard: Guard::IfNeeded, .. } => {
            let known = step.column(table, &column.name)?.data_type.as_ref()?;
            let wanted = column.data_type.as_ref()?;
            (format!("{table}.{}", column.name), !known.same_as(wanted))
        }
        OpKind::CreateIndex(create) if create.guard == Guard::IfNeeded => {
            let name = create.table.sibling(create.name.as_ref()?);
            let (_, known) = step.before.index(&name)?;
            (name.to_string(), known.keys != create.keys || known.unique != create.unique)
        }
        _ => return None,
    };
    if !differs {
        return None;
    }
    let remark = Remark::new(
        format!("`{name}` is there already, and not as this says"),
        "the statement does nothing, and what it says besides is not made",
        "alter what is there, or leave out `if not exists` so that the difference is seen",
    );
    Some(remark.at(Clause::IfNotExists))
}
