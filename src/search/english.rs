//! What callers who speak English ask for, in the words of Italian sheets.
//!
//! A small table for the topics of a town's desk and no translation. *Fine* alone is not in it: in Italian
//! it is the end of something.

/// English words and the Italian ones they may mean, folded. Two words in one stand for the second of
/// them after the first.
pub(super) const MEANINGS: &[(&str, &[&str])] = &[
    ("address", &["indirizzo", "residenza"]),
    ("ambulance", &["ambulanza"]),
    ("appointment", &["appuntamento", "prenotazione"]),
    ("bill", &["bolletta"]),
    ("birth", &["nascita"]),
    ("born", &["nascita"]),
    ("building", &["edilizia"]),
    ("bulky", &["ingombranti"]),
    ("car", &["auto", "veicolo"]),
    ("card", &["carta", "tessera"]),
    ("cemetery", &["cimitero"]),
    ("certificate", &["certificato"]),
    ("child", &["bambino", "minore"]),
    ("children", &["bambino", "minore"]),
    ("citizenship", &["cittadinanza"]),
    ("collection", &["raccolta"]),
    ("complaint", &["reclamo"]),
    ("death", &["morte"]),
    ("died", &["morte"]),
    ("disabled", &["disabile", "contrassegno"]),
    ("divorce", &["divorzio", "separazione"]),
    ("doctor", &["medico"]),
    ("dog", &["cane"]),
    ("driving", &["patente"]),
    ("elderly", &["anziano"]),
    ("election", &["elettorale"]),
    ("emergency", &["emergenza"]),
    ("event", &["evento", "manifestazione"]),
    ("garbage", &["rifiuto"]),
    ("gym", &["palestra"]),
    ("health", &["sanitario"]),
    ("hospital", &["ospedale"]),
    ("hours", &["orari"]),
    ("house", &["casa"]),
    ("identity", &["identita"]),
    ("kindergarten", &["asilo", "infanzia"]),
    ("library", &["biblioteca"]),
    ("licence", &["patente"]),
    ("license", &["patente"]),
    ("lost", &["smarrimento", "smarrito"]),
    ("lostproperty", &["oggetti"]),
    ("marriage", &["matrimonio"]),
    ("married", &["matrimonio"]),
    ("mayor", &["sindaco"]),
    ("meals", &["mensa"]),
    ("municipality", &["comune"]),
    ("neighbour", &["vicino"]),
    ("noise", &["rumore"]),
    ("nursery", &["nido"]),
    ("open", &["aperto", "orari"]),
    ("opening", &["orari"]),
    ("parking", &["parcheggio", "sosta"]),
    ("parkingfine", &["multa"]),
    ("passport", &["passaporto"]),
    ("pay", &["pagare", "pagamento"]),
    ("permit", &["permesso"]),
    ("police", &["polizia"]),
    ("pothole", &["buca"]),
    ("property", &["imu"]),
    ("recycling", &["differenziata", "raccolta"]),
    ("residence", &["residenza"]),
    ("road", &["strada"]),
    ("rubbish", &["rifiuto"]),
    ("school", &["scuola"]),
    ("schoolbus", &["scuolabus", "trasporto"]),
    ("stolen", &["furto", "rubato"]),
    ("street", &["strada"]),
    ("streetlight", &["lampione"]),
    ("swimming", &["piscina"]),
    ("tax", &["tassa", "tributo"]),
    ("tourist", &["soggiorno"]),
    ("towed", &["rimosso"]),
    ("trash", &["rifiuto"]),
    ("vote", &["voto", "elettorale"]),
    ("waste", &["rifiuto"]),
    ("water", &["acqua"]),
    ("wedding", &["matrimonio"]),
];

/// English words without a topic that are neither Italian ones nor codes of provinces (*to*, *is*). Folded
/// and sorted.
const EMPTY: &[&str] = &[
    "about", "and", "for", "get", "have", "how", "my", "need", "of", "on", "please", "the", "want",
    "what", "when", "where", "you",
];

/// True for an English word that carries no topic (folded).
pub(super) fn is_empty(word: &str) -> bool {
    EMPTY.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::places::is_code;

    #[test]
    fn the_tables_are_sorted_and_apart() {
        assert!(EMPTY.is_sorted());
        assert!(MEANINGS.is_sorted_by_key(|(word, _)| word));
        assert!(!EMPTY.iter().any(|word| is_code(word)));
        assert!(MEANINGS.iter().all(|(word, _)| !is_empty(word)));
    }
}
