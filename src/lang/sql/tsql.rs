//! Where Transact-SQL's statements begin and end: it needs no semicolons, and IF, WHILE and BEGIN hold other statements
//! ("Transact-SQL reference", "Control-of-Flow").

use super::lex::{Kind, Token};

/// Fed one token after the other, it says when the next statement begins.
#[derive(Debug, Default)]
pub(super) struct Machine<'a> {
    stack: Vec<Frame>,
    brackets: usize,
    before: &'a str,
    before_kind: Option<Kind>,
    /// How many tokens were fed.
    count: usize,
    /// A statement was read to its end.
    done: bool,
    /// The next word belongs to the one before: TRY and CATCH behind BEGIN and END.
    swallows: bool,
    plains: usize,
    /// How many frames of each kind are on the stack.
    blocks: usize,
    guarded: usize,
}

#[derive(Debug, Clone, Copy)]
enum Frame {
    Plain(Plain),
    Guard(Guarding),
    Block(Block),
    /// Behind END TRY.
    AfterTry,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    Plain,
    Try,
    Catch,
}

/// IF or WHILE: where its condition stands among the tokens, and what is read of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Guarding {
    pub loops: bool,
    pub from: usize,
    pub to: usize,
    pub branch: Branch,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Branch {
    Condition,
    Then,
    /// The first branch is done, and ELSE may follow.
    AfterThen,
    ElseBegins,
    Else,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    /// CREATE or ALTER, of what is not known yet.
    Make,
    Table,
    View,
    Routine,
    OtherObject,
    Insert,
    Update,
    Merge,
    With,
    Rights,
    Cursor,
    Select,
    Bulk,
    Other,
}

/// A statement that holds no others.
#[derive(Debug, Clone, Copy)]
struct Plain {
    head: Head,
    cases: u32,
    /// The word that such a statement has once was read: SET of UPDATE, the source of INSERT, the action of ALTER.
    settled: bool,
    column: bool,
    /// CREATE, which has no actions.
    makes: bool,
}

/// How many conditions and blocks around a statement are looked at.
const DEEPEST: usize = 16;

/// The word that comes next, looked for where that matters; empty where none comes.
pub(super) type Next<'n> = &'n dyn Fn() -> &'n str;

/// What comes of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fed {
    Goes,
    /// It belongs to the next statement.
    Begins,
}

impl<'a> Machine<'a> {
    /// Which of the innermost statements the token fed last belongs to, if to any.
    pub fn plain(&self) -> Option<usize> {
        matches!(self.stack.last(), Some(Frame::Plain(_))).then_some(self.plains)
    }

    /// The conditions around the token fed last, innermost first, as far as they are looked at.
    pub fn guards(&self) -> impl Iterator<Item = Guarding> {
        self.stack.iter().rev().take(DEEPEST).filter_map(|it| match it {
            Frame::Guard(guard) => Some(*guard),
            _ => None,
        })
    }

    pub fn in_catch(&self) -> bool {
        let mut near = self.stack.iter().rev().take(DEEPEST);
        near.any(|it| matches!(it, Frame::Block(Block::Catch)))
    }

    fn push(&mut self, frame: Frame) {
        self.blocks += usize::from(matches!(frame, Frame::Block(_)));
        self.guarded += usize::from(matches!(frame, Frame::Guard(_)));
        self.stack.push(frame);
    }

    fn pop(&mut self) {
        match self.stack.pop() {
            Some(Frame::Block(_)) => self.blocks -= 1,
            Some(Frame::Guard(_)) => self.guarded -= 1,
            _ => {}
        }
    }

    pub fn feed(&mut self, token: Token, text: &'a str, next: Next<'_>) -> Fed {
        let word = token.text(text);
        let fed = match token.kind {
            Kind::Open => self.other(1),
            Kind::Close => self.other(-1),
            Kind::Word if self.brackets == 0 => self.word(word, next),
            _ => self.other(0),
        };
        if fed == Fed::Goes {
            self.before = if token.kind == Kind::Word { word } else { "" };
            self.before_kind = Some(token.kind);
            self.count += 1;
        }
        fed
    }

    fn other(&mut self, brackets: isize) -> Fed {
        if self.brackets == 0 && self.stack.is_empty() && self.done {
            return Fed::Begins;
        }
        self.brackets = self.brackets.saturating_add_signed(brackets);
        match self.stack.last_mut() {
            None | Some(Frame::Block(_)) => self.begin("", &|| ""),
            Some(Frame::Guard(guard)) if guard.branch == Branch::ElseBegins => {
                guard.branch = Branch::Else;
                self.begin("", &|| "");
            }
            _ => {}
        }
        Fed::Goes
    }

    fn word(&mut self, word: &str, next: Next<'_>) -> Fed {
        if std::mem::take(&mut self.swallows) {
            return Fed::Goes;
        }
        let mut buffer = [0; 16];
        let word = lower(word, &mut buffer);
        loop {
            let (in_block, guarded) = (0 < self.blocks, 0 < self.guarded);
            match self.stack.last_mut() {
                None if self.done => return Fed::Begins,
                None => break,
                Some(Frame::Plain(plain)) => {
                    let before = (self.before, self.before_kind);
                    if !plain.ends_before(word, next, before, in_block, guarded) {
                        return Fed::Goes;
                    }
                    self.pop();
                    self.finished();
                }
                Some(Frame::Guard(guard)) => match guard.branch {
                    Branch::Condition => {
                        if !is_verb(word, next) {
                            return Fed::Goes;
                        }
                        guard.to = self.count;
                        guard.branch = Branch::Then;
                        break;
                    }
                    Branch::AfterThen if word == "else" => {
                        guard.branch = Branch::ElseBegins;
                        return Fed::Goes;
                    }
                    Branch::ElseBegins => {
                        guard.branch = Branch::Else;
                        break;
                    }
                    Branch::AfterThen | Branch::Then | Branch::Else => {
                        self.pop();
                        self.finished();
                    }
                },
                Some(Frame::Block(block)) => {
                    if word != "end" {
                        break;
                    }
                    let block = *block;
                    self.pop();
                    self.swallows = block != Block::Plain;
                    if block == Block::Try {
                        self.push(Frame::AfterTry);
                    } else {
                        self.finished();
                    }
                    return Fed::Goes;
                }
                Some(Frame::AfterTry) => {
                    self.pop();
                    if word == "begin" {
                        self.push(Frame::Block(Block::Catch));
                        self.swallows = true;
                        return Fed::Goes;
                    }
                    self.finished();
                }
            }
        }
        self.begin(word, next);
        Fed::Goes
    }

    /// Whether a semicolon ends the outermost statement; `next` is the word behind it.
    pub fn semicolon(&mut self, next: Next<'_>) -> bool {
        self.count += 1;
        (self.before, self.before_kind) = ("", Some(Kind::Semicolon));
        if let Some(Frame::Plain(plain)) = self.stack.last() {
            if plain.head == Head::Routine {
                return false;
            }
            self.pop();
            self.finished();
        }
        loop {
            match self.stack.last() {
                None => return true,
                Some(Frame::Guard(guard)) if guard.branch == Branch::AfterThen => {
                    if next().eq_ignore_ascii_case("else") {
                        return false;
                    }
                    self.pop();
                    self.finished();
                }
                Some(Frame::AfterTry) if !next().eq_ignore_ascii_case("begin") => {
                    self.pop();
                    self.finished();
                }
                Some(_) => return false,
            }
        }
    }

    /// The innermost statement is read: what holds it goes on.
    fn finished(&mut self) {
        loop {
            match self.stack.last_mut() {
                None => {
                    self.done = true;
                    return;
                }
                Some(Frame::Guard(guard)) if guard.branch == Branch::Then && !guard.loops => {
                    guard.branch = Branch::AfterThen;
                    return;
                }
                Some(Frame::Guard(_)) => {
                    self.pop();
                }
                Some(_) => return,
            }
        }
    }

    fn begin(&mut self, word: &str, next: Next<'_>) {
        let is_next = |words: &[&str]| words.iter().any(|it| it.eq_ignore_ascii_case(next()));
        let frame = match word {
            "if" | "while" => Frame::Guard(Guarding {
                loops: word == "while",
                from: self.count + 1,
                to: self.count + 1,
                branch: Branch::Condition,
            }),
            "begin" if is_next(&["try"]) => {
                self.swallows = true;
                Frame::Block(Block::Try)
            }
            "begin"
                if !is_next(&["tran", "transaction", "distributed", "dialog", "conversation"]) =>
            {
                Frame::Block(Block::Plain)
            }
            _ => {
                self.plains += 1;
                Frame::Plain(Plain::new(word))
            }
        };
        self.push(frame);
    }
}

impl Plain {
    fn new(word: &str) -> Plain {
        let head = match word {
            "create" | "alter" => Head::Make,
            "drop" => Head::OtherObject,
            "insert" => Head::Insert,
            "update" => Head::Update,
            "merge" => Head::Merge,
            "with" => Head::With,
            "grant" | "revoke" | "deny" => Head::Rights,
            "declare" | "set" => Head::Cursor,
            "select" => Head::Select,
            "bulk" => Head::Bulk,
            _ => Head::Other,
        };
        let makes = word != "alter";
        Plain { head, cases: 0, settled: word == "drop", column: false, makes }
    }

    /// Whether the word is no longer this statement's.
    fn ends_before(
        &mut self,
        word: &str,
        next: Next<'_>,
        before: (&str, Option<Kind>),
        in_block: bool,
        guarded: bool,
    ) -> bool {
        match word {
            "case" => self.cases += 1,
            "end" if 0 < self.cases => self.cases -= 1,
            "end" if self.head != Head::Routine => return in_block,
            "else" if self.cases == 0 && self.head != Head::Routine => return guarded,
            _ => {}
        }
        let name = matches!(before.1, Some(Kind::Dot | Kind::Comma | Kind::Operator));
        let mut buffer = [0; 16];
        let before = lower(before.0, &mut buffer);
        self.note(word, before);
        if self.head == Head::Routine || name || !is_verb(word, next) {
            return false;
        }
        !self.goes_on(word, next, before)
    }

    /// Learns from a word that is no verb here.
    fn note(&mut self, word: &str, before: &str) {
        match (self.head, word) {
            (Head::Make, "or" | "unique" | "clustered" | "nonclustered" | "external") => {}
            (Head::Make, "alter") if before == "or" => {}
            // Words of other databases, so that what follows is not taken for statements of its own.
            (Head::Make, "replace") if before == "or" => {}
            (Head::Make, "temporary" | "temp" | "materialized") => {}
            (Head::Make, "table") => (self.head, self.settled) = (Head::Table, self.makes),
            (Head::Make, "view") => self.head = Head::View,
            (Head::Make, "procedure" | "proc" | "function" | "trigger") => {
                self.head = Head::Routine;
            }
            (Head::Make, _) => (self.head, self.settled) = (Head::OtherObject, self.makes),
            (Head::Insert, "values") => self.settled = true,
            (Head::Rights, "to" | "from") => self.settled = true,
            (Head::Table, "column") => self.column = true,
            (
                Head::OtherObject,
                "add" | "with" | "rebuild" | "reorganize" | "disable" | "enable" | "modify"
                | "resume" | "pause" | "abort" | "restart" | "split" | "transfer" | "increment"
                | "to" | "remove" | "start" | "stop" | "clear" | "maxvalue" | "minvalue" | "no"
                | "cycle" | "cache",
            ) => self.settled = true,
            (
                Head::Table,
                "add" | "check" | "nocheck" | "switch" | "rebuild" | "change_tracking",
            ) => self.settled = true,
            _ => {}
        }
    }

    fn goes_on(&mut self, word: &str, next: Next<'_>, before: &str) -> bool {
        const OBJECTS: [&str; 20] = [
            "table",
            "column",
            "constraint",
            "index",
            "view",
            "procedure",
            "proc",
            "function",
            "trigger",
            "schema",
            "type",
            "sequence",
            "synonym",
            "user",
            "role",
            "database",
            "default",
            "rule",
            "login",
            "statistics",
        ];
        // Behind OFFSET 0 ROWS, of whatever statement the query is part.
        if word == "fetch" && matches!(before, "rows" | "row") {
            return true;
        }
        let joined = matches!(before, "union" | "all" | "except" | "intersect" | "as");
        let once = !std::mem::replace(&mut self.settled, true);
        let undo = |plain: &mut Plain| plain.settled = !once;
        let goes = match self.head {
            Head::Make | Head::Table | Head::OtherObject
                if word == "if"
                    && (OBJECTS.contains(&before)
                        || before == "concurrently"
                        || before == "value" && next().eq_ignore_ascii_case("not")) =>
            {
                true
            }
            Head::Make => {
                undo(self);
                return word == "alter" && before == "or";
            }
            Head::Table => {
                let of_column = self.column
                    && matches!(word, "drop" | "add")
                    && ["masked", "sparse", "rowguidcol", "persisted", "not"]
                        .iter()
                        .any(|it| it.eq_ignore_ascii_case(next()));
                // PostgreSQL's and MySQL's forms are one statement, which is not understood.
                let foreign = self.column
                    && word == "set"
                    && ["not", "default", "data"].iter().any(|it| it.eq_ignore_ascii_case(next()));
                of_column
                    || foreign
                    || once && matches!(word, "alter" | "drop" | "set" | "enable" | "disable")
                    || matches!(before, "on" | "for" | "as" | "after")
                    || word == "set" && matches!(before, "delete" | "update")
            }
            Head::OtherObject => {
                once && matches!(word, "alter" | "drop" | "set")
                    || word == "merge" && next().eq_ignore_ascii_case("range")
                    || matches!(
                        before,
                        "on" | "for" | "as" | "with" | "after" | "before" | "to" | "conversation"
                    )
            }
            Head::View => word == "select" && (once || joined),
            Head::Insert => matches!(word, "select" | "exec" | "execute") && once || joined,
            Head::Update => word == "set" && once || before == "for",
            Head::With => {
                let main = matches!(word, "select" | "insert" | "update" | "delete" | "merge");
                if main {
                    *self = Plain::new(word);
                }
                return main;
            }
            Head::Rights => {
                undo(self);
                return once || before == "with";
            }
            Head::Cursor => {
                undo(self);
                if before == "for" {
                    self.head = Head::Select;
                }
                return before == "for";
            }
            Head::Bulk => {
                self.head = Head::Other;
                return word == "insert";
            }
            Head::Select => joined || before == "for",
            Head::Merge | Head::Routine => true,
            Head::Other => matches!(before, "as" | "then"),
        };
        if !goes {
            undo(self);
        }
        goes
    }
}

/// Whether a statement begins with this word. All but THROW, ENABLE and DISABLE are reserved ("Reserved Keywords").
fn is_verb(word: &str, next: Next<'_>) -> bool {
    match word {
        "create" | "alter" | "drop" | "insert" | "update" | "delete" | "merge" | "select"
        | "exec" | "execute" | "declare" | "set" | "if" | "while" | "print" | "grant"
        | "revoke" | "deny" | "truncate" | "use" | "begin" | "commit" | "rollback"
        | "raiserror" | "dbcc" | "return" | "throw" | "save" | "waitfor" | "backup" | "restore"
        | "open" | "close" | "fetch" | "deallocate" | "kill" | "goto" | "checkpoint" | "bulk"
        | "reconfigure" | "break" | "continue" | "revert" => true,
        "enable" | "disable" => next().eq_ignore_ascii_case("trigger"),
        _ => false,
    }
}

/// The word in small letters; empty where it is longer than any that is looked for.
fn lower<'b>(word: &str, buffer: &'b mut [u8; 16]) -> &'b str {
    let Some(place) = buffer.get_mut(..word.len()) else { return "" };
    place.copy_from_slice(word.as_bytes());
    place.make_ascii_lowercase();
    std::str::from_utf8(place).unwrap_or("")
}
