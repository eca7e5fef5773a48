use crate::ops::unit::{Direction, Framework};
use crate::rules::{Remark, UnitView};

/// What Alembic reads as a place relative to a revision, a branch or a range (`alembic/script/revision.py`,
/// `_revision_illegal_chars`).
const RELATIVE: [char; 4] = ['@', '-', '+', ':'];

/// What Alembic reads as revisions that it looks for itself.
const LOOKED_FOR: [&str; 4] = ["base", "current", "head", "heads"];

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let unit = view.run.unit;
    let ours = unit.framework == Framework::Alembic && unit.direction == Direction::Up;
    // What is only known when it runs stands in braces.
    let id = Some(unit.id.as_str()).filter(|it| ours && !it.contains('{'))?;
    let sign = id.find(RELATIVE).and_then(|at| id[at..].chars().next());
    let reserved = LOOKED_FOR.contains(&id);
    if sign.is_none() && !reserved {
        return None;
    }
    let what = match sign {
        Some(sign) => format!("the revision `{id}` holds `{sign}`"),
        None => format!("the revision is called `{id}`"),
    };
    let why = match sign {
        Some(_) => {
            "Alembic reads places relative to revisions by it, and refuses the whole folder: \"not allowed in revision identifier\""
        }
        None => "to Alembic the word means another revision, so that nobody can ask for this one",
    };
    Some(Remark::new(what, why, "give it an identifier of letters, digits and `_`"))
}
