//! The rules' pages as static HTML and for the npm package, made from rules/.

use crate::tools::{self, Outcome};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, html};
use std::fmt::Write as _;
use std::path::Path;

struct Page {
    group: String,
    name: String,
    title: String,
    severity: String,
    /// Empty for a rule that is always asked.
    preset: String,
    markdown: String,
}

/// Writes `rules.html` and `rules/GROUP/NAME.html` into `out`.
pub fn write(root: &Path, out: &Path) -> Outcome {
    let www = root.join("www");
    let template = tools::read(&www.join("rule.html"))?;
    let mut rows = String::new();
    for page in read_all(&root.join("rules"))? {
        let path = format!("rules/{}/{}.html", page.group, page.name);
        let body = render(&page.markdown);
        let words = [
            ("{title}", escape(&page.title)),
            ("{group}", escape(&page.group)),
            ("{name}", escape(&page.name)),
            ("{severity}", escape(&page.severity)),
            ("{preset}", preset(&page)),
            // Last: what stands in the page is no place to fill.
            ("{body}", body),
        ];
        let html =
            words.iter().fold(template.clone(), |html, (place, text)| html.replace(place, text));
        tools::write(&out.join(&path), html)?;
        rows.push_str(&row(&page, &path));
    }
    let list = tools::read(&www.join("rules.html"))?.replace("{rows}", &rows);
    tools::write(&out.join("rules.html"), list)
}

/// The pages as a module of JavaScript: their Markdown by the rules' names.
pub fn module(root: &Path) -> Outcome<String> {
    let pages = read_all(&root.join("rules"))?;
    let by_name: serde_json::Map<String, serde_json::Value> =
        pages.into_iter().map(|it| (it.name, it.markdown.trim().into())).collect();
    Ok(format!("export const pages = {};\n", serde_json::Value::Object(by_name)))
}

fn row(page: &Page, path: &str) -> String {
    let [title, group, name, severity] =
        [&page.title, &page.group, &page.name, &page.severity].map(|it| escape(it));
    let preset = preset(page);
    let mut row = String::new();
    let _ = writeln!(
        row,
        "<li data-group=\"{group}\" data-severity=\"{severity}\" data-preset=\"{}\"><a href=\"{}\"><code>{name}</code></a>\
         <span class=\"badge {severity}\">{severity}</span>{preset}<span class=\"group\">{group}</span><p>{title}</p></li>",
        if page.preset.is_empty() { "default" } else { &page.preset },
        escape(path)
    );
    row
}

/// The mark of a rule that is asked only where its preset is chosen.
fn preset(page: &Page) -> String {
    match page.preset.as_str() {
        "" => String::new(),
        name => format!(" <span class=\"badge preset\">preset {}</span>", escape(name)),
    }
}

fn read_all(rules: &Path) -> Outcome<Vec<Page>> {
    let mut pages = Vec::new();
    for group in tools::list(rules)?.into_iter().filter(|it| it.is_dir()) {
        for path in tools::list(&group)? {
            let stem = |it: &Path| {
                it.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default()
            };
            let text = tools::read(&path)?;
            let (matter, markdown) = text
                .strip_prefix("+++\n")
                .and_then(|it| it.split_once("\n+++\n"))
                .ok_or_else(|| format!("{}: no front matter", path.display()))?;
            let perhaps = |key: &str| {
                let found = matter
                    .lines()
                    .find_map(|it| it.split_once('=').filter(|it| it.0.trim() == key));
                found.map(|it| it.1.trim().trim_matches('"').to_owned())
            };
            let value =
                |key: &str| perhaps(key).ok_or_else(|| format!("{}: no {key}", path.display()));
            pages.push(Page {
                group: stem(&group),
                name: stem(&path),
                title: value("title")?,
                severity: value("severity")?,
                preset: perhaps("preset").unwrap_or_default(),
                markdown: markdown.to_owned(),
            });
        }
    }
    Ok(pages)
}

/// Markdown to HTML; what is HTML in the page is shown as text.
fn render(markdown: &str) -> String {
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES);
    let events = parser.map(|event| match event {
        Event::Html(it) | Event::InlineHtml(it) => Event::Text(it),
        // The words after the language say what the block is for; the style sheet shows them.
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            let words: Vec<&str> = info.split_whitespace().collect();
            let role = words.get(1).copied().unwrap_or("plain");
            let class = format!(
                "<figure class=\"{}\"><figcaption>{}</figcaption><pre tabindex=\"0\"><code>",
                escape(role),
                escape(&caption(&words))
            );
            Event::Html(CowStr::from(class))
        }
        Event::End(pulldown_cmark::TagEnd::CodeBlock) => {
            Event::Html(CowStr::from("</code></pre></figure>\n"))
        }
        other => other,
    });
    let mut text = String::new();
    html::push_html(&mut text, events);
    text
}

/// What a block's words say to a reader.
fn caption(words: &[&str]) -> String {
    let role = match words.get(1).copied() {
        Some("given") => "given this schema",
        Some("sizes") => "given these sizes",
        Some("base") => "as it was before the branch",
        Some("bad") => "found",
        Some("output") => "what migralint says",
        Some("fixed") => "fixed",
        Some("good") => "nothing found",
        _ => "",
    };
    let target = words.get(2).copied().unwrap_or_default();
    format!("{role} {target}").trim().to_owned()
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // A brace would look like a place to fill.
            '{' => escaped.push_str("&#123;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}
