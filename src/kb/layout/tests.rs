//! Tables of every format the folder may hold, and of what is refused.

use super::*;
use crate::domain::agency::ALL;

fn read(files: &[(&str, &[u8])]) -> Reading {
    let mut reading = Reading::default();
    for (path, bytes) in files {
        reading.file(path, *bytes);
    }
    reading
}

fn rules(reading: &Reading) -> Vec<(Rule, usize)> {
    let findings = reading.findings.iter();
    findings
        .map(|finding| (finding.fault.rule, finding.fault.line))
        .collect()
}

fn only(reading: &Reading) -> &Article {
    assert_eq!(reading.findings, [], "no findings");
    assert_eq!(reading.articles.len(), 1);
    &reading.articles[0].article
}

#[test]
fn offices_and_help_lines_have_words_of_their_own() {
    let offices = br#"
[[office]]
id = "urp"
kind = "urp"
agency = "esempio"
title = "URP"
phone = "091 7404508; 091 7404501"
hours = ["lun-ven 08:30-13:00"]
competences = ["informazioni", "reclami"]
"#;
    let reading = read(&[("offices.toml", offices)]);
    let urp = only(&reading);
    assert_eq!(urp.kind, ArticleKind::Office);
    assert_eq!(urp.role.as_str(), "urp");
    assert_eq!(urp.reach.phones.len(), 2);
    assert_eq!(
        urp.body.as_str(),
        "## Competenze\n- informazioni\n- reclami\n"
    );
    assert_eq!(reading.articles[0].line_of("phones"), 7);

    let lines = b"[[helpline]]\nid = \"n-112\"\nagency = \"all\"\nnumber = \"112\"\ntitle = \"NUE\"\nhours = \"sempre\"\nfree = true\nemergency = true\n[[helpline.source]]\nname = \"Protezione civile\"\n";
    let reading = read(&[("helplines.toml", lines)]);
    let nue = only(&reading);
    assert_eq!(
        (nue.kind, nue.free, nue.emergency),
        (ArticleKind::HelpLine, Some(true), true)
    );
    assert_eq!(nue.hours_text.as_str(), "sempre");
    assert_eq!(nue.reach.phones[0].as_str(), "112");
    assert_eq!(nue.sources.len(), 1);

    let doubtful = String::from_utf8_lossy(lines).replace("sempre", "9-17 (da confermare)");
    let reading = read(&[("helplines.toml", doubtful.as_bytes())]);
    assert_eq!(only(&reading).unconfirmed[0].as_str(), "hours_text");
}

#[test]
fn a_misspelt_table_is_not_passed_over() {
    let text =
        b"[[office]]\nid = \"a\"\nagency = \"all\"\ntitle = \"A\"\n[[helplin]]\nid = \"b\"\n";
    assert_eq!(
        rules(&read(&[("offices.toml", text)])),
        [(Rule::UnknownKey, 5)]
    );
}

#[test]
fn what_an_agency_file_says_holds_for_the_folder() {
    let agency = b"id = \"roma\"\nname = \"Roma\"\n";
    let csv = b"id,surname,name,phone\np-1,Carli,Daniela,0000 000401\n";
    let reading = read(&[("agency/roma.toml", agency), ("directory.csv", csv)]);
    assert_eq!(only(&reading).agency.as_str(), "roma");
    assert_eq!(
        reading.agencies[0].canonical,
        "id = \"roma\"\nname = \"Roma\"\n"
    );
    assert_eq!(only(&read(&[("directory.csv", csv)])).agency.as_str(), ALL);
}

#[test]
fn a_directory_row_is_a_person() {
    let csv = "id,surname,name,role,office,phone,hours,notes,aliases\n\
        p-1,D'Angelo,Niccolò,\"Mensa, nidi\",scuola,'+39 055 055,lun 09:00-10:00;mar 09:00-10:00,Parla arabo,la mensa;il nido\n\
        ,,,,,,,,\n";
    let mut reading = read(&[("directory.csv", csv.as_bytes())]);
    assert_eq!(rules(&reading), [(Rule::EmptyRow, 3)]);
    reading.findings.clear();
    let person = only(&reading);
    assert_eq!(person.title.as_str(), "D'Angelo Niccolò");
    assert_eq!(person.role.as_str(), "Mensa, nidi");
    assert_eq!(
        person.reach.phones[0].as_str(),
        "+39 055 055",
        "T16 is undone"
    );
    assert_eq!(person.hours.to_string(), "lun,mar 09:00-10:00");
    assert_eq!(person.aliases.len(), 2);
    assert_eq!(person.body.as_str(), "Parla arabo");
}

#[test]
fn a_table_tells_all_its_faults_at_once() {
    let table = b"id,cognome,surname,telefonino\np-1,a,b,c\np-2,a\np-3,a,b,c,d\n";
    let reading = read(&[("directory.csv", &table[..])]);
    let unknown = (Rule::UnknownKey, 1);
    assert_eq!(
        rules(&reading),
        [unknown, unknown, (Rule::Csv, 3), (Rule::Csv, 4)]
    );
    let table = b"id,surname,hours\np-1,Carli\np-2,Gallo,boh\np-3,Rossi,\n";
    let reading = read(&[("directory.csv", &table[..])]);
    assert_eq!(rules(&reading), [(Rule::Csv, 2), (Rule::BadHours, 3)]);
    let table = format!("id,a\n{}", "p\n".repeat(1_200));
    let reading = read(&[("directory.csv", table.as_bytes())]);
    let last = reading.findings.last().map(|last| last.fault.rule);
    assert_eq!(last, Some(Rule::TooLarge));
    assert_eq!(reading.findings.len(), 1_001);
}

#[test]
fn broken_tables_are_refused_by_row() {
    let wide = "id,".repeat(65);
    let big = format!("id,notes\np-1,{}\n", "x".repeat(MAX_CELL + 1));
    for (csv, found) in [
        (&b"id,cognome\n"[..], (Rule::UnknownKey, 1)),
        (b"id,surname\np-1,Carli,in piu\n", (Rule::Csv, 2)),
        (
            b"id,surname\np-1,Carli\np-2,Niccol\xf2\n",
            (Rule::NotUtf8, 3),
        ),
        (b"id,surname\n,Carli\n", (Rule::Missing, 2)),
        (b"id,hours\np-1,quando capita\n", (Rule::BadHours, 2)),
        (
            b"id,surname\np-1,Carli\np-1,Gallo\n",
            (Rule::DuplicateId, 3),
        ),
        (wide.as_bytes(), (Rule::TooLarge, 1)),
        (big.as_bytes(), (Rule::TooLarge, 2)),
    ] {
        let reading = read(&[("directory.csv", csv)]);
        assert_eq!(rules(&reading), [found]);
        assert_eq!(reading.accept().unwrap_err().len(), 1, "all or nothing");
    }
}

#[test]
fn records_of_other_programs_become_articles() {
    let jsonl = "{\"id\":\"faq-1\",\"kind\":\"faq\",\"title\":\"Qual è il numero?\",\"body\":\"055\",\"tags\":\"lettura, 055\",\"source\":\"qa\"}\n\
        {\"id\":\"per-1\",\"kind\":\"persona\",\"cognome\":\"Ñíguez\",\"nome\":\"Rita\",\"title\":\"Ñíguez Rita\",\"body\":\"stanza 4\",\"tags\":\"953 9953\",\"telefono\":\"0552859953\",\"source\":\"r\"}\n\
        {\"id\":\"Scheda Nº 7\",\"kind\":\"scheda\",\"title\":\"T\",\"body\":\"\",\"tags\":[\"a\"]}\n\
        {\"id\":\"scheda-n-7\",\"kind\":\"altro\",\"title\":\"U\"}\n";
    let reading = read(&[("docs.jsonl", jsonl.as_bytes())]);
    let seen: Vec<_> = reading
        .articles
        .iter()
        .map(|entry| {
            (
                entry.article.id.as_str(),
                entry.article.kind,
                entry.article.aliases.len(),
            )
        })
        .collect();
    assert_eq!(
        seen[..2],
        [
            ("faq-1", ArticleKind::Faq, 1),
            ("per-1", ArticleKind::Contact, 0),
        ]
    );
    assert_eq!(seen[2].1, ArticleKind::Sheet);
    assert_eq!(rules(&reading)[0], (Rule::Renamed, 3));
    let person = &reading.articles[1].article;
    assert_eq!(person.surname.as_str(), "Ñíguez");
    assert_eq!(person.reach.phones[0].as_str(), "0552859953");
}

#[test]
fn ids_that_fold_to_one_stay_apart() {
    let jsonl = b"{\"id\":\"A B\",\"title\":\"x\"}\n{\"id\":\"a_b\",\"title\":\"y\"}\n{\"id\":\"a b\",\"title\":\"z\"}\n";
    let reading = read(&[("docs.jsonl", jsonl)]);
    let ids: Vec<_> = reading
        .articles
        .iter()
        .map(|entry| entry.article.id.as_str())
        .collect();
    assert_eq!(ids, ["a-b", "a-b-2", "a-b-3"]);
    assert_eq!(reading.findings.len(), 3);
    assert!(!reading.has_errors());
}

#[test]
fn broken_records_are_refused_by_line() {
    let many: String = (0..70).flat_map(|n| [format!("\"k{n}\":1,")]).collect();
    let wide = format!("{{{many}\"id\":\"x\"}}\n");
    let big = format!(
        "{{\"id\":\"x\",\"body\":\"{}\"}}\n",
        "x".repeat(MAX_CELL + 1)
    );
    let long = format!("{{\"id\":\"x\",\"body\":\"{}\"}}\n", "x".repeat(20_000));
    for (jsonl, found) in [
        (&b"{\"id\":\"a\"}\n{\n"[..], (Rule::Json, 2)),
        (b"{\"title\":\"a\"}\n", (Rule::Missing, 1)),
        (b"{\"id\":\"\xf2\"}\n", (Rule::NotUtf8, 1)),
        (b"{\"id\":\"a\",\"titel\":\"b\"}\n", (Rule::UnknownKey, 1)),
        (wide.as_bytes(), (Rule::TooLarge, 1)),
        (big.as_bytes(), (Rule::TooLarge, 1)),
        (long.as_bytes(), (Rule::Clipped, 1)),
    ] {
        assert_eq!(rules(&read(&[("docs.jsonl", jsonl)])), [found]);
    }
}

#[test]
fn encodings_are_named() {
    let utf16 = [0xff, 0xfe, b'+', 0, b'+', 0];
    let latin = b"+++\nid = \"x\"\ntitle = \"citt\xe0\"\n+++\n";
    for (bytes, found, line) in [(&utf16[..], "UTF-16", 1), (latin, "Latin-1", 3)] {
        let reading = read(&[("a.md", bytes)]);
        let fault = &reading.findings[0].fault;
        assert_eq!((fault.rule, fault.line), (Rule::NotUtf8, line));
        assert!(fault.words(crate::locale::Lang::It).contains(found));
    }
}

#[test]
fn a_file_of_fifty_megabytes_is_refused() {
    let reading = read(&[("grande.md", &vec![b'x'; 50 * 1_024 * 1_024])]);
    assert_eq!(rules(&reading), [(Rule::TooLarge, 1)]);
}

#[test]
fn the_same_article_twice_is_one() {
    let text = b"+++\nid = \"a\"\nkind = \"faq\"\nagency = \"all\"\ntitle = \"A\"\n+++\n";
    let other = b"+++\nid = \"a\"\nkind = \"faq\"\nagency = \"all\"\ntitle = \"B\"\n+++\n";
    let reading = read(&[("faq/a.md", text), ("altro/a.md", text)]);
    assert_eq!(rules(&reading), [(Rule::SameAgain, 2)]);
    let documents = reading.accept().unwrap();
    assert_eq!((documents.articles.len(), documents.skipped()), (1, 1));
    let reading = read(&[
        ("faq/a.md", text),
        ("sheets/b.md", other),
        ("note.txt", b""),
    ]);
    let found = [
        (Rule::FileName, 1),
        (Rule::DuplicateId, 2),
        (Rule::NotKnowledge, 1),
    ];
    assert_eq!(rules(&reading), found);
}

#[test]
fn a_file_of_nothing_but_unknown_keys_is_refused_at_once() {
    let keys: Vec<_> = (0..100_000).map(|n| format!("k{n} = 1")).collect();
    let text = format!(
        "[[office]]\nid = \"a\"\nagency = \"all\"\n{}\n",
        keys.join("\n")
    );
    assert_eq!(
        read(&[("offices.toml", text.as_bytes())]).findings.len(),
        64
    );
}

#[test]
fn a_street_register_is_a_table_of_streets() {
    let csv = b"id,title,area,office,fact:Scuola primaria,fact:Seggio\nvia-a,via A,Centro,anagrafe,Scuola A,\n";
    let reading = read(&[("streets.csv", csv)]);
    let street = only(&reading);
    assert_eq!(street.kind, ArticleKind::Street);
    assert_eq!((street.area.as_str(), street.facts.len()), ("Centro", 1));
    assert_eq!(street.facts[0].name.as_str(), "Scuola primaria");
    let mixed = b"id,kind,title\nvia-a,street,via A\n";
    assert_eq!(
        only(&read(&[("directory.csv", mixed)])).kind,
        ArticleKind::Street
    );
}
