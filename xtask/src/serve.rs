//! Serves the page on this machine.

use crate::dist;
use crate::tools::{self, Outcome};
use std::fs::File;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};
use tiny_http::{Header, Response, Server};

/// Builds what is missing, then serves until it is stopped. Takes the next free port where `port` is taken.
pub fn serve(port: u16) -> Outcome {
    dist::dist()?;
    let (server, address) = listen(port)?;
    println!("\nThe page is at {address}   (Ctrl+C stops it)");
    open(&address);
    answer(&server, &dist::site_dir());
    Ok(())
}

/// Serves a folder from a thread, for tests; the address.
pub fn in_background(folder: PathBuf) -> Outcome<String> {
    let (server, address) = listen(0)?;
    std::thread::spawn(move || answer(&server, &folder));
    Ok(address)
}

fn listen(port: u16) -> Outcome<(Server, String)> {
    let ports =
        if port == 0 { vec![0] } else { (port..=port.saturating_add(20)).chain([0]).collect() };
    let server = ports
        .into_iter()
        .find_map(|it| Server::http(("127.0.0.1", it)).ok())
        .ok_or("no port on 127.0.0.1 could be opened")?;
    let address = format!("http://{}/", server.server_addr());
    Ok((server, address))
}

fn answer(server: &Server, folder: &Path) {
    for request in server.incoming_requests() {
        let path = local(folder, request.url());
        let file = path.as_ref().and_then(|it| File::open(it).ok());
        // A client that went away is no concern of the others.
        let _ = match (file, path) {
            (Some(file), Some(path)) => {
                let mut response = Response::from_file(file);
                for (key, value) in [("Content-Type", mime(&path)), ("Cache-Control", "no-cache")] {
                    if let Ok(header) = Header::from_bytes(key, value) {
                        response.add_header(header);
                    }
                }
                request.respond(response)
            }
            _ => request
                .respond(Response::from_string("there is no such page\n").with_status_code(404)),
        };
    }
}

/// The file that an address means; nothing above the folder.
fn local(folder: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    let safe = path.components().all(|it| matches!(it, Component::Normal(_)));
    let path = folder.join(path);
    (safe && path.is_file()).then_some(path)
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|it| it.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// Opens the page where this machine has a desktop; the address was printed for all others.
fn open(address: &str) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let desktop = cfg!(target_os = "macos")
        || std::env::var_os("DISPLAY").is_some()
        || std::env::var_os("WAYLAND_DISPLAY").is_some();
    if desktop && tools::which(opener).is_some() {
        let mut command = Command::new(opener);
        let _ = command.arg(address).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    }
}
