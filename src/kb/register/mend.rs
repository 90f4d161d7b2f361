//! Accents that a register writes as apostrophes (`Citta'`), mended only where the word leaves no doubt.
//!
//! An apostrophe after a word may be an accent, an elision (`de' Medici`) or the end of a quotation
//! (`'G. PASCOLI'`). It is taken for an accent only after a word of the table, and never in a text
//! in which a quotation was opened before it.

/// Words that end in an accent and in nothing else, each with its last letter.
const SURE: &[(&str, char)] = &[
    ("amenita", 'à'),
    ("antichita", 'à'),
    ("attivita", 'à'),
    ("autorita", 'à'),
    ("avversita", 'à'),
    ("biodiversita", 'à'),
    ("calamita", 'à'),
    ("cantu", 'ù'),
    ("capacita", 'à'),
    ("carita", 'à'),
    ("cefalu", 'ù'),
    ("cioe", 'è'),
    ("citta", 'à'),
    ("civilta", 'à'),
    ("collettivita", 'à'),
    ("competitivita", 'à'),
    ("comunita", 'à'),
    ("conformita", 'à'),
    ("contabilita", 'à'),
    ("continuita", 'à'),
    ("creativita", 'à'),
    ("disabilita", 'à'),
    ("diversita", 'à'),
    ("eredita", 'à'),
    ("facolta", 'à'),
    ("fedelta", 'à'),
    ("forli", 'ì'),
    ("fragilita", 'à'),
    ("gesu", 'ù'),
    ("gioventu", 'ù'),
    ("giosue", 'è'),
    ("identita", 'à'),
    ("indennita", 'à'),
    ("invalidita", 'à'),
    ("legalita", 'à'),
    ("liberta", 'à'),
    ("localita", 'à'),
    ("maternita", 'à'),
    ("mobilita", 'à'),
    ("modernita", 'à'),
    ("mondovi", 'ì'),
    ("nardo", 'ò'),
    ("nativita", 'à'),
    ("necessita", 'à'),
    ("niccolo", 'ò'),
    ("nicolo", 'ò'),
    ("novita", 'à'),
    ("oltrepo", 'ò'),
    ("opportunita", 'à'),
    ("ospitalita", 'à'),
    ("parita", 'à'),
    ("paternita", 'à'),
    ("perche", 'é'),
    ("piu", 'ù'),
    ("possibilita", 'à'),
    ("priorita", 'à'),
    ("produttivita", 'à'),
    ("professionalita", 'à'),
    ("proprieta", 'à'),
    ("pubblicita", 'à'),
    ("qualita", 'à'),
    ("quantita", 'à'),
    ("realta", 'à'),
    ("regolarita", 'à'),
    ("responsabilita", 'à'),
    ("sanita", 'à'),
    ("santita", 'à'),
    ("societa", 'à'),
    ("solidarieta", 'à'),
    ("sostenibilita", 'à'),
    ("specialita", 'à'),
    ("storicita", 'à'),
    ("trinita", 'à'),
    ("umanita", 'à'),
    ("unita", 'à'),
    ("universita", 'à'),
    ("utilita", 'à'),
    ("velocita", 'à'),
    ("verita", 'à'),
    ("viabilita", 'à'),
    ("virtu", 'ù'),
    ("vivibilita", 'à'),
    ("volonta", 'à'),
];

/// The text with its sure accents; everything else stays as it is.
#[must_use]
pub fn accents(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    let mut word = String::new();
    let mut before = ' ';
    while let Some(sign) = signs.next() {
        let next = signs.peek().copied().unwrap_or(' ');
        if is_apostrophe(sign) {
            if !before.is_alphanumeric() && !is_apostrophe(before) && next.is_alphanumeric() {
                // A quotation begins: whatever apostrophe follows may end it.
                out.push(sign);
                out.extend(signs);
                return out;
            }
            match accent(&word).filter(|_| !next.is_alphanumeric()) {
                Some(accent) => {
                    let letter = out.pop();
                    let large = letter.is_some_and(char::is_uppercase);
                    if large {
                        out.extend(accent.to_uppercase());
                    } else {
                        out.push(accent);
                    }
                }
                None => out.push(sign),
            }
            word.clear();
        } else {
            out.push(sign);
            if sign.is_alphabetic() {
                word.extend(sign.to_lowercase());
            } else {
                word.clear();
            }
        }
        before = sign;
    }
    out
}

const fn is_apostrophe(sign: char) -> bool {
    matches!(sign, '\'' | '’' | '`')
}

fn accent(word: &str) -> Option<char> {
    let found = SURE.iter().find(|(known, _)| *known == word);
    found.map(|(_, accent)| *accent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sure_accents_are_mended_and_nothing_else() {
        for (written, mended) in [
            (
                "Azienda Unita' Sanitaria Locale",
                "Azienda Unità Sanitaria Locale",
            ),
            ("CITTA' DI CASTELLO", "CITTÀ DI CASTELLO"),
            ("Comune di Forli'", "Comune di Forlì"),
            ("Forli'-Cesena", "Forlì-Cesena"),
            (
                "Universita’ degli Studi dell'Insubria",
                "Università degli Studi dell'Insubria",
            ),
            ("dell'Unita' d'Italia", "dell'Unità d'Italia"),
            ("Ca' de' Medici", "Ca' de' Medici"),
            ("Liceo 'G. GALILEI'", "Liceo 'G. GALILEI'"),
            ("I.C. 'LIBERTA'", "I.C. 'LIBERTA'"),
            ("I.C. 'PIAZZA LIBERTA''", "I.C. 'PIAZZA LIBERTA''"),
            (
                "Comunita' montana 'LA LIBERTA'",
                "Comunità montana 'LA LIBERTA'",
            ),
            ("Citta'di", "Citta'di"),
            ("SAN PIO X '", "SAN PIO X '"),
        ] {
            assert_eq!(accents(written), mended);
            assert_eq!(accents(mended), mended, "mended once");
        }
    }

    #[test]
    fn the_table_is_in_order_and_ends_in_the_letter() {
        for (word, accent) in SURE {
            let plain = match accent {
                'à' => 'a',
                'è' | 'é' => 'e',
                'ì' => 'i',
                'ò' => 'o',
                _ => 'u',
            };
            assert!(word.ends_with(plain), "{word}");
        }
    }

    proptest! {
        #[test]
        fn no_text_fails(text in "[a-zA-Z'’ àè]{0,40}") {
            let _ = accents(&text);
        }
    }
}
