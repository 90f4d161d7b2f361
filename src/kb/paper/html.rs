//! One file that needs no other: escaped, without scripts and links, A4 when it is printed.

use super::{
    AS_OF, DIRECTORY, EMERGENCIES, Edition, INDEX, OFFICES, OTHERS, TRIAL, USEFUL, titled,
};
use crate::{domain::article::Article, locale::Phrase};
use std::fmt::Write;

/// How it looks, and how it breaks into pages.
const STYLE: &str = "
body{font:11pt/1.35 sans-serif;margin:2em auto;max-width:50em;padding:0 1em}
h1{font-size:1.5em}h2{border-bottom:1px solid;margin-top:2em}h3{margin:1em 0 0}
.entry{break-inside:avoid;margin:.4em 0}.people{margin-left:1.5em}.entry p{margin:0 0 0 1.5em}
table{border-collapse:collapse;width:100%}td{padding:.1em .6em .1em 0;vertical-align:top}
.trial{border:2px solid;padding:.4em;font-weight:bold}
@media print{body{margin:0;max-width:none;padding:0}h2{break-before:page}h2.first{break-before:auto}
h3{break-after:avoid}thead{display:table-header-group}}
";

/// The edition as one page of HTML.
#[must_use]
pub fn html(edition: &Edition<'_>) -> String {
    let lang = edition.lang;
    let name = edition.agency.name.as_str();
    let date = edition.date();
    let mut out = String::from("<!DOCTYPE html>\n<html lang=\"");
    out.push_str(lang.id());
    out.push_str("\"><head><meta charset=\"utf-8\"><title>");
    let title = format!("{name} · {}", DIRECTORY.get(lang));
    text(&mut out, &title);
    out.push_str("</title><style>");
    out.push_str(STYLE);
    let head = quoted(&format!("{title} · {date}"));
    for piece in [
        "@page{size:A4;margin:18mm 15mm;@top-left{font-size:9pt;content:\"",
        &head,
        "\"}@top-right{font-size:9pt;content:counter(page) \" / \" counter(pages)}}\n</style></head><body>\n",
    ] {
        out.push_str(piece);
    }
    element(&mut out, "h1", &title);
    element(&mut out, "p", &AS_OF.fill(lang, &[("day", &date)]));
    if edition.agency.fictional {
        out.push_str("<p class=\"trial\">");
        text(&mut out, TRIAL.get(lang));
        out.push_str("</p>\n");
    }
    entries(&mut out, edition, EMERGENCIES, &edition.emergencies, true);
    entries(&mut out, edition, USEFUL, &edition.useful, true);
    heading(&mut out, edition, OFFICES, false);
    for section in &edition.offices {
        entry(&mut out, edition, section.office, "h3");
        out.push_str("<div class=\"people\">\n");
        for person in &section.people {
            entry(&mut out, edition, person, "strong");
        }
        out.push_str("</div>\n");
    }
    entries(&mut out, edition, OTHERS, &edition.others, false);
    index(&mut out, edition);
    out.push_str("</body></html>\n");
    out
}

fn index(out: &mut String, edition: &Edition<'_>) {
    heading(out, edition, INDEX, false);
    out.push_str("<table>\n");
    for (person, office) in edition.persons() {
        out.push_str("<tr>");
        let numbers = edition.reach(person).into_iter().next().unwrap_or_default();
        let office = office.map_or("", |office| office.title.as_str());
        for cell in [person.title.as_str(), &numbers, office] {
            element(out, "td", cell);
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

fn heading(out: &mut String, edition: &Edition<'_>, heading: Phrase, first: bool) {
    out.push_str(if first {
        "<h2 class=\"first\">"
    } else {
        "<h2>"
    });
    text(out, heading.get(edition.lang));
    out.push_str("</h2>\n");
}

fn entries(
    out: &mut String,
    edition: &Edition<'_>,
    words: Phrase,
    entries: &[&Article],
    first: bool,
) {
    if entries.is_empty() {
        return;
    }
    heading(out, edition, words, first);
    for article in entries {
        entry(out, edition, article, "strong");
    }
}

fn entry(out: &mut String, edition: &Edition<'_>, article: &Article, tag: &str) {
    out.push_str("<div class=\"entry\">");
    element(out, tag, &titled(article));
    for line in edition.lines(article) {
        element(out, "p", &line);
    }
    out.push_str("</div>\n");
}

fn element(out: &mut String, tag: &str, words: &str) {
    for piece in ["<", tag, ">"] {
        out.push_str(piece);
    }
    text(out, words);
    for piece in ["</", tag, ">"] {
        out.push_str(piece);
    }
}

/// A text between tags.
fn text(out: &mut String, words: &str) {
    for sign in words.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            plain => out.push(plain),
        }
    }
}

/// A text within quotes of CSS, which a tag could end as well.
fn quoted(words: &str) -> String {
    let mut out = String::new();
    for sign in words.chars() {
        match sign {
            '"' | '\\' | '<' | '>' | '&' => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\{:x} ", u32::from(sign));
            }
            plain => out.push(plain),
        }
    }
    out
}
