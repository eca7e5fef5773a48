//! Functions and methods that Python itself brings, over values that are known.

use std::rc::Rc;

use super::evaluate::{Evaluator, Host, formatted, moment, same};
use super::machine::put;
use super::text::Text;
use super::value::{Arg, Call, Object, Value};

/// Values inside each other that `json.dumps` writes.
const MAX_JSON: usize = 24;
/// Bytes of a text that is made; a longer one is not kept.
const MAX_TEXT: usize = 4 << 20;
/// Elements that `range` may unroll to.
const MAX_RANGE: i64 = 10_000;

impl<'a, H: Host<'a>> Evaluator<'a, H> {
    /// The result of a call of Python's own, or `None` where it is not one or the values are not known.
    pub(crate) fn builtin(&mut self, call: &Call<'a>) -> Option<Value<'a>> {
        if let Value::Name(name) = &call.callee {
            let name = name.clone();
            return self.builtin_function(&name, call);
        }
        let Some(Object::Member { of, name }) = self.machine.object(&call.callee) else {
            return None;
        };
        let (of, name) = (of.clone(), name.clone());
        if let Value::Str(text) = &of {
            let made = self.string_method(text, &name, call);
            return match text.has_holes {
                true => made,
                false => made.or_else(|| self.path_method(&text.value, &name, call)),
            };
        }
        match self.machine.object(&of)? {
            Object::List(_) => self.list_method(&of, &name, call),
            Object::Tuple(_) | Object::Set(_) => self.set_method(&of, &name, call),
            Object::Dict(_) => self.dict_method(&of, &name, call),
            Object::Call(made) if &*name == "isoformat" && call.args.is_empty() => {
                moment(made, 'T').map(Value::str)
            }
            Object::Call(opened) => {
                let opened = opened.clone();
                self.file_method(&opened, &name)
            }
            _ => None,
        }
    }

    fn builtin_function(&mut self, name: &str, call: &Call<'a>) -> Option<Value<'a>> {
        let first = call.positional().next().map(|it| it.value.clone());
        match name {
            "len" => {
                let first = first.filter(|it| self.machine.certain(it).is_none())?;
                let len = match &first {
                    Value::Str(text) if !text.has_holes => text.value.chars().count(),
                    _ => match self.machine.object(&first)? {
                        Object::List(items) | Object::Tuple(items) | Object::Set(items) => {
                            items.len()
                        }
                        Object::Dict(entries) => entries.len(),
                        _ => return None,
                    },
                };
                i64::try_from(len).ok().map(Value::Int)
            }
            "range" => self.range(call),
            "str" => match &first? {
                Value::Str(text) => Some(Value::Str(text.clone())),
                value => self.display(value).map(Value::str),
            },
            "repr" => {
                let first = first?;
                let quoted = first
                    .as_known_str()
                    .filter(|it| !it.contains(['\'', '\\', '\n']))
                    .map(|it| format!("'{it}'"));
                quoted.or_else(|| self.display(&first)).map(Value::str)
            }
            "int" => match &first? {
                Value::Int(it) => Some(Value::Int(*it)),
                value => value.as_known_str()?.trim().parse().ok().map(Value::Int),
            },
            "bool" => self.truth(&first?).map(Value::Bool),
            "list" | "sorted" | "reversed" | "tuple" | "set" | "frozenset" => {
                self.collection(name, call)
            }
            "dict" | "collections.OrderedDict" | "OrderedDict" => self.make_dict(call),
            "enumerate" => {
                let items = self.iterate(&first?)?;
                let start = match call.arg(1, "start").map(|it| &it.value) {
                    None => 0,
                    Some(Value::Int(it)) => *it,
                    Some(_) => return None,
                };
                let mut pairs = Vec::new();
                for (index, item) in items.into_iter().enumerate() {
                    let index = Value::Int(start.checked_add(i64::try_from(index).ok()?)?);
                    pairs.push(self.machine.alloc(Object::Tuple(vec![index, item])));
                }
                Some(self.machine.list(pairs))
            }
            "zip" | "itertools.product" => self.combine(name, call),
            "itertools.chain" | "itertools.chain.from_iterable" => {
                let mut all = Vec::new();
                let parts = match name {
                    "itertools.chain" => values(call),
                    _ => self.iterate(&first?)?,
                };
                for value in parts {
                    all.extend(self.iterate(&value)?);
                }
                Some(self.machine.list(all))
            }
            "any" | "all" => {
                let items = self.iterate(&first?)?;
                let wanted = name == "any";
                let mut answer = Some(!wanted);
                for item in &items {
                    match self.truth(item) {
                        Some(it) if it == wanted => return Some(Value::Bool(wanted)),
                        Some(_) => {}
                        None => answer = None,
                    }
                }
                answer.map(Value::Bool)
            }
            "map" | "filter" => {
                let sequence = call.positional().nth(1)?.value.clone();
                let mut results = Vec::new();
                for item in self.iterate(&sequence)? {
                    let made = match &first {
                        Some(Value::None) => item.clone(),
                        _ => self.apply_to(&first.clone()?, item.clone(), call),
                    };
                    match name {
                        "map" => results.push(made),
                        _ if self.truth(&made)? => results.push(item),
                        _ => {}
                    }
                }
                Some(self.machine.list(results))
            }
            "min" | "max" | "sum" => {
                let items = match call.args.as_slice() {
                    [_] => self.iterate(&first?)?,
                    _ if call.keywords().next().is_none() && name != "sum" => values(call),
                    _ => return None,
                };
                let known = items.into_iter().map(|it| match it {
                    Value::Int(it) => Some(it),
                    _ => None,
                });
                let known: Vec<i64> = known.collect::<Option<_>>()?;
                let found = match name {
                    "min" => known.into_iter().min()?,
                    "max" => known.into_iter().max()?,
                    _ => known.into_iter().try_fold(0i64, i64::checked_add)?,
                };
                Some(Value::Int(found))
            }
            "next" => {
                let items = self.iterate(&first?)?;
                let default = call.positional().nth(1).map(|it| it.value.clone());
                items.into_iter().next().or(default)
            }
            "iter" => {
                let items = self.iterate(&first?)?;
                Some(self.machine.list(items))
            }
            "json.dumps" if call.args.len() == 1 => {
                let mut text = String::new();
                self.push_json(&mut text, &first?, MAX_JSON)?;
                Some(Value::str(text))
            }
            "textwrap.dedent" | "dedent" | "inspect.cleandoc" => {
                let first = first?;
                let text = first.as_text()?;
                Some(Value::Str(Rc::new(if name == "inspect.cleandoc" {
                    trimmed(&dedent(text))
                } else {
                    dedent(text)
                })))
            }
            "copy.copy" | "copy.deepcopy" => {
                let first = first?;
                let object = self.machine.object(&first)?.clone();
                Some(self.machine.alloc(object))
            }
            "isinstance" => self.is_instance(call),
            "importlib.import_module" | "__import__" => {
                let from = self.machine.module();
                self.machine.library.find(from, first?.as_known_str()?).map(Value::Module)
            }
            "typing.cast" | "cast" if 1 < call.args.len() => {
                call.positional().nth(1).map(|it| it.value.clone())
            }
            "getattr" => {
                let mut args = call.positional();
                let of = args.next()?.value.clone();
                let name = args.next()?.value.clone();
                let name = name.as_known_str()?.to_owned();
                match &of {
                    Value::Name(path) => Some(Value::Name(Rc::from(format!("{path}.{name}")))),
                    _ => Some(self.machine.alloc(Object::Member { of, name: Rc::from(name) })),
                }
            }
            _ => self.path_function(name, call),
        }
    }

    /// What a function makes of one element.
    fn apply_to(&mut self, function: &Value<'a>, value: Value<'a>, call: &Call<'a>) -> Value<'a> {
        let arg = Arg { name: None, value, span: call.span, text: call.text.clone() };
        let (span, text) = (call.span, call.text.clone());
        self.apply(Call { callee: function.clone(), args: vec![arg], span, text })
    }

    /// A value as `json.dumps` writes it; `None` where a part is not known.
    fn push_json(&mut self, text: &mut String, value: &Value<'a>, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        if MAX_TEXT < text.len() || !self.machine.charge(1, Default::default()) {
            return None;
        }
        match value {
            Value::None => text.push_str("null"),
            Value::Bool(it) => text.push_str(if *it { "true" } else { "false" }),
            Value::Int(it) => text.push_str(&it.to_string()),
            Value::Str(it) => {
                let plain = |it: char| it.is_ascii() && !it.is_ascii_control();
                let known = it.value.chars().all(plain) && !it.has_holes;
                let escaped = it.value.replace('\\', "\\\\").replace('"', "\\\"");
                text.push_str(known.then(|| format!("\"{escaped}\""))?.as_str());
            }
            _ => {
                let entries = self.machine.entries(value).map(<[_]>::to_vec);
                let items = self.machine.items(value).map(<[_]>::to_vec);
                let (open, close) = if entries.is_some() { ('{', '}') } else { ('[', ']') };
                text.push(open);
                for (at, (key, value)) in entries.iter().flatten().enumerate() {
                    text.push_str(if at == 0 { "" } else { ", " });
                    key.as_known_str()?;
                    self.push_json(text, key, depth)?;
                    text.push_str(": ");
                    self.push_json(text, value, depth)?;
                }
                for (at, value) in items.iter().flatten().enumerate() {
                    text.push_str(if at == 0 { "" } else { ", " });
                    self.push_json(text, value, depth)?;
                }
                (entries.is_some() || items.is_some()).then(|| text.push(close))?;
            }
        }
        Some(())
    }

    fn range(&mut self, call: &Call<'a>) -> Option<Value<'a>> {
        let mut bounds = Vec::new();
        for value in values(call) {
            let Value::Int(it) = value else { return None };
            bounds.push(it);
        }
        let (start, end, step) = match bounds.as_slice() {
            [end] => (0, *end, 1),
            [start, end] => (*start, *end, 1),
            [start, end, step] => (*start, *end, *step),
            _ => return None,
        };
        if step == 0 {
            return None;
        }
        let count = end.checked_sub(start)?.checked_div(step)?;
        if MAX_RANGE < count {
            // Nobody unrolls this; the place is remembered as where the work was given up.
            self.machine.exhausted.get_or_insert(call.span);
            return None;
        }
        let mut items = Vec::new();
        let mut at = start;
        while (0 < step && at < end) || (step < 0 && end < at) {
            items.push(Value::Int(at));
            at = at.checked_add(step)?;
        }
        self.machine.charge(items.len(), Default::default()).then(|| self.machine.list(items))
    }

    fn collection(&mut self, name: &str, call: &Call<'a>) -> Option<Value<'a>> {
        let mut items = match call.positional().next() {
            None => Vec::new(),
            Some(arg) => self.iterate(&arg.value.clone())?,
        };
        match name {
            "reversed" => items.reverse(),
            "sorted" => {
                let mut keyed: Vec<(String, Value<'a>)> = Vec::new();
                let function = call.keyword("key").map(|it| it.value.clone());
                for item in items {
                    let key = match &function {
                        None => item.clone(),
                        Some(function) => self.apply_to(function, item.clone(), call),
                    };
                    keyed.push((self.sort_key(&key)?, item));
                }
                let reverse = call.keyword("reverse").map(|it| self.truth(&it.value));
                // Equal ones keep their order, either way round.
                let backward = reverse.unwrap_or(Some(false))?;
                if backward {
                    keyed.reverse();
                }
                crate::order::sort_by_key(&mut keyed, |it| it.0.clone());
                if backward {
                    keyed.reverse();
                }
                items = keyed.into_iter().map(|it| it.1).collect();
            }
            _ => {}
        }
        Some(match name {
            "tuple" => self.machine.alloc(Object::Tuple(items)),
            "set" | "frozenset" => self.machine.alloc(Object::Set(items)),
            _ => self.machine.list(items),
        })
    }

    /// What values are sorted by, where it is known: texts and numbers, and tuples of them.
    fn sort_key(&self, value: &Value<'a>) -> Option<String> {
        Some(match value {
            Value::Str(it) if !it.has_holes => format!("s{}", it.value),
            Value::Int(it) => format!("n{:020}", i128::from(*it) - i128::from(i64::MIN)),
            Value::Object(_) => {
                let mut key = String::new();
                for item in self.machine.items(value)? {
                    match item {
                        Value::Object(_) => return None,
                        _ => key.push_str(&self.sort_key(item)?),
                    }
                    key.push('\0');
                }
                key
            }
            _ => return None,
        })
    }

    fn make_dict(&mut self, call: &Call<'a>) -> Option<Value<'a>> {
        let mut entries = match call.positional().next().map(|it| it.value.clone()) {
            None => Vec::new(),
            Some(value) => match self.machine.entries(&value) {
                Some(entries) => entries.to_vec(),
                None => {
                    let mut entries = Vec::new();
                    for pair in self.iterate(&value)? {
                        let pair = self.iterate(&pair)?;
                        let mut pair = pair.into_iter();
                        entries.push((pair.next()?, pair.next()?));
                    }
                    entries
                }
            },
        };
        for (name, arg) in call.keywords() {
            put(&mut entries, Value::str(name), arg.value.clone());
        }
        Some(self.machine.alloc(Object::Dict(entries)))
    }

    fn combine(&mut self, name: &str, call: &Call<'a>) -> Option<Value<'a>> {
        let mut columns = Vec::new();
        for value in values(call) {
            columns.push(self.iterate(&value)?);
        }
        let mut rows: Vec<Vec<Value<'a>>> = Vec::new();
        if name == "zip" {
            let len = columns.iter().map(Vec::len).min().unwrap_or(0);
            for index in 0..len {
                rows.push(columns.iter().filter_map(|it| it.get(index).cloned()).collect());
            }
        } else {
            rows.push(Vec::new());
            for column in &columns {
                let size = rows.len().saturating_mul(column.len());
                if !self.machine.charge(size, Default::default()) {
                    return None;
                }
                rows = rows
                    .iter()
                    .flat_map(|row| {
                        column.iter().map(|it| row.iter().cloned().chain([it.clone()]).collect())
                    })
                    .collect();
            }
        }
        let rows = rows.into_iter().map(|it| self.machine.alloc(Object::Tuple(it))).collect();
        Some(self.machine.list(rows))
    }

    fn is_instance(&mut self, call: &Call<'a>) -> Option<Value<'a>> {
        let mut args = call.positional();
        let value = args.next()?.value.clone();
        let kind = args.next()?.value.clone();
        let kind = kind.as_name()?;
        let actual = match &value {
            Value::Str(_) => "str",
            Value::Int(_) => "int",
            Value::Bool(_) => "bool",
            Value::None => "NoneType",
            Value::Object(_) => match self.machine.object(&value)? {
                Object::List(_) => "list",
                Object::Tuple(_) => "tuple",
                Object::Dict(_) => "dict",
                Object::Set(_) => "set",
                _ => return None,
            },
            _ => return None,
        };
        matches!(kind, "str" | "int" | "bool" | "list" | "tuple" | "dict" | "set")
            .then_some(Value::Bool(kind == actual))
    }

    // Methods

    fn string_method(&mut self, text: &Rc<Text>, name: &str, call: &Call<'a>) -> Option<Value<'a>> {
        let first = call.positional().next().map(|it| it.value.clone());
        let made = match name {
            "format" => self.format(text, call)?,
            "format_map" => return None,
            "join" => {
                let arg = call.positional().next()?.clone();
                match self.iterate(&arg.value) {
                    None => {
                        let mut joined = Text::default();
                        joined.push_hole(&arg.text, None);
                        joined
                    }
                    Some(items) => {
                        let mut joined = Text::default();
                        for (index, item) in items.iter().enumerate() {
                            if 0 < index {
                                joined.push_text(text);
                            }
                            let words = self.words_of(item).unwrap_or_else(|| arg.text.to_string());
                            self.push_value(&mut joined, item, &words);
                            if MAX_TEXT < joined.value.len() {
                                return None;
                            }
                        }
                        joined
                    }
                }
            }
            "strip" | "lstrip" | "rstrip" => {
                let chars: Vec<char> = match &first {
                    None | Some(Value::None) => Vec::new(),
                    Some(it) => it.as_known_str()?.chars().collect(),
                };
                let is_cut = |it: char| {
                    if chars.is_empty() { it.is_whitespace() } else { chars.contains(&it) }
                };
                let value = text.value.as_str();
                let start = if name == "rstrip" {
                    0
                } else {
                    value.len() - value.trim_start_matches(is_cut).len()
                };
                let end = if name == "lstrip" {
                    value.len()
                } else {
                    value.trim_end_matches(is_cut).len()
                };
                text.slice(start, end.max(start))
            }
            "encode" => return Some(Value::Bytes),
            "lower" if !text.has_holes => Text::plain(text.value.to_lowercase()),
            "upper" if !text.has_holes => Text::plain(text.value.to_uppercase()),
            "title" | "capitalize" if !text.has_holes => {
                let mut made = String::new();
                let mut first = true;
                for it in text.value.chars() {
                    match first {
                        true => made.extend(it.to_uppercase()),
                        false => made.extend(it.to_lowercase()),
                    }
                    first = name == "title" && !it.is_alphabetic();
                }
                Text::plain(made)
            }
            "removeprefix" | "removesuffix" => {
                let cut = first?;
                let cut = cut.as_known_str()?;
                let (value, len) = (text.value.as_str(), text.value.len());
                match name {
                    "removeprefix" if value.starts_with(cut) => text.slice(cut.len(), len),
                    "removesuffix" if value.ends_with(cut) => text.slice(0, len - cut.len()),
                    _ => (**text).clone(),
                }
            }
            "zfill" if !text.has_holes => {
                let Some(Value::Int(width)) = first else { return None };
                let width = usize::try_from(width).unwrap_or(0).min(1_000);
                Text::plain(format!("{:0>width$}", text.value))
            }
            "isdigit" | "isnumeric" if !text.has_holes => {
                let digits = text.value.chars().all(|it| it.is_ascii_digit());
                return Some(Value::Bool(digits && !text.value.is_empty()));
            }
            "partition" | "rpartition" if !text.has_holes => {
                let separator = first?;
                let separator = separator.as_known_str().filter(|it| !it.is_empty())?;
                let value = text.value.as_str();
                let at = match name {
                    "partition" => value.find(separator),
                    _ => value.rfind(separator),
                };
                let (start, end) = match at {
                    Some(at) => (at, at + separator.len()),
                    None if name == "partition" => (value.len(), value.len()),
                    None => (0, 0),
                };
                let parts = [(0, start), (start, end), (end, value.len())];
                let parts = parts.map(|(from, to)| Value::Str(Rc::new(text.slice(from, to))));
                return Some(self.machine.alloc(Object::Tuple(parts.to_vec())));
            }
            "replace" => {
                let mut args = call.positional();
                let (from, to) = (args.next()?.clone(), args.next()?.clone());
                let from = from.value.as_known_str()?.to_owned();
                let to = match &to.value {
                    Value::Str(to) => (**to).clone(),
                    _ => {
                        let mut hole = Text::default();
                        hole.push_hole(&to.text, None);
                        hole
                    }
                };
                replace(text, &from, &to)?
            }
            "startswith" | "endswith" => return self.starts_or_ends(text, name, &first?),
            "split" | "rsplit" | "splitlines" if !text.has_holes => {
                let value = text.value.as_str();
                let parts: Vec<&str> = match (&first, name) {
                    (_, "splitlines") => value.lines().collect(),
                    (None | Some(Value::None), _) => value.split_whitespace().collect(),
                    (Some(separator), _) => {
                        let separator = separator.as_known_str().filter(|it| !it.is_empty())?;
                        match call.arg(1, "maxsplit").map(|it| &it.value) {
                            None => value.split(separator).collect(),
                            Some(Value::Int(most @ 0..)) => {
                                let most = usize::try_from(*most).ok()?.saturating_add(1);
                                let back = || value.rsplitn(most, separator).collect::<Vec<_>>();
                                match name {
                                    "split" => value.splitn(most, separator).collect(),
                                    _ => back().into_iter().rev().collect(),
                                }
                            }
                            Some(_) => return None,
                        }
                    }
                };
                self.machine.charge(parts.len(), Default::default());
                let base = value.as_ptr() as usize;
                let parts = parts
                    .into_iter()
                    .map(|it| {
                        let start = it.as_ptr() as usize - base;
                        Value::Str(Rc::new(text.slice(start, start + it.len())))
                    })
                    .collect();
                return Some(self.machine.list(parts));
            }
            _ => return None,
        };
        if MAX_TEXT < made.value.len()
            || !self.machine.charge(made.value.len() / 256, Default::default())
        {
            return None;
        }
        Some(Value::Str(Rc::new(made)))
    }

    fn starts_or_ends(
        &mut self,
        text: &Rc<Text>,
        name: &str,
        wanted: &Value<'a>,
    ) -> Option<Value<'a>> {
        if text.has_holes {
            return None;
        }
        let wanted = match wanted {
            Value::Str(it) => vec![Value::Str(it.clone())],
            _ => self.iterate(wanted)?,
        };
        let mut answer = false;
        for part in &wanted {
            let part = part.as_known_str()?;
            answer |= if name == "startswith" {
                text.value.starts_with(part)
            } else {
                text.value.ends_with(part)
            };
        }
        Some(Value::Bool(answer))
    }

    /// What an unknown value is called in the script.
    pub(crate) fn words_of(&self, value: &Value<'a>) -> Option<String> {
        match value {
            Value::Unknown(words) | Value::Name(words) => Some(words.to_string()),
            _ => match self.machine.object(value)? {
                Object::Call(call) => Some(call.text.to_string()),
                Object::Operation { text, .. } => Some(text.to_string()),
                Object::Member { .. } => self.machine.dotted(value),
                Object::Item { of, index } => {
                    let of = self.machine.dotted(of)?;
                    let index = match index {
                        Value::Str(it) => format!("'{}'", it.value),
                        _ => self.display(index)?,
                    };
                    Some(format!("{of}[{index}]"))
                }
                _ => None,
            },
        }
    }

    /// `"…{}…".format(…)`.
    fn format(&mut self, text: &Rc<Text>, call: &Call<'a>) -> Option<Text> {
        let value = text.value.as_str();
        let bytes = value.as_bytes();
        let mut made = Text::default();
        let (mut from, mut at, mut automatic) = (0, 0, 0);
        while at < bytes.len() {
            let byte = *bytes.get(at)?;
            if byte != b'{' && byte != b'}' {
                at += 1;
                continue;
            }
            made.push_text(&text.slice(from, at));
            if bytes.get(at + 1) == Some(&byte) {
                made.push_text(&text.slice(at, at + 1));
                at += 2;
            } else if byte == b'}' {
                at += 1;
            } else {
                let end = at + value.get(at..)?.find('}').unwrap_or(value.len() - at - 1);
                let field = value.get(at + 1..end).unwrap_or("");
                self.push_field(&mut made, field, &mut automatic, call);
                at = end + 1;
            }
            from = at;
            if MAX_TEXT < made.value.len() {
                return None;
            }
        }
        made.push_text(&text.slice(from.min(value.len()), value.len()));
        Some(made)
    }

    fn push_field(&mut self, made: &mut Text, field: &str, automatic: &mut usize, call: &Call<'a>) {
        let name = field.split([':', '!', '.', '[']).next().unwrap_or(field);
        let arg = match name.parse::<usize>() {
            Ok(index) => call.positional().nth(index),
            Err(_) if name.is_empty() => {
                *automatic += 1;
                call.positional().nth(*automatic - 1)
            }
            Err(_) => call.keyword(name),
        };
        let spec = field.get(name.len()..).unwrap_or("");
        let (quotes, spec) = match spec.strip_prefix("!r") {
            Some(rest) => (true, rest),
            None => (false, spec),
        };
        let made_so = arg
            .filter(|_| quotes || spec.starts_with(':'))
            .and_then(|it| formatted(&it.value, quotes, spec.trim_start_matches(':')));
        match arg {
            Some(_) if let Some(words) = &made_so => made.value.push_str(words),
            Some(arg) if name == field || field == format!("{name}!s") => {
                self.push_value(made, &arg.value, &arg.text)
            }
            Some(arg) => made
                .push_hole(&format!("{}{}", arg.text, field.get(name.len()..).unwrap_or("")), None),
            None => made.push_hole(field, None),
        }
    }

    /// `"…%s…" % (…)`.
    pub(crate) fn percent(
        &mut self,
        left: &Value<'a>,
        right: &Value<'a>,
        words: &'a ruff_python_ast::Expr,
    ) -> Option<Value<'a>> {
        let text = left.as_text()?.clone();
        let words = self.machine.words(words);
        let items = match self.machine.object(right) {
            Some(Object::Tuple(items)) => items.clone(),
            _ => vec![right.clone()],
        };
        let value = text.value.as_str();
        let bytes = value.as_bytes();
        let mut made = Text::default();
        let (mut from, mut at, mut next) = (0, 0, 0);
        while let Some(step) = value.get(at..).and_then(|it| it.find('%')) {
            let start = at + step;
            made.push_text(&text.slice(from, start));
            let mut end = start + 1;
            let mut key = None;
            if bytes.get(end) == Some(&b'(') {
                let close = value.get(end..)?.find(')')? + end;
                key = value.get(end + 1..close);
                end = close + 1;
            }
            let format = end;
            while bytes.get(end).is_some_and(|it| {
                it.is_ascii_digit() || matches!(it, b'.' | b'-' | b'+' | b' ' | b'#')
            }) {
                end += 1;
            }
            let kind = *bytes.get(end)?;
            if !kind.is_ascii() {
                return None;
            }
            end += 1;
            if kind == b'%' {
                made.push_text(&text.slice(end - 1, end));
            } else {
                let item = match key {
                    Some(key) => {
                        let key = Value::str(key);
                        let entries = self.machine.entries(right);
                        entries
                            .and_then(|it| {
                                it.iter().rev().find(|(it, _)| same(it, &key) == Some(true))
                            })
                            .map(|it| it.1.clone())
                    }
                    None => items.get(next).cloned(),
                };
                next += 1;
                let item = item.unwrap_or_else(|| Value::unknown(key.unwrap_or(words)));
                let name = self.words_of(&item).unwrap_or_else(|| key.unwrap_or(words).to_owned());
                // A text is set to the right here, unless a minus says otherwise.
                let spec = value.get(format..end - 1).unwrap_or("");
                let is_text = matches!(item, Value::Str(_)) && !spec.is_empty();
                let spec = match spec.strip_prefix('-') {
                    Some(width) => format!("<{width}"),
                    None if is_text => format!(">{spec}"),
                    None => spec.to_owned(),
                };
                let quotes = kind == b'r';
                let made_so = (quotes || !spec.is_empty()) && matches!(kind, b'r' | b's' | b'd');
                match formatted(&item, quotes, &spec).filter(|_| made_so) {
                    Some(words) => made.value.push_str(&words),
                    None if spec.is_empty() => self.push_value(&mut made, &item, &name),
                    None => made.push_hole(&name, None),
                }
            }
            from = end;
            at = end;
            if MAX_TEXT < made.value.len() {
                return None;
            }
        }
        made.push_text(&text.slice(from, value.len()));
        self.machine
            .charge(made.value.len() / 256, Default::default())
            .then(|| Value::Str(Rc::new(made)))
    }

    fn list_method(&mut self, of: &Value<'a>, name: &str, call: &Call<'a>) -> Option<Value<'a>> {
        let first = call.positional().next().map(|it| it.value.clone());
        match name {
            "append" | "add" => {
                let first = first?;
                if let Some(Object::List(items)) = self.machine.object_mut(of) {
                    items.push(first);
                }
                Some(Value::None)
            }
            "extend" => {
                let more = self.iterate(&first?)?;
                if let Some(Object::List(items)) = self.machine.object_mut(of) {
                    items.extend(more);
                }
                Some(Value::None)
            }
            "insert" => {
                let (Some(Value::Int(at)), Some(value)) = (first, call.positional().nth(1)) else {
                    return None;
                };
                if let Some(Object::List(items)) = self.machine.object_mut(of) {
                    let at = usize::try_from(at).unwrap_or(0).min(items.len());
                    items.insert(at, value.value.clone());
                }
                Some(Value::None)
            }
            "pop" => match self.machine.object_mut(of)? {
                Object::List(items) => match first {
                    None => items.pop(),
                    Some(Value::Int(at)) => {
                        let at = usize::try_from(at).ok().filter(|&it| it < items.len())?;
                        Some(items.remove(at))
                    }
                    Some(_) => None,
                },
                _ => None,
            },
            "reverse" | "sort" => {
                let mut args = call.args.clone();
                args.insert(
                    0,
                    Arg { name: None, value: of.clone(), span: call.span, text: call.text.clone() },
                );
                let function = if name == "sort" { "sorted" } else { "reversed" };
                let sorted = self.collection(function, &Call { args, ..call.clone() })?;
                let sorted = self.machine.items(&sorted)?.to_vec();
                if let Some(Object::List(items)) = self.machine.object_mut(of) {
                    *items = sorted;
                }
                Some(Value::None)
            }
            "clear" => {
                if let Some(Object::List(items)) = self.machine.object_mut(of) {
                    items.clear();
                }
                Some(Value::None)
            }
            "remove" => {
                let first = first?;
                if let Some(Object::List(items)) = self.machine.object_mut(of)
                    && let Some(at) = items.iter().position(|it| same(it, &first) == Some(true))
                {
                    items.remove(at);
                }
                Some(Value::None)
            }
            "copy" => {
                let items = self.machine.items(of)?.to_vec();
                Some(self.machine.list(items))
            }
            _ => self.set_method(of, name, call),
        }
    }

    fn set_method(&mut self, of: &Value<'a>, name: &str, call: &Call<'a>) -> Option<Value<'a>> {
        let first = call.positional().next().map(|it| it.value.clone());
        match name {
            "add" => {
                let first = first?;
                if let Some(Object::Set(items)) = self.machine.object_mut(of)
                    && !items.iter().take(1_000).any(|it| same(it, &first) == Some(true))
                {
                    items.push(first);
                }
                Some(Value::None)
            }
            "index" => {
                let first = first?;
                let at =
                    self.machine.items(of)?.iter().position(|it| same(it, &first) == Some(true))?;
                i64::try_from(at).ok().map(Value::Int)
            }
            "count" => {
                let first = first?;
                let items = self.machine.items(of)?;
                i64::try_from(items.iter().filter(|it| same(it, &first) == Some(true)).count())
                    .ok()
                    .map(Value::Int)
            }
            "difference" => {
                let more = self.iterate(&first?)?;
                let more = self.machine.list(more);
                self.difference(of, &more)
            }
            "intersection" => {
                let more = self.iterate(&first?)?;
                let more = self.machine.list(more);
                self.intersection(of, &more)
            }
            "discard" | "remove" => {
                let first = first?;
                if let Some(Object::Set(items)) = self.machine.object_mut(of) {
                    items.retain(|it| same(it, &first) != Some(true));
                }
                Some(Value::None)
            }
            "union" | "update" => {
                let more = self.iterate(&first?)?;
                let mut items = self.machine.items(of)?.to_vec();
                items.extend(more);
                match name {
                    "union" => Some(self.machine.alloc(Object::Set(items))),
                    _ => {
                        if let Some(Object::Set(old)) = self.machine.object_mut(of) {
                            *old = items;
                        }
                        Some(Value::None)
                    }
                }
            }
            _ => None,
        }
    }

    fn dict_method(&mut self, of: &Value<'a>, name: &str, call: &Call<'a>) -> Option<Value<'a>> {
        let entries = self.machine.entries(of)?.to_vec();
        if !self.machine.charge(entries.len() / 4, Default::default()) {
            return None;
        }
        let first = call.positional().next().map(|it| it.value.clone());
        let found = |key: &Value<'a>| {
            entries
                .iter()
                .rev()
                .find(|(it, _)| same(it, key) == Some(true))
                .map(|(_, value)| value.clone())
        };
        match name {
            "items" => {
                let pairs = entries
                    .into_iter()
                    .map(|(key, value)| self.machine.alloc(Object::Tuple(vec![key, value])));
                let pairs = pairs.collect();
                let list = self.machine.list(pairs);
                Some(self.machine.as_certain_as(of, list))
            }
            "keys" => {
                let keys = entries.into_iter().map(|(key, _)| key).collect();
                let list = self.machine.list(keys);
                Some(self.machine.as_certain_as(of, list))
            }
            "values" => {
                let values = entries.into_iter().map(|(_, value)| value).collect();
                let list = self.machine.list(values);
                Some(self.machine.as_certain_as(of, list))
            }
            "copy" => Some(self.machine.alloc(Object::Dict(entries))),
            "get" | "pop" | "setdefault" => {
                let key = first?;
                let known = entries.iter().all(|(it, _)| same(it, &key).is_some());
                let default = call.positional().nth(1).map(|it| it.value.clone());
                match found(&key) {
                    Some(value) => {
                        if name == "pop"
                            && let Some(Object::Dict(entries)) = self.machine.object_mut(of)
                        {
                            entries.retain(|(it, _)| same(it, &key) != Some(true));
                        }
                        Some(value)
                    }
                    None if known => {
                        if name == "setdefault"
                            && let (Some(Object::Dict(entries)), Some(value)) =
                                (self.machine.object_mut(of), default.clone())
                        {
                            entries.push((key, value));
                        }
                        Some(default.unwrap_or(Value::None))
                    }
                    None => None,
                }
            }
            "update" => {
                let mut more = match &first {
                    Some(value) => self.machine.entries(value)?.to_vec(),
                    None => Vec::new(),
                };
                more.extend(
                    call.keywords().map(|(name, arg)| (Value::str(name), arg.value.clone())),
                );
                if let Some(Object::Dict(entries)) = self.machine.object_mut(of) {
                    more.into_iter().for_each(|(key, value)| put(entries, key, value));
                }
                Some(Value::None)
            }
            _ => None,
        }
    }
}

fn values<'a>(call: &Call<'a>) -> Vec<Value<'a>> {
    call.positional().map(|it| it.value.clone()).collect()
}

/// The lines without the white space that all of them begin with.
fn dedent(text: &Text) -> Text {
    let mut margin: Option<&str> = None;
    for line in text.value.lines().filter(|it| !it.trim().is_empty()) {
        let indent =
            line.get(..line.len() - line.trim_start_matches([' ', '\t']).len()).unwrap_or("");
        margin = Some(match margin {
            None => indent,
            Some(margin) => {
                let shared = margin.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count();
                margin.get(..shared).unwrap_or("")
            }
        });
    }
    let margin = margin.unwrap_or("").len();
    let mut made = Text::default();
    let mut at = 0;
    for line in text.value.split_inclusive('\n') {
        let end = at + line.len();
        let cut = if line.trim().is_empty() {
            line.trim_end_matches('\n').len()
        } else {
            margin.min(line.len())
        };
        made.push_text(&text.slice(at + cut, end));
        at = end;
    }
    made
}

fn trimmed(text: &Text) -> Text {
    let value = text.value.as_str();
    let start = value.len() - value.trim_start().len();
    text.slice(start, value.trim_end().len().max(start))
}

fn replace(text: &Text, from: &str, to: &Text) -> Option<Text> {
    if from.is_empty() {
        return None;
    }
    let mut made = Text::default();
    let mut at = 0;
    for (start, _) in text.value.match_indices(from) {
        made.push_text(&text.slice(at, start));
        made.push_text(to);
        at = start + from.len();
        if MAX_TEXT < made.value.len() {
            return None;
        }
    }
    made.push_text(&text.slice(at, text.value.len()));
    Some(made)
}
