//! How far a change can go without work: the algorithm, the weakest lock beside it, and what stands in the way of less.

use super::server::{Family, Server};
use crate::effects::Certainty;

/// From the cheapest to the dearest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Only the catalogue changes.
    Instant,
    /// In place, the table's own rows stay as they are.
    NoRebuild,
    /// In place, every row written anew by the storage engine.
    Rebuild,
    /// Row by row into a new table.
    Copy,
}

/// What others may do meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Concurrency {
    All,
    Reads,
    Nothing,
}

impl Concurrency {
    /// As LOCK writes it.
    pub fn name(self) -> &'static str {
        match self {
            Concurrency::All => "NONE",
            Concurrency::Reads => "SHARED",
            Concurrency::Nothing => "EXCLUSIVE",
        }
    }

    pub fn parse(name: &str) -> Option<Concurrency> {
        match name.to_ascii_uppercase().as_str() {
            "NONE" => Some(Concurrency::All),
            "SHARED" => Some(Concurrency::Reads),
            "EXCLUSIVE" => Some(Concurrency::Nothing),
            _ => None,
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Way {
    pub level: Level,
    pub lock: Concurrency,
    /// Why it cannot be done with less, in the server's words.
    pub reason: Option<&'static str>,
    /// Why others must wait, in the server's words.
    pub lock_reason: Option<&'static str>,
    /// Why ALGORITHM=COPY is refused.
    pub copy_refused: Option<&'static str>,
    pub inplace_refused: bool,
    /// The server does it instantly where it is asked to.
    pub instant_on_request: bool,
    /// ALGORITHM is accepted and changes nothing.
    pub ignores_algorithm: bool,
    /// The lock that ALGORITHM=INPLACE needs where it is stronger than that of the default.
    pub inplace_lock: Concurrency,
    /// With ALGORITHM=INPLACE the table is rebuilt although the default is instant.
    pub inplace_rebuilds: bool,
    pub certainty: Certainty,
    /// What the certainty rests on.
    pub because: String,
}

impl Way {
    fn new(level: Level, lock: Concurrency) -> Way {
        Way {
            level,
            lock,
            reason: None,
            lock_reason: None,
            copy_refused: None,
            inplace_refused: false,
            instant_on_request: false,
            ignores_algorithm: false,
            inplace_lock: lock,
            inplace_rebuilds: false,
            certainty: Certainty::Certain,
            because: String::new(),
        }
    }

    /// A change of the catalogue alone: instant where the server knows the word.
    pub fn metadata(server: &Server) -> Way {
        let level = if server.instant { Level::Instant } else { Level::NoRebuild };
        Way::new(level, Concurrency::All)
    }

    pub fn instant() -> Way {
        Way::new(Level::Instant, Concurrency::All)
    }

    pub fn no_rebuild() -> Way {
        Way::new(Level::NoRebuild, Concurrency::All)
    }

    pub fn rebuild() -> Way {
        Way::new(Level::Rebuild, Concurrency::All)
    }

    pub fn copy(server: &Server) -> Way {
        let lock = if server.online_copy { Concurrency::All } else { Concurrency::Reads };
        Way::new(Level::Copy, lock)
    }

    /// Instant where the server can, rebuilt where it cannot; asked for INPLACE it rebuilds.
    pub fn instant_or_rebuild(can: bool) -> Way {
        let level = if can { Level::Instant } else { Level::Rebuild };
        Way { inplace_rebuilds: true, ..Way::new(level, Concurrency::All) }
    }

    pub fn because(self, reason: &'static str) -> Way {
        Way { reason: Some(reason), ..self }
    }

    /// Others may only read, for this reason.
    pub fn shared(self, reason: &'static str) -> Way {
        Way {
            lock: Concurrency::Reads,
            inplace_lock: Concurrency::Reads,
            lock_reason: Some(reason),
            ..self
        }
    }

    /// Both in one statement: the dearer one decides.
    pub fn and(self, other: Way) -> Way {
        let (dear, cheap) = if self.level < other.level { (other, self) } else { (self, other) };
        let same = dear.level == cheap.level;
        // What would be instant alone is not beside work in place, and then the table is rebuilt.
        let rebuilds = dear.level == Level::NoRebuild
            && cheap.level == Level::Instant
            && cheap.inplace_rebuilds;
        Way {
            level: if rebuilds { Level::Rebuild } else { dear.level },
            reason: match rebuilds {
                true => None,
                false => dear.reason.or(cheap.reason.filter(|_| same)),
            },
            lock: dear.lock.max(cheap.lock),
            inplace_lock: dear.inplace_lock.max(cheap.inplace_lock),
            lock_reason: dear.lock_reason.or(cheap.lock_reason),
            copy_refused: dear.copy_refused.or(cheap.copy_refused),
            inplace_refused: dear.inplace_refused || cheap.inplace_refused,
            instant_on_request: dear.instant_on_request
                && (cheap.level == Level::Instant || cheap.instant_on_request),
            ignores_algorithm: dear.ignores_algorithm,
            inplace_rebuilds: dear.inplace_rebuilds || cheap.inplace_rebuilds,
            ..dear
        }
    }
}

/// The algorithm's name as the server writes it.
pub(super) fn name(level: Level, server: &Server) -> &'static str {
    match level {
        Level::Instant => "INSTANT",
        Level::NoRebuild if server.nocopy => "NOCOPY",
        Level::NoRebuild | Level::Rebuild => "INPLACE",
        Level::Copy => "COPY",
    }
}

/// What ALGORITHM and LOCK of a statement ask for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Asked<'a> {
    pub algorithm: Option<&'a str>,
    pub lock: Option<&'a str>,
}

/// How the statement is done once its clauses are heard, or the server's error.
pub(super) fn settle(way: &Way, asked: Asked<'_>, server: &Server) -> Result<Way, String> {
    let algorithm = asked.algorithm.map(str::to_ascii_uppercase).filter(|it| it != "DEFAULT");
    let mut way = way.clone();
    if let Some(algorithm) = &algorithm {
        way = with_algorithm(way, algorithm, server)?;
    }
    let lock = asked.lock.map(str::to_ascii_uppercase).filter(|it| it != "DEFAULT");
    let Some(lock) = lock else { return Ok(way) };
    let Some(wanted) = Concurrency::parse(&lock) else {
        return Err(format!("1801: Unknown LOCK type '{lock}'"));
    };
    if algorithm.as_deref() == Some("INSTANT") && server.instant_refuses_lock {
        let words = "1221: Incorrect usage of ALGORITHM=INSTANT and LOCK=NONE/SHARED/EXCLUSIVE";
        return Err(words.to_owned());
    }
    if wanted < way.lock {
        return Err(refused_lock(&way, server));
    }
    way.lock = wanted;
    Ok(way)
}

fn refused_lock(way: &Way, server: &Server) -> String {
    let wanted = match way.lock {
        Concurrency::Nothing => "NONE/SHARED",
        Concurrency::All | Concurrency::Reads => "NONE",
    };
    let reason = match way.level {
        Level::Copy => Some("COPY algorithm requires a lock"),
        _ => way.lock_reason,
    };
    refusal(&format!("LOCK={wanted}"), reason, &format!("LOCK={}", way.lock.name()), server)
}

fn refusal(what: &str, reason: Option<&str>, instead: &str, server: &Server) -> String {
    let end = if server.family == Family::Mysql { "." } else { "" };
    match reason {
        Some(reason) => {
            format!("1846: {what} is not supported. Reason: {reason}. Try {instead}{end}")
        }
        None => format!("1845: {what} is not supported for this operation. Try {instead}{end}"),
    }
}

fn with_algorithm(way: Way, algorithm: &str, server: &Server) -> Result<Way, String> {
    let most = match algorithm {
        "INSTANT" if server.instant => Level::Instant,
        "NOCOPY" if server.nocopy => Level::NoRebuild,
        "INPLACE" => Level::Rebuild,
        "COPY" => Level::Copy,
        _ => return Err(format!("1800: Unknown ALGORITHM '{algorithm}'")),
    };
    if algorithm == "COPY" {
        if let Some(reason) = way.copy_refused {
            return Err(refusal("ALGORITHM=COPY", Some(reason), "ALGORITHM=INPLACE", server));
        }
        if way.level == Level::Copy {
            return Ok(way);
        }
        let copy = Way::copy(server);
        return Ok(Way { lock: copy.lock.max(way.lock), level: Level::Copy, ..way });
    }
    if algorithm == "INSTANT" && way.instant_on_request {
        return Ok(Way { level: Level::Instant, lock: Concurrency::All, ..way });
    }
    if way.ignores_algorithm && algorithm != "INPLACE" {
        return Ok(way);
    }
    if most < way.level || (way.inplace_refused && algorithm == "INPLACE") {
        let instead = instead(&way, server);
        let reason = way.reason.map(|it| reworded(it, algorithm));
        return Err(refusal(&format!("ALGORITHM={algorithm}"), reason, instead, server));
    }
    if algorithm == "INPLACE" && !server.algorithm_is_limit {
        let level = match way.level {
            Level::Instant if way.inplace_rebuilds => Level::Rebuild,
            Level::Instant => Level::NoRebuild,
            other => other,
        };
        return Ok(Way { level, lock: way.inplace_lock, ..way });
    }
    Ok(way)
}

fn instead(way: &Way, server: &Server) -> &'static str {
    match (way.level, server.family) {
        (Level::Copy, _) => "ALGORITHM=COPY",
        (Level::Rebuild, Family::Mariadb) => "ALGORITHM=INPLACE",
        (_, Family::Mariadb) => "ALGORITHM=NOCOPY",
        (_, Family::Mysql) => "ALGORITHM=COPY/INPLACE",
    }
}

/// MySQL says it otherwise where INSTANT was asked for.
fn reworded(reason: &'static str, algorithm: &str) -> &'static str {
    match (reason, algorithm) {
        ("Cannot change column type INPLACE", "INSTANT") => {
            "Need to rebuild the table to change column type"
        }
        _ => reason,
    }
}
