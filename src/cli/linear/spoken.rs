//! An article as it is read aloud: what is to be said first, no decoration.

use super::words;
use crate::{
    desk::words as named,
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
            ("title", &sentence(article.title.as_str())),
        ],
    );
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

/// A sheet, FAQ or procedure: its title, what is doubtful, what to say and to bring, who answers for it,
/// and when its facts were verified.
pub fn sheet(article: &Article, office: Option<&Article>, lang: Lang) -> Vec<String> {
    let mut lines = vec![sentence(article.title.as_str())];
    if article.to_confirm() {
        lines.push(words::TO_CONFIRM.get(lang).to_owned());
    }
    let say = if article.say.is_empty() {
        &article.body
    } else {
        &article.say
    };
    let needs: Vec<&str> = article.needs.iter().map(Text::as_str).collect();
    let office = office.map(|office| match reached(office, lang) {
        reached if reached.is_empty() => office.title.to_string(),
        reached => format!("{}, {reached}", office.title),
    });
    let verified = article
        .verified_on
        .filter(|_| !article.to_confirm())
        .map(|on| named::VERIFIED.fill(lang, &[("on", &on.format("%d/%m/%Y"))]));
    let parts: [(Phrase, &str); 7] = [
        (named::SAY, say.as_str()),
        (named::AVOID, article.avoid.as_str()),
        (named::BRING, &needs.join(", ")),
        (named::COST, article.cost.as_str()),
        (named::TERMS, article.terms.as_str()),
        (named::WHERE, article.place.as_str()),
        (named::OFFICE, &office.unwrap_or_default()),
    ];
    for (label, text) in parts {
        if !text.trim().is_empty() {
            let (label, text) = (label.get(lang), sentence(text));
            lines.push(words::LINE.fill(lang, &[("label", &label), ("words", &text)]));
        }
    }
    lines.extend(verified.map(|verified| sentence(&capital(&verified))));
    lines
}

/// A text that ends as a sentence does: a voice that reads it aloud then pauses.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '?', '!', ':', ';']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{outcome::ArticleKind, slug::Slug};

    #[test]
    fn a_title_keeps_its_own_marks_and_ends_as_a_sentence() {
        let slug = |text| Slug::parse(text).unwrap();
        for (title, read) in [
            ("Mensa", "2. FAQ: Mensa."),
            ("Quando?", "2. FAQ: Quando?"),
            ("Chi può?.. e chi no", "2. FAQ: Chi può?.. e chi no."),
        ] {
            let title = Text::line(title);
            let article = Article::named(slug("x"), ArticleKind::Faq, slug("esempio"), title);
            assert_eq!(item(2, &article, Lang::It), read);
        }
    }

    #[test]
    fn a_sheet_is_read_whole_with_its_office_and_its_day() {
        let slug = |text| Slug::parse(text).unwrap();
        let named =
            |kind, title| Article::named(slug("x"), kind, slug("esempio"), Text::line(title));
        let mut article = named(ArticleKind::Sheet, "Mensa");
        article.say = Text::line("Si rinnova ogni anno. Chi è assente?");
        article.cost = Text::line("2 euro");
        article.verified_on = chrono::NaiveDate::from_ymd_opt(2026, 11, 3);
        let mut office = named(ArticleKind::Office, "Scuola");
        office.reach.phones = vec![Text::line("0000 1")];
        assert_eq!(
            sheet(&article, Some(&office), Lang::It),
            [
                "Mensa.",
                "Da dire: Si rinnova ogni anno. Chi è assente?",
                "Costo: 2 euro.",
                "Ufficio: Scuola, 0000 1.",
                "Verificato 03/11/2026.",
            ]
        );
    }
}
