//! The desk's catalog: what it says in its own name, in both languages.

use crate::{
    catalog,
    domain::rules::refusals,
    keeper::service::Fault,
    locale::{Lang, Phrase},
};

catalog! {
    TRIAL = "PROVA" / "TRIAL";
    NO_REAL_DATA = "NIENTE DATI REALI" / "NO REAL DATA";
    CALL = "telefonata" / "call";
    WRONG_CLOCK = "OROLOGIO ERRATO" / "WRONG CLOCK";
    SINGLE_PLACE = "sede singola" / "single place";
    LINK_WAITING = "apro l'archivio…" / "opening the store…";
    LINK_DOWN = "archivio fermo: riprovo" / "store down: retrying";
    LINK_REMADE = "rifaccio l'archivio: {n} %" / "store remade: {n} %";
    LINK_READ_ONLY = "SOLA LETTURA" / "READ-ONLY";
    UNSAVED = "{n} in corso di salvataggio" / "{n} being saved";
    SAVED = "Salvato." / "Saved.";
    SAVED_NUMBER = "Salvato. Numero da dire: {number}" / "Saved. Number to tell: {number}";
    SAVED_BEFORE = "Già salvata: {number}" / "Already saved: {number}";
    REGISTERED_NUMBER = "Salvato. Registrata: {number}" / "Saved. Logged as {number}";
    PARKED = "Sospesa. {global.park} la ritrova." / "Parked. {global.park} finds it again.";
    UNDONE = "Annullato: la richiesta è di nuovo sullo schermo." / "Taken back: the request is on screen again.";
    UNDONE_NUMBER = "Annullato: {number} è sullo schermo e tiene il suo numero." / "Taken back: {number} is on screen and keeps its number.";
    WITHDRAWN = "Annullato." / "Taken back.";
    NOT_SAVED = "NON salvato, niente è perso: {why}" / "NOT saved, nothing is lost: {why}";
    UNACCEPTABLE = "Non accettato: {why}" / "Not accepted: {why}";
    CLOSED_PASSED = "Passata a {to}" / "Passed to {to}";
    FAULT_REFUSED = "lo vieta una regola ({why})" / "a rule forbids it ({why})";
    FAULT_UNACCEPTABLE = "così non si può scrivere ({why})" / "it cannot be written as it is ({why})";
    FAULT_READ_ONLY = "il disco non accetta scritture ({why}): libera spazio, poi riprende da solo" / "the disk takes no writes ({why}): free some space, then work goes on by itself";
    FAULT_BUSY = "l'archivio si sta rifacendo: riprova tra qualche secondo" / "the store is being made again: try again in some seconds";
    FAULT_STORE = "archivio non utilizzabile ({why}): esegui sportello store rebuild" / "the store cannot be used ({why}): run sportello store rebuild";
    FAULT_UNFINISHED = "ripristino interrotto: rilancia sportello store restore" / "a restore was cut off: run sportello store restore again";
    FAULT_JOURNAL = "il giornale non si apre ({why}): esegui sportello store repair" / "the journal cannot be opened ({why}): run sportello store repair";
    FAULT_NEWER = "i dati sono di una versione più nuova del programma ({why}): usa quella" / "a newer version of the program made the data ({why}): use that one";
    FAULT_UNREACHABLE = "l'archivio non risponde ({why}): riprovo" / "the store does not answer ({why}): retrying";
    FAULT_VERSION = "archivio e programma sono di versioni diverse ({why}): esegui sportello keeper stop" / "store and program are of different versions ({why}): run sportello keeper stop";
    BACKUP_FAILED = "La copia di oggi non è riuscita: chi amministra esegua sportello doctor." / "Today's backup failed: the administrator should run sportello doctor.";
    FINDINGS_LOST = "Il disco ha perso richieste già salvate: esegui sportello doctor." / "The disk has lost requests that were saved: run sportello doctor.";
    FINDINGS_CORRUPT = "Il giornale ha parti danneggiate, messe da parte: esegui sportello doctor." / "Parts of the journal are damaged and put aside: run sportello doctor.";
    WRITABLE = "Il disco accetta di nuovo scritture: salvo quanto era in attesa." / "The disk takes writes again: saving what was waiting.";
    STOPPED_WRITING = "Il disco non accetta scritture: continua, salvo da solo appena c'è spazio." / "The disk takes no writes: go on, it is saved by itself when there is space.";
    SPACE_SHORT = "Il disco è quasi pieno: salvo ancora, ma avvisa subito chi amministra." / "The disk is nearly full: saving goes on, but tell the administrator now.";
    SPACE_ENOUGH = "Sul disco c'è di nuovo spazio." / "There is space on the disk again.";
    READY = "Pronto. Scrivi quello che dice chi chiama." / "Ready. Type what the caller says.";
    READY_MORE = "{call.open} apre o dà il numero · {global.conclude} conclude · {global.help} aiuto" / "{call.open} opens or gives the number · {global.conclude} concludes · {global.help} help";
    KEEPS_NUMBER = "Il numero {number} è di questa richiesta: riscrivila, o {global.conclude} la conclude." / "Number {number} is of this request: type it again, or {global.conclude} concludes it.";
    KEEPS_NUMBER_MORE = "Chi chiama chiede altro? {global.another_question} apre un'altra domanda." / "The caller asks something else? {global.another_question} opens another question.";
    SEARCHING = "cerco…" / "searching…";
    NOTHING_FOUND = "Nessuna risposta trovata. {global.entrust} affida la richiesta." / "No answer found. {global.entrust} entrusts the request.";
    PARKED_HERE = "Una telefonata sospesa|{n} telefonate sospese" / "One parked call|{n} parked calls";
    DRAFT_BACK = "Ripresa la telefonata interrotta." / "The interrupted call is back.";
    KEYS_HELD = "un tasto premuto prima di vedere l'errore: {resume} lo esegue, {drop} lo scarta|{n} tasti premuti prima di vedere l'errore: {resume} li esegue, {drop} li scarta" / "one key pressed before you saw the error: {resume} runs it, {drop} drops it|{n} keys pressed before you saw the error: {resume} runs them, {drop} drops them";
    NOT_THERE = "non c'è niente da mostrare qui: riprova fra poco" / "there is nothing to show here: try again shortly";
    NOT_SAVED_YET = "non ancora salvato: continua, riprova questo tasto fra poco" / "not saved yet: go on, try this key again shortly";
    NOT_OPEN_YET = "l'archivio non è ancora aperto: continua, riprova questo tasto fra poco" / "the store is not open yet: go on, try this key again shortly";
    WHO_ARE_YOU = "prima scrivi il tuo nome" / "first type your name";
    SAVING = "salvo…" / "saving…";
    NOTHING_TO_DO = "qui questo tasto non fa nulla" / "this key does nothing here";
    TYPE_FIRST = "scrivi quello che dice chi chiama: le risposte vengono da sole" / "type what the caller says: the answers come by themselves";
    HOW_TO_QUIT = "qui questo tasto non fa nulla: per uscire, {global.quit}" / "this key does nothing here: to leave, {global.quit}";
    NOTHING_TO_CONCLUDE = "niente da concludere: scrivi la domanda" / "nothing to conclude: type the question";
    NOTHING_TO_PASS = "niente da passare: scrivi chi cerca chi chiama" / "nothing to pass on: type whom the caller looks for";
    NOTHING_TO_ENTRUST = "niente da affidare: scrivi la domanda" / "nothing to entrust: type the question";
    NOTHING_TO_UNDO = "niente da annullare" / "nothing to undo";
    TOO_LARGE = "NON salvato: è troppo per una registrazione sola; affida ({global.entrust}) una domanda alla volta, o accorcia il testo" / "NOT saved: too much for one record; entrust ({global.entrust}) one question at a time, or shorten the text";
    CALL_RUNS = "la telefonata è già cominciata" / "the call has already begun";
    SAVED_EARLIER = "Salvata una registrazione di prima." / "An earlier record is saved.";
    SAVED_EARLIER_NUMBER = "Salvata una registrazione di prima: {number}" / "An earlier record is saved: {number}";
    OTHERS_WORDS = "Un testo non confermato è di un altro operatore di questo account: lo ritrova al suo avvio.|{n} testi non confermati sono di altri operatori di questo account: li ritrovano al loro avvio." / "A text not confirmed is another operator's of this account: kept for their next start.|{n} texts not confirmed are other operators' of this account: kept for their next start.";
    TEXT_WAITS = "Ritrovato un testo non ancora bozza: lo riapre «nuova scheda» in redazione." / "A text that is no draft yet was found: “new sheet” in curation opens it.";
    UNREAD_DRAFTS = "Una bozza di prima non si legge: resta su disco.|{n} bozze di prima non si leggono: restano su disco." / "One earlier draft cannot be read: it stays on disk.|{n} earlier drafts cannot be read: they stay on disk.";
    NOT_ADOPTED = "NON salvata una registrazione di prima: «{text}». {why} Resta su disco." / "An earlier record was NOT saved: “{text}”. {why} It stays on disk.";
    DRAFTS_FAIL = "Bozze NON su disco ({why}): concludi o sospendi, e libera spazio" / "Drafts NOT on disk ({why}): conclude or park, and free some space";
    DRAFTS_AGAIN = "Le bozze sono di nuovo su disco." / "Drafts are on disk again.";
    PROGRAM = "sportello" / "sportello";
    NO_REQUEST_HERE = "questa telefonata è conclusa, e senza richiesta: scrivi per un'altra" / "this call is concluded, and without a request: type for another";
    FINISH_FIRST = "prima concludi o sospendi questa telefonata" / "first conclude or park this call";
    PARK_FULL = "cinque telefonate sono già sospese: riprendine una" / "five calls are already parked: resume one";
    NO_NUMBER_GIVEN = "nessun numero è stato dato in questa telefonata" / "no number was given in this call";
    QUESTION_CLOSED = "questa domanda è già conclusa: {global.another_question} per un'altra" / "this question is concluded: {global.another_question} for another";
    TOO_LONG = "troppo lungo: il testo in più è stato tagliato (16 KiB al massimo)" / "too long: what exceeded 16 KiB was cut";
    QUESTION_OF = "domanda {n} di {of} · {call.next_question} passa all'altra" / "question {n} of {of} · {call.next_question} goes to the other";
    CALL_OVER = "conclusa: scrivi per la prossima" / "concluded: type for the next call";
    IT_IS_SO = "è così ora" / "as it is now";
    SAY = "Da dire" / "To say";
    AVOID = "Non dire" / "Do not say";
    BRING = "Portare" / "Bring";
    COST = "Costo" / "Cost";
    TERMS = "Tempi" / "Terms";
    WHERE = "Dove" / "Where";
    FOR_WHOM = "Per chi" / "For whom";
    LAW = "Norme" / "Law";
    SOURCE = "Fonte" / "Source";
    OFFICE = "Ufficio" / "Office";
    ROLE = "Ruolo" / "Role";
    HOURS = "Orario" / "Hours";
    SUMMARY = "In breve" / "In short";
    VERIFIED = "verificato {on}" / "verified {on}";
    TO_CONFIRM = "dato da confermare" / "to be confirmed";
    IN_FORCE = "in vigore" / "in force";
    EXPIRED = "scaduta" / "expired";
    EXTENSION = "int. {n}" / "ext. {n}";
    PHONE = "tel. {n}" / "tel. {n}";
    ROOM = "stanza {n}" / "room {n}";
    EMERGENCY_TITLE = "Numeri di emergenza e di pubblica utilità" / "Emergency and public-utility numbers";
    EMERGENCY_NOTE = "Lo sportello non sostituisce i soccorsi: dare il numero e farlo chiamare subito." / "The desk is no rescue service: give the number and have it called at once.";
    NUMBER = "Numero" / "Number";
    NO_ANSWER_HINT = "non risponde: {call.no_answer}" / "no answer: {call.no_answer}";
    WRONG_HINT = "numero errato: {call.wrong_number}" / "wrong number: {call.wrong_number}";
    TOLD_MARK = "detto" / "told";
    PASSAGE_MARKED = "Segnato come detto. {global.conclude} conclude." / "Marked as told. {global.conclude} concludes.";
    ENTRUST_TITLE = "A chi affidi la richiesta?" / "Entrust the request to whom?";
    TRANSFER_TITLE = "A chi passi la telefonata?" / "Pass the call to whom?";
    BACK_OFFICE = "Back office" / "Back office";
    BACK_OFFICE_DETAIL = "quando l'ufficio non si sa" / "when the office is not known";
    PROPOSED = "proposto dalla scheda" / "proposed by the sheet";
    ENTRUSTED_TO = "Affidata a {to}" / "Entrusted to {to}";
    PASSED_TO = "Passata a {to}" / "Passed to {to}";
    OTHER_NUMBER = "Altra" / "Other";
    NUMBER_TO_TELL = "Numero da dire" / "Number to tell";
    REGISTERED = "Registrata" / "Logged as";
    GIVE_LABEL = "numero" / "number";
    PARKED_LABEL = "sospese" / "parked";
    PUT_THROUGH_HINT = "passata: {global.transfer}" / "put through: {global.transfer}";
    TOLD = "Risposta" / "Answer";
    DIAL = "Chiamare" / "Dial";
    NUMBER_COMING = "numero in arrivo…" / "number coming…";
    OUTCOME_TITLE = "Come si conclude?" / "How does it end?";
    OUTCOME_FREE = "Risposto senza scheda: scrivi che cosa" / "Answered without a sheet: write what";
    OUTCOME_WITH = "Risposto con «{title}»" / "Answered with “{title}”";
    NO_ANSWER_TITLE = "Non risponde. Che cosa offri?" / "No answer. What do you offer?";
    OFFER_DEPUTY = "Il sostituto: {name}" / "The deputy: {name}";
    OFFER_SEARCH = "Un altro numero: cerca" / "Another number: search";
    OFFER_REQUEST = "Una richiesta per {to}" / "A request for {to}";
    OFFER_CALLBACK = "Farsi richiamare da {to}" / "A callback from {to}";
    CALLBACK_NOTE = "Richiamare: {words}" / "Call back: {words}";
    CALLBACK_TITLE = "Richiamata: a quale numero e quando" / "Callback: at which number, and when";
    CALLBACK_NUMBER = "scrivi anche il numero: senza, nessuno può richiamare" / "type the number too: without it nobody can call back";
    CALLBACK_LABEL = "Numero e quando" / "Number and when";
    PALETTE_TITLE = "Comandi" / "Commands";
    RECENT_TITLE = "Ultime telefonate: {chooser.accept} per correggere" / "Last calls: {chooser.accept} to correct";
    RECENT_NONE = "nessuna telefonata in questo turno" / "no call in this shift";
    CORRECT_TITLE = "Che cosa correggi?" / "What do you correct?";
    CORRECT_TEXT = "Il testo…" / "The text…";
    CORRECT_ANSWER = "La risposta: «{title}», scelta ora" / "The answer: “{title}”, chosen now";
    PARKED_TITLE = "Telefonate sospese: {chooser.accept} riprende" / "Parked calls: {chooser.accept} resumes";
    PARKED_NONE = "nessuna telefonata sospesa" / "no parked call";
    PARKED_GONE = "l'ha già ripresa un'altra postazione" / "another desk has already resumed it";
    END_TITLE = "Fine turno" / "End of shift";
    END_LEAVE = "Esci" / "Leave";
    END_CLEAN = "niente resta aperto su questa postazione" / "nothing is left open on this desk";
    END_OPEN_CALL = "La telefonata in corso: resta come bozza su questa postazione" / "The call in progress: stays as a draft on this desk";
    END_DRAFTS = "Una bozza: resta con le telefonate sospese|{n} bozze: restano con le telefonate sospese" / "One draft: it stays with the parked calls|{n} drafts: they stay with the parked calls";
    END_WORDS = "Un testo scritto e non confermato: resta nel suo campo|{n} testi scritti e non confermati: restano nel loro campo" / "One text typed and not confirmed: it stays in its field|{n} texts typed and not confirmed: they stay in their field";
    WORDS_BACK = "Ritrovati testi non confermati: sono di nuovo nel loro campo." / "Texts not confirmed were found: they are in their field again.";
    END_PARKED = "Una telefonata sospesa: la può riprendere ogni postazione dell'ente|{n} telefonate sospese: le può riprendere ogni postazione dell'ente" / "One parked call: any desk of the agency can resume it|{n} parked calls: any desk of the agency can resume them";
    END_UNSAVED = "Una registrazione non ancora salvata: aspetta|{n} registrazioni non ancora salvate: aspetta" / "One record not saved yet: wait|{n} records not saved yet: wait";
    CALLER_TITLE = "Chi chiama (solo se serve)" / "The caller (only if needed)";
    CALLER_OFFER = "Sue richieste: {n}. {key} le mostra." / "His requests: {n}. {key} shows them.";
    CALLER_REQUESTS = "Sue richieste: {n}" / "His requests: {n}";
    FORM_KEYS = "{form.accept}: campo seguente, sull'ultimo conferma" / "{form.accept}: next field, on the last one confirms";
    FORM_KEY = "{form.accept} conferma" / "{form.accept} confirms";
    ENROL_TITLE = "Chi sei? Il nome che dirai rispondendo" / "Who are you? The name you answer with";
    ENROL_LABEL = "Nome" / "Name";
    ENROL_HINT = "il nome di chi risponde; {form.cancel}: dopo" / "the name of who answers; {form.cancel}: later";
    DOUBT_NAME = "è il tuo nome?" / "is this your name?";
    NOTE_TITLE = "Nota" / "Note";
    NOTE_LABEL = "Testo" / "Text";
    CLOSE_TITLE = "Concludi la richiesta: che cosa è stato risposto?" / "Close the request: what was answered?";
    ANSWER_LABEL = "Risposta" / "Answer";
    ASSIGN_TITLE = "Assegna a" / "Assign to";
    CORRECT_TEXT_TITLE = "Correggi il testo" / "Correct the text";
    HELP_TITLE = "Aiuto" / "Help";
    HELP_HINT = "{help.close} chiude · le frecce scorrono" / "{help.close} closes · arrows scroll";
    QUEUE_EMPTY = "Nessuna richiesta qui." / "No request here.";
    QUEUE_ELSEWHERE = "{n} in {view}" / "{n} in {view}";
    QUEUE_TURN = "{here} {where}: {queue.next_view}" / "{here} {where}: {queue.next_view}";
    QUEUE_LOADING = "Leggo la coda…" / "Reading the queue…";
    QUEUE_FILTER = "Filtro" / "Filter";
    VIEW_MINE = "Mie" / "Mine";
    VIEW_FIRST = "Primo livello" / "First level";
    VIEW_BACK_OFFICE = "Back office" / "Back office";
    VIEW_DEPARTMENTS = "Uffici" / "Departments";
    VIEW_ALL = "Tutte" / "All";
    REQUEST = "Richiesta" / "Request";
    STATE_OF = "{state} · {level}" / "{state} · {level}";
    OWNER = "in carico a {who}" / "held by {who}";
    OPENED_AT = "aperta {at}" / "opened {at}";
    HISTORY = "Storia" / "History";
    CONFLICT = "decisioni diverse" / "conflicting decisions";
    CONFLICT_LINE = "{who} aveva deciso: {what}" / "{who} had decided: {what}";
    BEATEN = "un altro valore: {value} ({request.keep} lo tiene)" / "another value: {value} ({request.keep} keeps it)";
    NO_TICKET = "nessuna richiesta con questo numero" / "no request with this number";
    TERMINAL_SMALL = "schermo troppo piccolo" / "screen too small";
    TIMER_APPROX = "circa" / "about";
    RINGING = "squilla: {from}" / "ringing: {from}";
    UNKNOWN_CALLER = "numero riservato" / "number withheld";
    RESUMED = "Telefonata ripresa." / "Call resumed.";
    DRAFT_FROM = "bozza ritrovata" / "draft found";
    PALETTE_EMPTY = "nessun comando con questo nome" / "no command of this name";
    CHOICE_EMPTY = "nessuna voce" / "no entry";
    BODY = "Testo" / "Text";
    MORE_BELOW = " ↓ continua" / " ↓ more";
    PLACE_OF = "{n} di {of}" / "{n} of {of}";
    PAGE_OF = "{n}/{of}" / "{n}/{of}";
    INACTIVE = "Non attivo: {why}" / "Not available: {why}";
    EXPIRED_ON = "scaduta il {on}: non dirla" / "expired on {on}: do not tell it";
    RIVALS = "due versioni pubblicate insieme" / "two versions published at once";
    WRONG_NUMBERS = "numero segnalato errato: {numbers}" / "number said to be wrong: {numbers}";
    WRONG_MARK = "segnalato errato" / "said to be wrong";
    STEPS = "Come fare" / "How to";
    OBTAIN = "Si ottiene" / "One gets";
    DEADLINE = "{name}: {days} gg {note}" / "{name}: {days} days {note}";
    DEADLINES = "Scadenze" / "Deadlines";
    ONLINE = "Online" / "On line";
    FOLLOW_UP = "Esito" / "Outcome";
    LIMITS = "Vincoli" / "Limits";
    EXCEPTIONS = "Eccezioni" / "Exceptions";
    ANNEX = "Allegato" / "Annex";
    POINTS = "Recapiti" / "Contacts";
    NOTICE = "Avviso (non approvato, fino a {until}): {text} · {by}" / "Notice (not approved, until {until}): {text} · {by}";
    NOTICE_ON = "Avviso (non approvato): {text} · {title}|{n} avvisi (non approvati) · {text} · {title}" / "Notice (not approved): {text} · {title}|{n} notices (not approved) · {text} · {title}";
    NEWS = "Novità" / "News";
    NEWS_COUNT = "una novità|{n} novità" / "one piece of news|{n} pieces of news";
    NO_NEWS_HERE = "questa non è una novità da leggere" / "this is no news to be read";
    NOTHING_NEW = "Niente di nuovo; {knowledge.back} torna alla telefonata." / "Nothing new; {knowledge.back} goes back to the call.";
    NOTHING_WAITS = "Niente in questo elenco; {knowledge.next_view}: il seguente, {knowledge.back}: indietro." / "Nothing in this list; {knowledge.next_view}: the next, {knowledge.back}: back.";
    TASK_DRAFTS = "Bozze" / "Drafts";
    TASK_APPROVED = "Approvate" / "Approved";
    TASK_RIVALS = "Due versioni" / "Rivals";
    TASK_NUMBERS = "Numeri errati" / "Wrong numbers";
    TASK_EXPIRES = "In scadenza" / "Expiring";
    FROM_SEED = "dal programma" / "came with the program";
    FROM_TRUST = "importata come affidabile" / "imported as trusted";
    FROM_DRAFT = "non approvata" / "not approved";
    FROM_DEMO = "sintetica" / "synthetic";
    FROM_APPROVAL = "approvata da ufficio e URP" / "approved by office and public relations";
    STAGE_DRAFT = "Bozza" / "Draft";
    STAGE_APPROVED = "Approvata" / "Approved";
    STAGE_PUBLISHED = "Pubblicata" / "Published";
    STAGE_SUPERSEDED = "Sostituita" / "Superseded";
    STAGE_WITHDRAWN = "Ritirata" / "Withdrawn";
    STANDING = "Stato" / "State";
    AUTHORS = "Autori" / "Authors";
    APPROVED_FOR = "Approvazione" / "Approval";
    NOT_YET = "{side}: manca" / "{side}: missing";
    VALID_FROM = "in vigore dal {on}" / "in force from {on}";
    ACT_OF = "atto di {name}, prot. {protocol} del {date}" / "act of {name}, protocol {protocol} of {date}";
    ACT_SEEN = "visto da {by}" / "seen by {by}";
    ACT_UNSEEN = "da confermare" / "to be confirmed";
    ACT_TITLE = "Atto di approvazione" / "Act of approval";
    ACT_PROTOCOL = "Protocollo" / "Protocol";
    ACT_DATE = "Data gg/mm/aaaa" / "Date dd/mm/yyyy";
    ACT_NAME = "Chi ha approvato" / "Who approved";
    ACT_SIDE = "Ufficio o URP" / "Office or URP";
    ACT_INCOMPLETE = "servono protocollo, data come 31/12/2026, nome, e «ufficio» o «urp»" / "protocol, date as 31/12/2026, name, and “office” or “urp” are needed";
    ID_TAKEN = "l'identificativo «{id}» esiste già: scegline un altro, o modifica quello" / "the identifier “{id}” exists already: choose another one, or edit that";
    NO_ACT = "nessun atto da confermare" / "no act to be confirmed";
    ONLY_VERSION = "non c'è un'altra versione" / "there is no other version";
    NO_DRAFT = "non è una bozza che aspetta" / "no draft that waits";
    IN_FORCE_ALREADY = "questa versione è già pubblicata" / "this version is published already";
    WHAT_CHANGES = "Che cosa cambia" / "What changes";
    HOW_IT_LOOKS = "Come si vedrà" / "How it will look";
    ALL_NEW = "tutta nuova: prima non c'era" / "all of it: there was none before";
    ALL_SEED = "niente: è il primo testo, venuto con il programma" / "nothing: it is the first text, which came with the program";
    NO_CHANGE = "niente di ciò che si legge" / "nothing that is read";
    NOW_SAYS = "+ ora" / "+ now";
    ONCE_SAID = "− prima" / "− before";
    HELD_FROM = "in vigore dal {from} al {until}" / "in force from {from} until {until}";
    READ_BY = "letta da {names}" / "read by {names}";
    NEW_SHEET = "+++\n# Le chiavi qui sotto servono tutte; le altre si vedono in una scheda che c'è (sportello kb show ID).\n\
# il nome della scheda: minuscole senza accenti, cifre e trattini, come carta-smarrita\nid = \"\"\n\
kind = \"sheet\"\nagency = \"{agency}\"\n\
# come la cerca chi telefona\ntitle = \"\"\n\
# di che cosa si tratta, in una riga\nsummary = \"\"\n\
# la frase che l'operatore dice: due periodi al massimo\nsay = \"\"\n\
# l'id di una tipologia dell'ente, come anagrafe\ntopic = \"\"\n\
# l'id dell'ufficio che ne risponde\noffice = \"\"\n\
# l'id dell'ufficio a cui si affida la richiesta\nescalate_to = \"\"\n+++\n"
        / "+++\n# All the keys below are needed; the others are seen in a sheet that is there (sportello kb show ID).\n\
# the name of the sheet: lower-case letters, digits and hyphens, as carta-smarrita\nid = \"\"\n\
kind = \"sheet\"\nagency = \"{agency}\"\n\
# how a caller looks for it\ntitle = \"\"\n\
# what it is about, in one line\nsummary = \"\"\n\
# the sentence that the operator says: two clauses at most\nsay = \"\"\n\
# the id of a topic of the agency, as anagrafe\ntopic = \"\"\n\
# the id of the office that answers for it\noffice = \"\"\n\
# the id of the office that a request is entrusted to\nescalate_to = \"\"\n+++\n";
    NO_EDITOR = "l'editor non si è aperto ({why}): imposta VISUAL o EDITOR" / "the editor did not open ({why}): set VISUAL or EDITOR";
    NO_EDITOR_HERE = "qui non c'è un editor di testo: chi amministra ne installi uno (nano, vi) o imposti EDITOR; intanto: sportello kb show ID, kb import FILE" / "there is no text editor here: the administrator should install one (nano, vi) or set EDITOR; meanwhile: sportello kb show ID, kb import FILE";
    EDITOR_FOUND = "Nessun editor è scelto: il testo si apre con «{name}»" / "No editor is chosen: the text opens in “{name}”";
    EDITOR_OPEN = "Apri con {name}" / "Open with {name}";
    EDITOR_CHOOSE = "Per un altro: imposta EDITOR (o VISUAL) prima di avviare sportello, per esempio EDITOR=nano. Si dice una volta sola." / "For another one: set EDITOR (or VISUAL) before sportello starts, for example EDITOR=nano. This is said once.";
    DROP_TEXT = "Elimina il testo…" / "Throw the text away…";
    DROP_TITLE = "Eliminare il testo? Non è una bozza e non si recupera" / "Throw the text away? It is no draft and does not come back";
    DROP_FOR_GOOD = "Elimina il testo" / "Throw the text away";
    TEXT_DROPPED = "Testo eliminato." / "Text thrown away.";
    TEXT_UNCHANGED = "Il testo non è cambiato." / "The text has not changed.";
    MEND_TEXT = "Torna al testo" / "Back to the text";
    FAULTS_OF = "Testo di «{article}», non ancora una bozza: resta qui" / "Text of “{article}”, not a draft yet: it stays here";
    FAULTS_NEW = "Testo di una scheda nuova, non ancora una bozza: resta qui" / "Text of a new sheet, not a draft yet: it stays here";
    BLANK_SHEET = "Nuova scheda vuota (questo testo resta)" / "A blank sheet (this text stays)";
    NOT_CHECKED = "Nessuno l'ha ancora riletto." / "It has not been checked yet.";
    NOTES_TITLE = "Bozza salvata: {article}. Da guardare ancora:" / "Draft saved: {article}. Still to look at:";
    NOTICE_TITLE = "Avviso su «{title}»: una frase, non approvata" / "Notice on “{title}”: one sentence, not approved";
    NOTICE_TEXT = "Avviso" / "Notice";
    NOTICE_UNTIL = "Fino a (ore)" / "Until (hours)";
    NOTICE_WHEN = "scrivi quante ore (al massimo 24) o un'ora come 18:00" / "type how many hours (24 at most) or a time like 18:00";
    NOTICE_LIMIT = "una frase, al massimo {most} caratteri" / "one sentence, {most} characters at most";
    NOTICE_COUNT = "{n} caratteri su {most}" / "{n} characters of {most}";
    NOTICE_LONG = "troppo lunga: {n} caratteri, al massimo {most}" / "too long: {n} characters, {most} at most";
    NOTICE_HOURS = "da 1 a 24 ore, o un'ora come 18:00" / "1 to 24 hours, or a time like 18:00";
    WORDS_KEPT = "C'è ancora ciò che avevi scritto e non confermato." / "What you typed and did not confirm is still here.";
    NO_NOTICE = "nessun avviso qui" / "no notice here";
    CHOOSE_ARTICLE = "su che cosa? scrivi, scegli con le frecce, poi di nuovo {global.palette}" / "about what? type, choose with the arrows, then {global.palette} again";
    WRONG_TITLE = "Quale numero è errato?" / "Which number is wrong?";
    WRONG_TOLD = "Segnalato errato: {number}. Lo vede chi cura la rubrica." / "Said to be wrong: {number}. The curator sees it.";
    NO_DOUBT = "nessun numero di questa voce è segnalato errato" / "no number of this entry is said to be wrong";
    SETTLES = "{knowledge.correct} corregge: la nuova versione, pubblicata, toglie la segnalazione · {knowledge.open} apre, e {version.number_right} conferma che il numero è giusto" / "{knowledge.correct} corrects: the new version, once published, settles it · {knowledge.open} opens, and {version.number_right} says that it is right";
    NO_NUMBER = "qui non c'è un numero" / "there is no number here";
    NO_CALL_TO_LOG = "{who}: {numbers} · nessuna telefonata in corso, niente è registrato ({global.start_call} ne comincia una)" / "{who}: {numbers} · no call in progress, nothing is logged ({global.start_call} begins one)";
    UNDO_COVERED = "prima chiudi questo riquadro, poi {global.undo} annulla" / "close this box first, then {global.undo} takes back";
    STRUCTURE = "Struttura" / "Structure";
    QUESTIONS_TITLE = "Domande, anche in bianco" / "Questions, blank ones too";
    NEEDED = "(serve)" / "(needed)";
    ASKED = "Domanda" / "Question";
    UNANSWERED = "Manca, e serve" / "Needed, missing";
    NO_QUESTIONS = "la scheda di questa richiesta non ha domande" / "the sheet of this request asks nothing";
    MISSING_ANSWERS = "Manca, e serve ({call.questions} riapre le domande): {questions}" / "Needed, missing ({call.questions} asks again): {questions}";
    KEEP_DOUBTFUL = "{doubt} · {form.accept} di nuovo lo tiene così" / "{doubt} · {form.accept} again keeps it so";
    DOUBT_NUMBER = "non sembra un numero" / "does not look like a number";
    DOUBT_DAY = "una data come 31/12/2026?" / "a date like 31/12/2026?";
    DOUBT_PHONE = "non sembra un numero di telefono" / "does not look like a telephone number";
    DOUBT_PLACE = "manca il numero civico?" / "is the street number missing?";
    DOUBT_CHOICE = "una di queste?" / "one of these?";
    DOUBT_YES_NO = "sì o no?" / "yes or no?";
    NOTICE_MARK = "avviso" / "notice";
}

/// What a fault means and what to do about it, its detail filled in.
#[must_use]
pub fn fault(fault: &Fault, lang: Lang) -> String {
    let versions;
    let why: &str = match fault {
        Fault::Refused(why)
        | Fault::Unacceptable(why)
        | Fault::ReadOnly(why)
        | Fault::Journal(why)
        | Fault::Store(why)
        | Fault::Newer(why)
        | Fault::Unreachable(why) => why,
        Fault::Busy | Fault::Unfinished => "",
        Fault::Version { theirs, ours } => {
            versions = format!("{theirs}, {ours}");
            &versions
        }
    };
    fault_phrase(fault).fill(lang, &[("why", &why)])
}

fn fault_phrase(fault: &Fault) -> Phrase {
    match fault {
        Fault::Refused(rule) => refusals::ALL
            .iter()
            .find(|refusal| refusal.rule == rule)
            .map_or(FAULT_REFUSED, |refusal| refusal.words),
        Fault::Unacceptable(_) => FAULT_UNACCEPTABLE,
        Fault::ReadOnly(_) => FAULT_READ_ONLY,
        Fault::Busy => FAULT_BUSY,
        Fault::Journal(_) => FAULT_JOURNAL,
        Fault::Unfinished => FAULT_UNFINISHED,
        Fault::Store(_) => FAULT_STORE,
        Fault::Newer(_) => FAULT_NEWER,
        Fault::Unreachable(_) => FAULT_UNREACHABLE,
        Fault::Version { .. } => FAULT_VERSION,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::catalog_faults;

    #[test]
    fn a_key_is_named_by_a_command_there_is() {
        for (name, phrase) in ALL {
            for place in phrase.places(Lang::It) {
                if let Some((scope, id)) = place.split_once('.') {
                    let found = crate::desk::command::find(&[scope], id);
                    assert!(found.is_some(), "{name}: {place}");
                }
            }
        }
    }

    #[test]
    fn the_catalog_is_complete() {
        assert_eq!(catalog_faults(ALL), Vec::<String>::new());
    }

    #[test]
    fn why_keys_are_held_is_said_in_one_row_and_names_both_keys() {
        let both = [
            (Lang::It, "l'errore", "Invio"),
            (Lang::En, "the error", "Enter"),
        ];
        for (lang, why, resume) in both {
            for held in [1, 2, 9_999] {
                let said = KEYS_HELD.count(lang, held, &[("resume", &resume), ("drop", &"Esc")]);
                for part in [why, resume, "Esc"] {
                    assert!(said.contains(part), "{said}");
                }
                assert!(said.chars().count() <= 78, "{said}");
            }
        }
    }
}
