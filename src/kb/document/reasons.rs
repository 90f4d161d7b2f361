//! The parser's causes in the operator's language: it speaks English, and a curator need not.

use crate::locale::Phrase;

crate::catalog! {
    STRING = "una stringa aperta con le virgolette non si chiude, o contiene un segno che vuole «\\» davanti"
        / "a quoted string is not closed, or holds a sign that wants a “\\” before it";
    UNQUOTED = "qui ci vuole un valore; un testo va tra virgolette" / "a value is wanted here; text is written between quotes";
    TWICE = "la chiave c'è due volte" / "the key is there twice";
    NO_VALUE = "alla chiave manca il valore dopo «=»" / "the key lacks its value after “=”";
    NO_EQUALS = "dopo la chiave ci vuole «=»" / "the key wants an “=” after it";
    NO_COMMA = "manca una virgola tra due elementi" / "a comma between two elements is missing";
    EXTRA_COMMA = "c'è una virgola di troppo" / "there is a comma too many";
    OPEN_LIST = "un elenco aperto con «[» non si chiude con «]»" / "a list opened with “[” is not closed with “]”";
    OPEN_TABLE = "il nome di una tabella non si chiude con «]»" / "the name of a table is not closed with “]”";
    OPEN_BRACES = "una parentesi graffa aperta non si chiude" / "a brace that is opened is not closed";
    BAD_KEY = "una chiave si scrive con lettere senza accenti, cifre, «-» e «_»"
        / "a key is written with plain letters, digits, “-” and “_”";
    BAD_VALUE = "un numero, una data o un vero/falso è scritto male; un testo va tra virgolette"
        / "a number, a date or a true/false is written wrongly; text is written between quotes";
    EXTRA = "sulla riga c'è qualcosa di troppo" / "there is something too many on the line";
    TOO_DEEP = "troppe parentesi una dentro l'altra" / "too many brackets inside one another";
    LINE_END = "un a capo è scritto in un modo che non si legge" / "a line end is written in a way that is not read";
    NOT_READ = "da qui non si legge" / "it cannot be read from here on";
}

/// How the causes of the parser begin, and what they are here; the first that fits.
const CAUSES: &[(&str, Phrase)] = &[
    ("duplicate key", TWICE),
    ("invalid basic string", STRING),
    ("invalid literal string", STRING),
    ("invalid multi-line", STRING),
    ("missing opening quote", STRING),
    ("missing escaped value", STRING),
    ("too few unicode value digits", STRING),
    ("invalid string", STRING),
    ("string values must be quoted", UNQUOTED),
    ("missing value", NO_VALUE),
    ("key with no value", NO_EQUALS),
    ("missing assignment", NO_EQUALS),
    ("missing comma", NO_COMMA),
    ("extra comma", EXTRA_COMMA),
    ("unclosed array table", OPEN_TABLE),
    ("unclosed table", OPEN_TABLE),
    ("unclosed array", OPEN_LIST),
    ("unclosed inline table", OPEN_BRACES),
    ("invalid unquoted key", BAD_KEY),
    ("unquoted keys cannot be empty", BAD_KEY),
    ("keys cannot be", BAD_KEY),
    ("missing key", BAD_KEY),
    ("unexpected leading zero", BAD_VALUE),
    ("unexpected sign", BAD_VALUE),
    ("redundant", BAD_VALUE),
    ("radix", BAD_VALUE),
    ("integer", BAD_VALUE),
    ("floating-point", BAD_VALUE),
    ("`_` may only", BAD_VALUE),
    ("invalid", BAD_VALUE),
    ("extra", EXTRA),
    ("unexpected", EXTRA),
    ("recursion limit", TOO_DEEP),
    ("cannot recurse", TOO_DEEP),
    ("carriage return", LINE_END),
];

/// What the parser's cause is called here.
pub fn reason(cause: &str) -> Phrase {
    let known = CAUSES.iter().find(|(begins, _)| cause.starts_with(begins));
    known.map_or(NOT_READ, |(_, phrase)| *phrase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kb::document::Toml, locale::Lang};

    #[test]
    fn the_usual_slips_are_told_in_words_of_ours_with_their_place() {
        for (text, expected, place) in [
            ("a = \"x\nb = 1\n", STRING, "riga 2, colonna 7"),
            ("a = 1\na = 2\n", TWICE, "riga 3, colonna 1"),
            ("a =\n", UNQUOTED, "riga 2, colonna 4"),
            ("a\n", NO_EQUALS, "riga 2, colonna"),
            ("a = [1\n", OPEN_LIST, "riga"),
            ("a = [\"x\" \"y\"]\n", NO_COMMA, "riga 2, colonna"),
            ("[a\n", OPEN_TABLE, "riga 2, colonna"),
            ("città = \"x\"\n", BAD_KEY, "riga 2, colonna"),
            ("a = Roma\n", UNQUOTED, "riga 2, colonna 5"),
            ("a = \"x\" y\n", EXTRA, "riga 2, colonna"),
        ] {
            let fault = Toml::from_line(text, 2).parse().map(|_| ()).unwrap_err();
            let said = fault.words(Lang::It);
            assert!(said.contains(expected.get(Lang::It)), "{text}: {said}");
            assert!(said.contains(place), "{text}: {said}");
            assert!(fault.words(Lang::En).contains(expected.get(Lang::En)));
        }
        assert_eq!(reason("something new, expected nothing"), NOT_READ);
    }
}
