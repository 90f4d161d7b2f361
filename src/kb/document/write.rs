//! Writing TOML: one line for each key that says something, always in the same words.

use super::fields::{FIELDS, Field, Part, Row};
use crate::{
    domain::{article::Article, slug::Slug, text::Text},
    locale::Lang,
};
use std::fmt::Write;

/// Every key of an article that says something, in the order of the table.
pub fn front_matter(out: &mut String, article: &Article) {
    for row in FIELDS {
        if row.applies(article.kind) {
            push_row(out, row, article);
        }
    }
}

fn push_row<S>(out: &mut String, row: &Row<S>, article: &S) {
    let key = row.key;
    match row.field {
        Field::Name(lens) => push_text(out, key, (lens.get)(article).as_str()),
        Field::Kind(lens) => push_text(out, key, (lens.get)(article).id()),
        Field::Line(lens) | Field::Block(lens) => push_text(out, key, (lens.get)(article).as_str()),
        Field::Lines(lens) => push_list(out, key, (lens.get)(article).iter().map(Text::as_str)),
        Field::Links(lens) => {
            push_list(out, key, (lens.get)(article).iter().map(Slug::as_str));
        }
        Field::Link(lens) => {
            let to = (lens.get)(article).as_ref();
            push_text(out, key, to.map_or("", |to| to.as_str()));
        }
        Field::Hours(lens) => {
            let pieces = (lens.get)(article).pieces(Lang::It);
            push_list(out, key, pieces.iter().map(String::as_str));
        }
        Field::Day(lens) => {
            if let Some(day) = (lens.get)(article) {
                push_text(out, key, &day.to_string());
            }
        }
        Field::Flag(lens) => push_flag(out, key, (lens.get)(article).then_some(true)),
        Field::Known(lens) => push_flag(out, key, *(lens.get)(article)),
        Field::Extra(lens) => {
            for extra in (lens.get)(article) {
                for piece in [extra.key.as_str(), " = ", extra.value.as_str(), "\n"] {
                    out.push_str(piece);
                }
            }
        }
        Field::Points(lens) => push_parts(out, key, (lens.get)(article)),
        Field::Deadlines(lens) => push_parts(out, key, (lens.get)(article)),
        Field::Questions(lens) => push_parts(out, key, (lens.get)(article)),
        Field::Annexes(lens) => push_parts(out, key, (lens.get)(article)),
        Field::Facts(lens) => push_parts(out, key, (lens.get)(article)),
        Field::Sources(lens) => push_parts(out, key, (lens.get)(article)),
    }
}

/// `key = "text"`; nothing for an empty text.
pub fn push_text(out: &mut String, key: &str, text: &str) {
    if !text.is_empty() {
        out.push_str(key);
        out.push_str(" = ");
        push_quoted(out, text);
        out.push('\n');
    }
}

/// `key = ["a", "b"]`; nothing for an empty list.
pub fn push_list<'a>(out: &mut String, key: &str, list: impl Iterator<Item = &'a str>) {
    let mut list = list.peekable();
    if list.peek().is_none() {
        return;
    }
    out.push_str(key);
    out.push_str(" = [");
    for (place, text) in list.enumerate() {
        if place > 0 {
            out.push_str(", ");
        }
        push_quoted(out, text);
    }
    out.push_str("]\n");
}

/// `key = true`; nothing for what is unknown.
pub fn push_flag(out: &mut String, key: &str, flag: Option<bool>) {
    if let Some(flag) = flag {
        out.push_str(key);
        out.push_str(if flag { " = true\n" } else { " = false\n" });
    }
}

fn push_parts<P: Part>(out: &mut String, key: &str, parts: &[P]) {
    for part in parts {
        out.push_str("[[");
        out.push_str(key);
        out.push_str("]]\n");
        for row in P::ROWS {
            push_row(out, row, part);
        }
    }
}

/// A TOML basic string, always the same way, so that a diff shows what changed and nothing else.
pub fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            control if control.is_control() => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{:04X}", u32::from(control));
            }
            plain => out.push(plain),
        }
    }
    out.push('"');
}
