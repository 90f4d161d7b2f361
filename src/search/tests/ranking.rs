//! What comes first for a question about a service.

use super::{NOW, TODAY, first_hits, hits, ids, index, index_of, marked, scope, typed};
use crate::search::{Document, Kind, Query};

#[test]
fn words_lead_to_the_article() {
    first_hits(
        &index(),
        &[
            ("ho perso la carta d'identità", "cie-persa"),
            ("furto carta identita", "cie-persa"),
            ("quanto costa la carta d'identità", "faq-costo-cie"),
            ("C.I.E.", "cie"),
            ("cie", "cie"),
            ("cambio residenza", "residenza"),
            (
                "buongiorno vorrei sapere quando si paga l'imu",
                "faq-imu-scadenza",
            ),
            ("tassa rifiuti", "tari"),
            ("spazzatura", "tari"),
            ("divano vecchio", "ingombranti"),
            ("aprire un negozio", "scia"),
            ("cane abbandonato", "faq-cane"),
            ("strisce blu", "sosta"),
            ("acqua potabile", "acqua"),
            ("legge 104", "legge104"),
            ("104", "legge104"),
        ],
    );
}

#[test]
fn accents_apostrophes_and_elisions_do_not_matter() {
    first_hits(
        &index(),
        &[
            ("qualità acqua", "acqua"),
            ("qualita' acqua", "acqua"),
            ("QUALITA ACQUA", "acqua"),
            ("qualita\u{300} dell’acqua", "acqua"),
            ("qualità dellacqua", "acqua"),
            ("contributo dellaffitto", "assegno"),
            ("l'asilo nido", "nido"),
        ],
    );
}

#[test]
fn slips_and_abbreviations_are_understood() {
    first_hits(
        &index(),
        &[
            ("ingombrnati", "ingombranti"),
            ("matirmonio", "matrimonio"),
            ("scuolabsu", "scuolabus"),
            ("rateizazzione tributi", "rate"),
            ("residneza", "residenza"),
            ("pubbl matri", "matrimonio"),
            ("traspo scola", "scuolabus"),
            ("assist domic anziani", "anziani"),
        ],
    );
}

#[test]
fn the_answer_comes_while_typing_and_stays() {
    let index = index();
    for (text, from, expected) in [
        ("ingombranti", 3, "ingombranti"),
        ("passo carrabile", 5, "passo"),
        ("scuolabus", 6, "scuolabus"),
        ("matrimonio", 4, "matrimonio"),
        ("tari", 3, "tari"),
    ] {
        for begun in typed(text, from) {
            assert_eq!(ids(&index, begun)[0], expected, "{begun}");
        }
    }
}

#[test]
fn every_beginning_finds_something() {
    let index = index();
    for begun in typed("ho perso la carta d'identita' elettronica", 1) {
        assert!(!ids(&index, begun).is_empty(), "{begun}");
    }
}

#[test]
fn what_is_over_or_replaced_is_found_lower_down() {
    let sheet = |id: &str| Document {
        title: "Bonus trasporti".to_owned(),
        body: "Il bonus trasporti si chiede sul portale.".to_owned(),
        ..Document::new(id, Kind::Sheet, "esempio")
    };
    let mut documents = vec![sheet("a-expired"), sheet("b-demoted"), sheet("c-valid")];
    documents[0].valid_until = Some(TODAY - 1);
    documents[1].demoted = true;
    documents[2].valid_until = Some(TODAY);
    let index = index_of(&documents);
    let found = hits(&index, "bonus trasporti");
    let order: Vec<(&str, bool)> = found.iter().map(|h| (h.id.as_str(), h.demoted)).collect();
    assert_eq!(
        order,
        [("c-valid", false), ("a-expired", true), ("b-demoted", true)]
    );
}

#[test]
fn equal_scores_come_by_kind_and_id() {
    let twin = |id: &str, kind| Document {
        title: "Biblioteca".to_owned(),
        ..Document::new(id, kind, "esempio")
    };
    let index = index_of(&[
        twin("z", Kind::Faq),
        twin("b", Kind::Sheet),
        twin("a", Kind::Procedure),
        twin("a2", Kind::Sheet),
    ]);
    assert_eq!(ids(&index, "biblioteca"), ["a2", "b", "z", "a"]);
    let two = index
        .search(&Query::new("biblioteca", 2, &scope(), NOW))
        .unwrap();
    let two: Vec<&str> = two.iter().map(|hit| hit.id.as_str()).collect();
    assert_eq!(two, ["a2", "b"], "the limit keeps the order");
}

#[test]
fn a_learned_question_leads_to_its_document() {
    let mut documents = super::corpus::documents();
    let question = "mi hanno portato via la macchina col carro attrezzi";
    assert_ne!(
        ids(&index_of(&documents), question)
            .first()
            .map(String::as_str),
        Some("multe")
    );
    for document in documents.iter_mut().filter(|d| d.id == "multe") {
        document.led_here.push(question.to_owned());
    }
    first_hits(
        &index_of(&documents),
        &[("carro attrezzi", "multe"), (question, "multe")],
    );
}

#[test]
fn hits_show_why_they_were_found() {
    let index = index();
    for (text, id, in_title, in_snippet) in [
        (
            "certificato ",
            "certificati",
            &["Certificati"][..],
            &["certificati"][..],
        ),
        ("ingombrnati ", "ingombranti", &["ingombranti"][..], &[][..]),
        (
            "denunc",
            "cie-persa",
            &[][..],
            &["denuncia", "denuncia"][..],
        ),
    ] {
        let found = hits(&index, text);
        let hit = found.iter().find(|hit| hit.id == id).unwrap();
        assert_eq!(
            marked(&hit.title, &hit.title_highlights),
            in_title,
            "{text}"
        );
        assert_eq!(marked(&hit.snippet, &hit.highlights), in_snippet, "{text}");
    }
}
