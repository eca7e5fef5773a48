//! The databases that migrations are judged for: dialect, version, edition; how names are folded and quoted.

pub mod functions;

use std::fmt;

use smol_str::{SmolStr, StrExt};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    Postgres,
    Mysql,
    Mariadb,
    Sqlite,
    Oracle,
    Mssql,
}

impl Dialect {
    pub const ALL: [Dialect; 6] = [
        Dialect::Postgres,
        Dialect::Mysql,
        Dialect::Mariadb,
        Dialect::Sqlite,
        Dialect::Oracle,
        Dialect::Mssql,
    ];

    /// The name used in `--target`, in pages and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Postgres => "postgres",
            Dialect::Mysql => "mysql",
            Dialect::Mariadb => "mariadb",
            Dialect::Sqlite => "sqlite",
            Dialect::Oracle => "oracle",
            Dialect::Mssql => "mssql",
        }
    }

    /// The name as a sentence writes it.
    pub fn title(self) -> &'static str {
        match self {
            Dialect::Postgres => "PostgreSQL",
            Dialect::Mysql => "MySQL",
            Dialect::Mariadb => "MariaDB",
            Dialect::Sqlite => "SQLite",
            Dialect::Oracle => "Oracle",
            Dialect::Mssql => "SQL Server",
        }
    }

    /// The dialect of a name, the common second names included.
    pub fn parse(name: &str) -> Option<Dialect> {
        Some(match name.to_ascii_lowercase().as_str() {
            "postgres" | "postgresql" | "pg" => Dialect::Postgres,
            "mysql" => Dialect::Mysql,
            "mariadb" => Dialect::Mariadb,
            "sqlite" | "sqlite3" => Dialect::Sqlite,
            "oracle" => Dialect::Oracle,
            "mssql" | "sqlserver" => Dialect::Mssql,
            _ => return None,
        })
    }

    /// The oldest version that its maker still supported when this release was made; what an unknown version is taken for.
    /// PostgreSQL: "Versioning Policy"; MySQL: "MySQL Product Support EOL Announcements"; MariaDB: "MariaDB Server Releases";
    /// Oracle: "Release Schedule of Current Database Releases"; SQL Server: "SQL Server end of support options".
    pub fn oldest_supported(self) -> Version {
        match self {
            Dialect::Postgres => Version::new(14, 0, 0),
            Dialect::Mysql => Version::new(8, 0, 0),
            Dialect::Mariadb => Version::new(10, 6, 0),
            Dialect::Sqlite => Version::new(3, 34, 0),
            Dialect::Oracle => Version::new(19, 0, 0),
            Dialect::Mssql => Version::new(2016, 0, 0),
        }
    }

    /// The oldest and the newest release that the engine tells apart from others.
    fn known(self) -> (Version, Version) {
        let version = Version::new;
        match self {
            Dialect::Postgres => (version(9, 5, 0), version(18, 0, 0)),
            Dialect::Mysql => (version(5, 5, 0), version(9, 7, 0)),
            Dialect::Mariadb => (version(10, 3, 0), version(11, 8, 0)),
            Dialect::Sqlite => (version(3, 25, 0), version(3, 54, 0)),
            Dialect::Oracle => (version(12, 0, 0), version(23, 0, 0)),
            Dialect::Mssql => (version(2016, 0, 0), version(2022, 0, 0)),
        }
    }

    /// How this database compares an unquoted name; quoted names are kept as written.
    pub fn fold(self, name: &str) -> String {
        match self {
            Dialect::Postgres => name.to_ascii_lowercase(),
            Dialect::Oracle => name.to_ascii_uppercase(),
            Dialect::Mysql | Dialect::Mariadb | Dialect::Sqlite | Dialect::Mssql => name.to_owned(),
        }
    }

    /// As [`Dialect::fold`], as the parts of an object's name are kept.
    pub fn fold_short(self, name: &str) -> SmolStr {
        match self {
            Dialect::Postgres => name.to_ascii_lowercase_smolstr(),
            Dialect::Oracle => name.to_ascii_uppercase_smolstr(),
            Dialect::Mysql | Dialect::Mariadb | Dialect::Sqlite | Dialect::Mssql => {
                SmolStr::new(name)
            }
        }
    }

    /// Whether two names that differ only in the case of letters are the same object here.
    pub fn ignores_case(self) -> bool {
        match self {
            Dialect::Mysql | Dialect::Mariadb | Dialect::Sqlite | Dialect::Mssql => true,
            Dialect::Postgres | Dialect::Oracle => false,
        }
    }

    /// The schema that a bare name belongs to.
    pub fn default_schema(self) -> &'static str {
        match self {
            Dialect::Postgres => "public",
            Dialect::Sqlite => "main",
            Dialect::Mssql => "dbo",
            Dialect::Mysql | Dialect::Mariadb | Dialect::Oracle => "",
        }
    }

    /// The name as a statement needs it: between quotes where it would be read as another without them.
    pub fn spell(self, name: &str) -> String {
        let plain = |it: char| it.is_ascii_alphanumeric() || it == '_';
        let bare = name.chars().all(plain) && !name.starts_with(|it: char| it.is_ascii_digit());
        if bare && self.fold(name) == name { name.to_owned() } else { self.quote(name) }
    }

    /// The name between this database's own quotes, whatever is in it.
    pub fn quote(self, name: &str) -> String {
        match self {
            Dialect::Mysql | Dialect::Mariadb => format!("`{}`", name.replace('`', "``")),
            Dialect::Mssql => format!("[{}]", name.replace(']', "]]")),
            Dialect::Postgres | Dialect::Sqlite | Dialect::Oracle => {
                format!("\"{}\"", name.replace('"', "\"\""))
            }
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A database's version; parts that were not given are 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    pub major: u16,
    pub minor: u16,
    pub patch: u16,
}

impl Version {
    pub const fn new(major: u16, minor: u16, patch: u16) -> Version {
        Version { major, minor, patch }
    }

    /// `18`, `8.0`, `8.0.46`, `23ai`, `19c`.
    pub fn parse(text: &str) -> Option<Version> {
        let text = text.trim_end_matches(|it: char| it.is_ascii_alphabetic());
        let mut parts = text.split('.').map(|it| it.parse::<u16>().ok());
        let major = parts.next()??;
        let mut next = || parts.next().unwrap_or(Some(0));
        let version = Version { major, minor: next()?, patch: next()? };
        Some(version)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.major)?;
        if self.minor != 0 || self.patch != 0 {
            write!(f, ".{}", self.minor)?;
        }
        if self.patch != 0 {
            write!(f, ".{}", self.patch)?;
        }
        Ok(())
    }
}

/// Editions that differ in what DDL can do online (SQL Server and Oracle).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    Standard,
    Enterprise,
    Azure,
}

/// What a migration is judged for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    pub dialect: Dialect,
    pub version: Version,
    pub edition: Option<Edition>,
    /// Whether somebody named the version; else it is the oldest that is still supported.
    pub version_given: bool,
}

impl Target {
    pub fn new(dialect: Dialect) -> Target {
        Target { dialect, version: dialect.oldest_supported(), edition: None, version_given: false }
    }

    pub fn at(dialect: Dialect, version: Version) -> Target {
        Target { dialect, version, edition: None, version_given: true }
    }

    /// The release that the version stands for: MySQL 8.0 changed what DDL does from patch to patch, and who writes
    /// `8.0` runs its last ones (MySQL manual: "What Is New in MySQL 8.0"; the last was 8.0.46).
    pub fn release(self) -> Version {
        match (self.dialect, self.version) {
            (Dialect::Mysql, Version { major: 8, minor: 0, patch: 0 }) => Version::new(8, 0, 46),
            (_, version) => version,
        }
    }

    /// The release that is judged in the place of one that is not known: the nearest. `None` where the version is known.
    pub fn nearest(self) -> Option<Version> {
        let (oldest, newest) = self.dialect.known();
        let near = Version { patch: 0, ..self.version };
        if near < oldest {
            return Some(oldest);
        }
        // A later minor release of a known major one is as the last that is known.
        let newer = match self.dialect {
            Dialect::Sqlite | Dialect::Mariadb => newest < near,
            _ => newest.major < near.major,
        };
        newer.then_some(newest)
    }

    /// `DIALECT[@VERSION][:EDITION]`, or a sentence that says what is wrong with it and what is possible.
    pub fn parse(text: &str) -> Result<Target, String> {
        let (text, edition) = match text.split_once(':') {
            Some((text, edition)) => (text, Some(parse_edition(edition)?)),
            None => (text, None),
        };
        let (name, version) = match text.split_once('@') {
            Some((name, version)) => (name, Some(version)),
            None => (text, None),
        };
        let dialect = Dialect::parse(name).ok_or_else(|| {
            let names: Vec<&str> = Dialect::ALL.iter().map(|it| it.name()).collect();
            format!("unknown dialect `{name}`; known are {}", names.join(", "))
        })?;
        let mut target = Target::new(dialect);
        target.edition = edition;
        if let Some(version) = version {
            target.version = Version::parse(version).ok_or_else(|| {
                format!(
                    "`{version}` is not a version; write for example `{dialect}@{}`",
                    target.version
                )
            })?;
            target.version_given = true;
        }
        Ok(target)
    }
}

fn parse_edition(text: &str) -> Result<Edition, String> {
    match text.to_ascii_lowercase().as_str() {
        // What differs here, these have as the standard edition has it.
        "standard" | "se2" | "express" | "web" => Ok(Edition::Standard),
        "enterprise" | "ee" | "developer" | "evaluation" => Ok(Edition::Enterprise),
        "azure" => Ok(Edition::Azure),
        _ => Err(format!("unknown edition `{text}`; known are standard, enterprise, azure")),
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.dialect, self.version)?;
        match self.edition {
            None => Ok(()),
            Some(Edition::Standard) => f.write_str(":standard"),
            Some(Edition::Enterprise) => f.write_str(":enterprise"),
            Some(Edition::Azure) => f.write_str(":azure"),
        }
    }
}
