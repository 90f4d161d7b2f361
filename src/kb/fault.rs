//! What can be wrong with a knowledge file: one table of rules, and a broken one as data.

use crate::{
    domain::text::Text,
    locale::{Lang, Phrase},
};
use std::fmt;

/// The longest value quoted in a fault, in characters.
const QUOTED_MAX_CHARS: usize = 80;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub enum Severity {
    /// The file cannot be taken as it is.
    Error,
    /// It can be taken; an operator would stumble over it.
    Warning,
    /// For the curator's list.
    Note,
}

impl Severity {
    /// The words on screen.
    #[must_use]
    pub const fn label(self) -> Phrase {
        match self {
            Self::Error => Phrase::new("errore", "error"),
            Self::Warning => Phrase::new("avviso", "warning"),
            Self::Note => Phrase::new("nota", "note"),
        }
    }
}

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
    Toml = Error "toml"
        "TOML non valido: {reason}" / "invalid TOML: {reason}"
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
}

/// A rule broken at a line. The values fill the places of its phrase and hint.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KbError {
    /// Which rule.
    pub rule: Rule,
    /// The line of the file, from 1.
    pub line: usize,
    values: Vec<(&'static str, Said)>,
}

/// A value quoted in a fault.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Said {
    /// From a file, the same in both languages.
    Quoted(Text),
    /// Our own words.
    Phrase(Phrase),
}

impl Said {
    fn get(&self, lang: Lang) -> &str {
        match self {
            Self::Quoted(text) => text.as_str(),
            Self::Phrase(phrase) => phrase.get(lang),
        }
    }
}

impl KbError {
    pub(super) const fn new(rule: Rule, line: usize) -> Self {
        Self {
            rule,
            line,
            values: Vec::new(),
        }
    }

    /// A key that nothing is called by, with the closest of those there are.
    pub(super) fn unknown_key<'a>(
        line: usize,
        key: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Self {
        let near = nearest(key, known).unwrap_or_default();
        Self::new(Rule::UnknownKey, line)
            .with("key", key)
            .with("near", near)
    }

    /// A key that nothing is called by, and that is kept.
    pub(super) fn kept_key<'a>(
        line: usize,
        key: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Self {
        let near = nearest(key, known).unwrap_or_default();
        Self::new(Rule::KeptKey, line)
            .with("key", key)
            .with("near", near)
    }

    /// Quotes a value; it comes from a file, so it is cleaned and kept short.
    pub(super) fn with(mut self, place: &'static str, value: &str) -> Self {
        let quoted = Text::line(value).clipped(QUOTED_MAX_CHARS);
        let text = if quoted.clipped {
            Text::line(&format!("{}…", quoted.text))
        } else {
            quoted.text
        };
        self.values.push((place, Said::Quoted(text)));
        self
    }

    /// Fills a place with words of ours.
    pub(super) fn with_phrase(mut self, place: &'static str, phrase: Phrase) -> Self {
        self.values.push((place, Said::Phrase(phrase)));
        self
    }

    /// What is wrong, in `lang`.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        self.fill(self.rule.phrase(), lang)
    }

    /// What to do about it, in `lang`.
    #[must_use]
    pub fn hint(&self, lang: Lang) -> String {
        self.fill(self.rule.hint(), lang)
    }

    fn fill(&self, phrase: Phrase, lang: Lang) -> String {
        let values: Vec<(&str, &str)> = self
            .values
            .iter()
            .map(|(place, value)| (*place, value.get(lang)))
            .collect();
        let shown: Vec<(&str, &dyn fmt::Display)> = values
            .iter()
            .map(|(place, value)| (*place, value as &dyn fmt::Display))
            .collect();
        phrase.fill(lang, &shown)
    }
}

impl fmt::Display for KbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}: {} ({})",
            self.line,
            self.words(Lang::En),
            self.hint(Lang::En)
        )
    }
}

impl std::error::Error for KbError {}

/// What was found in a file: one row of the report of an import or a check.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// The file, as the report names it.
    pub file: Text,
    /// What is wrong, and where.
    pub fault: KbError,
}

impl Finding {
    pub(super) fn new(file: &str, fault: KbError) -> Self {
        Self {
            file: Text::line(file),
            fault,
        }
    }

    /// How much it weighs.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.fault.rule.severity()
    }

    /// One line: file, line, severity, what is wrong, what to do.
    #[must_use]
    pub fn report(&self, lang: Lang) -> String {
        format!(
            "{}:{}: {}: {} [{}] · {}",
            self.file,
            self.fault.line,
            self.severity().label().get(lang),
            self.fault.words(lang),
            self.fault.rule.id(),
            self.fault.hint(lang)
        )
    }
}

/// Of `known`, the one that takes the fewest changed letters to become `word`.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known.min_by_key(|candidate| distance(word, candidate))
}

/// Levenshtein distance, in characters; words beyond 80 characters count as that long.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().take(QUOTED_MAX_CHARS).collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (above, letter) in from.chars().take(QUOTED_MAX_CHARS).enumerate() {
        let mut next = Vec::with_capacity(row.len());
        let mut left = above + 1;
        next.push(left);
        for (other, pair) in to.iter().zip(row.windows(2)) {
            let [diagonal, up] = pair else { continue };
            left = (diagonal + usize::from(letter != *other)).min(left.min(*up) + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::catalog_faults;

    #[test]
    fn every_rule_speaks_both_languages() {
        assert_eq!(catalog_faults(CATALOG), Vec::<String>::new());
    }

    #[test]
    fn rule_ids_are_unique() {
        let mut ids: Vec<_> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), Rule::ALL.len());
    }

    #[test]
    fn the_nearest_key_is_named() {
        let keys = ["title", "terms", "aliases"];
        for (typed, near) in [("titel", "title"), ("alias", "aliases"), ("term", "terms")] {
            assert_eq!(nearest(typed, keys.into_iter()), Some(near));
        }
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("gatto", "gatti"), 1);
        assert_eq!(nearest("x", std::iter::empty()), None);
    }

    #[test]
    fn a_quoted_value_cannot_reach_the_terminal_as_an_escape() {
        let fault = KbError::new(Rule::UnknownKey, 3)
            .with("key", &format!("\u{1b}[2J{}", "x".repeat(300)))
            .with("near", "title");
        let said = fault.words(Lang::It);
        assert!(!said.contains('\u{1b}'), "{said}");
        assert!(said.chars().count() < 130, "{said}");
    }
}
