//! The place in what a caller said: *c'è una buca in via del Saggio 5* names one.

/// What a street is called before its name.
pub const STREETS: &[&str] = &[
    "calle",
    "corso",
    "largo",
    "lungarno",
    "lungomare",
    "lungotevere",
    "piazza",
    "piazzale",
    "piazzetta",
    "strada",
    "via",
    "viale",
    "vicolo",
];

/// Those that say other things too (*corso di nuoto*, *portare via*).
pub const AMBIGUOUS: &[&str] = &["corso", "largo", "strada", "via"];

/// The words before an ambiguous one that make it a street.
const BEFORE: &[&str] = &["a", "angolo", "in", "tra", "fra"];

/// Words that no name of a street begins with: *in via di* does, *in corso da ieri* does not.
const NO_NAME: &[&str] = &[
    "che", "da", "e", "il", "in", "la", "le", "lo", "ma", "o", "per", "un", "una",
];

/// How words begin that follow *in via*, *in corso* and *in largo* where no street is meant: *in via
/// telefonica*, *in via d'urgenza*, *in corso d'opera*, *in largo anticipo*.
const OTHER: &[&str] = &[
    "amichevol",
    "anticipo",
    "cautelar",
    "d'opera",
    "d'urgenz",
    "d’opera",
    "d’urgenz",
    "definitiv",
    "eccezional",
    "giudizial",
    "prioritari",
    "provvisori",
    "sperimental",
    "straordinari",
    "telefonic",
    "telematic",
    "urgen",
];

/// From the street on, as far as the sentence goes; empty where none is named. A guess: it is shown to
/// the operator, and never written without him.
#[must_use]
pub fn place_in(said: &str) -> &str {
    let mut before = "";
    let mut start = 0;
    for word in said.split_inclusive(char::is_whitespace) {
        let bare = bare(word);
        let rest = said.get(start + word.len()..).unwrap_or_default();
        if is_street(bare, before) && has_name(rest) {
            let place = said.get(start..).unwrap_or_default();
            let end = place.find([';', '?', '!', '\n']).unwrap_or(place.len());
            let end = place.find(". ").map_or(end, |stop| stop.min(end));
            return place.get(..end).unwrap_or_default().trim();
        }
        start += word.len();
        before = bare;
    }
    ""
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn is(word: &str, of: &[&str]) -> bool {
    of.contains(&word.to_lowercase().as_str())
}

fn is_street(word: &str, before: &str) -> bool {
    let first = before.is_empty() && word.eq_ignore_ascii_case("via");
    is(word, STREETS) && (!is(word, AMBIGUOUS) || first || is(before, BEFORE))
}

fn has_name(rest: &str) -> bool {
    let next = rest.split_whitespace().next().map_or("", bare);
    let lower = next.to_lowercase();
    let says_other = OTHER.iter().any(|word| lower.starts_with(word));
    next.chars().any(char::is_alphabetic) && !is(next, NO_NAME) && !says_other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_what_follows_the_street() {
        for (said, place) in [
            ("c'è una buca in via del Saggio", "via del Saggio"),
            (
                "buca in Via Roma 12, davanti alla scuola",
                "Via Roma 12, davanti alla scuola",
            ),
            ("via Po 3", "via Po 3"),
            (
                "lampione spento piazza dell'Esempio; da ieri",
                "piazza dell'Esempio",
            ),
            ("devo portare via i rifiuti", ""),
            ("lavori in corso da ieri in viale Kennedy", "viale Kennedy"),
            ("corso di nuoto", ""),
            ("va via", ""),
            ("in via", ""),
            ("si può fare in via telefonica", ""),
            ("mi serve in via d'urgenza", ""),
            ("lavori in corso d'opera", ""),
            ("prenoto in largo anticipo", ""),
            ("", ""),
        ] {
            assert_eq!(place_in(said), place, "{said}");
        }
    }
}
