//! Entries of the directory as vCard 4.0, lines folded at 75 bytes.

use super::{OURS, OWN};
use crate::{
    domain::{
        article::{Article, PointKind},
        outcome::ArticleKind,
        slug::Slug,
    },
    locale::Lang,
};

/// The longest line, in bytes, without its end (RFC 6350 §3.2).
const FOLD: usize = 75;

/// The entries as one address book.
#[must_use]
pub fn write<'a>(articles: impl Iterator<Item = &'a Article>) -> String {
    let mut out = String::new();
    for article in articles {
        card(&mut out, article);
    }
    out
}

fn card(out: &mut String, article: &Article) {
    let mut push = |name: &str, value: &str| {
        if !value.is_empty() {
            line(out, name, value);
        }
    };
    let person = article.kind == ArticleKind::Contact;
    push("BEGIN", "VCARD");
    push("VERSION", "4.0");
    push("UID", &format!("{OWN}{}", article.id));
    push("KIND", if person { "individual" } else { "org" });
    push("FN", &escaped(article.title.as_str()));
    if person {
        let names = [&article.surname, &article.given_name].map(|name| escaped(name.as_str()));
        push("N", &format!("{};;;", names.join(";")));
    }
    push("ROLE", &escaped(article.role.as_str()));
    for phone in &article.reach.phones {
        push("TEL;TYPE=work,voice", &escaped(phone.as_str()));
    }
    push("EMAIL", &escaped(article.reach.email.as_str()));
    push("EMAIL;TYPE=pec", &escaped(article.reach.pec.as_str()));
    for point in &article.reach.points {
        let name = match PointKind::from_id(point.kind.as_str()) {
            Some(PointKind::Fax) => "TEL;TYPE=fax",
            Some(PointKind::Mobile) => "TEL;TYPE=cell",
            Some(PointKind::Phone | PointKind::TollFree) => "TEL;TYPE=voice",
            Some(PointKind::Pec) => "EMAIL;TYPE=pec",
            Some(PointKind::Mail) => "EMAIL",
            Some(PointKind::Account) => "IMPP",
            Some(PointKind::Web | PointKind::Address) | None => continue,
        };
        push(name, &escaped(point.value.as_str()));
    }
    let address = escaped(article.reach.address.as_str());
    if !address.is_empty() {
        push("ADR", &format!(";;{address};;;;"));
    }
    push("URL", &escaped(article.reach.web.as_str()));
    let aliases = article.aliases.iter().map(|alias| escaped(alias.as_str()));
    push("CATEGORIES", &aliases.collect::<Vec<_>>().join(","));
    push("NOTE", &escaped(article.body.as_str()));
    let slug = |slug: &Option<Slug>| slug.as_ref().map(ToString::to_string).unwrap_or_default();
    for (name, value) in [
        ("KIND", article.kind.id().to_owned()),
        ("AGENCY", article.agency.to_string()),
        ("OFFICE", slug(&article.office)),
        ("PARENT", slug(&article.parent)),
        ("DEPUTY", slug(&article.deputy)),
        ("EXTENSION", article.reach.extension.to_string()),
        ("ROOM", article.reach.room.to_string()),
        ("SUMMARY", article.summary.to_string()),
        ("HOURS", article.hours.pieces(Lang::It).join("; ")),
        ("HOURS-TEXT", article.hours_text.to_string()),
    ] {
        push(&format!("{OURS}{name}"), &escaped(&value));
    }
    push("END", "VCARD");
}

/// A property on as many lines as it needs; a line is never cut within a character.
fn line(out: &mut String, name: &str, value: &str) {
    let mut width = 0;
    for sign in name.chars().chain([':']).chain(value.chars()) {
        if width + sign.len_utf8() > FOLD {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(sign);
        width += sign.len_utf8();
    }
    out.push_str("\r\n");
}

fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for sign in value.chars() {
        match sign {
            '\n' => out.push_str("\\n"),
            '\\' | ';' | ',' => out.extend(['\\', sign]),
            plain => out.push(plain),
        }
    }
    out
}
