//! What several commands say.

crate::catalog! {
    WHAT_TO_DO = "Che cosa fare" / "What to do";
    REFUSED_BY = "rifiutato dalla regola «{rule}»" / "refused by the rule “{rule}”";
    UNACCEPTABLE = "così non si può scrivere" / "this cannot be written as it is";
    READ_ONLY = "il giornale ora è in sola lettura: niente è perso, ma non si può salvare"
        / "the journal is read-only now: nothing is lost, but nothing can be saved";
    READ_ONLY_HINT = "libera spazio sul disco o controlla i permessi, poi riprova (`sportello doctor`)"
        / "free space on the disk or check its permissions, then try again (`sportello doctor`)";
    BUSY = "l'archivio si sta rifacendo dal giornale" / "the store is being made again from the journal";
    BUSY_HINT = "riprova tra qualche secondo: non si perde niente" / "try again in some seconds: nothing is lost";
    JOURNAL_UNUSABLE = "al giornale manca una parte" / "a part of the journal is missing";
    JOURNAL_UNUSABLE_HINT = "`sportello store repair` la riprende dalle copie; `sportello store backups` dice quali ci sono"
        / "`sportello store repair` takes it from the backups; `sportello store backups` says which there are";
    UNFINISHED = "un ripristino in questa cartella dei dati è stato interrotto" / "a restore into this data directory was cut off";
    UNFINISHED_HINT = "rilancia `sportello store restore COPIA`: ricomincia da capo" / "run `sportello store restore BACKUP` again: it begins anew";
    STORE_UNUSABLE = "l'archivio o l'indice non si può usare" / "the store or the index cannot be used";
    STORE_UNUSABLE_HINT = "`sportello store rebuild` lo rifà dal giornale: non si perde niente"
        / "`sportello store rebuild` makes it again from the journal: nothing is lost";
    MADE_BY_NEWER = "la cartella dei dati è di una versione più nuova del programma" / "a newer version of the program made the data directory";
    MADE_BY_NEWER_HINT = "niente è stato toccato: usa il programma più nuovo, o ripristina una copia fatta con questo"
        / "nothing was touched: use the newer program, or restore a copy made with this one";
    NO_PROGRAM = "non trovo il file del programma, che serve per avviare il custode"
        / "the file of the program, which is needed to start the keeper, cannot be found";
    KEEPER_SILENT = "il custode della cartella dei dati non risponde"
        / "the keeper of the data directory does not answer";
    KEEPER_SILENT_HINT = "`sportello doctor` dice chi la tiene; `sportello keeper stop` e riprova"
        / "`sportello doctor` says who holds it; `sportello keeper stop` and try again";
    KEEPER_VERSION = "il custode in funzione è di un'altra versione (protocollo {theirs}, qui {ours})"
        / "the running keeper is of another version (protocol {theirs}, here {ours})";
    KEEPER_VERSION_HINT = "`sportello keeper stop`: il prossimo comando avvia quello giusto"
        / "`sportello keeper stop`: the next command starts the right one";
    UNEXPECTED_REPLY = "il custode ha risposto un'altra cosa" / "the keeper answered something else";
    NOT_JSON = "il risultato non si può scrivere in JSON" / "the result cannot be written as JSON";
    CANNOT_WRITE_OUT = "non riesco a scrivere il risultato" / "the result cannot be written";
    CANNOT_READ_IN = "non riesco a leggere l'ingresso" / "the input cannot be read";
    NO_RANDOM = "il sistema non dà numeri casuali" / "the system gives no random numbers";
    WHO_ARE_YOU = "non so chi sei: per scrivere serve un operatore"
        / "I do not know who you are: writing needs an operator";
    WHO_ARE_YOU_HINT = "`sportello init --operator NOME`, oppure indica `--operator ID`"
        / "`sportello init --operator NAME`, or say `--operator ID`";
    ENLISTED = "sportello di prova: lavori come {name}" / "trial place: you work as {name}";
    UNKNOWN_AGENCY = "nessun ente «{id}» in questa cartella dei dati" / "no agency “{id}” in this data directory";
    NO_AGENCY = "questa cartella dei dati non ha ancora un ente" / "this data directory has no agency yet";
    AGENCY_LOST = "il giornale ha perso l'ente di questa cartella dei dati" / "the journal has lost the agency of this data directory";
    NO_AGENCY_HINT = "`sportello init` apre sull'ente di prova" / "`sportello init` opens on the trial agency";
    NO_OPERATOR = "nessun operatore «{id}»" / "no operator “{id}”";
    SEVERAL_OPERATORS = "più operatori si chiamano «{id}»: indica l'identificativo"
        / "several operators are called “{id}”: give the identifier";
    KNOWN_OPERATORS = "ci sono: {list}; se è nuovo: `sportello init --operator \"Nome\"`"
        / "there are: {list}; if he is new: `sportello init --operator \"Name\"`";
    KNOWN_AGENCIES = "conosciuti: {list}" / "known: {list}";
    NO_TICKET = "nessuna richiesta {number}" / "no request {number}";
    NO_TICKET_HINT = "`sportello ticket list` mostra le ultime; fatti ripetere il numero"
        / "`sportello ticket list` shows the latest; have the number repeated";
    BAD_NUMBER = "«{number}» non è il numero di una richiesta" / "“{number}” is not a request number";
    SEVERAL_TICKETS = "{number} è il numero di più richieste" / "{number} is the number of several requests";
    SEVERAL_TICKETS_HINT = "indica l'identificativo invece del numero: {list}"
        / "give the identity instead of the number: {list}";
    NO_ARTICLE = "nessun articolo «{id}» in vigore" / "no article “{id}” in force";
    NO_ARTICLE_HINT = "`sportello kb search PAROLE` lo trova" / "`sportello kb search WORDS` finds it";
    NO_OFFICE = "nessun ufficio «{id}»" / "no office “{id}”";
    NO_OFFICE_HINT = "`sportello kb search --kind office PAROLE` lo trova, oppure `back-office`"
        / "`sportello kb search --kind office WORDS` finds it, or `back-office`";
    BAD_SLUG = "«{id}» non è un identificativo" / "“{id}” is not an identifier";
    BAD_SLUG_HINT = "solo lettere minuscole a-z, cifre e trattini" / "only lower-case letters a-z, digits and hyphens";
    BAD_WORD = "«{word}» non è tra i valori ammessi" / "“{word}” is not an accepted value";
    ACCEPTED_WORDS = "valori ammessi: {list}" / "accepted values: {list}";
    BAD_TIME = "«{time}» non è un momento" / "“{time}” is not a time";
    BAD_TIME_HINT = "un giorno (22/11/2026 o 2026-11-22), con l'ora se serve (\"22/11/2026 09:30\"), o 2026-11-22T09:30:00+01:00; un'ora vuole sempre il suo giorno"
        / "a day (2026-11-22 or 22/11/2026), with its time if needed (\"2026-11-22 09:30\"), or 2026-11-22T09:30:00+01:00; a time always wants its day";
    CANNOT_READ = "non riesco a leggere «{path}»" / "“{path}” cannot be read";
    NO_SUCH_FILE = "«{path}» non esiste" / "“{path}” does not exist";
    CHECK_PATH = "controlla il percorso e i permessi" / "check the path and its permissions";
    NOTHING_FOUND = "niente da mostrare" / "nothing to show";
    NUMBER = "Numero" / "Number";
    STATE = "Stato" / "State";
    LEVEL = "Livello" / "Level";
    QUEUE = "Coda" / "Queue";
    OWNER = "Di chi" / "Owner";
    TITLE = "Titolo" / "Title";
    AGENCY = "Ente" / "Agency";
    KIND = "Genere" / "Kind";
    OPENED = "Aperta" / "Opened";
    UPDATED = "Ultima modifica" / "Last change";
    CLOSED = "Chiusa" / "Closed";
    DUE = "Scadenza" / "Due";
    OUTCOME = "Esito" / "Outcome";
    WHEN = "Quando" / "When";
    WHO = "Chi" / "Who";
    WHAT = "Che cosa" / "What";
    WORDS = "Parole" / "Words";
    ID = "Identificativo" / "Identity";
    FLAGS = "Segni" / "Flags";
}

#[cfg(test)]
mod tests {
    use crate::locale::catalog_faults;

    #[test]
    fn the_catalog_is_complete() {
        assert_eq!(catalog_faults(super::ALL), Vec::<String>::new());
    }
}
