//! The parts of an article that come several times, each with fields of its own.
//!
//! Their kinds are kept as they were written: a word that a later version knows is not lost here.

use crate::domain::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where a fact was read.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Who says it.
    pub name: Text,
    /// Where; empty when it is no page.
    pub url: Text,
    /// The date the source bears.
    pub date: Option<NaiveDate>,
}

/// A contact point beside the main ones.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// A word of [`PointKind`].
    pub kind: Text,
    /// The number or address, as the curator wrote it.
    pub value: Text,
    /// Whose or what for.
    pub note: Text,
    /// When it was last checked.
    pub verified_on: Option<NaiveDate>,
}

impl Point {
    /// Whether it is a number a caller can be given to ring.
    #[must_use]
    pub fn is_rung(&self) -> bool {
        matches!(
            PointKind::from_id(self.kind.as_str()),
            Some(PointKind::Phone | PointKind::Mobile | PointKind::TollFree)
        )
    }
}

stable! {
    /// What a contact point is (KNOWLEDGE §1.2, *Punto di contatto*).
    PointKind {
        /// A telephone number.
        Phone = 1 "phone" "telefono" / "telephone",
        /// A mobile number.
        Mobile = 2 "mobile" "cellulare" / "mobile",
        /// A number free to the caller.
        TollFree = 3 "toll-free" "numero verde" / "toll-free number",
        /// A fax.
        Fax = 4 "fax" "fax" / "fax",
        /// A mailbox.
        Mail = 5 "mail" "e-mail" / "e-mail",
        /// A certified mailbox.
        Pec = 6 "pec" "PEC" / "certified mail",
        /// A page.
        Web = 7 "web" "sito" / "web site",
        /// An account of a messaging or social network.
        Account = 8 "account" "account" / "account",
        /// A street address.
        Address = 9 "address" "indirizzo" / "address",
    }
}

/// Something that comes with an article.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Annex {
    /// What it is called.
    pub name: Text,
    /// A word of [`AnnexKind`].
    pub kind: Text,
    /// Where it lies; empty when the text is here.
    pub url: Text,
    /// The text itself, ≤ 16 KiB.
    pub text: Text,
}

stable! {
    /// What comes with an article (BA-26, BA-31, PR-08).
    AnnexKind {
        /// A form to fill in.
        Form = 1 "form" "modulo" / "form",
        /// A law in full text.
        Law = 2 "law" "norma" / "law",
        /// The text of a call, for the operator.
        Call = 3 "call" "testo della telefonata" / "text of the call",
        /// A table or a scheme.
        Table = 4 "table" "tabella" / "table",
        /// Anything else.
        Other = 5 "other" "allegato" / "annex",
    }
}

/// A term, in days.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Deadline {
    /// What has to be done, and by whom.
    pub name: Text,
    /// In how many days; as it was written, for the linter to read.
    pub days: Text,
    /// From when, and what else there is to know.
    pub note: Text,
}

/// A fact with a name.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Its name, as it is shown: *Scuola primaria*.
    pub name: Text,
    /// What it is.
    pub value: Text,
}

/// A typed question about a request, asked when it leaves the operator.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Its name within the article; the answer is stored under it.
    pub id: Text,
    /// As the operator asks it.
    pub text: Text,
    /// A word of [`QuestionKind`]; empty for words.
    pub kind: Text,
    /// What may be chosen, for a choice.
    pub options: Vec<Text>,
    /// Words of [`Occasion`]; none for all of them.
    pub when: Vec<Text>,
    /// Whether the request is not useful without an answer: the operator is told, never stopped.
    pub needed: bool,
}

impl Question {
    /// Whether it is asked on an occasion.
    #[must_use]
    pub fn is_for(&self, occasion: Occasion) -> bool {
        self.when.is_empty() || self.when.iter().any(|word| word.as_str() == occasion.id())
    }

    /// What the answer is; words when the kind is not known here.
    #[must_use]
    pub fn kind(&self) -> QuestionKind {
        QuestionKind::from_id(self.kind.as_str()).unwrap_or(QuestionKind::Words)
    }
}

stable! {
    /// What the answer to a question is.
    QuestionKind {
        /// Words.
        Words = 1 "words" "testo" / "words",
        /// A number.
        Number = 2 "number" "numero" / "number",
        /// A day.
        Day = 3 "day" "data" / "day",
        /// A telephone number.
        Phone = 4 "phone" "telefono" / "telephone",
        /// A place: street and number.
        Place = 5 "place" "luogo" / "place",
        /// One of the options.
        Choice = 6 "choice" "scelta" / "choice",
        /// Yes or no.
        YesNo = 7 "yes-no" "sì o no" / "yes or no",
    }
}

stable! {
    /// When a question is asked.
    Occasion {
        /// The request is entrusted.
        Entrusted = 1 "entrusted" "affidata" / "entrusted",
        /// An appointment is booked.
        Booked = 2 "booked" "prenotata" / "booked",
        /// Something about the territory is reported.
        Reported = 3 "reported" "segnalata" / "reported",
    }
}

/// Front matter of a later version or of another program, as canonical TOML.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Extra {
    /// The key.
    pub key: Text,
    /// The value, as TOML on one line.
    pub value: Text,
}
