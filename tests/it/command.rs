//! Runs the built command in folders of its own.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, process};

/// A folder that is gone with its test.
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    pub fn new() -> Folder {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("migralint-{}-{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a folder for temporary files");
        Folder { path }
    }

    /// A folder with these files; a name may have folders before it.
    pub fn of(files: &[(&str, &str)]) -> Folder {
        let folder = Folder::new();
        for (name, text) in files {
            folder.write(name, text.as_bytes());
        }
        folder
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().expect("a file's folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs the command here.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"")
    }

    /// Runs the command here as somebody whom permissions bind: whoever runs the tests, or a stranger for root.
    #[cfg(unix)]
    pub fn run_unprivileged(&self, arguments: &[&str]) -> Ran {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        use std::os::unix::process::CommandExt;
        const STRANGER: u32 = 65_534;
        if fs::metadata(&self.path).expect("the folder").uid() != 0 {
            return self.run(arguments);
        }
        // A stranger may not enter the folder in which the command was built.
        let place = Folder::new();
        for path in [place.path(), self.path()] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions");
        }
        let copy = place.path().join("migralint");
        fs::copy(env!("CARGO_BIN_EXE_migralint"), &copy).expect("a copy");
        let mut command = Command::new(copy);
        command.uid(STRANGER).gid(STRANGER);
        self.run_command(command, arguments, b"")
    }

    /// Runs the command here with that on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        self.run_command(Command::new(env!("CARGO_BIN_EXE_migralint")), arguments, input)
    }

    fn run_command(&self, mut command: Command, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child = command
            .args(arguments)
            .current_dir(&self.path)
            .env_remove("NO_COLOR")
            .env_remove("COLUMNS")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        // A command that does not read its input closes it.
        let _ = child.stdin.take().expect("standard input").write_all(input);
        let output = child.wait_with_output().expect("the command ends");
        Ran {
            status: output.status.code(),
            out: String::from_utf8(output.stdout).expect("reports are UTF-8"),
            error: String::from_utf8(output.stderr).expect("errors are UTF-8"),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// What a run left behind.
#[derive(Debug)]
pub struct Ran {
    /// `None` where a signal ended it.
    pub status: Option<i32>,
    pub out: String,
    pub error: String,
}

impl Ran {
    /// The report, as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|it| panic!("{it}: {self:?}"))
    }

    /// The rules of the findings in the JSON report, in order.
    pub fn rules(&self) -> Vec<String> {
        let json = self.json();
        let findings = json["findings"].as_array().expect("findings").iter();
        findings.map(|it| it["rule"].as_str().expect("a rule").to_owned()).collect()
    }

    /// The command ended by itself, said nothing but single lines on standard error, and did not panic.
    #[track_caller]
    pub fn ended_well(&self) -> &Ran {
        assert!(matches!(self.status, Some(0..=2)), "{self:?}");
        assert!(self.error.lines().all(|it| it.starts_with("error: ")), "{self:?}");
        assert_eq!(self.status == Some(2), !self.error.is_empty(), "{self:?}");
        self
    }
}
