//! Rows of IndicePA, old and current, as entries.

use super::*;
use crate::{
    domain::outcome::ArticleKind,
    kb::register::{Format, map::Map, read as read_register},
};
use proptest::prelude::*;

const HEAD: &str = "cod_amm\tdes_amm\tComune\tnome_resp\tcogn_resp\tCap\tProvincia\tRegione\tsito_istituzionale\tIndirizzo\ttitolo_resp\ttipologia_istat\tacronimo\tCf\tmail1\ttipo_mail1\tmail2\ttipo_mail2\turl_facebook\n";
const ROW: &str = "C_X001\tComune di Citta' Finta\tCitta' Finta\tda_indicare\tnull\t00100\tRM\tLazio\twww.finta.example\tVia Unita', 1\tSindaco\tComuni\tCF\t01041340371\tPROT@PEC.FINTA.EXAMPLE\tpec\tinfo@finta.example\taltro\thttps://facebook.com/finta\n";

fn bodies(text: &str) -> Reading {
    register(text.as_bytes(), Format::Bodies)
}

fn register(bytes: &[u8], format: Format) -> Reading {
    let map = Map::default();
    read_register("a.txt", bytes.to_vec(), format, &map, None, &mut |_| {})
}

fn rules(reading: &Reading) -> Vec<(Rule, usize)> {
    let findings = reading.findings.iter();
    findings.map(|f| (f.fault.rule, f.fault.line)).collect()
}

#[test]
fn a_body_is_told_whole() {
    let reading = bodies(&format!("{HEAD}{ROW}"));
    assert_eq!(reading.findings, []);
    let body = &reading.articles[0].article;
    assert_eq!(
        (body.id.as_str(), body.kind),
        ("ipa-c-x001", ArticleKind::Body)
    );
    assert_eq!(body.agency.as_str(), "all");
    assert_eq!(body.title.as_str(), "Comune di Città Finta");
    let aliases: Vec<_> = body
        .aliases
        .iter()
        .map(crate::domain::text::Text::as_str)
        .collect();
    assert_eq!(aliases, ["Comune di Citta' Finta", "CF"]);
    assert_eq!(
        body.reach.address.as_str(),
        "Via Unità, 1, 00100 Città Finta"
    );
    assert_eq!(body.reach.pec.as_str(), "prot@pec.finta.example");
    assert_eq!(body.reach.email.as_str(), "info@finta.example");
    assert_eq!(body.reach.points.len(), 3);
    assert_eq!(
        (body.code.as_str(), body.role.as_str()),
        ("C_X001", "Comuni")
    );
    assert!(body.head.is_empty(), "da_indicare is nobody");
}

#[test]
fn a_row_that_is_imported_again_is_the_same_entry() {
    let first = bodies(&format!("{HEAD}{ROW}"));
    let again = bodies(&format!("{HEAD}{ROW}"));
    assert_eq!(first.articles[0].canonical, again.articles[0].canonical);
    let changed = bodies(&format!(
        "{HEAD}{}",
        ROW.replace("Via Unita', 1", "Via Unita', 2")
    ));
    assert_eq!(first.articles[0].article.id, changed.articles[0].article.id);
    assert_ne!(first.articles[0].canonical, changed.articles[0].canonical);
}

#[test]
fn the_current_file_and_other_encodings_are_read() {
    let csv = "_id,Codice_IPA,Denominazione_ente,Codice_fiscale_ente,Tipologia,Ente_in_liquidazione,Mail1,Tipo_Mail1,Data_aggiornamento,Nuova\n\
        1,c_x001,Comune di Càsa Finta,01041340371,Pubbliche Amministrazioni,S,a@pec.example,Pec,2026-01-31,x\n";
    let utf8 = register(csv.as_bytes(), Format::Bodies);
    let latin: Vec<u8> = csv
        .chars()
        .map(|sign| u8::try_from(sign).unwrap())
        .collect();
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(csv.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for (bytes, said) in [(latin, 3), (wide, 3)] {
        let reading = register(&bytes, Format::Bodies);
        assert_eq!(reading.articles[0].canonical, utf8.articles[0].canonical);
        assert_eq!(rules(&reading)[0], (Rule::Decoded, 1));
        assert_eq!(reading.findings.len(), said);
        assert!(!reading.has_errors());
    }
    let body = &utf8.articles[0].article;
    assert_eq!(body.inactive.as_str(), "ente in liquidazione");
    assert!(body.sources[0].date.is_some());
    let archive = register(b"PK\x03\x04xxxx", Format::Bodies);
    assert_eq!(rules(&archive), [(Rule::Archive, 1)]);
}

#[test]
fn rows_that_cannot_be_taken_are_named() {
    let twice = format!("{HEAD}{ROW}{}", ROW.replace("Finta\tCitta", "Altra\tCitta"));
    assert_eq!(rules(&bodies(&twice)), [(Rule::DuplicateId, 3)]);
    let short = format!("{HEAD}C_X001\tComune\n{ROW}");
    assert_eq!(rules(&bodies(&short)), [(Rule::Csv, 2)]);
    let nameless = format!("{HEAD}{}", ROW.replace("Comune di Citta' Finta", "null"));
    assert_eq!(rules(&bodies(&nameless)), [(Rule::Missing, 2)]);
    let codeless = format!("{HEAD}{}", ROW.replace("C_X001", " "));
    assert_eq!(rules(&bodies(&codeless)), [(Rule::Missing, 2)]);
    let odd = ROW
        .replace("01041340371", "01041340372")
        .replace("\tRM\t", "\tXX\t");
    let odd = bodies(&format!(
        "{HEAD}{}",
        odd.replace("www.finta.example", "javascript:x")
    ));
    assert!(!odd.has_errors());
    let found = [
        (Rule::OddProvince, 2),
        (Rule::OddLink, 2),
        (Rule::OddTaxCode, 2),
    ];
    assert_eq!(rules(&odd), found);
    assert_eq!(
        rules(&bodies("a\tb\n1\t2\n")).last(),
        Some(&(Rule::MissingColumn, 1))
    );
    assert_eq!(rules(&bodies("")), [(Rule::EmptyRow, 1)]);
    let double = HEAD.replace("acronimo", "Cf");
    assert_eq!(rules(&bodies(&double)), [(Rule::DoubleColumn, 1)]);
    let wide = format!("{}\n", "cod_amm\t".repeat(70));
    assert_eq!(rules(&bodies(&wide)), [(Rule::TooLarge, 1)]);
    let large = ROW.replace("Sindaco", &"x".repeat(70_000));
    assert_eq!(
        rules(&bodies(&format!("{HEAD}{large}"))),
        [(Rule::TooLarge, 2)]
    );
}

const UNITS: &str =
    "cod_ou\tdes_ou\tcod_amm\tcod_ou_padre\tTel\tFax\tnome_resp\tcogn_resp\ttel_resp\n";

#[test]
fn units_stand_under_units_and_have_each_number_for_itself() {
    let reading = register(
        format!("{UNITS}1\tAnagrafe\tc_x001\t\t091 7404508; 091 7404501\t091 1234567\tAda\tBo\t091 7404509\n2\tCIE\tc_x001\t1\tnull\t\t\t\t\n3\tProtocollo\tc_x001\t9\tnull\t\t\t\t\n").as_bytes(),
        Format::Units,
    );
    assert_eq!(rules(&reading), [(Rule::NoParent, 4)]);
    let [office, below, lost] = &reading.articles[..] else {
        panic!("three");
    };
    assert_eq!(office.article.reach.phones.len(), 2);
    assert_eq!(office.article.head.as_str(), "Ada Bo");
    assert_eq!(
        office.article.reach.points.len(),
        2,
        "fax and the head's number"
    );
    let parent =
        |entry: &crate::kb::layout::Entry| entry.article.parent.as_ref().map(ToString::to_string);
    assert_eq!(parent(office).as_deref(), Some("ipa-c-x001"));
    assert_eq!(parent(below).as_deref(), Some("ipa-ou-c-x001--1"));
    assert_eq!(parent(lost).as_deref(), Some("ipa-c-x001"));
}

#[test]
fn units_that_are_parts_of_themselves_are_refused() {
    let ring = format!(
        "{UNITS}1\tA\tc\t2\t\t\t\t\t\n2\tB\tc\t1\t\t\t\t\t\n3\tC\tc\t3\t\t\t\t\t\n4\tD\tc\t1\t\t\t\t\t\n"
    );
    let reading = register(ring.as_bytes(), Format::Units);
    let rings: Vec<_> = rules(&reading);
    assert_eq!(rings.len(), 2, "{rings:?}");
    assert!(rings.iter().all(|(rule, _)| *rule == Rule::Ring));
    let tower = |n: u32| format!("{}\tU\tc\t{n}\t\t\t\t\t\n", n + 1);
    let tower: Vec<String> = (1..20_000).map(tower).collect();
    let tower = tower.concat();
    let reading = register(
        format!("{UNITS}1\tU\tc\t\t\t\t\t\t\n{tower}").as_bytes(),
        Format::Units,
    );
    assert!(!reading.has_errors());
}

#[test]
fn codes_are_told_apart() {
    let id = |code: &str| body_id(code).map(|slug| slug.to_string());
    assert_eq!(id("C_A944").as_deref(), Some("ipa-c-a944"));
    assert_eq!(id("c_a944"), id("C_A944"));
    let odd = [
        "c-a944",
        "c_a944_",
        "c__a944",
        "c a944",
        "è",
        &"x".repeat(90),
    ];
    let ids: HashSet<_> = odd
        .iter()
        .chain(&["c_a944"])
        .map(|code| id(code).unwrap())
        .collect();
    assert_eq!(ids.len(), odd.len() + 1);
    assert_eq!(id(" "), None);
}

proptest! {
    #[test]
    fn no_table_breaks_the_reader(text in "(cod_amm|des_amm|[a-z0-9_'\";,\t]{0,6}|\t|\n){0,24}") {
        for format in Format::ALL {
            let _ = register(text.as_bytes(), *format);
        }
    }
}
