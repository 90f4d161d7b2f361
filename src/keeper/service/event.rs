//! What happened to a ticket, line by line: for scripts by identifier, for people in words.

use crate::{
    catalog,
    domain::{
        field,
        outcome::{Outcome, Role, Verb},
        rules::refusals,
        slug::Slug,
        text::Text,
        time::Moment,
    },
    locale::{Lang, Phrase},
};
use serde::{Deserialize, Serialize};

catalog! {
    NOTE = "nota" / "note";
    GIVEN_NUMBER = "numero {which}" / "number {which}";
    TAGGED = "segno {which}" / "tag {which}";
    UNTAGGED = "segno tolto {which}" / "tag removed {which}";
    LINKED = "collegata" / "linked";
    TOLD = "detto" / "told";
    TOLD_TITLE = "detto: {which}" / "told: {which}";
    REFUSED = "rifiutata: {which}" / "refused: {which}";
    UNDONE = "annullata una registrazione" / "a record taken back";
    NEWER = "scritto da una versione più nuova" / "written by a newer version";
    BEGUN = "contatto cominciato" / "contact begun";
    PARKED = "telefonata sospesa" / "call parked";
    RESUMED = "telefonata ripresa" / "call resumed";
    ENDED = "contatto finito" / "contact ended";
    PUBLISHED = "scheda pubblicata" / "article published";
    WITHDRAWN = "scheda ritirata" / "article withdrawn";
    AGENCY = "ente descritto" / "agency described";
    OPERATOR = "operatore descritto" / "operator described";
    GRANTED = "ruolo dato" / "role granted";
    REVOKED = "ruolo tolto" / "role revoked";
    NUMBERS = "numeri assegnati" / "numbers assigned";
    RECEIVED = "ricevuta" / "receipt";
    ANSWERED = "domanda {which}" / "question {which}";
    APPROVED = "scheda approvata: {which}" / "article approved: {which}";
    CONFIRMED = "atto confermato" / "act confirmed";
    NOTICED = "avviso" / "notice";
    READ = "novità letta" / "news read";
    LEARNED = "parole imparate" / "words learned";
    WRONG_NUMBER = "numero errato" / "wrong number";
}

/// One line of a ticket's history.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: Moment,
    /// Who.
    pub by: Slug,
    /// In which role.
    pub role: Role,
    /// What.
    pub what: EventKind,
    /// The field, verb, outcome or rule, as an identifier.
    pub which: String,
    /// The words that went with it.
    pub words: Text,
    /// Whether it was taken back or refused.
    pub void: bool,
    /// The article whose question was answered.
    pub article: Option<Slug>,
    /// The place in the history of what an undo took back.
    pub undid: Option<u64>,
}

/// Declares the kinds of events, each with the identifier that scripts know it by.
macro_rules! kinds {
    ($($(#[$meta:meta])* $name:ident $id:literal;)+) => {
        /// What may happen to a ticket or to what a journal holds besides.
        #[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
        pub enum EventKind { $($(#[$meta])* $name,)+ }

        impl EventKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The identifier scripts use; never changed, never translated.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)+ }
            }
        }
    };
}

kinds! {
    /// A field took a value.
    Set "set";
    /// The state changed.
    Change "change";
    /// A note was added.
    Note "note";
    /// It was given its number.
    Number "number";
    /// A tag was put on.
    Tag "tag";
    /// A tag was taken off.
    Untag "untag";
    /// It was linked to another one.
    Link "link";
    /// A contact began.
    Begin "begin";
    /// A contact ended so for it.
    Concluded "concluded";
    /// A passage was told.
    Told "told";
    /// A rule refused an op that had been written.
    Refused "refused";
    /// A call was parked.
    Park "park";
    /// A call was resumed.
    Resume "resume";
    /// A contact ended.
    End "end";
    /// An op was taken back.
    Undo "undo";
    /// An op that this version cannot read.
    Unknown "unknown";
    /// An article was published.
    Publish "publish";
    /// An article was withdrawn.
    Withdraw "withdraw";
    /// An agency was described.
    Agency "agency";
    /// An operator was described.
    Operator "operator";
    /// A role was granted.
    Grant "grant";
    /// A role was revoked.
    Revoke "revoke";
    /// Numbers were assigned to a station.
    NumberBlock "number-block";
    /// A replica said how far it has come.
    Receipt "receipt";
    /// A question of an article was answered.
    Answer "answer";
    /// A version of an article was approved.
    Approve "approve";
    /// The act of an approval was seen by somebody else.
    Confirm "confirm";
    /// One sentence was said on every desk.
    Notice "notice";
    /// What was new was read.
    Read "read";
    /// Words that lead to an article were learned, or forgotten.
    Learned "learned";
    /// A number was said to be wrong.
    WrongNumber "wrong-number";
}

impl Event {
    /// What happened, in words: the one place that says it, whoever shows it. `title` is that of the
    /// article told, empty where it is not known. An identifier of a newer version is shown as it is.
    #[must_use]
    pub fn said(&self, lang: Lang, title: &str) -> String {
        let which = self.which.as_str();
        let labelled =
            |label: Option<Phrase>| label.map_or(which, |label| label.get(lang)).to_owned();
        match self.what {
            EventKind::Set => {
                let spec = field::FIELDS.iter().find(|spec| spec.key == which);
                labelled(spec.map(|spec| spec.label))
            }
            EventKind::Change => labelled(Verb::from_id(which).map(Verb::label)),
            EventKind::Concluded => labelled(Outcome::from_id(which).map(Outcome::label)),
            EventKind::Refused => {
                let rule = refusals::ALL.iter().find(|refusal| refusal.rule == which);
                let why = labelled(rule.map(|rule| rule.words));
                REFUSED.fill(lang, &[("which", &why)])
            }
            EventKind::Told if title.is_empty() => TOLD.get(lang).to_owned(),
            EventKind::Told => TOLD_TITLE.fill(lang, &[("which", &title)]),
            other => phrase(other).fill(lang, &[("which", &which)]),
        }
    }
}

/// What is said of a kind whatever it is about.
const fn phrase(kind: EventKind) -> Phrase {
    match kind {
        EventKind::Set | EventKind::Change | EventKind::Concluded => {
            Phrase::new("{which}", "{which}")
        }
        EventKind::Refused => REFUSED,
        EventKind::Told => TOLD_TITLE,
        EventKind::Note => NOTE,
        EventKind::Number => GIVEN_NUMBER,
        EventKind::Tag => TAGGED,
        EventKind::Untag => UNTAGGED,
        EventKind::Link => LINKED,
        EventKind::Begin => BEGUN,
        EventKind::Park => PARKED,
        EventKind::Resume => RESUMED,
        EventKind::End => ENDED,
        EventKind::Undo => UNDONE,
        EventKind::Unknown => NEWER,
        EventKind::Publish => PUBLISHED,
        EventKind::Withdraw => WITHDRAWN,
        EventKind::Agency => AGENCY,
        EventKind::Operator => OPERATOR,
        EventKind::Grant => GRANTED,
        EventKind::Revoke => REVOKED,
        EventKind::NumberBlock => NUMBERS,
        EventKind::Receipt => RECEIVED,
        EventKind::Answer => ANSWERED,
        EventKind::Approve => APPROVED,
        EventKind::Confirm => CONFIRMED,
        EventKind::Notice => NOTICED,
        EventKind::Read => READ,
        EventKind::Learned => LEARNED,
        EventKind::WrongNumber => WRONG_NUMBER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn event(what: EventKind, which: &str) -> Event {
        Event {
            at: Moment(0),
            by: Slug::parse("claudia").unwrap(),
            role: Role::FirstLevel,
            what,
            which: which.to_owned(),
            words: Text::default(),
            void: false,
            article: None,
            undid: None,
        }
    }

    #[test]
    fn every_kind_has_an_identifier_and_words_of_its_own() {
        let ids: BTreeSet<&str> = EventKind::ALL.iter().map(|kind| kind.id()).collect();
        assert_eq!(ids.len(), EventKind::ALL.len());
        for lang in [Lang::It, Lang::En] {
            let said: BTreeSet<String> = EventKind::ALL
                .iter()
                .map(|kind| event(*kind, kind.id()).said(lang, ""))
                .collect();
            assert_eq!(said.len(), EventKind::ALL.len(), "{said:?}");
        }
    }

    #[test]
    fn an_event_is_said_in_words_and_an_unknown_one_as_it_is() {
        let said = |what, which, title| event(what, which).said(Lang::It, title);
        assert_eq!(said(EventKind::Set, "title", ""), "Titolo");
        assert_eq!(said(EventKind::Change, "take", ""), Verb::Take.label().it);
        assert_eq!(said(EventKind::Change, "frob", ""), "frob");
        assert_eq!(said(EventKind::Told, "imu", "IMU"), "detto: IMU");
        assert_eq!(
            said(EventKind::Number, "417-030-045", ""),
            "numero 417-030-045"
        );
        assert!(said(EventKind::Refused, "no-answer", "").contains("per chiudere"));
    }
}
