//! Makes the three things that a rule is: its page, its check, and the `mod` line of its group.

use crate::tools::{self, Outcome, root};
use std::path::Path;

const GROUPS: [&str; 8] =
    ["locks", "rewrites", "failures", "data-loss", "rollout", "design", "history", "hygiene"];

const PAGE: &str = "+++
title = \"What happens, in a few words\"
severity = \"warning\"
+++

What happens, to whom, and for how long.

```sql given
create table orders (id bigint primary key);
```

## Bad

```sql bad
alter table orders rename to old_orders;
```

## Good

What to do instead, and why that is better.

```sql good
select 1;
```
";

const CHECK: &str = "use crate::ops::OpKind;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::RenameTable { table, .. } = &step.op.kind else { return None };
    Some(Remark::new(
        format!(\"what happens to `{table}`\"),
        \"why that hurts\",
        \"what to do\",
    ))
}
";

/// Writes the files of `GROUP/NAME`; nothing that is there already is touched.
pub fn new_rule(rule: &str) -> Outcome {
    let (group, name) = rule.split_once('/').filter(|it| is_name(it.1)).ok_or(
        "a rule is GROUP/NAME in small letters and hyphens, for example locks/blocking-index-build",
    )?;
    if !GROUPS.contains(&group) {
        return Err(format!("there is no group {group}; the groups are {}", GROUPS.join(", ")));
    }
    let (group_module, module) = (group.replace('-', "_"), name.replace('-', "_"));
    let rules = root().join("src/rules");
    let page = root().join(format!("rules/{group}/{name}.md"));
    let check = rules.join(&group_module).join(format!("{module}.rs"));
    if let Some(taken) = [&page, &check].into_iter().find(|it| it.exists()) {
        return Err(format!("{} is there already", taken.display()));
    }
    let list = rules.join(&group_module).join("mod.rs");
    if !list.exists() {
        tools::write(&list, format!("//! Rules about {}.\n\n", group.replace('-', " ")))?;
        add_module(&rules.join("mod.rs"), &format!("mod {group_module};"))?;
    }
    tools::write(&page, PAGE)?;
    tools::write(&check, CHECK)?;
    add_module(&list, &format!("pub mod {module};"))?;
    println!(
        "made {}\nmade {}\nNow say what it is about; `cargo test` holds the page against the check.",
        page.display(),
        check.display()
    );
    Ok(())
}

fn is_name(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_lowercase())
        && name.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-')
        && !name.ends_with('-')
}

/// Puts a `mod` line in order among the others.
fn add_module(path: &Path, line: &str) -> Outcome {
    let text = tools::read(path)?;
    let mut lines: Vec<&str> = text.lines().collect();
    let kind = line.split(' ').next().unwrap_or_default();
    let is_other = |it: &&str| it.starts_with(kind) && it.contains("mod ");
    let next = lines.iter().position(|it| is_other(it) && line < *it);
    let last = lines.iter().rposition(is_other);
    let place = next.or(last.map(|it| it + 1)).unwrap_or(lines.len());
    lines.insert(place, line);
    tools::write(path, lines.join("\n") + "\n")
}
