use crate::ops::object::ObjectKind;
use crate::ops::{OpKind, Verb};
use crate::rules::{Place, Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let ops = || view.run.unit.statements.iter().flat_map(|it| &it.ops);
    let client = |it: &OpKind| match it {
        OpKind::Other { kind: ObjectKind::Client, verb: Verb::Run, detail, .. } => {
            Some(detail.to_ascii_lowercase())
        }
        _ => None,
    };
    let mut commands = ops().filter_map(|it| client(&it.kind)).peekable();
    // Nothing but the script's own commands tells that SQL*Plus reads it.
    commands.peek()?;
    let substitutes = |it: String| {
        ["def", "acc", "col"].iter().any(|word| it.starts_with(word)) || it.contains("scan")
    };
    if commands.any(substitutes) {
        return None;
    }
    for statement in &view.run.unit.statements {
        for op in &statement.ops {
            if client(&op.kind).is_some_and(|it| it.starts_with("set") && it.contains("define")) {
                return None;
            }
            let text = match &op.kind {
                OpKind::Insert(it) => &it.text,
                OpKind::Update(it) => &it.text,
                OpKind::Merge { text, .. } => text,
                _ => continue,
            };
            if let Some(name) = asked_for(text) {
                let remark = Remark::new(
                    format!(
                        "SQL*Plus takes `&{name}` in a text for a variable, and asks for its value"
                    ),
                    "a script that nobody answers waits or ends there, and an answer changes what is written",
                    "`set define off` at the beginning",
                );
                return Some(Remark { place: Place::Span(op.span), ..remark });
            }
        }
    }
    None
}

/// What stands behind an ampersand in a string, where a letter or digit before it shows that the string means it.
fn asked_for(text: &str) -> Option<&str> {
    let literals = text.split('\'').skip(1).step_by(2);
    for literal in literals {
        for (at, _) in literal.match_indices('&') {
            let word = |it: char| it.is_ascii_alphanumeric() || it == '_';
            let meant = literal[..at].ends_with(|it: char| it.is_ascii_alphanumeric());
            let rest = &literal[at + 1..];
            let end = rest.find(|it| !word(it)).unwrap_or(rest.len());
            if meant && rest.starts_with(|it: char| it.is_ascii_alphabetic()) {
                return rest.get(..end);
            }
        }
    }
    None
}
