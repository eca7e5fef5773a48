//! Expressions: how far one reaches, and the common shapes read in one flat pass over our own tokens.
//!
//! The rest goes to [`super::leaf`]; what neither reads keeps its text.

use super::cursor::Cursor;
use super::lex::Kind;
use super::select::Qualified;
use super::{leaf, types};
use crate::ops::ObjectName;
use crate::ops::expr::{DataType, Expr, Expression, Form};

/// Reads all that is left of the cursor as one expression.
pub(super) fn read(cursor: Cursor<'_>) -> Expr {
    let text = cursor.rest_text();
    let mentions = match flat(cursor) {
        Some(mentions) => mentions,
        None => match leaf::expression(cursor) {
            Some(mentions) => mentions,
            None => return Expr::unread(text),
        },
    };
    let mentions = mentions.sorted();
    Expr::from(Expression {
        text: text.to_owned(),
        form: form(cursor, NESTED),
        functions: mentions.functions,
        columns: mentions.columns,
        casts: mentions.casts,
        proves_not_null: proven(cursor),
    })
}

/// What an expression mentions.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    pub functions: Vec<ObjectName>,
    pub columns: Vec<String>,
    pub casts: Vec<DataType>,
}

impl Mentions {
    fn sorted(mut self) -> Mentions {
        crate::order::sort(&mut self.functions);
        self.functions.dedup();
        crate::order::sort(&mut self.columns);
        self.columns.dedup();
        if 1 < self.casts.len() {
            crate::order::sort_by(&mut self.casts, |a, b| {
                (&a.name, &a.args, a.array).cmp(&(&b.name, &b.args, b.array))
            });
            self.casts.dedup_by(|a, b| a.same_as(b));
        }
        self
    }
}

/// Functions that are called without brackets (manual: "Date/Time Functions and Operators", "System Information
/// Functions and Operators"; the other databases' lists are parts of this one).
pub(super) fn is_keyword_function(word: &str) -> bool {
    const WORDS: [&str; 22] = [
        "current_catalog",
        "current_date",
        "current_role",
        "current_schema",
        "current_time",
        "current_timestamp",
        "current_user",
        "getdate",
        "localtime",
        "localtimestamp",
        "rownum",
        "session_user",
        "sessiontimezone",
        "sysdate",
        "system_user",
        "systimestamp",
        "uid",
        "user",
        "utc_date",
        "utc_time",
        "utc_timestamp",
        "dbtimezone",
    ];
    WORDS.iter().any(|it| it.eq_ignore_ascii_case(word))
}

// ---- How far it reaches

/// Takes the expression that begins here, as a column's DEFAULT is written: up to the first word that cannot continue it.
pub(super) fn extent<'a>(cursor: &mut Cursor<'a>) -> Option<Cursor<'a>> {
    let start = cursor.mark();
    loop {
        operand(cursor)?;
        if !continues(cursor) {
            break;
        }
    }
    Some(cursor.part_since(start))
}

fn operand(cursor: &mut Cursor<'_>) -> Option<()> {
    while cursor.kind() == Some(Kind::Operator) || cursor.is("not") {
        cursor.next();
    }
    // SQL Server's value of a sequence ("NEXT VALUE FOR").
    if cursor.eat("next value for") {
        cursor.object()?;
        return Some(());
    }
    match cursor.kind()? {
        Kind::Open => {
            cursor.group()?;
        }
        Kind::Text => {
            while cursor.kind() == Some(Kind::Text) {
                cursor.next();
            }
        }
        Kind::Number | Kind::Param => {
            cursor.next();
        }
        Kind::Word if cursor.is("case") => skip_case(cursor)?,
        Kind::Word | Kind::Quoted | Kind::Template => primary(cursor)?,
        _ => return None,
    }
    postfix(cursor)
}

/// A name, a call, a typed literal, or an array.
fn primary(cursor: &mut Cursor<'_>) -> Option<()> {
    if let Some(literal) = typed_literal(cursor) {
        cursor.back_to(literal);
        return Some(());
    }
    cursor.next();
    while cursor.kind() == Some(Kind::Dot) {
        cursor.next();
        cursor.next()?;
    }
    if cursor.kind() == Some(Kind::Open) {
        cursor.group()?;
        for word in ["within group", "filter", "over"] {
            if cursor.eat(word) && cursor.kind() == Some(Kind::Open) {
                cursor.group()?;
            }
        }
    }
    Some(())
}

/// The mark behind `interval '1 day'`, `timestamp with time zone '…'`, where one begins here.
pub(super) fn typed_literal(cursor: &mut Cursor<'_>) -> Option<usize> {
    let start = cursor.mark();
    let simple = cursor.kind_at(1) == Some(Kind::Text);
    let long = ["timestamp", "time", "double", "character", "interval", "bit"]
        .iter()
        .any(|it| cursor.is(it));
    if !simple && !long {
        return None;
    }
    let read = types::read(cursor);
    let found = read.is_some() && cursor.kind() == Some(Kind::Text);
    if found {
        cursor.next();
        const FIELDS: [&str; 6] = ["year", "month", "day", "hour", "minute", "second"];
        if cursor.eat_any(&FIELDS).is_some() && cursor.eat("to") {
            cursor.next();
        }
    }
    let end = cursor.mark();
    cursor.back_to(start);
    found.then_some(end)
}

fn skip_case(cursor: &mut Cursor<'_>) -> Option<()> {
    let mut depth = 0usize;
    loop {
        if cursor.is("case") {
            depth += 1;
        } else if cursor.is("end") {
            depth -= 1;
        }
        cursor.next()?;
        if depth == 0 {
            return Some(());
        }
    }
}

fn postfix(cursor: &mut Cursor<'_>) -> Option<()> {
    loop {
        if cursor.eat_operator("::") {
            types::read(cursor)?;
        } else if cursor.kind() == Some(Kind::OpenSquare) {
            cursor.group()?;
        } else if cursor.kind() == Some(Kind::Dot) {
            cursor.next();
            cursor.next()?;
        } else if cursor.is("is") {
            cursor.next();
            cursor.eat("not");
            if cursor.eat("distinct from") {
                return operand(cursor);
            }
            cursor.next()?;
        } else {
            return Some(());
        }
    }
}

/// Reads an operator between two operands, if one comes.
fn continues(cursor: &mut Cursor<'_>) -> bool {
    if cursor.kind() == Some(Kind::Operator) {
        // An operator of the statement, not of the expression, follows no default.
        cursor.next();
        return true;
    }
    const WORDS: [&str; 12] = [
        "and",
        "or",
        "in",
        "not in",
        "like",
        "not like",
        "ilike",
        "not ilike",
        "between",
        "similar to",
        "at time zone",
        "div",
    ];
    cursor.eat_any(&WORDS).is_some()
}

// ---- The flat pass

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Brackets,
    Call,
    Square,
    Case,
    CastCall,
}

/// One pass with a stack of its own; `None` where a form occurs that it does not know.
fn flat(cursor: Cursor<'_>) -> Option<Mentions> {
    let mut pass =
        Flat { cursor, mentions: Mentions::default(), inside: Vec::new(), qualified: None };
    pass.run()?;
    Some(pass.mentions)
}

/// The columns that an expression mentions, each with what stands before it; `None` where it has a form that one flat
/// pass does not know, or a word that may be a column or not.
pub(super) fn qualified_columns(cursor: Cursor<'_>) -> Option<Vec<Qualified>> {
    let qualified = Some(Vec::new());
    let mut pass = Flat { cursor, mentions: Mentions::default(), inside: Vec::new(), qualified };
    pass.run()?;
    pass.qualified
}

/// Whether a word without quotes can only be a name where a name may stand.
pub(super) fn is_plain(word: &str) -> bool {
    const WORDS: [&str; 22] = [
        "all",
        "any",
        "array",
        "case",
        "cast",
        "connect_by_root",
        "current",
        "default",
        "distinct",
        "exists",
        "false",
        "interval",
        "level",
        "next",
        "not",
        "null",
        "prior",
        "row",
        "some",
        "top",
        "true",
        "unique",
    ];
    !is_keyword_function(word)
        && !is_reserved(word)
        && !WORDS.iter().any(|it| it.eq_ignore_ascii_case(word))
}

struct Flat<'a> {
    cursor: Cursor<'a>,
    mentions: Mentions,
    inside: Vec<Inside>,
    /// The columns with what stands before them, where that is asked for.
    qualified: Option<Vec<Qualified>>,
}

impl Flat<'_> {
    fn run(&mut self) -> Option<()> {
        let mut wants_operand = true;
        while !self.cursor.is_done() {
            wants_operand = if wants_operand { self.operand()? } else { self.operator()? };
        }
        (!wants_operand && self.inside.is_empty()).then_some(())
    }

    /// Reads on where an operand is due; says whether one is still due.
    fn operand(&mut self) -> Option<bool> {
        match self.cursor.kind()? {
            Kind::Number | Kind::Param => {
                self.cursor.next();
                Some(false)
            }
            Kind::Text => {
                while self.cursor.kind() == Some(Kind::Text) {
                    self.cursor.next();
                }
                Some(false)
            }
            Kind::Operator => {
                let star = self.cursor.is_operator("*");
                self.cursor.next();
                Some(!(star && self.cursor.kind() == Some(Kind::Close)))
            }
            Kind::Open => {
                self.inside.push(Inside::Brackets);
                self.cursor.next();
                Some(true)
            }
            Kind::Close if self.opened(Kind::Open) => self.close(Kind::Close),
            Kind::CloseSquare if self.opened(Kind::OpenSquare) => self.close(Kind::CloseSquare),
            Kind::Word => self.word_operand(),
            Kind::Quoted | Kind::Template => self.name(),
            _ => None,
        }
    }

    fn opened(&self, kind: Kind) -> bool {
        self.cursor.last().is_some_and(|it| it.kind == kind)
    }

    fn word_operand(&mut self) -> Option<bool> {
        let word = self.cursor.word();
        let is = |it: &str| word.eq_ignore_ascii_case(it);
        if self.cursor.kind_at(1) != Some(Kind::Dot) {
            if is("not") || is("when") {
                self.cursor.next();
                return Some(true);
            }
            if (is("distinct") || is("all") || is("variadic")) && self.opened(Kind::Open) {
                self.cursor.next();
                return Some(true);
            }
            if is("null") || is("true") || is("false") || is("default") {
                self.cursor.next();
                return Some(false);
            }
            if is("case") {
                self.inside.push(Inside::Case);
                self.cursor.next();
                return Some(true);
            }
            if is_keyword_function(word) && self.cursor.kind_at(1) != Some(Kind::Open) {
                if self.qualified.is_some() {
                    return None;
                }
                self.mentions.functions.push(ObjectName::bare(word.to_ascii_lowercase()));
                self.cursor.next();
                return Some(false);
            }
            if is_reserved(word) {
                return None;
            }
            if (is("array") && self.cursor.kind_at(1) == Some(Kind::OpenSquare))
                || (is("cast") && self.cursor.kind_at(1) == Some(Kind::Open))
            {
                self.inside.push(if is("cast") { Inside::CastCall } else { Inside::Square });
                self.cursor.next();
                self.cursor.next();
                return Some(true);
            }
            if matches!(self.cursor.kind_at(1), Some(Kind::Text | Kind::Word))
                && let Some(end) = typed_literal(&mut self.cursor)
            {
                let read = types::read(&mut self.cursor)?;
                self.mentions.casts.push(read.data_type);
                self.cursor.back_to(end);
                return Some(false);
            }
        }
        self.name()
    }

    /// A column, or a call's name and its opening bracket.
    fn name(&mut self) -> Option<bool> {
        let start = self.cursor.mark();
        let words = self.cursor.kind() == Some(Kind::Word);
        let word = self.cursor.word();
        let mut parts = vec![self.cursor.name()?];
        while self.cursor.kind() == Some(Kind::Dot) {
            self.cursor.next();
            if self.cursor.eat_operator("*") {
                return Some(false);
            }
            parts.push(self.cursor.name()?);
        }
        if self.cursor.kind() == Some(Kind::Open) {
            self.cursor.next();
            self.inside.push(Inside::Call);
            let one = parts.len() == 1 && words;
            if !(one && is_no_function(word)) {
                self.mentions.functions.push(function_name(parts, self.cursor.dialect));
            }
            return Some(true);
        }
        if self.cursor.is_operator("=>") || self.cursor.is_operator(":=") {
            self.cursor.next();
            return Some(true);
        }
        if self.cursor.kind() == Some(Kind::Text) && self.cursor.mark() == start + 1 && !words {
            return None;
        }
        match (parts.pop(), &mut self.qualified) {
            (Some(column), Some(qualified)) => qualified.push((parts.pop(), column)),
            (Some(column), None) => self.mentions.columns.push(column),
            (None, _) => {}
        }
        Some(false)
    }

    /// Reads on behind an operand; says whether the next one is due.
    fn operator(&mut self) -> Option<bool> {
        match self.cursor.kind()? {
            Kind::Operator if self.cursor.is_operator("::") => {
                self.cursor.next();
                let read = types::read(&mut self.cursor)?;
                self.mentions.casts.push(read.data_type);
                Some(false)
            }
            Kind::Operator => {
                self.cursor.next();
                Some(true)
            }
            Kind::OpenSquare => {
                self.inside.push(Inside::Square);
                self.cursor.next();
                Some(true)
            }
            Kind::Comma => {
                matches!(self.inside.last()?, Inside::Brackets | Inside::Call | Inside::Square)
                    .then_some(())?;
                self.cursor.next();
                Some(true)
            }
            Kind::Dot => {
                self.cursor.next();
                if !self.cursor.eat_operator("*") {
                    self.cursor.name()?;
                }
                Some(false)
            }
            Kind::Close => self.close(Kind::Close),
            Kind::CloseSquare => self.close(Kind::CloseSquare),
            Kind::Word => self.word_operator(),
            _ => None,
        }
    }

    fn close(&mut self, kind: Kind) -> Option<bool> {
        let inside = self.inside.pop()?;
        let fits = match inside {
            Inside::Brackets | Inside::Call | Inside::CastCall => kind == Kind::Close,
            Inside::Square => kind == Kind::CloseSquare,
            Inside::Case => false,
        };
        fits.then_some(())?;
        self.cursor.next();
        Some(false)
    }

    fn word_operator(&mut self) -> Option<bool> {
        let cursor = &mut self.cursor;
        match (self.inside.last(), cursor.word()) {
            (Some(Inside::Case), word)
                if ["when", "then", "else"].iter().any(|it| it.eq_ignore_ascii_case(word)) =>
            {
                cursor.next();
                return Some(true);
            }
            (Some(Inside::Case), word) if word.eq_ignore_ascii_case("end") => {
                cursor.next();
                self.inside.pop();
                return Some(false);
            }
            (Some(Inside::CastCall), word) if word.eq_ignore_ascii_case("as") => {
                cursor.next();
                let read = types::read(cursor)?;
                self.mentions.casts.push(read.data_type);
                return (cursor.kind() == Some(Kind::Close)).then_some(false);
            }
            _ => {}
        }
        const BINARY: [&str; 17] = [
            "and",
            "or",
            "like",
            "ilike",
            "between symmetric",
            "between",
            "similar to",
            "at time zone",
            "escape",
            "overlaps",
            "glob",
            "regexp",
            "rlike",
            "div",
            "mod",
            "xor",
            "match",
        ];
        if cursor.eat_any(&BINARY).is_some() {
            return Some(true);
        }
        if cursor.eat("is") {
            cursor.eat("not");
            if cursor.eat("distinct from") {
                return Some(true);
            }
            return cursor.eat_any(&["null", "true", "false", "unknown"]).map(|_| false);
        }
        if cursor.eat("isnull") || cursor.eat("notnull") {
            return Some(false);
        }
        if cursor.eat("collate") {
            cursor.object()?;
            return Some(false);
        }
        if cursor.eat("not") {
            return cursor
                .is_any(&["in", "like", "ilike", "between", "similar to", "null"])
                .then_some(false);
        }
        if cursor.eat("in") {
            return (cursor.kind() == Some(Kind::Open)).then_some(true);
        }
        None
    }
}

/// Words that are a function's syntax and not its name.
fn is_no_function(word: &str) -> bool {
    ["any", "all", "some", "row", "in", "values"].iter().any(|it| it.eq_ignore_ascii_case(word))
}

/// Words that begin a form which this pass leaves to the other reader.
fn is_reserved(word: &str) -> bool {
    const WORDS: [&str; 22] = [
        "select", "with", "exists", "from", "where", "group", "order", "having", "limit", "union",
        "values", "as", "on", "then", "else", "end", "and", "or", "is", "in", "between", "over",
    ];
    WORDS.iter().any(|it| it.eq_ignore_ascii_case(word))
}

/// A function's name: lower case unless quoted, its catalogue schema left out.
pub(super) fn function_name(parts: Vec<String>, dialect: crate::dialect::Dialect) -> ObjectName {
    let mut name = super::cursor::object_name(parts, dialect);
    if name.schema.as_deref() == Some("pg_catalog") {
        name.schema = None;
    }
    if dialect != crate::dialect::Dialect::Postgres {
        name.name = name.name.to_ascii_lowercase().into();
    }
    name
}

// ---- Its outermost form

/// How deep brackets and casts around a form are followed.
const NESTED: u8 = 8;

fn form(mut cursor: Cursor<'_>, bound: u8) -> Form {
    let Some(mut found) = primary_form(&mut cursor, bound) else { return Form::Other };
    let mut casts = 0;
    while cursor.eat_operator("::") {
        casts += 1;
        match types::read(&mut cursor) {
            Some(read) if casts <= NESTED => found = Form::Cast(Box::new(found), read.data_type),
            _ => return Form::Other,
        }
    }
    if cursor.is_done() { found } else { Form::Other }
}

fn primary_form(cursor: &mut Cursor<'_>, bound: u8) -> Option<Form> {
    let bound = bound.checked_sub(1)?;
    let start = cursor.mark();
    match cursor.kind()? {
        Kind::Open => Some(form(cursor.group()?, bound)),
        Kind::Text => {
            let text = cursor.string()?;
            Some(Form::Literal(text))
        }
        Kind::Number => {
            cursor.next();
            Some(Form::Literal(cursor.since(start).of(cursor.text).to_owned()))
        }
        Kind::Operator if cursor.kind_at(1) == Some(Kind::Number) => {
            Some(Form::Literal(cursor.value()?))
        }
        Kind::Word => word_form(cursor, bound),
        Kind::Quoted | Kind::Template => name_form(cursor),
        _ => None,
    }
}

fn word_form(cursor: &mut Cursor<'_>, bound: u8) -> Option<Form> {
    if cursor.eat("null") {
        return Some(Form::Null);
    }
    if let Some(word) = cursor.eat_any(&["true", "false"]) {
        return Some(Form::Literal(word.to_owned()));
    }
    if is_keyword_function(cursor.word()) && cursor.kind_at(1) != Some(Kind::Dot) {
        let name = ObjectName::bare(cursor.word().to_ascii_lowercase());
        cursor.next();
        if cursor.kind() == Some(Kind::Open) {
            cursor.group()?;
        }
        return Some(Form::Call(name));
    }
    if cursor.is("cast") && cursor.kind_at(1) == Some(Kind::Open) {
        cursor.next();
        let mut inside = cursor.group()?;
        let operand = inside.take_until(|it| it.is("as"));
        inside.need("as")?;
        let to = types::read(&mut inside)?;
        return inside.is_done().then(|| Form::Cast(Box::new(form(operand, bound)), to.data_type));
    }
    if cursor.is_any(&["array", "row", "case", "not", "exists", "select"]) {
        return None;
    }
    if let Some(end) = typed_literal(cursor) {
        let read = types::read(cursor)?;
        let text = cursor.string()?;
        cursor.back_to(end);
        return Some(Form::Cast(Box::new(Form::Literal(text)), read.data_type));
    }
    name_form(cursor)
}

fn name_form(cursor: &mut Cursor<'_>) -> Option<Form> {
    let mut parts = vec![cursor.name()?];
    while cursor.kind() == Some(Kind::Dot) {
        cursor.next();
        parts.push(cursor.name()?);
    }
    if cursor.kind() == Some(Kind::Open) {
        cursor.group()?;
        return Some(Form::Call(function_name(parts, cursor.dialect)));
    }
    parts.pop().map(Form::Column)
}

// ---- What it proves

/// Columns that cannot be NULL where this is true: `c IS NOT NULL` and `NOT c IS NULL`, alone or joined by AND.
fn proven(cursor: Cursor<'_>) -> Vec<String> {
    let mut columns = Vec::new();
    if cursor
        .rest()
        .iter()
        .any(|it| it.kind == Kind::Word && it.text(cursor.text).eq_ignore_ascii_case("null"))
        || cursor.rest().iter().any(|it| it.text(cursor.text).eq_ignore_ascii_case("notnull"))
    {
        prove(cursor, NESTED, &mut columns);
    }
    columns
}

fn prove(mut cursor: Cursor<'_>, bound: u8, columns: &mut Vec<String>) {
    let Some(bound) = bound.checked_sub(1) else { return };
    let mut found = Vec::new();
    while !cursor.is_done() {
        let part = cursor.take_until(|it| it.is("and") || it.is("or"));
        conjunct(part, bound, &mut found);
        if cursor.is("or") {
            return;
        }
        cursor.next();
    }
    columns.append(&mut found);
}

fn conjunct(mut cursor: Cursor<'_>, bound: u8, columns: &mut Vec<String>) {
    let negated = cursor.eat("not");
    if cursor.kind() == Some(Kind::Open) {
        let Some(mut inside) = cursor.group() else { return };
        if cursor.is_done() && negated {
            null_test(&mut inside, "is null", columns);
        } else if cursor.is_done() {
            prove(inside, bound, columns);
        } else if inside.rest().len() == 1 && cursor.is("is not null") && cursor.rest().len() == 3 {
            columns.extend(inside.name());
        }
        return;
    }
    null_test(&mut cursor, if negated { "is null" } else { "is not null" }, columns);
}

fn null_test(cursor: &mut Cursor<'_>, test: &str, columns: &mut Vec<String>) {
    let Some(mut column) = cursor.name() else { return };
    while cursor.eat_kind(Kind::Dot) {
        let Some(part) = cursor.name() else { return };
        column = part;
    }
    let found = cursor.eat(test) || (test == "is not null" && cursor.eat("notnull"));
    if found && cursor.is_done() {
        columns.push(column);
    }
}
