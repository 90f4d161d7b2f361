//! The paper edition of the seed, and of an agency that would break out of it.

use super::*;
use crate::{domain::text::Text, kb::seed};
use unicode_width::UnicodeWidthStr;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

fn with_seed(check: impl Fn(&Edition<'_>)) {
    let documents = seed::load().unwrap();
    let articles: Vec<Article> = documents.articles.into_iter().map(|(a, _)| a).collect();
    for lang in [Lang::It, Lang::En] {
        check(&Edition::new(
            &documents.agencies[0].0,
            &articles,
            day(),
            lang,
        ));
    }
}

#[test]
fn pages_are_66_lines_of_80_columns_and_say_where_they_are() {
    with_seed(|edition| {
        let printed = text(edition);
        let pages: Vec<&str> = printed.split('\u{c}').collect();
        assert!(pages.len() > 3, "{}", pages.len());
        for (page, number) in pages.iter().zip(1..) {
            assert!(page.lines().count() <= 66, "page {number}");
            assert!(page.lines().all(|line| line.width() <= 80), "{page}");
            let head = page.lines().next().unwrap();
            let whole = PAGE_OF.fill(edition.lang, &[("n", &number), ("m", &pages.len())]);
            assert!(
                head.starts_with("Comune di Esempio") && head.ends_with(&whole),
                "{head}"
            );
            assert!(head.contains("22/11/2026"));
        }
        assert!(
            pages[0].contains("112") && pages[0].contains("118"),
            "{}",
            pages[0]
        );
        assert!(pages[0].contains(TRIAL.get(edition.lang)));
    });
}

#[test]
fn the_number_for_every_emergency_stands_first_and_a_doubt_is_said_once() {
    with_seed(|edition| {
        let first = edition.emergencies[0];
        assert_eq!(first.reach.phones[0].as_str(), FIRST);
        let doubtful = { edition.useful.iter() }.find(|line| line.hours_text.as_str() == DOUBT);
        let lines = edition.lines(doubtful.unwrap());
        assert!(!lines.iter().any(|line| line == DOUBT), "{lines:?}");
        let said = DOUBTFUL_HOURS.get(edition.lang);
        assert_eq!(lines.iter().filter(|line| *line == said).count(), 1);
    });
}

#[test]
fn everybody_stands_in_the_index_on_his_page() {
    with_seed(|edition| {
        let printed = text(edition);
        let pages: Vec<&str> = printed.split('\u{c}').collect();
        let heading = INDEX.get(edition.lang).to_uppercase();
        let begin = pages
            .iter()
            .position(|page| page.contains(&heading))
            .unwrap();
        let index = pages[begin..].concat();
        let persons = edition.persons();
        assert!(persons.len() > 60);
        for (person, _) in persons {
            let name: String = person.title.as_str().chars().take(24).collect();
            let line = index.lines().find(|line| line.starts_with(&name));
            let line = line.unwrap_or_else(|| panic!("{name}"));
            let page: usize = line.rsplit(' ').next().unwrap().parse().unwrap();
            assert!(pages[page - 1].contains(&name), "{line}");
        }
    });
}

#[test]
fn one_page_of_html_holds_everything_and_nothing_runs() {
    with_seed(|edition| {
        let printed = html(edition);
        for (person, _) in edition.persons() {
            let name = person.title.as_str().replace('\'', "&#39;");
            assert!(printed.contains(&name), "{name}");
        }
        assert!(!printed.contains("<script") && !printed.contains("href"));
    });
}

#[test]
fn no_name_breaks_out_of_the_page() {
    let mut documents = seed::load().unwrap();
    let agency = &mut documents.agencies[0].0;
    agency.name = Text::line("</style><script>alert(1)</script>\"}");
    let mut office = documents.articles[0].0.clone();
    office.kind = ArticleKind::Office;
    office.agency = agency.id.clone();
    office.title = Text::line("<img src=x onerror=alert(1)>");
    office.reach.email = Text::line(&"x".repeat(300));
    let articles = [office];
    let agency = &documents.agencies[0].0;
    let edition = Edition::new(agency, &articles, day(), Lang::It);
    let printed = html(&edition);
    assert!(!printed.contains("<script") && !printed.contains("<img"));
    assert_eq!(printed.matches("</style>").count(), 1);
    let printed = text(&edition).replace('\u{c}', "");
    assert!(printed.lines().all(|line| line.width() <= 80));
}

#[test]
fn a_number_said_to_be_wrong_is_marked_where_it_is_printed() {
    let documents = seed::load().unwrap();
    let articles: Vec<Article> = documents.articles.into_iter().map(|(a, _)| a).collect();
    let conti = { articles.iter() }
        .find(|article| article.id.as_str() == "p-conti-paolo")
        .unwrap();
    let wrong = (conti.id.clone(), conti.reach.phones[0].clone());
    // The index may cut the number, and not its mark.
    let said = WRONG.fill(Lang::It, &[("n", &"0000")]);
    let of = |wrong: Option<(Slug, Text)>| {
        let edition = Edition::new(&documents.agencies[0].0, &articles, day(), Lang::It);
        let edition = edition.doubting(wrong);
        [text(&edition), html(&edition)]
    };
    for printed in of(Some(wrong)) {
        // Under his office, and in the index.
        assert_eq!(printed.matches(&said).count(), 2, "{printed}");
    }
    for printed in of(None) {
        assert!(!printed.contains(&said));
    }
}
