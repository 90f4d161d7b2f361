//! Facts that somebody must vouch for: amounts and numbers never verified, or long ago, and placeholders left in.

use super::{Context, Desk};
use crate::{
    domain::{
        article::Article,
        outcome::ArticleKind,
        phone::{Phone, PhoneKind},
    },
    kb::fault::{KbError, Rule},
};

/// After how many months a verification is out of date (KNOWLEDGE §5).
const FRESH_MONTHS: u32 = 12;
/// The fewest digits that read as a telephone number within a sentence.
const NUMBER_DIGITS: usize = 6;

pub fn check(desk: &mut Desk<'_>, context: &Context) {
    stale(desk, context);
    if context.fictional.contains(&desk.entry.article.agency) {
        // Everything of it is invented: there is nothing to verify, and its numbers are placeholders.
        return;
    }
    unverified(desk);
    placeholders(desk);
}

fn stale(desk: &mut Desk<'_>, context: &Context) {
    let oldest = context
        .today
        .checked_sub_months(chrono::Months::new(FRESH_MONTHS));
    let article = &desk.entry.article;
    let mut dates = vec![("verified_on", article.verified_on)];
    let points = article.reach.points.iter();
    dates.extend(points.map(|point| ("contact", point.verified_on)));
    for (key, date) in dates {
        let Some(date) = date.filter(|date| oldest.is_some_and(|oldest| *date < oldest)) else {
            continue;
        };
        let fault = KbError::new(Rule::Stale, desk.entry.line_of(key));
        desk.say(fault.with("value", &date.to_string()));
    }
}

/// Amounts and numbers that nobody has compared with their source. Where the article names them as
/// unconfirmed the operator is warned already.
fn unverified(desk: &mut Desk<'_>) {
    let article = &desk.entry.article;
    if article.verified_on.is_some() {
        return;
    }
    for (key, claimed) in claims(article) {
        let mut named = article.unconfirmed.iter();
        let marked = named.any(|field| field.as_str() == key);
        if claimed && !marked {
            let line = match (key, desk.entry.body_line) {
                ("body", line) if line > 0 => line,
                _ => desk.entry.line_of(key),
            };
            desk.say(KbError::new(Rule::Unverified, line).with("key", key));
        }
    }
}

fn claims(article: &Article) -> [(&'static str, bool); 4] {
    let numbers = matches!(article.kind, ArticleKind::HelpLine | ArticleKind::Office);
    // A register has a date of its own, and its rows are no answers.
    let registered = !article.code.is_empty();
    [
        ("cost", !article.cost.is_empty()),
        (
            "phones",
            numbers && !registered && !article.reach.phones.is_empty(),
        ),
        ("say", states(article.say.as_str())),
        ("body", states(article.body.as_str())),
    ]
}

/// Whether a text says an amount or a telephone number.
fn states(text: &str) -> bool {
    states_amount(text) || states_number(text)
}

fn states_amount(text: &str) -> bool {
    ["€", " euro"].iter().any(|sign| {
        text.match_indices(sign).any(|(at, _)| {
            let before = text.get(..at).unwrap_or_default().trim_end();
            let after = text.get(at + sign.len()..).unwrap_or_default().trim_start();
            let after = *sign == "€" && after.starts_with(|sign: char| sign.is_ascii_digit());
            after || before.ends_with(|sign: char| sign.is_ascii_digit())
        })
    })
}

fn states_number(text: &str) -> bool {
    let parts = text.split(|sign: char| !sign.is_ascii_digit() && !matches!(sign, ' ' | '+'));
    parts.map(str::trim).any(|part| {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        digits >= NUMBER_DIGITS && Phone::parse(part).kind() != PhoneKind::Unknown
    })
}

/// `{{…}}` and numbers that begin with 0000.
fn placeholders(desk: &mut Desk<'_>) {
    let entry = desk.entry;
    let text = entry.canonical.as_str();
    if let Some((_, rest)) = text.split_once("{{") {
        let inside = rest.split("}}").next().unwrap_or_default();
        let fault = KbError::new(Rule::Placeholder, entry.line);
        desk.say(fault.with("value", &format!("{{{{{inside}}}}}")));
    }
    let invented = text.match_indices("0000").find_map(|(at, zeros)| {
        let before = text.get(..at)?.chars().next_back();
        let after = text.get(at + zeros.len()..)?.trim_start();
        let starts =
            before.is_none_or(|sign| !sign.is_alphanumeric() && !matches!(sign, '.' | ','));
        let goes_on = after.starts_with(|sign: char| sign.is_ascii_digit());
        (starts && goes_on).then(|| after.chars().take(6).collect::<String>())
    });
    if let Some(rest) = invented {
        let line = entry.line_of("phones");
        let fault = KbError::new(Rule::Placeholder, line);
        desk.say(fault.with("value", &format!("0000 {rest}")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_numbers_are_seen_in_a_sentence() {
        for text in [
            "Costa 16,79 € più i diritti.",
            "Il bollo è di 16 euro.",
            "€ 32 in tutto",
            "Chiami il 055 055.",
            "al numero 800 840 840, gratuito",
            "+39 06 0606",
        ] {
            assert!(states(text), "{text}");
        }
        for text in [
            "Entro 30 giorni dal 03/11/2026.",
            "DPR 445/2000 art. 46",
            "l'euro è la moneta",
            "alle 8:30",
        ] {
            assert!(!states(text), "{text}");
        }
    }
}
