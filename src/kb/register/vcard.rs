//! vCard 3.0 and 4.0, there and back: one card is one person, office or number of the directory.
//!
//! Our own reader of unfolded lines: what a directory needs of RFC 6350 are a dozen properties, and the
//! limits of a file that nobody vouches for. Every property is mapped or told.

mod line;
mod organisation;
mod write;

pub use organisation::seat;
pub use write::write;

use crate::{
    domain::{
        article::{Article, Point, PointKind},
        hours::Hours,
        outcome::ArticleKind,
        slug::Slug,
        text::Text,
    },
    kb::{
        document::Located,
        fault::{KbError, Rule},
        layout::{MOST_ENTRIES, Reading, full_name, phones},
    },
};
use line::{Line, lines};
use std::collections::BTreeMap;

/// The prefix of the identities that we write.
const OWN: &str = "sportello:";
/// The prefix of the properties that are ours.
const OURS: &str = "X-SPORTELLO-";
/// Properties that speak of the card, not of whom it is about.
const OF_THE_CARD: &[&str] = &["VERSION", "PRODID", "REV", "CLIENTPIDMAP", "XML"];
/// Properties that say nothing to a caller, or that would be too large to keep.
const DROPPED: &[&str] = &[
    "PHOTO",
    "LOGO",
    "SOUND",
    "KEY",
    "BDAY",
    "ANNIVERSARY",
    "GENDER",
    "GEO",
    "TZ",
    "SOURCE",
    "CALURI",
    "CALADRURI",
    "FBURL",
    "MEMBER",
    "LANG",
    "SORT-STRING",
    "CLASS",
    "MAILER",
    "LABEL",
    "RELATED",
];

/// Reads an address book.
pub fn read(reading: &mut Reading, path: &str, text: &str) {
    let mut card: Option<Card> = None;
    let mut unused = Unused::default();
    for line in lines(text) {
        let line = match line {
            Ok(line) => line,
            Err(fault) => return reading.say(path, fault),
        };
        match (line.name.as_str(), card.as_mut()) {
            ("BEGIN", None) if line.is("VCARD") => card = Some(Card::begin(line.number)),
            ("BEGIN", _) => return reading.say(path, broken(line.number, "BEGIN")),
            ("END", Some(_)) if reading.is_full() => {
                let fault = KbError::new(Rule::TooLarge, line.number);
                return reading.say(path, fault.with("limit", MOST_ENTRIES));
            }
            ("END", Some(_)) => {
                if let Some(done) = card.take() {
                    done.end(reading, path, &mut unused);
                }
            }
            (_, Some(open)) => {
                if let Err(fault) = open.take(&line) {
                    return reading.say(path, fault);
                }
            }
            (_, None) => return reading.say(path, broken(line.number, &line.name)),
        }
    }
    if let Some(open) = card {
        reading.say(path, broken(open.line, "END"));
    }
    for (name, (line, count)) in unused {
        let fault = KbError::new(Rule::DroppedProperty, line).with("key", &name);
        reading.say(path, fault.with("count", &count.to_string()));
    }
}

/// Properties that nothing was made of: where the first stands, and how many there are.
type Unused = BTreeMap<String, (usize, usize)>;

fn broken(line: usize, reason: &str) -> KbError {
    KbError::new(Rule::VCard, line).with("reason", reason)
}

/// A card being read.
struct Card {
    line: usize,
    name: String,
    uid: String,
    kind: Option<ArticleKind>,
    article: Option<Article>,
    agency: Option<Slug>,
    unused: Vec<(String, usize)>,
    faults: Vec<KbError>,
}

impl Card {
    fn begin(line: usize) -> Self {
        let blank = Slug::parse("x").ok();
        let blank = blank.map(|slug| {
            let agency = slug.clone();
            Article::named(slug, ArticleKind::Contact, agency, Text::default())
        });
        Self {
            line,
            name: String::new(),
            uid: String::new(),
            kind: None,
            agency: None,
            article: blank,
            unused: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Takes one property in.
    fn take(&mut self, line: &Line) -> Result<(), KbError> {
        let Some(article) = &mut self.article else {
            return Ok(());
        };
        let text = || Text::line(&line.text());
        match line.name.as_str() {
            "VERSION" if line.value == "2.1" => return Err(broken(line.number, "2.1")),
            "FN" => self.name = line.text(),
            "N" => {
                let parts = line.parts();
                article.surname = Text::line(parts.first().map_or("", String::as_str));
                article.given_name = Text::line(parts.get(1).map_or("", String::as_str));
            }
            "UID" => self.uid = line.text(),
            "KIND" => self.kind = kind(&line.value),
            "TITLE" | "ROLE" if article.role.is_empty() => article.role = text(),
            "TEL" => number(article, line),
            "EMAIL" => mail(article, line),
            "ADR" => address(article, line),
            "ORG" if article.facts.is_empty() => organisation::keep(article, line),
            "URL" if article.reach.web.is_empty() => article.reach.web = text(),
            "NOTE" => article.body = Text::block(&line.text()),
            "NICKNAME" | "CATEGORIES" => {
                let words = line.list().into_iter();
                article.aliases.extend(words.map(|word| Text::line(&word)));
            }
            "IMPP" | "X-SOCIALPROFILE" => point(article, PointKind::Account, &line.text()),
            name => match name.strip_prefix(OURS) {
                Some(own) => self.take_own(own, line),
                None if OF_THE_CARD.contains(&name) => {}
                None => self.unused.push((name.to_owned(), line.number)),
            },
        }
        Ok(())
    }

    /// A property that only we write.
    fn take_own(&mut self, name: &str, line: &Line) {
        let Some(article) = &mut self.article else {
            return;
        };
        let text = line.text();
        match name {
            "KIND" => self.kind = ArticleKind::from_id(&text),
            "AGENCY" => {
                self.agency = Slug::parse(&text).ok();
            }
            "OFFICE" => article.office = Slug::parse(&text).ok(),
            "PARENT" => article.parent = Slug::parse(&text).ok(),
            "DEPUTY" => article.deputy = Slug::parse(&text).ok(),
            "EXTENSION" => article.reach.extension = Text::line(&text),
            "ROOM" => article.reach.room = Text::line(&text),
            "SUMMARY" => article.summary = Text::line(&text),
            "HOURS-TEXT" => article.hours_text = Text::line(&text),
            "HOURS" => match Hours::parse(&[text.as_str()]) {
                Ok(hours) => article.hours = hours,
                Err(error) => {
                    let fault = KbError::new(Rule::BadHours, line.number).with("key", "hours");
                    let fault = fault.with("value", &error.piece);
                    self.faults
                        .push(fault.with_phrase("reason", error.fault.phrase()));
                }
            },
            other => {
                self.unused.push((format!("{OURS}{other}"), line.number));
            }
        }
    }

    /// The card is whole: it becomes an article, or a fault.
    fn end(self, reading: &mut Reading, path: &str, all: &mut Unused) {
        let Self {
            line,
            name,
            uid,
            kind,
            article,
            agency,
            unused,
            faults,
        } = self;
        for (name, line) in unused {
            all.entry(name).or_insert((line, 0)).1 += 1;
        }
        let Some(mut article) = article else { return };
        article.title = Text::line(&name);
        if article.title.is_blank() {
            article.title = full_name(&article.surname, &article.given_name);
        }
        let missing = || KbError::new(Rule::Missing, line).with("key", "FN");
        let id = id_of(&uid, article.title.as_str());
        let kind = kind.unwrap_or(if article.surname.is_empty() {
            ArticleKind::Office
        } else {
            ArticleKind::Contact
        });
        let Some(blank) = id.and_then(|id| reading.blank(kind, id)) else {
            return reading.say(path, missing());
        };
        article.agency = agency.unwrap_or(blank.agency);
        (article.id, article.kind) = (blank.id, blank.kind);
        organisation::unless_itself(&mut article);
        reading.push(path, Located::of_row(article, line, faults));
    }
}

/// The id of a card: ours as we wrote it, else from its name and a hash of what it is known by, so that a
/// card that is imported again is the same entry.
fn id_of(uid: &str, name: &str) -> Option<Slug> {
    if let Some(own) = uid.strip_prefix(OWN) {
        return Slug::parse(own).ok();
    }
    let near = Slug::from_title(name)?;
    let near: String = near.as_str().chars().take(60).collect();
    let known_by = if uid.is_empty() { name } else { uid };
    let hash = blake3::hash(known_by.as_bytes()).to_hex();
    let tail: String = hash.chars().take(8).collect();
    Slug::parse(&format!("{near}-{tail}")).ok()
}

fn kind(word: &str) -> Option<ArticleKind> {
    match word.to_lowercase().as_str() {
        "individual" => Some(ArticleKind::Contact),
        "group" | "org" => Some(ArticleKind::Office),
        _ => None,
    }
}

fn number(article: &mut Article, line: &Line) {
    let text = line.text();
    let text = text.strip_prefix("tel:").unwrap_or(&text);
    if line.has_type("fax") {
        return point(article, PointKind::Fax, text);
    }
    if line.has_type("cell") {
        return point(article, PointKind::Mobile, text);
    }
    article.reach.phones.extend(phones(text));
}

fn mail(article: &mut Article, line: &Line) {
    let mail = line.text().to_lowercase();
    let (field, kind) = if line.has_type("pec") || line.has_type("x-pec") {
        (&mut article.reach.pec, PointKind::Pec)
    } else {
        (&mut article.reach.email, PointKind::Mail)
    };
    if field.is_empty() {
        *field = Text::line(&mail);
    } else {
        point(article, kind, &mail);
    }
}

fn point(article: &mut Article, kind: PointKind, value: &str) {
    article.reach.points.push(Point {
        kind: Text::line(kind.id()),
        value: Text::line(value),
        ..Point::default()
    });
}

/// Post box, extended, street, town, region, code, country.
fn address(article: &mut Article, line: &Line) {
    let parts = line.parts();
    let part = |place: usize| parts.get(place).map_or("", String::as_str);
    let town = format!("{} {}", part(5), part(3));
    let whole = [part(2), town.trim()];
    let whole: Vec<&str> = whole.into_iter().filter(|part| !part.is_empty()).collect();
    article.reach.address = Text::line(&whole.join(", "));
    article.town = Text::line(part(3));
    article.region = Text::line(part(4));
}

#[cfg(test)]
mod tests;
