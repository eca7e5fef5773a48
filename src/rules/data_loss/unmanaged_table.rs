use crate::ops::{Guard, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

/// Tables that an extension, a queue or a scheduler makes for itself.
const OF_OTHERS: [&str; 13] = [
    "alembic_version",
    "apscheduler_jobs",
    "celery_taskmeta",
    "celery_tasksetmeta",
    "geography_columns",
    "geometry_columns",
    "kombu_message",
    "kombu_queue",
    "raster_columns",
    "raster_overviews",
    "spatial_ref_sys",
    "flyway_schema_history",
    "django_migrations",
];

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    // Whoever looks first whether it is there means it.
    let OpKind::DropTable { name, guard: Guard::None, .. } = &step.op.kind else { return None };
    let born = step.before.table(name).is_some_and(|it| it.born.is_some());
    if born || !OF_OTHERS.contains(&name.name.to_ascii_lowercase().as_str()) {
        return None;
    }
    Some(Remark::new(
        format!("`{name}` belongs to an extension or a library, and not to these migrations"),
        "what made it does not work without it; autogenerate drops whatever no model describes",
        "leave it out with `include_object` in env.py, and remove the call",
    ))
}
