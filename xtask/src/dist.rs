//! Builds the wasm, the npm package, the page and the clients.

use crate::tools::{self, Outcome, root, run};
use crate::{pages, slim, types};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The largest wasm that anybody has to load, gzipped, in bytes.
const CAP: u64 = 1_300_000;

/// The features that rustc uses by default for this target; wasm-opt must not believe less.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Everything into dist/, with the sizes printed and held under their cap.
pub fn dist() -> Outcome {
    tools::ensure_wasm_target()?;
    tools::ensure_npm()?;
    package()?;
    site()?;
    clients()?;
    sizes()
}

pub fn package_dir() -> PathBuf {
    root().join("dist/npm")
}

pub fn site_dir() -> PathBuf {
    root().join("dist/site")
}

fn package() -> Outcome {
    let out = package_dir();
    tools::fresh(&out)?;
    tools::copy_files(&root().join("pkg-template"), &out)?;
    tools::write(&out.join("package.json"), manifest("pkg-template/package.json")?)?;
    tools::write(&out.join("report.d.ts"), types::typescript(&root())?)?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        tools::write(&out.join(licence), tools::read(&root().join(licence))?)?;
    }
    let slim = tools::target_dir().join("wasm-slim/migralint.wasm");
    slim::slim(&compile()?, &slim)?;
    bind(&slim, &out)?;
    tools::write(&out.join("pages.js"), pages::module(&root())?)?;
    common_js(&out)
}

/// A package.json of ours with the version of Cargo.toml.
fn manifest(file: &str) -> Outcome<String> {
    let manifest = tools::read(&root().join("Cargo.toml"))?;
    let version = manifest
        .lines()
        .find_map(|it| it.strip_prefix("version = \"")?.strip_suffix('"'))
        .ok_or("Cargo.toml names no version")?;
    Ok(tools::read(&root().join(file))?.replace("0.0.0", version))
}

fn compile() -> Outcome<PathBuf> {
    let target = tools::WASM_TARGET;
    let args = ["rustc", "--quiet", "--lib", "--crate-type", "cdylib", "--profile", "wasm"];
    run(tools::cargo().args(args).args(["--no-default-features", "--target", target]))?;
    Ok(tools::target_dir().join(target).join("wasm/migralint.wasm"))
}

/// Makes the wasm's JavaScript, then the wasm smaller.
fn bind(wasm: &Path, out: &Path) -> Outcome {
    let bound = tools::target_dir().join("wasm-bound");
    let mut args = vec!["wasm-bindgen".into(), "--target".into(), "web".into()];
    args.extend(["--no-typescript", "--omit-default-module-path"].map(Into::into));
    args.extend(["--remove-name-section", "--remove-producers-section"].map(Into::into));
    // After a trap the package starts afresh instead of answering from a broken memory.
    args.push("--experimental-reset-state-function".into());
    args.extend(["--out-name".into(), "core".into(), "--out-dir".into()]);
    args.extend([bound.clone().into_os_string(), wasm.as_os_str().to_owned()]);
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(args).map_err(|it| format!("{it:#}"))?;
    tools::write(&out.join("core.js"), tools::read(&bound.join("core.js"))?)?;
    let mut optimise = tools::npm_bin("binaryen", "bin/wasm-opt");
    optimise
        .args(["-O1", "--strip-debug", "--strip-target-features"])
        .args(FEATURES)
        .arg(bound.join("core_bg.wasm"));
    run(optimise.arg("-o").arg(out.join("migralint.wasm")))
}

/// The same package for `require`.
fn common_js(out: &Path) -> Outcome {
    let mut esbuild = tools::npm_bin("esbuild", "bin/esbuild");
    esbuild.arg(out.join("node.js")).arg(format!("--outfile={}", out.join("node.cjs").display()));
    esbuild.args(["--bundle", "--platform=node", "--format=cjs", "--log-level=warning"]);
    esbuild.arg("--banner:js=const here = require('node:url').pathToFileURL(__filename).href;");
    run(esbuild.arg("--define:import.meta.url=here"))?;
    tools::write(&out.join("index.d.cts"), tools::read(&out.join("index.d.ts"))?)
}

fn site() -> Outcome {
    let out = site_dir();
    let www = root().join("www");
    tools::fresh(&out)?;
    let mut esbuild = tools::npm_bin("esbuild", "bin/esbuild");
    esbuild.args(["main.ts", "worker.ts", "rules.ts"].map(|it| www.join(it)));
    esbuild.arg(format!("--outdir={}", out.display()));
    esbuild.args([
        "--bundle",
        "--format=esm",
        "--minify",
        "--target=es2022",
        "--legal-comments=none",
    ]);
    run(esbuild.args(["--log-level=warning", "--charset=utf8"]))?;
    for name in ["index.html", "style.css", "icon.svg"] {
        copy(&www.join(name), &out.join(name))?;
    }
    copy(&package_dir().join("migralint.wasm"), &out.join("migralint.wasm"))?;
    pages::write(&root(), &out)
}

/// The editor's extension and the check of pull requests: each bundled with the package, its wasm beside it.
fn clients() -> Outcome {
    let bundle = |client: &str, (entry, file): (&str, &str), package: &str, args: &[&str]| {
        let (from, out) = (root().join("clients").join(client), root().join("dist").join(client));
        tools::fresh(&out)?;
        let mut esbuild = tools::npm_bin("esbuild", "bin/esbuild");
        esbuild.arg(from.join(entry)).arg(format!("--outfile={}", out.join(file).display()));
        let package = package_dir().join(package);
        esbuild.arg(format!("--alias:migralint={}", package.display()));
        esbuild.args(["--bundle", "--charset=utf8", "--legal-comments=none"]).args(args);
        run(esbuild.arg("--log-level=warning"))?;
        copy(&package_dir().join("migralint.wasm"), &out.join("migralint.wasm"))?;
        copy(&from.join("README.md"), &out.join("README.md"))
    };
    bundle(
        "vscode",
        ("extension.ts", "extension.cjs"),
        "node.js",
        &[
            "--platform=node",
            "--format=cjs",
            "--external:vscode",
            "--banner:js=const here = require('node:url').pathToFileURL(__filename).href;",
            "--define:import.meta.url=here",
        ],
    )?;
    let extension = root().join("dist/vscode");
    tools::write(&extension.join("package.json"), manifest("clients/vscode/package.json")?)?;
    copy(&root().join("LICENSE-MIT"), &extension.join("LICENSE"))?;
    bundle(
        "pr-check",
        ("worker.ts", "worker.js"),
        "edge.js",
        &["--format=esm", "--conditions=workerd,worker,browser", "--external:*.wasm"],
    )?;
    copy(
        &root().join("clients/pr-check/wrangler.toml"),
        &root().join("dist/pr-check/wrangler.toml"),
    )
}

fn copy(from: &Path, to: &Path) -> Outcome {
    let content = fs::read(from).map_err(|it| format!("{}: {it}", from.display()))?;
    tools::write(to, content)
}

/// Prints the sizes of the wasm and fails above the cap.
fn sizes() -> Outcome {
    let wasm = package_dir().join("migralint.wasm");
    let script = |compress: &str| {
        format!(
            "const zlib = require('node:zlib'), bytes = require('node:fs').readFileSync(process.argv[1]);
            console.log({compress}.length);"
        )
    };
    let size = |command: &mut Command| -> Outcome<u64> {
        let printed = tools::output(command.arg(&wasm))?;
        printed.trim().parse().map_err(|it| format!("the sizes of the wasm: {it}"))
    };
    let plain = fs::metadata(&wasm).map_err(|it| format!("{}: {it}", wasm.display()))?.len();
    let gzip =
        size(tools::command("node").args(["-e", &script("zlib.gzipSync(bytes, { level: 9 })")]))?;
    let brotli =
        size(tools::command("node").args(["-e", &script("zlib.brotliCompressSync(bytes)")]))?;
    println!(
        "migralint.wasm: {plain} bytes, gzip -9 {gzip}, brotli {brotli}; the cap is {CAP} gzipped"
    );
    if CAP < gzip {
        return Err(format!(
            "the wasm is {} bytes above its cap of {CAP} bytes gzipped",
            gzip - CAP
        ));
    }
    Ok(())
}
