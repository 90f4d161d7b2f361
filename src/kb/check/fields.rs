//! Fields by themselves: what is missing, too long, out of date, no number, not yet verified.

use super::{Context, Desk};
use crate::{
    domain::{
        article::Article,
        outcome::ArticleKind,
        phone::{Phone, PhoneWarning},
        text::Text,
    },
    kb::{
        DOUBT,
        document::keys,
        fault::{KbError, Rule},
    },
};

/// The longest title that fits a line of results at 80 columns, with kind and office beside it.
const TITLE_MAX: usize = 100;
/// The longest summary (KNOWLEDGE §1.2, `descrizione_breve`).
const SUMMARY_MAX: usize = 160;
/// The longest sentence to say: some twenty seconds of speech.
const SAY_MAX: usize = 300;
/// How many days ahead an expiry is announced.
const EXPIRING_DAYS: u64 = 30;

pub fn check(desk: &mut Desk<'_>, context: &Context) {
    mandatory(desk);
    lengths(desk);
    validity(desk, context);
    numbers(desk);
    unconfirmed(desk);
    if desk.entry.canonical.contains(DOUBT) && !desk.entry.article.to_confirm() {
        desk.say(KbError::new(Rule::DoubtUnmarked, desk.entry.line));
    }
}

/// What each kind cannot do without, and whether it is there.
fn wants(article: &Article) -> Vec<(&'static str, bool)> {
    let has = |text: &Text| !text.as_str().trim().is_empty();
    let reachable = !article.reach.phones.is_empty() || has(&article.reach.extension);
    let title = ("title", has(&article.title));
    let say = ("say", has(&article.say));
    match article.kind {
        ArticleKind::Sheet | ArticleKind::Procedure => vec![
            title,
            say,
            ("summary", has(&article.summary)),
            ("topic", article.topic.is_some()),
            ("office", article.office.is_some()),
            ("escalate_to", article.escalate_to.is_some()),
        ],
        ArticleKind::Faq => vec![title, ("say", say.1 || has(&article.body))],
        ArticleKind::Contact => vec![
            title,
            ("surname", has(&article.surname)),
            ("phones", reachable),
        ],
        ArticleKind::Office | ArticleKind::HelpLine => vec![title, ("phones", reachable)],
        ArticleKind::Body | ArticleKind::Street => vec![title],
    }
}

/// The keys of what an article cannot do without and has not.
#[must_use]
pub fn lacks(article: &Article) -> Vec<&'static str> {
    let wants = wants(article).into_iter();
    wants
        .filter(|(_, there)| !there)
        .map(|(key, _)| key)
        .collect()
}

fn mandatory(desk: &mut Desk<'_>) {
    for key in lacks(&desk.entry.article) {
        desk.say(KbError::new(Rule::Missing, desk.entry.line_of(key)).with("key", key));
    }
}

fn lengths(desk: &mut Desk<'_>) {
    let article = &desk.entry.article;
    let limits = [
        (Rule::LongTitle, "title", &article.title, TITLE_MAX),
        (Rule::LongSummary, "summary", &article.summary, SUMMARY_MAX),
        (Rule::LongSay, "say", &article.say, SAY_MAX),
    ];
    for (rule, key, text, limit) in limits {
        let count = text.as_str().chars().count();
        if count > limit {
            let fault = KbError::new(rule, desk.entry.line_of(key));
            desk.say(
                fault
                    .with("count", &count.to_string())
                    .with("limit", &limit.to_string()),
            );
        }
    }
}

fn validity(desk: &mut Desk<'_>, context: &Context) {
    let Some(last) = desk.entry.article.valid_to else {
        return;
    };
    let soon = context
        .today
        .checked_add_days(chrono::Days::new(EXPIRING_DAYS));
    let rule = if last < context.today {
        Rule::Expired
    } else if soon.is_some_and(|soon| last <= soon) {
        Rule::Expiring
    } else {
        return;
    };
    let fault = KbError::new(rule, desk.entry.line_of("valid_to"));
    desk.say(fault.with("value", &last.to_string()));
}

pub fn numbers(desk: &mut Desk<'_>) {
    let article = &desk.entry.article;
    for phone in &article.reach.phones {
        if Phone::parse(phone.as_str()).warning() == Some(PhoneWarning::Unknown) {
            let fault = KbError::new(Rule::BadNumber, desk.entry.line_of("phones"));
            desk.say(fault.with("value", phone.as_str()));
        }
    }
    let extension = article.reach.extension.as_str();
    if extension.contains(|sign: char| !sign.is_ascii_digit() && sign != ' ') {
        let fault = KbError::new(Rule::BadNumber, desk.entry.line_of("extension"));
        desk.say(fault.with("value", extension));
    }
}

/// `unconfirmed` names fields, or the body.
fn unconfirmed(desk: &mut Desk<'_>) {
    let known = || keys().chain(["body"]);
    for field in &desk.entry.article.unconfirmed {
        if !known().any(|key| key == field.as_str()) {
            let line = desk.entry.line_of("unconfirmed");
            desk.say(KbError::unknown_key(line, field.as_str(), known()));
        }
    }
}
