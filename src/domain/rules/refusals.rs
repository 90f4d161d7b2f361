//! The words of the refusals: each names the rule and the next step.

use super::Refusal;
use crate::locale::Phrase;

macro_rules! refusals {
    ($($name:ident = $rule:literal $it:literal / $en:literal;)+) => {
        $(#[doc = $en] pub const $name: Refusal =
            Refusal { rule: $rule, words: Phrase::new($it, $en) };)+
        /// Every refusal.
        pub const ALL: &[Refusal] = &[$($name),+];
    };
}

refusals! {
    NO_ROLE = "no-role"
        "non hai un ruolo che lo permette in questo ente: chiedi al responsabile"
        / "no role of yours allows it in this agency: ask the supervisor";
    NOT_YOURS = "not-yours"
        "la richiesta è di un altro livello: puoi aggiungere una nota"
        / "the request is held elsewhere: you can add a note";
    NO_ANSWER = "no-answer"
        "per chiudere scrivi che cosa è stato risposto"
        / "to close, write what was answered";
    CLOSED = "closed"
        "la richiesta è chiusa: prima va riaperta"
        / "the request is closed: reopen it first";
    ALREADY_OPEN = "already-open"
        "la richiesta esiste già: prendila in carico o aggiungi una nota"
        / "the request exists already: take it, or add a note";
    NO_OFFICE = "no-office"
        "per affidarla a un ufficio di' quale"
        / "to entrust it to a department, name it";
    NOT_CLOSED = "not-closed"
        "la richiesta non è chiusa"
        / "the request is not closed";
    OWN_GRANTS = "own-grants"
        "nessuno cambia i propri permessi: chiedi a un altro amministratore"
        / "nobody changes his own grants: ask another administrator";
    BIRTH_ONLY = "birth-only"
        "solo il programma può scriverlo"
        / "only the program may write this";
    TAKEN_UP = "taken-up"
        "l'ha già ripresa un'altra postazione"
        / "another desk has already resumed it";
    OTHER_AGENCY = "other-agency"
        "la richiesta è di un altro ente: aprine una collegata"
        / "the request is another agency's: open a linked one";
    OWN_TEXT = "own-text"
        "nessuno approva un testo che ha scritto: lo faccia un altro"
        / "nobody approves a text he wrote: have somebody else do it";
    APPROVED_ALREADY = "approved-already"
        "hai già approvato questa versione: ufficio e URP sono due persone diverse"
        / "you have approved this version already: office and URP are two different people";
    NOT_APPROVED = "not-approved"
        "prima l'approvano l'ufficio e l'URP, due persone diverse dall'autore"
        / "office and URP approve it first, two people other than its author";
    NOT_WHOLE = "not-whole"
        "a questo testo mancano campi obbligatori: `kb check` e l'editor dicono quali"
        / "this text lacks mandatory fields: `kb check` and the editor say which";
    NO_VERSION = "no-version"
        "non c'è una bozza con questo testo: è cambiata, riaprila"
        / "there is no draft of this text: it has changed, open it again";
    OWN_ACT = "own-act"
        "l'atto lo conferma una persona diversa da chi l'ha registrato"
        / "an act is confirmed by somebody other than who recorded it";
}
