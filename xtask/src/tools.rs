//! Running other programs, and making sure that they are there.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// What went wrong, for a person, with the mend.
pub type Outcome<T = ()> = Result<T, String>;

/// The hidden subcommand by which cargo runs wasm tests.
pub const BROWSER_RUNNER: &str = "browser-runner";

pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The repository.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// Where cargo builds.
pub fn target_dir() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |it| root().join(it))
}

/// A command that runs in the repository.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

pub fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A program of an npm package.
pub fn npm_bin(package: &str, file: &str) -> Command {
    let mut command = command("node");
    command.arg(root().join("node_modules").join(package).join(file));
    command
}

/// Runs to the end, its output shown.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|it| format!("{}: {it}", shown(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{} ended with {status}", shown(command))) }
}

/// Runs to the end and returns what it printed; its errors are shown.
pub fn output(command: &mut Command) -> Outcome<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|it| format!("{}: {it}", shown(command)))?;
    if !output.status.success() {
        return Err(format!("{} ended with {}", shown(command), output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program answers to `--version`.
pub fn exists(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|it| it.success())
}

fn shown(command: &Command) -> String {
    let words = [command.get_program()].into_iter().chain(command.get_args());
    words.take(6).map(|it| it.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Makes rustc able to build for wasm.
pub fn ensure_wasm_target() -> Outcome {
    let sysroot = output(command("rustc").args(["--print", "sysroot"]))?;
    let library = Path::new(sysroot.trim()).join("lib/rustlib").join(WASM_TARGET).join("lib");
    if library.is_dir() {
        return Ok(());
    }
    eprintln!("adding rustc's target {WASM_TARGET}");
    run(command("rustup").args(["target", "add", WASM_TARGET])).map_err(|it| {
        format!(
            "{it}\nrustc cannot build for {WASM_TARGET} yet. Where this machine reaches Rust's downloads, run \
             `rustup target add {WASM_TARGET}`; else install your distribution's package of it \
             (Debian: libstd-rust-dev-wasm32) with the same version as rustc"
        )
    })
}

/// Installs the npm packages of package-lock.json, unless they are there.
pub fn ensure_npm() -> Outcome {
    if !exists("node") || !exists("npm") {
        return Err("Node.js 20 or newer with npm is needed and was not found".to_owned());
    }
    let wanted = root().join("package-lock.json");
    let mark = root().join("node_modules/.installed-lock.json");
    let read = |path: &Path| fs::read(path).ok();
    if read(&mark).is_some() && read(&mark) == read(&wanted) {
        return Ok(());
    }
    eprintln!("installing npm packages");
    // None of them needs a script of its own to run here.
    run(command("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    fs::copy(&wanted, &mark).map(|_| ()).map_err(|it| format!("{}: {it}", mark.display()))
}

/// Debian's Chromium and its driver; `None` where they are not and cannot be installed.
pub fn ensure_chromium() -> Option<PathBuf> {
    let chromium = || ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(which);
    if chromium().is_none() || which("chromedriver").is_none() {
        install_chromium();
    }
    which("chromedriver").and(chromium())
}

fn install_chromium() {
    if which("apt-get").is_none() {
        return;
    }
    eprintln!("installing Debian's Chromium");
    let apt = |args: &[&str]| {
        let mut command = command("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(args);
        run(&mut command)
    };
    let install =
        ["install", "-y", "-qq", "--no-install-recommends", "chromium", "chromium-driver"];
    let outcome = apt(&["update", "-qq"]).and_then(|()| apt(&install));
    if let Err(why) = outcome {
        eprintln!("{why}");
    }
}

/// The path of a program.
pub fn which(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|it| it.join(program)).find(|it| it.is_file())
}

/// Writes a file and the folders above it.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Outcome {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|it| format!("{}: {it}", folder.display()))?;
    }
    fs::write(path, content).map_err(|it| format!("{}: {it}", path.display()))
}

pub fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|it| format!("{}: {it}", path.display()))
}

/// The entries of a folder, sorted.
pub fn list(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|it| format!("{}: {it}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
    paths.sort();
    Ok(paths)
}

/// Copies the files of a folder, not its folders.
pub fn copy_files(from: &Path, to: &Path) -> Outcome {
    for path in list(from)? {
        if let (true, Some(name)) = (path.is_file(), path.file_name()) {
            let content = fs::read(&path).map_err(|it| format!("{}: {it}", path.display()))?;
            write(&to.join(name), content)?;
        }
    }
    Ok(())
}

/// An empty folder.
pub fn fresh(folder: &Path) -> Outcome {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|it| format!("{}: {it}", folder.display()))?;
    }
    fs::create_dir_all(folder).map_err(|it| format!("{}: {it}", folder.display()))
}
