//! Words that callers and sheets use for one another: the citizen says *contravvenzione*, the sheet
//! says *multa*.
//!
//! Kept small on purpose: general words of the Italian administration, and forms of one word that
//! the stemmer keeps apart (*iscrivo* and *iscrizione*). What only one sheet is called belongs in
//! the aliases of that sheet.

use super::analysis::Analysis;
use super::english;
use std::{collections::HashMap, sync::LazyLock};

/// Words that may stand for each other. Folded; one word is in one group.
const GROUPS: &[&[&str]] = &[
    &["azienda", "impresa", "ditta"],
    &["contravvenzione", "multa", "verbale", "sanzione"],
    &["auto", "automobile", "macchina", "veicolo", "vettura"],
    &["pasto", "mensa", "refezione"],
    &["iscrivere", "iscrivo", "iscrizione"],
    &["spazzatura", "immondizia", "rifiuto"],
    &["trasloco", "traslocare", "trasferimento", "trasferire"],
    &["asilo", "nido"],
    &["matrimonio", "sposarsi", "sposare", "sposo", "nozze"],
    &[
        "bambino",
        "bimbo",
        "figlio",
        "minore",
        "minorenne",
        "neonato",
    ],
    &["anziano", "vecchio"],
    &["tassa", "tributo", "imposta"],
    &["soldi", "contributo", "sussidio"],
    &["morto", "morte", "decesso", "deceduto", "defunto"],
    &["nato", "nascita", "nascere"],
    &["rata", "rateizzare", "rateizzazione", "dilazione"],
    &["scuola", "scolastico"],
    &["scuolabus", "pulmino"],
    &["perso", "perdere", "smarrito", "smarrimento", "smarrire"],
    &["rubato", "rubare", "furto"],
    &["disabile", "invalido", "handicap"],
    &["separarsi", "separazione", "separare"],
    &["parcheggio", "parcheggiare", "sosta"],
    &["rinnovo", "rinnovare"],
    &["segretaria", "segreteria"],
    &["esposto", "segnalazione", "segnalare"],
];

/// What a word may mean, not the other way round: who types *gatto* may want the sheet on animals,
/// who types *animale* does not ask about cats. (*Documento* for the identity card was tried and
/// brought the card to questions about any paper.)
const MEANINGS: &[(&str, &[&str])] = &[
    ("gatto", &["animale"]),
    ("vigile", &["polizia"]),
    ("asfalto", &["strada"]),
];

/// Stems under which each word of the tables is also found, by the stem of the word.
static MEANT: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(meant);

fn meant() -> HashMap<String, Vec<String>> {
    let analysis = Analysis::new();
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    let mut add = |word: &str, other: &str| {
        let (from, to) = (analysis.stem(word), analysis.stem(other));
        let stems = found.entry(from.clone()).or_default();
        if from != to && !stems.contains(&to) {
            stems.push(to);
        }
    };
    for group in GROUPS {
        for word in *group {
            for other in *group {
                add(word, other);
            }
        }
    }
    for (word, others) in MEANINGS {
        for other in *others {
            add(word, other);
        }
    }
    found
}

/// Stems that the English words of the table may mean, by the word itself: its stem may be that of an
/// Italian one (*tax* and *taxi*, *car* and *cara*).
static ENGLISH: LazyLock<HashMap<&str, Vec<String>>> = LazyLock::new(|| {
    let analysis = Analysis::new();
    let stems = |words: &[&str]| words.iter().map(|word| analysis.stem(word)).collect();
    let meanings = english::MEANINGS.iter();
    meanings
        .map(|(word, others)| (*word, stems(others)))
        .collect()
});

/// The stems of the words that may be meant by a folded word with this stem; none for a word that is in
/// no table.
pub(super) fn of(fold: &str, stem: &str) -> &'static [String] {
    let found = MEANT.get(stem).or_else(|| ENGLISH.get(fold));
    found.map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{token::tokens, words};

    fn every_word() -> impl Iterator<Item = &'static str> {
        let meanings = MEANINGS
            .iter()
            .chain(english::MEANINGS)
            .flat_map(|(word, others)| [*word].into_iter().chain(others.iter().copied()));
        GROUPS
            .iter()
            .flat_map(|group| group.iter().copied())
            .chain(meanings)
    }

    #[test]
    fn every_word_is_folded_and_has_a_topic() {
        for word in every_word() {
            assert_eq!(tokens(word)[0].fold, word);
            assert!(!words::is_stop(word) && !words::is_courtesy(word), "{word}");
        }
    }

    #[test]
    fn a_stem_is_in_one_group() {
        let analysis = Analysis::new();
        for (at, group) in GROUPS.iter().enumerate() {
            assert!(group.len() > 1);
            let stems: Vec<String> = group.iter().map(|word| analysis.stem(word)).collect();
            for other in GROUPS.iter().skip(at + 1).flat_map(|other| other.iter()) {
                assert!(!stems.contains(&analysis.stem(other)), "{other}");
            }
        }
    }

    #[test]
    fn a_word_stands_for_the_others_and_not_for_itself() {
        let analysis = Analysis::new();
        let others = |word: &str| of(word, &analysis.stem(word));
        assert_eq!(others("contravvenzioni").len(), 3);
        assert!(others("multe").contains(&analysis.stem("verbale")));
        assert!(!others("multe").contains(&analysis.stem("multa")));
        assert!(others("semaforo").is_empty());
    }

    #[test]
    fn an_english_word_is_no_word_of_the_groups_and_none_with_its_stem_is_touched() {
        let analysis = Analysis::new();
        let of = |word: &str| of(word, &analysis.stem(word));
        for (word, meant) in english::MEANINGS {
            let stems: Vec<String> = meant.iter().map(|word| analysis.stem(word)).collect();
            assert_eq!(of(word), stems, "{word}");
        }
        for word in ["taxi", "cara", "voti", "eventi", "diede", "fine"] {
            assert!(of(word).is_empty(), "{word}");
        }
    }

    #[test]
    fn a_meaning_goes_one_way() {
        let analysis = Analysis::new();
        let animal = analysis.stem("animale");
        assert!(of("gatto", &analysis.stem("gatto")).contains(&animal));
        assert!(of("animale", &animal).is_empty());
    }
}
