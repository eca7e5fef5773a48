//! What git says has changed. The command is run, so that its configuration and its own rules hold.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What differs between the files and a commit.
pub struct Changes {
    /// The files that differ, or that git does not know yet.
    pub paths: BTreeSet<PathBuf>,
    top: PathBuf,
    base: String,
}

impl Changes {
    /// A file as it stands in the commit; `None` where it is not there.
    pub fn before(&self, path: &Path) -> Option<String> {
        let top = self.top.canonicalize().ok()?;
        let inside = path.strip_prefix(top).ok()?;
        let parts: Vec<_> = inside.iter().map(|it| it.to_string_lossy()).collect();
        git(&self.top, &["show", &format!("{}:{}", self.base, parts.join("/"))]).ok()
    }
}

/// What differs from where the branch left that ref.
pub fn changed(reference: &str, beside: &Path) -> Result<Changes, String> {
    let beside = match beside.is_dir() {
        true => beside,
        false => beside.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new(".")),
    };
    let top = git(beside, &["rev-parse", "--show-toplevel"])
        .map_err(|it| format!("--changed {reference}: {it}"))?;
    let top = PathBuf::from(top.trim_end());
    let commit = format!("{reference}^{{commit}}");
    let known = git(&top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
    let Ok(commit) = known else {
        return Err(format!(
            "--changed {reference}: git knows no such commit; fetch it, or name another"
        ));
    };
    let commit = commit.trim();
    // Histories without a common beginning are compared as they are.
    let base = git(&top, &["merge-base", commit, "HEAD"]).unwrap_or_else(|_| commit.to_owned());
    let base = base.trim();
    let mut names = git(&top, &["diff", "--name-only", "-z", "--diff-filter=d", base])?;
    names.push_str(&git(&top, &["ls-files", "--others", "--exclude-standard", "-z"])?);
    let paths = names.split('\0').filter(|it| !it.is_empty());
    let paths = paths.filter_map(|it| top.join(it).canonicalize().ok()).collect();
    Ok(Changes { paths, base: base.to_owned(), top })
}

/// What git prints, or in one line why it does not.
fn git(folder: &Path, args: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(args)
        .output()
        .map_err(|it| format!("git cannot be run: {it}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(said.lines().next().unwrap_or("git failed").to_owned())
}
