//! A table of knowledge that is wrong in one way each.

use super::*;
use crate::kb::fault::{Rule, Severity};

const AGENCY: &str =
    "id = \"roma\"\nname = \"Roma\"\n[[topic]]\nid = \"anagrafe\"\nname.it = \"Anagrafe\"\n";
const OFFICE: &str = "[[office]]\nid = \"ufficio\"\ntitle = \"Ufficio\"\nextension = \"401\"\n";
const SHEET: &str = r#"+++
id = "scheda"
kind = "sheet"
agency = "roma"
title = "Titolo"
summary = "Riassunto"
say = "Dica questo."
aliases = ["la carta"]
topic = "anagrafe"
office = "ufficio"
escalate_to = "ufficio"
cost = "10 €"
related = ["scheda"]
verified_on = "2026-11-01"
valid_to = "2027-06-30"
[[source]]
name = "Comune"
url = "https://example.org"
+++
## Corpo
Testo.
"#;

fn found(files: &[(&str, &str)]) -> Vec<(Rule, usize)> {
    let mut reading = Reading::default();
    for (path, text) in files {
        reading.file(path, text.as_bytes());
    }
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let report = check(&reading, &Known::default(), today);
    report
        .iter()
        .map(|finding| (finding.fault.rule, finding.fault.line))
        .collect()
}

fn with_sheet(sheet: &str) -> Vec<(Rule, usize)> {
    found(&[
        ("agency/roma.toml", AGENCY),
        ("offices.toml", OFFICE),
        ("sheets/scheda.md", sheet),
    ])
}

#[test]
fn a_good_sheet_has_no_findings() {
    assert_eq!(with_sheet(SHEET), []);
}

/// What is replaced, by what, which rule that breaks, on which line.
type Case<'a> = (&'a str, &'a str, Rule, usize);

fn hold(table: &[Case<'_>]) {
    for (from, to, rule, line) in table {
        assert_eq!(
            with_sheet(&SHEET.replace(from, to)),
            [(*rule, *line)],
            "{from} → {to}"
        );
    }
}

#[test]
fn every_fault_of_a_field_is_found_on_its_line() {
    let long = "parola ".repeat(60);
    let table: &[Case<'_>] = &[
        ("summary = \"Riassunto\"\n", "", Rule::Missing, 1),
        ("topic = \"anagrafe\"\n", "", Rule::Missing, 1),
        ("Titolo", &long, Rule::LongTitle, 5),
        ("Riassunto", &long, Rule::LongSummary, 6),
        ("Dica questo.", &long, Rule::LongSay, 7),
    ];
    hold(table);
}

#[test]
fn a_reference_that_leads_nowhere_is_found_on_its_line() {
    hold(&[
        (
            "topic = \"anagrafe\"",
            "topic = \"anagrefe\"",
            Rule::BrokenReference,
            9,
        ),
        (
            "office = \"ufficio\"\nesc",
            "office = \"uficio\"\nesc",
            Rule::BrokenReference,
            10,
        ),
        (
            "escalate_to = \"ufficio\"",
            "escalate_to = \"scheda\"",
            Rule::WrongReference,
            11,
        ),
        ("[\"scheda\"]", "[\"manca\"]", Rule::BrokenReference, 13),
    ]);
}

#[test]
fn what_is_out_of_date_or_no_number_is_found_on_its_line() {
    hold(&[
        ("verified_on = \"2026-11-01\"\n", "", Rule::Unverified, 12),
        ("2027-06-30", "2026-11-21", Rule::Expired, 15),
        ("2027-06-30", "2026-12-01", Rule::Expiring, 15),
        (
            "Testo.",
            "Il bollo è da confermare.",
            Rule::DoubtUnmarked,
            1,
        ),
        (
            "verified_on",
            "unconfirmed = [\"costo\"]\nverified_on",
            Rule::UnknownKey,
            14,
        ),
        (
            "verified_on",
            "phones = [\"quattro\"]\nverified_on",
            Rule::BadNumber,
            14,
        ),
        (
            "verified_on",
            "extension = \"4O1\"\nverified_on",
            Rule::BadNumber,
            14,
        ),
    ]);
}

#[test]
fn a_body_that_is_not_plain_is_found_on_its_line() {
    let deep = format!("{}- fondo", "  ".repeat(40));
    hold(&[
        (
            "https://example.org",
            "javascript:alert(1)",
            Rule::BadLink,
            16,
        ),
        ("Testo.", "[x](file:///etc/passwd)", Rule::BadLink, 21),
        ("Testo.", "<b>Testo</b>", Rule::RawHtml, 21),
        ("Testo.", &deep, Rule::DeepNesting, 21),
    ]);
}

#[test]
fn a_number_or_amount_named_as_unconfirmed_is_marked_already() {
    let marked = SHEET.replace("verified_on = \"2026-11-01\"", "unconfirmed = [\"cost\"]");
    assert_eq!(with_sheet(&marked), []);
    let fictional = AGENCY.replace("name = \"Roma\"", "name = \"Roma\"\nfictional = true");
    let unverified = SHEET.replace("verified_on = \"2026-11-01\"\n", "");
    let files = [
        ("agency/roma.toml", fictional.as_str()),
        ("offices.toml", OFFICE),
        ("sheets/scheda.md", unverified.as_str()),
    ];
    assert_eq!(found(&files), []);
}

#[test]
fn two_answers_may_not_claim_one_alias() {
    let other = SHEET
        .replace("id = \"scheda\"", "id = \"altra\"")
        .replace("la carta", "La  carta!");
    let faq = SHEET
        .replace("id = \"scheda\"", "id = \"altra\"")
        .replace("kind = \"sheet\"", "kind = \"faq\"\nsheet = \"scheda\"");
    let base = [
        ("agency/roma.toml", AGENCY),
        ("offices.toml", OFFICE),
        ("sheets/scheda.md", SHEET),
    ];
    let both = |file| [base.as_slice(), &[file]].concat();
    assert_eq!(
        found(&both(("sheets/altra.md", other.as_str()))),
        [(Rule::CollidingAlias, 8)]
    );
    assert_eq!(found(&both(("faq/altra.md", faq.as_str()))), []);
}

#[test]
fn a_ring_of_offices_is_found() {
    let ring = "[[office]]\nid = \"a\"\ntitle = \"A\"\nextension = \"1\"\nparent = \"b\"\n[[office]]\nid = \"b\"\ntitle = \"B\"\nextension = \"2\"\nparent = \"a\"\n";
    assert_eq!(
        found(&[("agency/roma.toml", AGENCY), ("offices.toml", ring)]),
        [(Rule::Ring, 5), (Rule::Ring, 10)]
    );
}

#[test]
fn references_may_point_to_what_is_in_force_already() {
    let mut reading = Reading::default();
    reading.file("scheda.md", SHEET.as_bytes());
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let slug = |name: &str| Slug::parse(name).unwrap();
    let known = Known {
        articles: BTreeMap::from([(slug("ufficio"), ArticleKind::Office)]),
        topics: BTreeSet::from([slug("anagrafe")]),
        ..Known::default()
    };
    assert_eq!(check(&reading, &known, today), []);
    let alone = check(&reading, &Known::default(), today);
    assert_eq!(alone.len(), 3);
    assert!(
        alone
            .iter()
            .all(|finding| finding.severity() == Severity::Error)
    );
}

#[test]
fn where_nothing_in_force_is_seen_a_reference_beyond_the_files_is_a_remark() {
    let with = |files: &[(&str, &str)]| {
        let mut reading = Reading::default();
        for (path, text) in files {
            reading.file(path, text.as_bytes());
        }
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let report = check(&reading, &Known::unseen(), today);
        let rules = report.iter().map(|finding| finding.fault.rule);
        rules.collect::<Vec<_>>()
    };
    let unchecked = Rule::UncheckedReference;
    assert_eq!(unchecked.severity(), Severity::Note);
    assert_eq!(with(&[("scheda.md", SHEET)]), [unchecked; 3]);
    // The topics of an agency stand in its own file, and in no other.
    let other = SHEET.replace("topic = \"anagrafe\"", "topic = \"tributi\"");
    let files = [("agency/roma.toml", AGENCY), ("scheda.md", other.as_str())];
    assert_eq!(with(&files), [Rule::BrokenReference, unchecked, unchecked]);
    let parent = AGENCY.replace(
        "name.it = \"Anagrafe\"",
        "name.it = \"Anagrafe\"\nparent = \"x\"",
    );
    assert_eq!(
        with(&[("agency/roma.toml", &parent)]),
        [Rule::BrokenReference]
    );
    // What is there and is of the wrong kind is wrong wherever one looks.
    let wrong = SHEET.replace("office = \"ufficio\"", "office = \"scheda\"");
    assert!(with(&[("scheda.md", &wrong)]).contains(&Rule::WrongReference));
}

#[test]
fn words_that_belong_to_no_table_are_found_on_their_line() {
    let with = |line: &str| format!("{line}\nverified_on");
    let table: &[(&str, Rule)] = &[
        ("themes = [\"anagrafe\"]", Rule::BadWord),
        ("life_events = [\"vacanza\"]", Rule::BadWord),
        ("business_events = [\"festa\"]", Rule::BadWord),
        ("inactive = \"\"", Rule::NoReason),
        ("inactive = \"sì\"", Rule::NoReason),
        ("province = \"XX\"", Rule::OddProvince),
        ("tax_code = \"01041340372\"", Rule::OddTaxCode),
        ("online = \"javascript:alert(1)\"", Rule::BadLink),
        ("web = \"ftp://example.org\"", Rule::BadLink),
        ("say2 = 1", Rule::KeptKey),
    ];
    for (line, rule) in table {
        let sheet = SHEET.replace("verified_on", &with(line));
        assert_eq!(with_sheet(&sheet), [(*rule, 14)], "{line}");
    }
    for line in [
        "themes = [\"turismo\"]\nlife_events = [\"nascita\"]\nbusiness_events = [\"licenze\"]",
        "province = \"FI\"\ntax_code = \"01041340371\"\nweb = \"www.comune.example\"",
        "inactive = \"sospeso fino a nuova gara\"\nonline = \"https://example.org\"",
    ] {
        let sheet = SHEET.replace("verified_on", &with(line));
        assert_eq!(with_sheet(&sheet), [], "{line}");
    }
}

#[test]
fn parts_that_cannot_be_used_are_found() {
    let table: &[(&str, Rule)] = &[
        (
            "[[ask]]\nid = \"a\"\ntext = \"A?\"\nkind = \"boh\"\n",
            Rule::BadWord,
        ),
        (
            "[[ask]]\nid = \"a\"\ntext = \"A?\"\nwhen = [\"mai\"]\n",
            Rule::BadWord,
        ),
        (
            "[[ask]]\nid = \"a\"\ntext = \"A?\"\nkind = \"choice\"\n",
            Rule::NoOptions,
        ),
        (
            "[[ask]]\nid = \"a\"\ntext = \"A?\"\n[[ask]]\nid = \"a\"\ntext = \"B?\"\n",
            Rule::DoubleQuestion,
        ),
        ("[[ask]]\nid = \"a\"\n", Rule::Missing),
        (
            "[[deadline]]\nname = \"a\"\ndays = \"trenta\"\n",
            Rule::NoDays,
        ),
        ("[[annex]]\nname = \"a\"\nkind = \"boh\"\n", Rule::BadWord),
        (
            "[[annex]]\nname = \"a\"\nurl = \"file:///x\"\n",
            Rule::BadLink,
        ),
        (
            "[[contact]]\nkind = \"boh\"\nvalue = \"1\"\n",
            Rule::BadWord,
        ),
        (
            "[[contact]]\nkind = \"fax\"\nvalue = \"quattro\"\n",
            Rule::BadNumber,
        ),
        (
            "[[contact]]\nkind = \"web\"\nvalue = \"data:x\"\n",
            Rule::BadLink,
        ),
        (
            "[[contact]]\nkind = \"mail\"\nvalue = \"a@b\"\nverified_on = \"2025-01-01\"\n",
            Rule::Stale,
        ),
    ];
    for (part, rule) in table {
        let sheet = SHEET.replace("[[source]]", &format!("{part}[[source]]"));
        let found: Vec<Rule> = with_sheet(&sheet)
            .into_iter()
            .map(|(rule, _)| rule)
            .collect();
        assert_eq!(found, [*rule], "{part}");
    }
}

#[test]
fn what_nobody_vouches_for_is_found() {
    let stale = SHEET.replace("2026-11-01", "2025-11-01");
    assert_eq!(with_sheet(&stale), [(Rule::Stale, 14)]);
    let loose = SHEET
        .replace("cost = \"10 €\"\n", "")
        .replace("verified_on = \"2026-11-01\"\n", "");
    let spoken = loose.replace("Dica questo.", "Chiami il 055 055.");
    assert_eq!(with_sheet(&spoken), [(Rule::Unverified, 7)]);
    let written = loose.replace("Testo.", "Costa 16 euro.");
    assert_eq!(with_sheet(&written), [(Rule::Unverified, 18)]);
    let hole = SHEET.replace("Testo.", "Il costo è {{costo}}.");
    assert_eq!(with_sheet(&hole), [(Rule::Placeholder, 1)]);
    let nobody = SHEET.replace("Testo.", "Chiami lo 0000 000123.");
    assert_eq!(with_sheet(&nobody), [(Rule::Placeholder, 1)]);
}

#[test]
fn ten_thousand_nested_lists_are_refused_and_break_nothing() {
    let tower = SHEET.replace("Testo.", &"- ".repeat(8_000));
    assert_eq!(with_sheet(&tower), [(Rule::DeepNesting, 21)]);
    let higher = SHEET.replace("Testo.", &"- ".repeat(10_000));
    let rules: Vec<Rule> = with_sheet(&higher)
        .into_iter()
        .map(|(rule, _)| rule)
        .collect();
    assert!(rules.contains(&Rule::Clipped), "{rules:?}");
    let quotes = SHEET.replace("Testo.", &"> - ".repeat(2_000));
    assert_eq!(with_sheet(&quotes), [(Rule::DeepNesting, 21)]);
}
