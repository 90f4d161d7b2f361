//! A row of IndicePA as an article.

use super::{Cells, Found, part};
use crate::{
    domain::{
        agency::ALL,
        article::{Article, Fact, Point, PointKind, Source},
        outcome::ArticleKind,
        slug::Slug,
        tax_code::check_tax_code,
        text::Text,
        vocabulary::province,
    },
    kb::{
        fault::{KbError, Rule},
        layout::phones,
        register::{
            columns::{Register, Take},
            mend::accents,
        },
    },
    locale::Phrase,
};
use chrono::NaiveDate;

/// Why a column that nobody knows is dropped.
pub const UNKNOWN: Phrase = Phrase::new(
    "questo registro non la conosceva",
    "this register did not have it",
);

/// Whose a contact point is, when it is the head's.
const OF_HEAD: &str = "responsabile";
/// What a body that is being wound up says of itself.
const CLOSING: &str = "ente in liquidazione";
/// Where the facts were read.
const SOURCE: &str = "IndicePA";

/// Reads a row.
///
/// # Errors
/// When it has no code or no name: it could not be found again.
pub fn entry(register: &Register, cells: &Cells<'_>, line: usize) -> Result<Found, KbError> {
    let mut faults = Vec::new();
    let place = Place::of(register, cells, line)?;
    let all = Slug::parse(ALL).map_err(|_never| missing(line, "agency"))?;
    let written = Text::line(cells.get(Take::Title));
    let title = mended(cells.get(Take::Title));
    if title.is_blank() {
        return Err(missing(line, "title"));
    }
    let mut article = Article::named(place.id, register.kind, all, title);
    article.code = Text::line(&place.code);
    article.parent = place.body;
    if written != article.title {
        article.aliases.push(written);
    }
    let aliases = cells.all(Take::Alias).map(Text::line);
    article.aliases.extend(aliases);
    article.role = mended(cells.get(Take::Role));
    where_it_is(&mut article, cells, line, &mut faults);
    reach(&mut article, cells, line, &mut faults);
    head(&mut article, cells);
    for take in cells.takes {
        if let Take::Fact(name) = take
            && let Some(value) = cells.all(*take).next()
        {
            article.facts.push(Fact {
                name: Text::line(name),
                value: Text::line(value),
            });
        }
    }
    if cells.get(Take::Closing).eq_ignore_ascii_case("s") {
        article.inactive = Text::line(CLOSING);
    }
    article.sources.push(Source {
        name: Text::line(SOURCE),
        date: day(cells.get(Take::Updated)),
        ..Source::default()
    });
    tax_code(&mut article, cells, line, &mut faults);
    Ok(Found {
        article,
        above: place.above,
        line,
        faults,
    })
}

/// Where a row stands in the register.
struct Place {
    id: Slug,
    code: String,
    body: Option<Slug>,
    above: Option<Slug>,
}

impl Place {
    fn of(register: &Register, cells: &Cells<'_>, line: usize) -> Result<Self, KbError> {
        let body = cells.get(Take::Body);
        let below = |kind: &str, code: &str| {
            let slug = match kind {
                "uo" => format!("ipa-uo-{}", part(code)?),
                kind => format!("ipa-{kind}-{}--{}", part(body)?, part(code)?),
            };
            Slug::parse(&slug).ok()
        };
        let own = |id: Option<Slug>, code: String, above| {
            Ok(Self {
                id: id.ok_or_else(|| missing(line, "code"))?,
                code,
                body: (register.kind == ArticleKind::Office)
                    .then(|| super::body_id(body))
                    .flatten(),
                above,
            })
        };
        let unique = cells.get(Take::Unique);
        let unit = cells.get(Take::Unit);
        let area = cells.get(Take::Area);
        if register.kind == ArticleKind::Body {
            own(super::body_id(body), body.to_owned(), None)
        } else if !unique.is_empty() {
            let above = below("uo", cells.get(Take::UniqueAbove));
            own(below("uo", unique), unique.to_owned(), above)
        } else if !unit.is_empty() {
            let above = below("ou", cells.get(Take::Above));
            own(below("ou", unit), format!("{body}/{unit}"), above)
        } else {
            own(below("aoo", area), format!("{body}/{area}"), None)
        }
    }
}

fn missing(line: usize, key: &str) -> KbError {
    KbError::new(Rule::Missing, line).with("key", key)
}

fn mended(cell: &str) -> Text {
    Text::line(&accents(cell))
}

fn where_it_is(article: &mut Article, cells: &Cells<'_>, line: usize, faults: &mut Vec<KbError>) {
    article.town = mended(cells.get(Take::Town));
    article.region = mended(cells.get(Take::Region));
    let letters = cells.get(Take::Province);
    if !letters.is_empty() && province(letters).is_none() {
        faults.push(KbError::new(Rule::OddProvince, line).with("value", letters));
    }
    article.province = Text::line(&letters.to_uppercase());
    let town = format!("{} {}", cells.get(Take::PostCode), article.town);
    let street = mended(cells.get(Take::Street));
    article.reach.address = match (street.is_empty(), town.trim()) {
        (false, "") => street,
        (false, town) => Text::line(&format!("{street}, {town}")),
        (true, _) => Text::default(),
    };
}

fn reach(article: &mut Article, cells: &Cells<'_>, line: usize, faults: &mut Vec<KbError>) {
    article.reach.phones = phones(cells.get(Take::Phone));
    for fax in cells.all(Take::Fax).flat_map(phones) {
        add(article, PointKind::Fax, fax, "");
    }
    for number in 1..=5 {
        let kind = match cells.get(Take::MailKind(number)).to_lowercase().as_str() {
            "pec" | "cec-pac" => PointKind::Pec,
            _ => PointKind::Mail,
        };
        for mail in cells.all(Take::Mail(number)) {
            add(article, kind, Text::line(&mail.to_lowercase()), "");
        }
    }
    let first = |kind: PointKind| {
        let of_kind = |point: &&Point| point.kind.as_str() == kind.id();
        let point = article.reach.points.iter().find(of_kind);
        point.map(|point| point.value.clone()).unwrap_or_default()
    };
    (article.reach.pec, article.reach.email) = (first(PointKind::Pec), first(PointKind::Mail));
    if let Some(web) = web(cells.get(Take::Web), line, faults) {
        article.reach.web = web;
    }
    for take in cells.takes {
        if let Take::Social(network) = take
            && let Some(account) = account(cells.get(*take), line, faults)
        {
            add(article, PointKind::Account, account, network);
        }
    }
}

/// A contact point, unless it is there already.
fn add(article: &mut Article, kind: PointKind, value: Text, note: &str) {
    let same = |point: &Point| point.kind.as_str() == kind.id() && point.value == value;
    if !value.is_blank() && !article.reach.points.iter().any(same) {
        article.reach.points.push(Point {
            kind: Text::line(kind.id()),
            value,
            note: Text::line(note),
            verified_on: None,
        });
    }
}

/// An account of a network: its page, or its name there.
fn account(cell: &str, line: usize, faults: &mut Vec<KbError>) -> Option<Text> {
    let named = cell.starts_with('@') && !cell.contains(char::is_whitespace);
    if named {
        Some(Text::line(cell))
    } else {
        web(cell, line, faults)
    }
}

/// An address of the web: with http or https, or with no scheme at all.
fn web(cell: &str, line: usize, faults: &mut Vec<KbError>) -> Option<Text> {
    if cell.is_empty() {
        return None;
    }
    let lower = cell.to_lowercase();
    let plain = lower.starts_with("http://")
        || lower.starts_with("https://")
        || (!lower.contains(':') && lower.contains('.'));
    if plain && !cell.contains(char::is_whitespace) {
        return Some(Text::line(cell));
    }
    faults.push(KbError::new(Rule::OddLink, line).with("value", cell));
    None
}

/// Who answers for it: title, name, surname; and how he is reached, where the file says.
fn head(article: &mut Article, cells: &Cells<'_>) {
    let (name, surname) = (cells.get(Take::HeadName), cells.get(Take::HeadSurname));
    if !name.is_empty() || !surname.is_empty() {
        let parts = [cells.get(Take::HeadTitle), name, surname];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        article.head = mended(&parts.join(" "));
    }
    for number in cells.all(Take::HeadPhone).flat_map(phones) {
        if !article.reach.phones.contains(&number) {
            add(article, PointKind::Phone, number, OF_HEAD);
        }
    }
    for mail in cells.all(Take::HeadMail) {
        add(
            article,
            PointKind::Mail,
            Text::line(&mail.to_lowercase()),
            OF_HEAD,
        );
    }
}

/// The day of a row, year first or day first; a time after it is passed over.
fn day(cell: &str) -> Option<NaiveDate> {
    let date: String = cell.chars().take(10).collect();
    let orders = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"];
    orders
        .iter()
        .find_map(|order| NaiveDate::parse_from_str(&date, order).ok())
}

fn tax_code(article: &mut Article, cells: &Cells<'_>, line: usize, faults: &mut Vec<KbError>) {
    let code = cells.get(Take::TaxCode);
    if let Some(why) = check_tax_code(code).warning() {
        let fault = KbError::new(Rule::OddTaxCode, line).with("value", code);
        faults.push(fault.with_phrase("reason", why));
    }
    article.tax_code = Text::line(code);
}
