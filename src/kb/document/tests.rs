//! Laws and tables of the canonical text.

use super::*;
use crate::{
    domain::{
        article::{Annex, Deadline, Extra, Fact, Point, Question, Reach, Source, version_of},
        hours::Hours,
        slug::Slug,
        text::Text,
    },
    kb::fault::Severity,
    locale::Lang,
};
use chrono::NaiveDate;
use proptest::{option, prelude::*, prop_compose};

const SHEET: &str = r#"+++
id = "carta-smarrita"
kind = "sheet"
agency = "all"
title = "Carta d'identità: furto o smarrimento"
say = "Sporga «denuncia»; poi \"venga\" allo sportello."
aliases = ["ho perso la carta", "rubata"]
topic = "anagrafe"
office = "anagrafe-cie"
hours = ["lun-ven 08:30-12:30"]
cost = "16,79 €"
related = ["cie"]
verified_on = "2026-11-22"
identity = true
[[source]]
name = "Polizia di Stato"
url = "https://www.poliziadistato.it"
date = "2026-02-11"
[[source]]
name = "Comune"
+++
## Come si fa
- Prima la denuncia.
"#;

fn line() -> impl Strategy<Value = Text> {
    prop_oneof![
        Just(Text::default()),
        "[a-zàè\"'\\\\#=\\[\\]+ €]{1,24}".prop_map(|raw| Text::line(&raw)),
        "\\PC{0,16}".prop_map(|raw| Text::line(&raw)),
    ]
}

fn block() -> impl Strategy<Value = Text> {
    prop_oneof![
        line(),
        "([+]{3}|[a-zè\"\\\\ ]{0,8}|\t)(\n([+]{3}|[-a-z#*]{0,12})){0,4}"
            .prop_map(|raw| Text::block(&raw)),
    ]
}

fn slug() -> impl Strategy<Value = Slug> {
    "[a-z0-9][a-z0-9-]{0,12}".prop_map(|raw| Slug::parse(&raw).unwrap())
}

fn lines() -> impl Strategy<Value = Vec<Text>> {
    prop::collection::vec(line(), 0..3)
}

fn slugs() -> impl Strategy<Value = Vec<Slug>> {
    prop::collection::vec(slug(), 0..3)
}

fn day() -> impl Strategy<Value = Option<NaiveDate>> {
    option::of((1970..2100, 1u32..366).prop_map(|(y, d)| NaiveDate::from_yo_opt(y, d).unwrap()))
}

fn hours() -> impl Strategy<Value = Hours> {
    prop::sample::select(vec![
        &[][..],
        &["lun-ven 08:30-12:30", "mar,gio 15:00-17:30"],
        &["dom 09:00-24:00"],
        &["chiuso 25/12", "festivi 09:00-12:00"],
        &["chiuso 10/08-20/08"],
    ])
    .prop_map(|pieces| Hours::parse(pieces).unwrap())
}

prop_compose! {
    fn sources()(list in prop::collection::vec((line(), line(), day()), 0..3)) -> Vec<Source> {
        list.into_iter().map(|(name, url, date)| Source { name, url, date }).collect()
    }
}

prop_compose! {
    fn points()(
        list in prop::collection::vec((line(), line(), line(), day()), 0..3),
    ) -> Vec<Point> {
        let point = |(kind, value, note, verified_on)| Point { kind, value, note, verified_on };
        list.into_iter().map(point).collect()
    }
}

prop_compose! {
    fn reach()(
        phones in lines(), extension in line(), email in line(),
        pec in line(), address in line(), room in line(), web in line(), points in points(),
    ) -> Reach {
        Reach { phones, extension, email, pec, address, room, web, points }
    }
}

prop_compose! {
    fn question()(
        id in line(), text in line(), kind in line(), options in lines(), when in lines(),
        needed in any::<bool>(),
    ) -> Question {
        Question { id, text, kind, options, when, needed }
    }
}

prop_compose! {
    fn annex()(name in line(), kind in line(), url in line(), text in block()) -> Annex {
        Annex { name, kind, url, text }
    }
}

/// Keys of another program, as they are kept: in the words of the canonical form.
fn extra() -> impl Strategy<Value = Vec<Extra>> {
    const VALUES: &[&str] = &[
        "1",
        "-2.5",
        "true",
        "\"a\\nb\"",
        "[1, [\"x\"]]",
        "{ a = 1, \"b c\" = [] }",
        "2026-11-22",
    ];
    prop::collection::vec(prop::sample::select(VALUES), 0..3).prop_map(|values| {
        let keys = ["zzz", "\"a b\"", "x-1"].into_iter();
        keys.zip(values)
            .map(|(key, value)| Extra {
                key: Text::line(key),
                value: Text::line(value),
            })
            .collect()
    })
}

prop_compose! {
    /// An article with nothing but the fields that only some kinds use.
    fn further()(
        (inactive, themes, life_events, business_events, owner) in
            (line(), lines(), lines(), lines(), option::of(slug())),
        (steps, obtain, online, follow_up, limits, exceptions) in
            (lines(), line(), line(), line(), block(), block()),
        (town, province, region, code, tax_code, head) in
            (line(), line(), line(), line(), line(), line()),
        deadlines in prop::collection::vec((line(), line(), line()), 0..3),
        facts in prop::collection::vec((line(), line()), 0..3),
        ask in prop::collection::vec(question(), 0..2),
        annexes in prop::collection::vec(annex(), 0..2),
        extra in extra(),
    ) -> Article {
        let deadlines = deadlines.into_iter();
        let facts = facts.into_iter();
        let blank = Slug::parse("x").unwrap();
        Article {
            inactive, themes, life_events, business_events, owner, steps, obtain, online,
            follow_up, limits, exceptions, town, province, region, code, tax_code, head, ask,
            annexes, extra,
            deadlines: deadlines.map(|(name, days, note)| Deadline { name, days, note }).collect(),
            facts: facts.map(|(name, value)| Fact { name, value }).collect(),
            ..Article::named(blank.clone(), ArticleKind::Sheet, blank, Text::default())
        }
    }
}

prop_compose! {
    fn plain_article()(
        (id, agency, kind) in (slug(), slug(), prop::sample::select(ArticleKind::ALL)),
        (title, summary, say, avoid, aliases) in (line(), line(), block(), block(), lines()),
        (topic, office, escalate_to) in (option::of(slug()), option::of(slug()), option::of(slug())),
        (parent, deputy, related) in (option::of(slug()), option::of(slug()), slugs()),
        (audience, needs, cost, terms, place, law) in
            (line(), lines(), line(), line(), line(), lines()),
        (sources, verified_on, unconfirmed) in (sources(), day(), lines()),
        (valid_from, valid_to, identity) in (day(), day(), any::<bool>()),
        (surname, given_name, role, reach) in (line(), line(), line(), reach()),
        (hours, hours_text, emergency, free) in
            (hours(), line(), any::<bool>(), any::<Option<bool>>()),
        (area, body) in (line(), block()),
    ) -> Article {
        Article {
            summary, say, avoid, aliases, topic, office, escalate_to,
            parent, deputy, audience, needs, cost, terms, place, law, related, sources,
            verified_on, unconfirmed, valid_from, valid_to, identity, surname, given_name, role,
            reach, hours, hours_text, emergency, free, area, body,
            ..Article::named(id, kind, agency, title)
        }
    }
}

/// Any article whose one-line fields are one line.
pub fn any_article() -> impl Strategy<Value = Article> {
    // Boxed: a strategy is as large as all it is made of, and lies on the stack.
    (plain_article().boxed(), further().boxed()).prop_map(|(plain, further)| Article {
        id: plain.id,
        kind: plain.kind,
        agency: plain.agency,
        title: plain.title,
        summary: plain.summary,
        say: plain.say,
        avoid: plain.avoid,
        aliases: plain.aliases,
        topic: plain.topic,
        office: plain.office,
        escalate_to: plain.escalate_to,
        parent: plain.parent,
        deputy: plain.deputy,
        audience: plain.audience,
        needs: plain.needs,
        cost: plain.cost,
        terms: plain.terms,
        place: plain.place,
        law: plain.law,
        related: plain.related,
        sources: plain.sources,
        verified_on: plain.verified_on,
        unconfirmed: plain.unconfirmed,
        valid_from: plain.valid_from,
        valid_to: plain.valid_to,
        identity: plain.identity,
        surname: plain.surname,
        given_name: plain.given_name,
        role: plain.role,
        reach: plain.reach,
        hours: plain.hours,
        hours_text: plain.hours_text,
        emergency: plain.emergency,
        free: plain.free,
        area: plain.area,
        body: plain.body,
        ..further
    })
}

proptest! {
    #[test]
    fn an_article_written_and_read_is_the_same(article in any_article()) {
        let text = write(&article);
        prop_assert_eq!(parse(&text), Ok(article), "{}", text);
    }

    #[test]
    fn the_canonical_text_has_one_form(article in any_article()) {
        let text = write(&article);
        let again = write(&parse(&text).unwrap());
        prop_assert_eq!(version_of(&text), version_of(&again));
        prop_assert_eq!(text, again);
    }

    #[test]
    fn two_articles_never_have_one_text(one in any_article(), other in any_article()) {
        prop_assert_eq!(one == other, write(&one) == write(&other));
    }

    #[test]
    fn no_text_breaks_the_reader(
        head in "([+]{3}\n)?",
        text in "([a-z]{1,6} ?= ?[\"\\[{']?[a-z0-9]{0,4}[\"\\]}']?\n|\\[\\[source\\]\\]\n|[+]{3}\r?\n){0,8}",
    ) {
        let located = Located::read(&format!("{head}{text}"));
        prop_assert!(located.article.is_some() || !located.faults.is_empty());
    }
}

#[test]
fn a_sheet_reads_and_stays_as_it_is() {
    let article = parse(SHEET).unwrap();
    assert_eq!(article.sources.len(), 2);
    assert_eq!(
        article.say.as_str(),
        "Sporga «denuncia»; poi \"venga\" allo sportello."
    );
    assert_eq!(
        article.body.as_str(),
        "## Come si fa\n- Prima la denuncia.\n"
    );
    assert_eq!(write(&article), SHEET);
}

#[test]
fn other_ways_to_write_the_same_give_the_same_version() {
    let odd = SHEET
        .replace("kind = \"sheet\"", "kind = 'sheet' # una scheda")
        .replace("verified_on = \"2026-11-22\"", "verified_on = 2026-11-22")
        .replace("related = [\"cie\"]", "related = [\n  \"cie\",\n]")
        .replace('\n', "\r\n");
    assert_eq!(write(&parse(&format!("\u{feff}{odd}")).unwrap()), SHEET);
}

#[test]
fn every_fault_names_its_line_and_a_way_out() {
    let table: &[(&str, &str, Rule, usize)] = &[
        ("kind = \"sheet\"", "kind = \"foglio\"", Rule::BadKind, 3),
        ("agency = \"all\"\n", "", Rule::Missing, 2),
        ("agency = \"all\"", "agency = \"Tutti\"", Rule::BadName, 4),
        ("aliases =", "alias =", Rule::KeptKey, 7),
        ("topic =", "parent = \"x\"\ntopic =", Rule::Missing, 0),
        (
            "office =",
            "sheet = \"x\"\noffice =",
            Rule::KeyOfOtherKind,
            9,
        ),
        ("lun-ven 08:30", "lunedì forse", Rule::BadHours, 10),
        ("cost = \"16,79 €\"", "cost = 16.79", Rule::WrongType, 11),
        ("2026-11-22", "22/11/2026", Rule::BadDate, 13),
        ("url =", "link =", Rule::UnknownKey, 17),
        ("2026-02-11", "ieri", Rule::BadDate, 18),
        ("say = \"", "say = \"\\uZZ", Rule::Toml, 6),
        ("+++\nid", "id", Rule::FrontMatter, 1),
        ("Sporga", "Sp\\u0007orga", Rule::Cleaned, 6),
    ];
    for (from, to, rule, line) in table {
        let located = Located::read(&SHEET.replace(from, to));
        match *line {
            0 => assert_eq!(located.faults, [], "{from} → {to}"),
            line => {
                let fault = located
                    .faults
                    .first()
                    .unwrap_or_else(|| panic!("{from} → {to}"));
                assert_eq!((fault.rule, fault.line), (*rule, line), "{from} → {to}");
                assert!(
                    !fault.hint(Lang::It).contains('{'),
                    "{}",
                    fault.hint(Lang::It)
                );
                assert!(
                    !fault.words(Lang::En).contains('{'),
                    "{}",
                    fault.words(Lang::En)
                );
                let refused = rule.severity() == Severity::Error;
                assert_eq!(
                    parse(&SHEET.replace(from, to)).is_err(),
                    refused,
                    "{from} → {to}"
                );
            }
        }
    }
}

#[test]
fn the_hint_names_the_closest_key() {
    let located = Located::read(&SHEET.replace("aliases =", "alias ="));
    let fault = located.faults.first().unwrap();
    assert_eq!(
        fault.hint(Lang::It),
        "se è un errore di scrittura: la più vicina è «aliases»"
    );
    assert_eq!(
        fault.to_string(),
        "line 7: unknown key “alias”, kept as it is (if it is a slip: the closest one is “aliases”)"
    );
}

#[test]
fn a_key_that_is_not_known_is_kept_as_it_came() {
    let strange = "identity = true\n[later]\nb = 1.0\n[later.deep]\nc = [\"è\", \"x\\ny\"]\n";
    let located = Located::read(&SHEET.replace("identity = true\n", strange));
    let text = write(&located.article.unwrap());
    let kept = "later = { b = 1.0, deep = { c = [\"è\", \"x\\ny\"]";
    assert!(text.contains(kept), "{text}");
    assert_eq!(write(&parse(&text).unwrap()), text);
}

#[test]
fn a_text_over_the_limit_is_refused_and_not_cut() {
    let long = SHEET.replace("Sporga", &"x".repeat(20_000));
    assert_eq!(parse(&long).unwrap_err().rule, Rule::Clipped);
    let body = format!("{SHEET}{}", "testo ".repeat(5_000));
    assert_eq!(parse(&body).unwrap_err().rule, Rule::Clipped);
}

#[test]
fn a_tower_of_brackets_is_an_error_and_no_overflow() {
    let tower = SHEET.replace("\"cie\"", &"[".repeat(100_000));
    assert_eq!(parse(&tower).unwrap_err().rule, Rule::Toml);
}

#[test]
fn the_keys_of_the_table_are_unique() {
    let mut all: Vec<_> = keys().collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), keys().count());
}

#[test]
fn a_faq_belongs_to_a_sheet_and_an_office_to_a_parent() {
    let faq = SHEET.replace("kind = \"sheet\"", "kind = \"faq\"");
    let faq = faq.replace("hours", "sheet = \"cie\"\nhours");
    let article = parse(&faq).unwrap();
    assert_eq!(article.parent, Slug::parse("cie").ok());
    assert!(write(&article).contains("\nsheet = \"cie\"\n"));
    assert_eq!(path(&article), "faq/carta-smarrita.md");
}

#[test]
fn a_front_matter_that_is_never_closed_is_told_where_it_opens() {
    let fault = |text: &str| {
        let fault = parse(text).unwrap_err();
        (fault.rule, fault.line)
    };
    let open = "id = \"x\"\nkind = \"sheet\"\n## Testo\n";
    let unclosed = Rule::UnclosedFrontMatter;
    assert_eq!(fault(&format!("+++\n{open}")), (unclosed, 1));
    assert_eq!(fault(&format!("\u{feff}\n\n+++\n{open}")), (unclosed, 3));
    assert_eq!(fault(open), (Rule::FrontMatter, 1));
    assert_eq!(fault(&format!("{open}+++\n")), (Rule::FrontMatter, 1));
}
