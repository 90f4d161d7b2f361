//! The tables of stable words: outcomes, channels, states, levels, roles, kinds.

stable! {
    /// How an (interaction, request) pair ended, or an interaction without a request (DESIGN §4).
    /// Switchboard and second level are different outcomes: merging them breaks the first-level
    /// rate (LC oddity e).
    Outcome {
        /// The first level gave the answer.
        Answered = 1 "answered" "risposta al primo livello" / "answered at first level",
        /// The number of an office or person was given.
        SwitchboardGiven = 2 "switchboard-given" "centralino: numero dato" / "switchboard: number given",
        /// The call was put through to an office or person.
        SwitchboardForwarded = 3 "switchboard-forwarded" "centralino: passata" / "switchboard: put through",
        /// The live call was passed to the second level (LC-11, 7 %).
        PassedLive = 4 "passed-live" "passata al secondo livello" / "passed live to second level",
        /// The request was entrusted to the back office (LC-11, part of 2 %).
        EntrustedBackOffice = 5 "entrusted-back-office" "affidata al back office" / "entrusted to back office",
        /// The request was entrusted to a department.
        EntrustedDepartment = 6 "entrusted-department" "affidata a un ufficio" / "entrusted to a department",
        /// An appointment was made.
        Booked = 7 "booked" "prenotazione" / "booked",
        /// The caller was sent to an emergency number (PC-04).
        Emergency = 8 "emergency" "rinviata all'emergenza" / "redirected to emergency",
        /// The matter is another body's.
        OtherBody = 9 "other-body" "di un altro ente" / "referred to another body",
        /// The state of a request already open was told.
        ExistingRequest = 10 "existing-request" "stato di una richiesta" / "information on an existing request",
        /// The person called did not answer and nothing else could be given.
        NoAnswer = 11 "no-answer" "non risponde" / "no answer at the number",
        /// The line dropped.
        Dropped = 20 "dropped" "caduta la linea" / "line dropped",
        /// Nobody spoke.
        Silent = 21 "silent" "chiamata muta" / "silent call",
        /// A wrong number.
        WrongNumber = 22 "wrong-number" "numero sbagliato" / "wrong number",
        /// The operator ended an abusive call.
        Interrupted = 23 "interrupted" "interrotta" / "interrupted",
    }
}

impl Outcome {
    /// Whether a call without any request may end so; the others belong to a request.
    #[must_use]
    pub const fn stands_without_request(self) -> bool {
        matches!(
            self,
            Self::Dropped
                | Self::Silent
                | Self::WrongNumber
                | Self::Interrupted
                | Self::Emergency
                | Self::ExistingRequest
        )
    }

    /// Whether it counts against the first-level rate (DESIGN §4).
    #[must_use]
    pub const fn leaves_first_level(self) -> bool {
        matches!(
            self,
            Self::PassedLive | Self::EntrustedBackOffice | Self::EntrustedDepartment
        )
    }
}

stable! {
    /// The channel of an interaction (LC-01, RM-18, BA-01).
    Channel {
        /// Telephone.
        Phone = 1 "phone" "telefono" / "phone",
        /// Electronic mail.
        Email = 2 "email" "e-mail" / "e-mail",
        /// A web form.
        Web = 3 "web" "web" / "web",
        /// A text message.
        Sms = 4 "sms" "SMS" / "SMS",
        /// Fax.
        Fax = 5 "fax" "fax" / "fax",
        /// Paper mail.
        Letter = 6 "letter" "lettera" / "letter",
        /// Chat.
        Chat = 7 "chat" "chat" / "chat",
        /// In person.
        Counter = 8 "counter" "sportello" / "counter",
    }
}

stable! {
    /// Where a time comes from; only the first two count as conversation time (DESIGN §4).
    TimeSource {
        /// An event of the telephone system.
        Telephony = 1 "telephony" "centrale telefonica" / "telephone system",
        /// A key of the operator.
        Key = 2 "key" "tasto" / "key",
        /// The first character typed.
        FirstCharacter = 3 "first-character" "prima lettera" / "first character",
        /// Entered afterwards, by hand or by a script.
        Entered = 4 "entered" "inserita" / "entered",
    }
}

impl TimeSource {
    /// Whether a duration from this source may be reported as conversation time.
    #[must_use]
    pub const fn counts_as_conversation(self) -> bool {
        matches!(self, Self::Telephony | Self::Key)
    }
}

stable! {
    /// What a request is doing.
    State {
        /// Waiting for somebody.
        Open = 1 "open" "aperta" / "open",
        /// Somebody has it.
        Taken = 2 "taken" "in carico" / "taken",
        /// Ended.
        Closed = 3 "closed" "chiusa" / "closed",
    }
}

stable! {
    /// Who holds a request (BA-07).
    Level {
        /// The operators who answer.
        First = 1 "first-level" "primo livello" / "first level",
        /// The back office.
        BackOffice = 2 "back-office" "back office" / "back office",
        /// A department.
        Department = 3 "department" "ufficio" / "department",
    }
}

stable! {
    /// What a grant gives (GLOSSARY; SECURITY, roles).
    Role {
        /// Answers calls.
        FirstLevel = 1 "first-level" "primo livello" / "first level",
        /// Qualifies, answers, assigns.
        BackOffice = 2 "back-office" "back office" / "back office",
        /// Answers for a department.
        Department = 3 "department" "supporto dipartimentale" / "department",
        /// Public-relations office.
        Urp = 4 "urp" "URP" / "public relations",
        /// Answers for the service.
        Supervisor = 5 "supervisor" "responsabile" / "supervisor",
        /// Writes the knowledge base.
        Curator = 6 "curator" "redattore" / "curator",
        /// Answers for personal data.
        Privacy = 7 "privacy" "referente privacy" / "privacy officer",
        /// Operators, grants, stations.
        Admin = 8 "admin" "amministratore" / "administrator",
    }
}

stable! {
    /// What sort of request it is; the mix of the seeds is LC-13…15.
    TicketKind {
        /// A question.
        Information = 1 "information" "informazione" / "information",
        /// Find a person or an office.
        Switchboard = 2 "switchboard" "centralino" / "switchboard",
        /// An appointment.
        Booking = 3 "booking" "prenotazione" / "booking",
        /// A report about the territory (segnalazione), with a place.
        ServiceRequest = 4 "service-request" "segnalazione" / "service request",
        /// Praise, complaint or suggestion (LC-16).
        Feedback = 5 "feedback" "reclamo o suggerimento" / "complaint or suggestion",
    }
}

stable! {
    /// What an article is.
    ArticleKind {
        /// A service sheet.
        Sheet = 1 "sheet" "Scheda" / "Sheet",
        /// A question and its answer.
        Faq = 2 "faq" "FAQ" / "FAQ",
        /// An authorisation procedure.
        Procedure = 3 "procedure" "Procedura" / "Procedure",
        /// A part of an agency.
        Office = 4 "office" "Ufficio" / "Office",
        /// A person or number of the directory.
        Contact = 5 "contact" "Persona" / "Person",
        /// A national number.
        HelpLine = 6 "help-line" "Numero" / "Help line",
        /// A public body of the directory, not one the desk answers for.
        Body = 7 "body" "Ente" / "Body",
        /// A street of the street register, with what serves it.
        Street = 8 "street" "Via" / "Street",
    }
}

stable! {
    /// The change of state an actor makes.
    Verb {
        /// Opens the request at the first level.
        Open = 1 "open" "aperta" / "opened",
        /// Makes it his own.
        Take = 2 "take" "presa in carico" / "taken",
        /// Entrusts it to the back office.
        EscalateBackOffice = 3 "escalate-back-office" "affidata al back office" / "entrusted to back office",
        /// Entrusts it to a department.
        EscalateDepartment = 4 "escalate-department" "affidata" / "entrusted",
        /// A supervisor gives it to somebody.
        SupervisorAssign = 5 "supervisor-assign" "assegnata dal responsabile" / "assigned by the supervisor",
        /// Gives it to somebody.
        Assign = 6 "assign" "assegnata" / "assigned",
        /// Opens it again.
        Reopen = 7 "reopen" "riaperta" / "reopened",
        /// Ends it.
        Close = 8 "close" "chiusa" / "closed",
    }
}

impl Verb {
    /// Which decision stands when several were made at once: the highest (DESIGN §3, Merge).
    #[must_use]
    pub const fn weight(self) -> u8 {
        match self {
            Self::SupervisorAssign => 7,
            Self::EscalateDepartment => 6,
            Self::EscalateBackOffice => 5,
            Self::Assign => 4,
            Self::Reopen => 3,
            Self::Take => 2,
            Self::Close => 1,
            Self::Open => 0,
        }
    }

    /// Whether the earlier of two equal concurrent decisions stands; of the others the later does.
    #[must_use]
    pub const fn first_wins(self) -> bool {
        matches!(self, Self::Take | Self::Close)
    }
}

stable! {
    /// For whom an approval speaks (BA-24).
    Side {
        /// The office whose service it is.
        Office = 1 "office" "ufficio" / "office",
        /// The public-relations office.
        Urp = 2 "urp" "URP" / "public relations",
    }
}

/// The numbers of every table, as they stand in the journal.
#[must_use]
pub fn tables() -> [Vec<u16>; 10] {
    macro_rules! codes {
        ($($name:ident),+) => { [$($name::ALL.iter().map(|value| value.code()).collect()),+] };
    }
    codes!(
        Outcome,
        Channel,
        TimeSource,
        State,
        Level,
        Role,
        TicketKind,
        ArticleKind,
        Verb,
        Side
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Phrase, catalog_faults};
    use std::collections::HashSet;

    macro_rules! check_table {
        ($($name:ident),+) => {$(
            let codes: HashSet<u16> = $name::ALL.iter().map(|v| v.code()).collect();
            let ids: HashSet<&str> = $name::ALL.iter().map(|v| v.id()).collect();
            assert_eq!(codes.len(), $name::ALL.len(), "{}: a code twice", stringify!($name));
            assert_eq!(ids.len(), $name::ALL.len(), "{}: an id twice", stringify!($name));
            let labels: Vec<(&str, Phrase)> = $name::ALL.iter().map(|v| (v.id(), v.label())).collect();
            assert_eq!(catalog_faults(&labels), Vec::<String>::new());
            for value in $name::ALL {
                assert_eq!($name::from_id(value.id()), Some(*value));
                assert_eq!($name::from_code(value.code()), Some(*value));
            }
        )+};
    }

    #[test]
    fn every_table_is_one_to_one_and_complete() {
        check_table!(
            Outcome,
            Channel,
            TimeSource,
            State,
            Level,
            Role,
            TicketKind,
            ArticleKind,
            Verb,
            Side
        );
    }

    #[test]
    fn a_switchboard_call_does_not_leave_the_first_level() {
        assert!(!Outcome::SwitchboardForwarded.leaves_first_level());
        assert!(Outcome::PassedLive.leaves_first_level());
    }
}
