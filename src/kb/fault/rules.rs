//! The table of rules: each with its weight, its identifier, what is said and what to do.

use super::Severity;
use crate::locale::Phrase;

/// Declares the rules: severity, identifier, what is said, and what the curator can do about it.
macro_rules! rules {
    ($($name:ident = $severity:ident $id:literal
        $it:literal / $en:literal
        => $hint_it:literal / $hint_en:literal;)+) => {
        /// A rule of the knowledge files.
        #[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash)]
        pub enum Rule { $(#[doc = concat!("“", $en, "”")] $name,)+ }

        impl Rule {
            /// Every rule, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The identifier scripts use; never translated.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)+ }
            }

            /// How much it weighs when broken.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }

            /// What is said when it is broken.
            #[must_use]
            pub const fn phrase(self) -> Phrase {
                match self { $(Self::$name => Phrase::new($it, $en),)+ }
            }

            /// What the curator can do.
            #[must_use]
            pub const fn hint(self) -> Phrase {
                match self { $(Self::$name => Phrase::new($hint_it, $hint_en),)+ }
            }
        }

        /// Every phrase of the rules, by name.
        #[cfg(test)]
        pub const CATALOG: &[(&str, Phrase)] = &[
            $((stringify!($name), Phrase::new($it, $en)),
              (stringify!($name), Phrase::new($hint_it, $hint_en)),)+
        ];
    };
}

rules! {
    FrontMatter = Error "front-matter"
        "manca l'intestazione tra due righe «+++»" / "no front matter between two “+++” lines"
        => "cominci il file con una riga «+++»" / "begin the file with a “+++” line";
    UnclosedFrontMatter = Error "unclosed-front-matter"
        "l'intestazione si apre con «+++» e non si chiude" / "the front matter opens with “+++” and is not closed"
        => "metta una seconda riga «+++» dopo l'ultima chiave, prima del testo"
            / "put a second “+++” line after the last key, before the text";
    Toml = Error "toml"
        "riga {line}, colonna {column}: {reason}" / "line {line}, column {column}: {reason}"
        => "controlli virgolette, virgole e parentesi" / "check quotes, commas and brackets";
    Json = Error "json"
        "JSON non valido: {reason}" / "invalid JSON: {reason}"
        => "un oggetto per riga" / "one object on each line";
    Csv = Error "csv"
        "CSV non valido: {reason}" / "invalid CSV: {reason}"
        => "la prima riga nomina le colonne; le celle con virgole vanno tra virgolette"
            / "the first line names the columns; cells with commas are quoted";
    UnknownKey = Error "unknown-key"
        "chiave sconosciuta «{key}»" / "unknown key “{key}”"
        => "la più vicina è «{near}»" / "the closest one is “{near}”";
    KeptKey = Warning "kept-key"
        "chiave sconosciuta «{key}», tenuta com'è" / "unknown key “{key}”, kept as it is"
        => "se è un errore di scrittura: la più vicina è «{near}»" / "if it is a slip: the closest one is “{near}”";
    KeyOfOtherKind = Error "key-of-other-kind"
        "«{key}» non si usa per questo tipo di articolo" / "“{key}” is not used for this kind of article"
        => "per una FAQ «sheet», per gli altri «parent»" / "“sheet” for a FAQ, “parent” for the others";
    WrongType = Error "wrong-type"
        "«{key}»: ci vuole {wanted}" / "“{key}”: {wanted} is wanted"
        => "corregga il valore" / "correct the value";
    BadName = Error "bad-name"
        "«{key}»: «{value}» non è un nome ({reason})" / "“{key}”: “{value}” is no name ({reason})"
        => "lettere minuscole senza accenti, cifre e trattini" / "lower-case letters, digits and hyphens";
    BadKind = Error "bad-kind"
        "tipo sconosciuto «{value}»" / "unknown kind “{value}”"
        => "uno di: sheet, faq, procedure, office, urp, contact, helpline" / "one of: sheet, faq, procedure, office, urp, contact, helpline";
    BadDate = Error "bad-date"
        "«{key}»: «{value}» non è una data" / "“{key}”: “{value}” is no date"
        => "anno-mese-giorno, come 2026-11-22" / "year-month-day, as 2026-11-22";
    BadHours = Error "bad-hours"
        "«{key}»: «{value}» non è un orario" / "“{key}”: “{value}” are no opening hours"
        => "come «lun-ven 08:30-12:30»; un orario a parole va in hours_text"
            / "as “lun-ven 08:30-12:30”; hours in words go to hours_text";
    Missing = Error "missing"
        "manca «{key}»" / "“{key}” is missing"
        => "è obbligatorio per questo tipo di articolo" / "it is mandatory for this kind of article";
    NoKind = Error "no-kind"
        "manca «kind», il tipo di articolo" / "“kind”, the kind of article, is missing"
        => "uno di questi, con le altre chiavi obbligatorie che qui mancano: {kinds}"
            / "one of these, with the other mandatory keys that are missing here: {kinds}";
    Clipped = Error "clipped"
        "«{key}» è oltre il limite" / "“{key}” is over the limit"
        => "lo divida: una riga 1.000 caratteri, un testo 16 KiB" / "split it: 1,000 characters a line, 16 KiB a text";
    Cleaned = Warning "cleaned"
        "«{key}»: tolti {count} caratteri non ammessi" / "“{key}”: {count} characters removed"
        => "caratteri di controllo o invisibili, al loro posto c'è un segno" / "control or invisible characters; a mark stands there";
    NotUtf8 = Error "not-utf8"
        "il testo non è UTF-8, sembra {found}" / "the text is not UTF-8, it looks like {found}"
        => "lo salvi di nuovo come UTF-8" / "save it again as UTF-8";
    TooLarge = Error "too-large"
        "oltre il limite: {limit}" / "over the limit: {limit}"
        => "divida il file" / "split the file";
    Unreadable = Error "unreadable"
        "non si legge: {reason}" / "cannot be read: {reason}"
        => "controlli che esista e i permessi" / "check that it exists and its permissions";
    DuplicateId = Error "duplicate-id"
        "l'id «{value}» è già di {other}" / "the id “{value}” already belongs to {other}"
        => "gli id sono unici fra tutti i tipi" / "ids are unique across all kinds";
    Renamed = Note "renamed"
        "l'id «{value}» è diventato «{other}»" / "the id “{value}” became “{other}”"
        => "usi il nuovo id nei collegamenti" / "use the new id in links";
    SameAgain = Note "same-again"
        "saltato: uguale a {other}" / "skipped: the same as {other}"
        => "nulla da fare" / "nothing to do";
    EmptyRow = Note "empty-row"
        "saltata: riga vuota" / "skipped: empty row"
        => "nulla da fare" / "nothing to do";
    NotKnowledge = Note "not-knowledge"
        "saltato: non è un file di conoscenza" / "skipped: no knowledge file"
        => "si leggono .md, .toml, .csv e .jsonl" / ".md, .toml, .csv and .jsonl are read";
    Link = Warning "link-not-followed"
        "saltato: è un collegamento del file system" / "skipped: it is a link of the file system"
        => "copi il file al suo posto" / "copy the file in its place";
    FileName = Warning "file-name"
        "il file non si chiama come il suo id «{value}»" / "the file is not named after its id “{value}”"
        => "lo rinomini «{value}.md»" / "rename it “{value}.md”";
    BrokenReference = Error "broken-reference"
        "«{key}» rimanda a «{value}», che non c'è" / "“{key}” points to “{value}”, which does not exist"
        => "il più vicino è «{near}»" / "the closest one is “{near}”";
    UncheckedReference = Note "unchecked-reference"
        "«{key}» rimanda a «{value}»: qui non si può controllare, non c'è un archivio"
            / "“{key}” points to “{value}”: it cannot be checked here, there is no archive"
        => "`sportello kb check` lo controlla dove c'è un archivio (`--data-dir`)"
            / "`sportello kb check` checks it where there is an archive (`--data-dir`)";
    WrongReference = Error "wrong-reference"
        "«{key}» rimanda a «{value}»: ci vuole {wanted}" / "“{key}” points to “{value}”: {wanted} is wanted"
        => "corregga il rimando" / "correct the reference";
    Ring = Error "ring"
        "«{value}» è parte di se stesso" / "“{value}” is a part of itself"
        => "tolga un parent dal giro" / "remove one parent from the ring";
    LongTitle = Warning "long-title"
        "titolo di {count} caratteri, il limite è {limit}" / "title of {count} characters, the limit is {limit}"
        => "sulla riga dei risultati non ci sta" / "it does not fit the line of results";
    LongSummary = Warning "long-summary"
        "riassunto di {count} caratteri, il limite è {limit}" / "summary of {count} characters, the limit is {limit}"
        => "una riga sola, il resto nel testo" / "one line; the rest goes to the body";
    LongSay = Warning "long-say"
        "frase da dire di {count} caratteri, il limite è {limit}" / "sentence to say of {count} characters, the limit is {limit}"
        => "chi ascolta ricorda due frasi" / "a listener remembers two sentences";
    BadNumber = Error "bad-number"
        "«{value}» non è un numero di telefono" / "“{value}” is no telephone number"
        => "solo cifre e spazi; un interno va in extension" / "digits and spaces only; an extension goes to extension";
    CollidingAlias = Warning "colliding-alias"
        "l'alias «{value}» è anche di {other}" / "the alias “{value}” also belongs to {other}"
        => "lo lasci all'articolo che risponde" / "leave it to the article that answers";
    RawHtml = Error "raw-html"
        "HTML nel testo: {value}" / "HTML in the body: {value}"
        => "usi il Markdown; un segno «<» si scrive «\\<»" / "use Markdown; a “<” is written “\\<”";
    BadLink = Error "bad-link"
        "collegamento non ammesso: {value}" / "link not allowed: {value}"
        => "solo http, https, tel e mailto" / "only http, https, tel and mailto";
    DeepNesting = Error "deep-nesting"
        "testo annidato oltre {limit} livelli" / "body nested deeper than {limit} levels"
        => "lo semplifichi" / "make it simpler";
    DeepValue = Error "deep-value"
        "«{key}»: valori annidati oltre {limit} livelli" / "“{key}”: values nested deeper than {limit} levels"
        => "lo semplifichi" / "make it simpler";
    Expired = Warning "expired"
        "scaduto il {value}" / "expired on {value}"
        => "lo aggiorni o lo ritiri" / "update or withdraw it";
    Expiring = Note "expiring"
        "scade il {value}" / "expires on {value}"
        => "lo faccia verificare dall'ufficio" / "have the office check it";
    DoubtUnmarked = Warning "doubt-unmarked"
        "dice «da confermare», ma unconfirmed non nomina nulla" / "it says “da confermare”, but unconfirmed names nothing"
        => "nomini il campo in unconfirmed («body» per il testo)" / "name the field in unconfirmed (“body” for the body)";
    Unverified = Note "unverified"
        "«{key}» senza data di verifica: si mostra come dato da confermare" / "“{key}” without a date of verification: shown as to be confirmed"
        => "metta verified_on dopo averlo confermato" / "set verified_on once it is confirmed";
    Archive = Error "archive"
        "è un archivio o un foglio compresso" / "it is an archive or a compressed sheet"
        => "lo apra e salvi il foglio come CSV" / "open it and save the sheet as CSV";
    Decoded = Note "decoded"
        "il file era {found}: letto lo stesso" / "the file was {found}: read all the same"
        => "controlli che gli accenti siano giusti" / "check that the accents are right";
    MissingColumn = Error "missing-column"
        "manca la colonna «{key}»" / "the column “{key}” is missing"
        => "è il file giusto per questo formato?" / "is it the right file for this format?";
    DoubleColumn = Error "double-column"
        "la colonna «{key}» c'è due volte" / "the column “{key}” is there twice"
        => "ne tenga una" / "keep one of them";
    DroppedColumn = Note "dropped-column"
        "colonna «{key}» non tenuta: {reason}" / "column “{key}” not kept: {reason}"
        => "nulla da fare" / "nothing to do";
    DroppedProperty = Note "dropped-property"
        "proprietà «{key}» non usata in {count} punti" / "property “{key}” not used in {count} places"
        => "nulla da fare" / "nothing to do";
    BadMap = Error "bad-map"
        "la mappa delle colonne non si legge: {reason}" / "the map of the columns cannot be read: {reason}"
        => "coppie colonna=chiave; con - la colonna si lascia" / "pairs column=key; with - the column is left out";
    VCard = Error "vcard"
        "vCard non valida: {reason}" / "invalid vCard: {reason}"
        => "si leggono le versioni 3.0 e 4.0 in UTF-8" / "versions 3.0 and 4.0 in UTF-8 are read";
    OddTaxCode = Warning "odd-tax-code"
        "codice fiscale «{value}»: {reason}" / "tax code “{value}”: {reason}"
        => "lo confronti con il registro" / "compare it with the register";
    OddProvince = Warning "odd-province"
        "«{value}» non è la sigla di una provincia" / "“{value}” is not the letters of a province"
        => "due lettere, come FI" / "two letters, as FI";
    NoParent = Warning "parent-not-there"
        "l'unità «{value}», di cui fa parte, non è nel file: messo sotto l'ente" / "the unit “{value}” it is part of is not in the file: put under its body"
        => "importi il file intero" / "import the whole file";
    BadWord = Error "bad-word"
        "«{key}»: «{value}» non è una parola conosciuta" / "“{key}”: “{value}” is no known word"
        => "la più vicina è «{near}»" / "the closest one is “{near}”";
    DoubleQuestion = Error "double-question"
        "due domande si chiamano «{value}»" / "two questions are called “{value}”"
        => "dia un id diverso a ciascuna" / "give each an id of its own";
    NoOptions = Error "no-options"
        "la domanda «{value}» è una scelta senza opzioni" / "the question “{value}” is a choice without options"
        => "metta almeno due options" / "give at least two options";
    NoDays = Error "no-days"
        "«{value}» non è un numero di giorni" / "“{value}” is no number of days"
        => "solo cifre; il resto va in note" / "digits only; the rest goes to note";
    NoReason = Error "no-reason"
        "«inactive» senza un motivo" / "“inactive” without a reason"
        => "scriva perché il servizio non c'è" / "write why the service is not to be had";
    Stale = Warning "stale"
        "verificato il {value}: oltre 12 mesi fa" / "verified on {value}: over 12 months ago"
        => "lo confronti di nuovo con la fonte" / "compare it with its source again";
    Placeholder = Error "placeholder"
        "segnaposto «{value}» in un ente vero" / "placeholder “{value}” in a real agency"
        => "metta il dato dell'ente" / "put the agency's own fact";
    OddLink = Warning "odd-link"
        "indirizzo non tenuto: «{value}»" / "address not kept: “{value}”"
        => "solo http e https" / "only http and https";
}
