//! An article as it is read aloud: what is to be said first, no decoration.

use super::words;
use crate::{
    domain::{article::Article, text::Text},
    locale::{Lang, Phrase},
};

/// One result in a list; a directory entry with its number at once.
pub fn item(number: usize, article: &Article, lang: Lang) -> String {
    let kind = article.kind.label().get(lang);
    let line = words::ITEM.fill(
        lang,
        &[
            ("number", &number),
            ("kind", &kind),
            ("title", &article.title),
        ],
    );
    // A question keeps its own mark: no full stop after it.
    let line = line.replace("?.", "?");
    let reached = reached(article, lang);
    if article.is_directory() && !reached.is_empty() {
        return format!("{line} {reached}.");
    }
    line
}

/// Who it is and how to reach it.
pub fn reach(article: &Article, lang: Lang) -> String {
    let reached = match reached(article, lang) {
        reached if reached.is_empty() => words::NO_REACH.get(lang).to_owned(),
        reached => reached,
    };
    words::GIVE.fill(lang, &[("title", &article.title), ("reach", &reached)])
}

/// Numbers, extension, mail: what a caller writes down.
pub fn reached(article: &Article, lang: Lang) -> String {
    let reach = &article.reach;
    let mut parts: Vec<String> = reach.phones.iter().map(ToString::to_string).collect();
    if !reach.extension.is_empty() {
        parts.push(words::EXTENSION.fill(lang, &[("extension", &reach.extension)]));
    }
    if parts.is_empty() && !reach.email.is_empty() {
        parts.push(reach.email.to_string());
    }
    parts.join(", ")
}

/// A sheet, FAQ or procedure: its title, what to say, what to bring, and what is doubtful.
pub fn sheet(article: &Article, lang: Lang) -> Vec<String> {
    let mut lines = vec![article.title.to_string()];
    if article.to_confirm() {
        lines.push(words::TO_CONFIRM.get(lang).to_owned());
    }
    let say = if article.say.is_empty() {
        &article.body
    } else {
        &article.say
    };
    let needs: Vec<&str> = article.needs.iter().map(Text::as_str).collect();
    let parts: [(Phrase, &str); 6] = [
        (words::SAY, say.as_str()),
        (words::AVOID, article.avoid.as_str()),
        (words::NEEDS, &needs.join(", ")),
        (words::COST, article.cost.as_str()),
        (words::TERMS, article.terms.as_str()),
        (words::WHERE, article.place.as_str()),
    ];
    for (phrase, text) in parts {
        let text = text.trim().trim_end_matches('.');
        if !text.is_empty() {
            lines.push(phrase.fill(lang, &[("words", &text)]));
        }
    }
    lines
}
