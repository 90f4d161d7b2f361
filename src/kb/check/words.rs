//! Fields whose words belong to a table: themes, events, kinds of points and annexes, questions, codes, links.

use super::{Desk, body::is_allowed};
use crate::{
    domain::{
        article::{AnnexKind, Occasion, PointKind, Question, QuestionKind},
        phone::{Phone, PhoneWarning},
        tax_code::check_tax_code,
        text::Text,
        vocabulary::{BusinessEvent, LifeEvent, Theme, province},
    },
    kb::fault::{KbError, Rule, nearest},
};
use std::collections::BTreeSet;

/// How an article says that it is inactive without saying why.
const NO_REASON: &[&str] = &[
    "",
    "true",
    "sì",
    "si",
    "yes",
    "1",
    "x",
    "non attivo",
    "inactive",
];

pub fn check(desk: &mut Desk<'_>) {
    vocabularies(desk);
    questions(desk);
    points(desk);
    annexes(desk);
    codes(desk);
    let article = &desk.entry.article;
    let reason = article.inactive.as_str().trim().to_lowercase();
    let told = desk.entry.has_key("inactive") || article.is_inactive();
    if told && NO_REASON.contains(&reason.as_str()) {
        desk.say(KbError::new(Rule::NoReason, desk.entry.line_of("inactive")));
    }
    let without_number = |deadline: &&Text| {
        let days = deadline.as_str().trim();
        days.is_empty() || !days.bytes().all(|sign| sign.is_ascii_digit())
    };
    let days = article.deadlines.iter().map(|deadline| &deadline.days);
    for days in days.filter(without_number) {
        let fault = KbError::new(Rule::NoDays, desk.entry.line_of("deadline"));
        desk.say(fault.with("value", days.as_str()));
    }
}

fn ids<T: Copy>(all: &[T], id: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|value| id(*value)).collect()
}

/// Each word has to be one of those there are.
fn belong<'a>(
    desk: &mut Desk<'_>,
    key: &'static str,
    words: impl Iterator<Item = &'a Text>,
    known: &[&'static str],
) {
    for word in words.filter(|word| !known.contains(&word.as_str())) {
        let near = nearest(word.as_str(), known.iter().copied());
        let fault = KbError::new(Rule::BadWord, desk.entry.line_of(key));
        let fault = fault.with("key", key).with("value", word.as_str());
        desk.say(fault.near(near));
    }
}

fn vocabularies(desk: &mut Desk<'_>) {
    let article = &desk.entry.article;
    let themes = ids(Theme::ALL, Theme::id);
    belong(desk, "themes", article.themes.iter(), &themes);
    let events = ids(LifeEvent::ALL, LifeEvent::id);
    belong(desk, "life_events", article.life_events.iter(), &events);
    let events = ids(BusinessEvent::ALL, BusinessEvent::id);
    let words = article.business_events.iter();
    belong(desk, "business_events", words, &events);
}

fn questions(desk: &mut Desk<'_>) {
    let article = &desk.entry.article;
    let said = |text: &&Text| !text.is_empty();
    let kinds = article.ask.iter().map(|question| &question.kind);
    let known = ids(QuestionKind::ALL, QuestionKind::id);
    belong(desk, "ask", kinds.filter(said), &known);
    let occasions = article.ask.iter().flat_map(|question| &question.when);
    belong(desk, "ask", occasions, &ids(Occasion::ALL, Occasion::id));
    let mut seen = BTreeSet::new();
    for question in &article.ask {
        let id = question.id.as_str();
        let fault = |rule| KbError::new(rule, desk.entry.line_of("ask")).with("value", id);
        let mut faults = Vec::new();
        if question.id.is_blank() || question.text.is_blank() {
            faults.push(fault(Rule::Missing).with("key", "ask"));
        } else if !seen.insert(id) {
            faults.push(fault(Rule::DoubleQuestion));
        }
        if lacks_options(question) {
            faults.push(fault(Rule::NoOptions));
        }
        for fault in faults {
            desk.say(fault);
        }
    }
}

fn lacks_options(question: &Question) -> bool {
    question.kind() == QuestionKind::Choice && question.options.len() < 2
}

fn points(desk: &mut Desk<'_>) {
    let article = &desk.entry.article;
    let known = ids(PointKind::ALL, PointKind::id);
    let kinds = article.reach.points.iter().map(|point| &point.kind);
    belong(desk, "contact", kinds, &known);
    for point in &article.reach.points {
        let value = point.value.as_str();
        let rule = match PointKind::from_id(point.kind.as_str()) {
            Some(PointKind::Phone | PointKind::Mobile | PointKind::TollFree | PointKind::Fax)
                if Phone::parse(value).warning() == Some(PhoneWarning::Unknown) =>
            {
                Rule::BadNumber
            }
            Some(PointKind::Web) if !leads_to_a_page(value) => Rule::BadLink,
            _ => continue,
        };
        let fault = KbError::new(rule, desk.entry.line_of("contact"));
        desk.say(fault.with("value", value));
    }
}

fn annexes(desk: &mut Desk<'_>) {
    let article = &desk.entry.article;
    let kinds = article.annexes.iter().map(|annex| &annex.kind);
    let kinds = kinds.filter(|kind| !kind.is_empty());
    belong(desk, "annex", kinds, &ids(AnnexKind::ALL, AnnexKind::id));
    let annexes = article.annexes.iter().map(|annex| ("annex", &annex.url));
    let links = [("online", &article.online), ("web", &article.reach.web)];
    for (key, url) in links.into_iter().chain(annexes) {
        let url = url.as_str();
        let fine = url.is_empty() || is_allowed(url) || (key == "web" && leads_to_a_page(url));
        if !fine {
            let fault = KbError::new(Rule::BadLink, desk.entry.line_of(key));
            desk.say(fault.with("value", url));
        }
    }
}

/// A page, also without its scheme, as registers and curators write it: `www.comune.example`.
fn leads_to_a_page(url: &str) -> bool {
    let bare = url.contains('.') && !url.contains(|sign: char| sign == ':' || sign.is_whitespace());
    bare || is_allowed(url)
}

fn codes(desk: &mut Desk<'_>) {
    let article = &desk.entry.article;
    let letters = article.province.as_str();
    if !letters.is_empty() && province(letters).is_none() {
        let fault = KbError::new(Rule::OddProvince, desk.entry.line_of("province"));
        desk.say(fault.with("value", letters));
    }
    if let Some(why) = check_tax_code(article.tax_code.as_str()).warning() {
        let fault = KbError::new(Rule::OddTaxCode, desk.entry.line_of("tax_code"));
        let fault = fault.with("value", article.tax_code.as_str());
        desk.say(fault.with_phrase("reason", why));
    }
}
