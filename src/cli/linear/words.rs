//! What the linear desk says: short, the number first.

crate::catalog! {
    WHO = "Come ti chiami?" / "What is your name?";
    PLACE = "{agency}. Operatore: {operator}. {notice}" / "{agency}. Operator: {operator}. {notice}";
    TRIAL = "PROVA: i numeri sono inventati." / "TRIAL: the numbers are invented.";
    NO_REAL_DATA = "NIENTE DATI REALI." / "NO REAL DATA.";
    BEGIN = "Scrivi che cosa chiede chi chiama. ? per l'aiuto." / "Type what the caller asks. ? for help.";
    HELP = "Parole: cerca. Invio: elenca i risultati. Un numero: sceglie. c: concludi con la risposta letta. a: affida. e: emergenze. x: lascia questa telefonata. q: esci."
        / "Words: search. Enter: list the results. A number: choose. c: conclude with the answer read. a: entrust. e: emergencies. x: drop this call. q: quit.";
    NO_RESULTS = "Nessun risultato. Altre parole, oppure a per affidare." / "No result. Other words, or a to entrust.";
    ONE_RESULT = "1 risultato. Invio lo legge." / "1 result. Enter reads it.";
    RESULTS = "{count} risultati. Invio li elenca." / "{count} results. Enter lists them.";
    NOTHING_YET = "Niente da elencare: scrivi che cosa chiede chi chiama." / "Nothing to list: type what the caller asks.";
    NO_SUCH = "Non c'è il {number}: i risultati sono {count}." / "There is no {number}: there are {count} results.";
    ITEM = "{number}. {kind}: {title}" / "{number}. {kind}: {title}";
    GIVE = "{title}: {reach}." / "{title}: {reach}.";
    NO_REACH = "nessun recapito" / "no number";
    EXTENSION = "interno {extension}" / "extension {extension}";
    LOGGED = "Telefonata registrata. Richiesta {number}." / "Call logged. Request {number}.";
    SAVED_CLOSED = "Risposta registrata. Richiesta {number}." / "Answer logged. Request {number}.";
    ENTRUSTED = "Affidata a {to}. Numero da dire: {number}." / "Entrusted to {to}. Number to tell: {number}.";
    LINE = "{label}: {words}" / "{label}: {words}";
    TO_CONFIRM = "Attenzione: dato da confermare." / "Careful: a fact to be confirmed.";
    THEN = "c conclude con questa risposta, a affida." / "c concludes with this answer, a entrusts.";
    NOT_READ = "Prima scegli un risultato, oppure a per affidare." / "Choose a result first, or a to entrust.";
    NO_CALL = "Nessuna telefonata in corso." / "No call under way.";
    DROPPED = "Telefonata lasciata: niente è stato registrato." / "Call dropped: nothing was logged.";
    EMERGENCY = "{title}: {reach}" / "{title}: {reach}";
}

#[cfg(test)]
mod tests {
    use crate::locale::catalog_faults;

    #[test]
    fn the_catalog_is_complete() {
        assert_eq!(catalog_faults(super::ALL), Vec::<String>::new());
    }
}
