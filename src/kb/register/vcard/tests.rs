//! Cards there and back, cards of others, and cards that are none.

use super::*;
use crate::kb::document::tests::any_article;
use proptest::prelude::*;

fn back(text: &str) -> Reading {
    let mut reading = Reading::default();
    read(&mut reading, "a.vcf", text);
    reading
}

const FOREIGN: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Niccolò D'Angelo\r\nN:D'Angelo;Niccolò;;;\r\n\
    item1.TEL;TYPE=\"work,voice\":tel:+39 055 123456\r\nTEL;TYPE=CELL:333 1234567\r\nTEL;FAX:055 1\r\n\
    EMAIL:Nic@Example.org\r\nEMAIL;TYPE=PEC:nic@pec.example.org\r\nADR;TYPE=work:;;via Roma 1;Firenze;Toscana;50100;Italia\r\n\
    NOTE:prima riga\\nse\r\n conda\\, riga\r\nORG:Comune\r\nPHOTO;ENCODING=b:AAAA\r\nX-ALTRO:1\r\nEND:VCARD\r\n";

#[test]
fn a_card_of_another_program_becomes_a_person() {
    let reading = back(FOREIGN);
    let article = &reading.articles[0].article;
    assert_eq!(article.kind, ArticleKind::Contact);
    assert_eq!(article.surname.as_str(), "D'Angelo");
    assert_eq!(article.reach.phones[0].as_str(), "+39 055 123456");
    let kinds: Vec<_> = article
        .reach
        .points
        .iter()
        .map(|point| point.kind.as_str())
        .collect();
    assert_eq!(kinds, ["mobile", "fax"]);
    assert_eq!(article.reach.email.as_str(), "nic@example.org");
    assert_eq!(article.reach.pec.as_str(), "nic@pec.example.org");
    assert_eq!(article.reach.address.as_str(), "via Roma 1, 50100 Firenze");
    assert_eq!(article.body.as_str(), "prima riga\nseconda, riga");
    let told: Vec<_> = reading.findings.iter().map(|f| f.fault.rule).collect();
    assert_eq!(told, [Rule::DroppedProperty; 2], "PHOTO and X-ALTRO");
    assert_eq!(article.facts[0].value.as_str(), "Comune");
    assert_eq!(
        back(FOREIGN).articles[0].article,
        *article,
        "the same again"
    );
}

/// Cards with these organisations; the kind is that of RFC 6350.
fn cards(cards: &[(&str, &str, &str)]) -> Reading {
    let text = cards.iter().map(|(kind, name, org)| {
        format!(
            "BEGIN:VCARD\nVERSION:4.0\nKIND:{kind}\nFN:{name}\nORG:{org}\nMEMBER:urn:x\nEND:VCARD\n"
        )
    });
    back(&text.collect::<String>())
}

#[test]
fn an_organisation_is_the_office_that_is_called_so_else_a_text() {
    let mut reading = cards(&[
        ("org", "Anagrafe", "Anagrafe"),
        ("individual", "Ada Uno", "Comune;ANAGRAFE"),
        ("individual", "Bice Due", "Comune;Tributi"),
        ("individual", "Carla Tre", "Comune;Sconosciuto"),
        ("individual", "Dino Quattro", "Doppio"),
        ("individual", "Enzo Cinque", ";;"),
    ]);
    let known = [("tributi", "Tributi"), ("d-1", "Doppio"), ("d-2", "Doppio")];
    let known = known.map(|(id, title)| (Slug::parse(id).unwrap(), Text::line(title)));
    seat(&mut reading, known.into_iter());
    let anagrafe = reading.articles[0].article.id.clone();
    let tributi = Slug::parse("tributi").unwrap();
    let found = reading.articles.iter().map(|entry| {
        let article = &entry.article;
        assert_eq!(entry.canonical, crate::kb::document::write(article));
        let fact = article.facts.first().map(|fact| fact.value.to_string());
        (article.office.clone(), fact)
    });
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            (None, None),
            (Some(anagrafe), None),
            (Some(tributi), None),
            (None, Some("Comune · Sconosciuto".to_owned())),
            (None, Some("Doppio".to_owned())),
            (None, None),
        ]
    );
}

#[test]
fn what_is_not_used_is_told_once_with_its_count() {
    let reading = cards(&[("individual", "Ada", "A"), ("individual", "Bice", "B")]);
    let said: Vec<String> = { reading.findings.iter() }
        .map(|finding| finding.fault.words(crate::locale::Lang::En))
        .collect();
    assert_eq!(said, ["property “MEMBER” not used in 2 places"]);
    assert_eq!(reading.findings[0].fault.line, 6);
}

#[test]
fn what_is_no_card_is_refused() {
    for text in [
        "BEGIN:VCARD\nFN:A",
        "FN:A",
        "BEGIN:VCARD\nBEGIN:VCARD",
        "BEGIN:VCARD\nVERSION:2.1\nEND:VCARD",
        "BEGIN:VCARD\nsenza due punti\nEND:VCARD",
        "BEGIN:VCARD\nEND:VCARD",
        &format!("BEGIN:VCARD\nFN:A\nORG:{}\nEND:VCARD", "x".repeat(70_000)),
        &format!("BEGIN:VCARD\nNOTE:{}\nEND:VCARD", "x".repeat(70_000)),
    ] {
        assert!(back(text).has_errors(), "{text:.60}");
    }
    let photo = format!("BEGIN:VCARD\nFN:A\nPHOTO:{}\nEND:VCARD", "x".repeat(70_000));
    assert!(!back(&photo).has_errors());
}

proptest! {
    #[test]
    fn what_a_card_holds_comes_back(article in any_article()) {
        let mut own = Article::named(article.id, ArticleKind::Contact, article.agency, article.title);
        own.title = Text::line(own.title.as_str().trim());
        prop_assume!(!own.title.is_empty());
        own.surname = Text::line(article.surname.as_str().trim());
        own.given_name = Text::line(article.given_name.as_str().trim());
        own.office = article.office;
        own.parent = article.parent;
        own.deputy = article.deputy;
        own.hours = article.hours;
        let text = write([&own].into_iter());
        prop_assert!(text.lines().all(|line| line.len() <= 76));
        let reading = back(&text);
        prop_assert_eq!(&reading.articles[0].article, &own, "{}", text);
    }

    #[test]
    fn no_text_breaks_the_reader(text in "((BEGIN|END|FN|N|TEL|NOTE|UID):(VCARD|[;,\\\\a-z]{0,8})\n){0,8}") {
        let _ = back(&text);
    }
}
