//! The fields of a ticket: one row each. A new field is a new row, and nothing else.

use super::{phone, tax_code, text::Text, time::Moment};
use crate::locale::Phrase;
use serde::{Deserialize, Serialize};

/// The number of a field in the journal. Never reused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub struct FieldId(pub u16);

/// The value of a field.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Words, an identifier, a number as it was said.
    Text(Text),
    /// A moment.
    Moment(Moment),
    /// Yes or no.
    Flag(bool),
}

impl Value {
    /// The words of a text value; empty for the others.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text.as_str(),
            Self::Moment(_) | Self::Flag(_) => "",
        }
    }
}

/// What a field holds, and so how it is read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FieldKind {
    /// One line of words.
    Line,
    /// Several lines of words.
    Block,
    /// A moment, RFC 3339.
    Moment,
    /// `true` or `false`.
    Flag,
}

/// Where the desk asks for a field.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Asked {
    /// With the caller's data (F5).
    Caller,
    /// With the request's own data.
    Request,
    /// Never: the program fills it.
    Never,
}

/// One field.
#[derive(Debug)]
pub struct FieldSpec {
    /// Its number in the journal.
    pub id: FieldId,
    /// Its name in JSON and on the command line.
    pub key: &'static str,
    /// Its words on screen.
    pub label: Phrase,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether it identifies a person: then its value travels in the detachable payload (DESIGN §3).
    pub personal: bool,
    /// Where the desk asks for it.
    pub asked: Asked,
    /// What is doubtful about a value: a word to the operator, never a refusal (KNOWLEDGE §4).
    pub doubt: fn(&str) -> Option<Phrase>,
}

const fn row(
    id: FieldId,
    key: &'static str,
    label: Phrase,
    kind: FieldKind,
    asked: Asked,
) -> FieldSpec {
    FieldSpec {
        id,
        key,
        label,
        kind,
        personal: false,
        asked,
        doubt: no_doubt,
    }
}

const fn personal(
    id: FieldId,
    key: &'static str,
    label: Phrase,
    kind: FieldKind,
    asked: Asked,
) -> FieldSpec {
    FieldSpec {
        personal: true,
        ..row(id, key, label, kind, asked)
    }
}

/// What the citizen says.
pub const TEXT: FieldId = FieldId(1);
/// The request in a line.
pub const TITLE: FieldId = FieldId(2);
/// Its topic, a slug of the agency's tree.
pub const TOPIC: FieldId = FieldId(3);
/// Its kind, an id of [`super::outcome::TicketKind`].
pub const KIND: FieldId = FieldId(4);
/// The channel it came by.
pub const CHANNEL: FieldId = FieldId(5);
/// The requester's name.
pub const NAME: FieldId = FieldId(10);
/// The requester's telephone number.
pub const PHONE: FieldId = FieldId(11);
/// The requester's mail address.
pub const EMAIL: FieldId = FieldId(12);
/// The article that answers it, as `slug@version`.
pub const ARTICLE: FieldId = FieldId(21);
/// When it is due.
pub const DUE_AT: FieldId = FieldId(23);

/// Every field, in the order in which they are shown.
pub static FIELDS: &[FieldSpec] = &[
    personal(
        TEXT,
        "text",
        Phrase::new("Testo", "Text"),
        FieldKind::Block,
        Asked::Request,
    ),
    row(
        TITLE,
        "title",
        Phrase::new("Titolo", "Title"),
        FieldKind::Line,
        Asked::Request,
    ),
    row(
        TOPIC,
        "topic",
        Phrase::new("Tipologia", "Topic"),
        FieldKind::Line,
        Asked::Request,
    ),
    row(
        KIND,
        "kind",
        Phrase::new("Genere", "Kind"),
        FieldKind::Line,
        Asked::Never,
    ),
    row(
        CHANNEL,
        "channel",
        Phrase::new("Canale", "Channel"),
        FieldKind::Line,
        Asked::Never,
    ),
    personal(
        NAME,
        "name",
        Phrase::new("Nome", "Name"),
        FieldKind::Line,
        Asked::Caller,
    ),
    FieldSpec {
        doubt: phone_doubt,
        ..personal(
            PHONE,
            "phone",
            Phrase::new("Telefono", "Phone"),
            FieldKind::Line,
            Asked::Caller,
        )
    },
    personal(
        EMAIL,
        "email",
        Phrase::new("E-mail", "E-mail"),
        FieldKind::Line,
        Asked::Caller,
    ),
    FieldSpec {
        doubt: tax_code_doubt,
        ..personal(
            FieldId(13),
            "tax_code",
            Phrase::new("Codice fiscale", "Tax code"),
            FieldKind::Line,
            Asked::Caller,
        )
    },
    personal(
        FieldId(14),
        "address",
        Phrase::new("Indirizzo", "Address"),
        FieldKind::Line,
        Asked::Caller,
    ),
    row(
        FieldId(15),
        "language",
        Phrase::new("Lingua", "Language"),
        FieldKind::Line,
        Asked::Caller,
    ),
    row(
        FieldId(16),
        "notice_read",
        Phrase::new("Informativa letta", "Privacy notice read"),
        FieldKind::Flag,
        Asked::Caller,
    ),
    personal(
        FieldId(20),
        "place",
        Phrase::new("Luogo", "Place"),
        FieldKind::Line,
        Asked::Request,
    ),
    row(
        ARTICLE,
        "article",
        Phrase::new("Risposta", "Answer"),
        FieldKind::Line,
        Asked::Never,
    ),
    row(
        FieldId(22),
        "protocol",
        Phrase::new("N. protocollo", "Protocol no."),
        FieldKind::Line,
        Asked::Request,
    ),
    row(
        DUE_AT,
        "due_at",
        Phrase::new("Scadenza", "Due"),
        FieldKind::Moment,
        Asked::Never,
    ),
];

/// The field with this number; `None` for one from a newer version.
#[must_use]
pub fn by_id(id: FieldId) -> Option<&'static FieldSpec> {
    FIELDS.iter().find(|spec| spec.id == id)
}

/// The field with this name.
#[must_use]
pub fn by_key(key: &str) -> Option<&'static FieldSpec> {
    FIELDS.iter().find(|spec| spec.key == key)
}

impl FieldSpec {
    /// Reads a value as a person or a script writes it; `None` when it is not of the field's kind.
    #[must_use]
    pub fn read(&self, words: &str) -> Option<Value> {
        match self.kind {
            FieldKind::Line => Some(Value::Text(Text::line(words))),
            FieldKind::Block => Some(Value::Text(Text::block(words))),
            FieldKind::Moment => Moment::parse(words.trim()).map(Value::Moment),
            FieldKind::Flag => match words.trim() {
                "true" | "sì" | "si" | "yes" => Some(Value::Flag(true)),
                "false" | "no" | "" => Some(Value::Flag(false)),
                _ => None,
            },
        }
    }
}

const fn no_doubt(_: &str) -> Option<Phrase> {
    None
}

fn phone_doubt(words: &str) -> Option<Phrase> {
    phone::doubt(words)
}

fn tax_code_doubt(words: &str) -> Option<Phrase> {
    tax_code::doubt(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::catalog_faults;
    use std::collections::HashSet;

    #[test]
    fn the_table_names_each_field_once_in_both_languages() {
        let ids: HashSet<_> = FIELDS.iter().map(|spec| spec.id).collect();
        let keys: HashSet<_> = FIELDS.iter().map(|spec| spec.key).collect();
        assert_eq!((ids.len(), keys.len()), (FIELDS.len(), FIELDS.len()));
        let labels: Vec<_> = FIELDS.iter().map(|spec| (spec.key, spec.label)).collect();
        assert_eq!(catalog_faults(&labels), Vec::<String>::new());
    }

    #[test]
    fn personal_fields_hold_words() {
        for spec in FIELDS.iter().filter(|spec| spec.personal) {
            assert!(
                matches!(spec.kind, FieldKind::Line | FieldKind::Block),
                "{}",
                spec.key
            );
        }
    }

    #[test]
    fn a_value_is_read_by_kind() {
        let notice = by_key("notice_read").unwrap();
        assert_eq!(notice.read("sì"), Some(Value::Flag(true)));
        assert_eq!(notice.read("forse"), None);
        let due = by_id(DUE_AT).unwrap();
        assert_eq!(due.read("1970-01-01"), Some(Value::Moment(Moment(0))));
        assert_eq!(due.read("domani"), None);
    }
}
