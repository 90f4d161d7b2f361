//! Synthetic articles in any number: the words of a real municipality, none of its facts.
//!
//! Every one says «dato sintetico» in its title or body. The same seed gives the same articles on
//! every machine, in the order of their numbers: the first thousand of a hundred thousand are the
//! same as a thousand.

mod words;

use crate::domain::{
    agency::TRIAL, article::Article, outcome::ArticleKind, slug::Slug, text::Text,
};
use words::{
    ACTIONS, AUDIENCES, CASES, GIVEN_NAMES, NEEDS, PLACES, ROLES, SERVICES, SURNAMES, Service,
};

/// What an article says of itself.
pub const MARK: &str = "dato sintetico";

/// The first `n` synthetic articles of a seed: 55 % sheets, 25 % FAQ, 20 % persons.
pub fn demo_articles(seed: u64, n: usize) -> impl Iterator<Item = Article> {
    (0..n).filter_map(move |number| article(seed, number))
}

/// The article with this number; `None` never happens, since its id is a slug by construction.
fn article(seed: u64, number: usize) -> Option<Article> {
    let mut dice = Dice::new(seed, number);
    match number % 20 {
        0..11 => sheet(&mut dice, number),
        11..16 => faq(&mut dice, number),
        _ => person(&mut dice, number),
    }
}

fn sheet(dice: &mut Dice, number: usize) -> Option<Article> {
    let service = dice.pick(SERVICES)?;
    let action = dice.pick(ACTIONS)?;
    let place = dice.pick(PLACES)?;
    let title = format!("{}: {} ({place}, {MARK})", service.name, action.noun);
    let mut article = named("s", ArticleKind::Sheet, number, &title)?;
    classify(&mut article, &service);
    let case = dice.pick(CASES)?;
    let needs = [dice.pick(NEEDS)?, dice.pick(NEEDS)?];
    let days = dice.below(60) + 5;
    let euros = dice.below(90);
    article.summary = Text::line(&format!("{} per {}, {place}.", action.noun, service.short));
    article.say = Text::line(&format!(
        "Per {} {} si rivolga a {place}. Ci vogliono circa {days} giorni.",
        action.verb, service.object
    ));
    article.aliases = [
        format!("{} {}", action.verb, service.object),
        format!("{} {}", service.short, action.spoken),
    ]
    .iter()
    .map(|alias| Text::line(alias))
    .collect();
    article.audience = Text::line(dice.pick(AUDIENCES)?);
    article.needs = needs.iter().map(|need| Text::line(need)).collect();
    article.cost = Text::line(&format!("{euros},{:02} € ({MARK})", dice.below(100)));
    article.terms = Text::line(&format!("{days} giorni"));
    article.place = Text::line(place);
    article.body = Text::block(&format!(
        "## Come si fa\n- Per {} {} serve {}.\n- Si presenta {} insieme a {}.\n\n\
         ## Casi particolari\n{case}\n\n*{MARK}: non leggere a chi chiama.*\n",
        action.verb, service.object, service.detail, needs[0], needs[1]
    ));
    Some(article)
}

fn faq(dice: &mut Dice, number: usize) -> Option<Article> {
    let service = dice.pick(SERVICES)?;
    let action = dice.pick(ACTIONS)?;
    let place = dice.pick(PLACES)?;
    let need = dice.pick(NEEDS)?;
    let title = match dice.below(4) {
        0 => format!("Come si fa a {} {}?", action.verb, service.object),
        1 => format!("Dove devo andare per {} {}?", action.verb, service.object),
        2 => format!("Quanto costa {} {}?", action.verb, service.object),
        _ => format!("Posso {} {} senza {need}?", action.verb, service.object),
    };
    let mut article = named("f", ArticleKind::Faq, number, &title)?;
    classify(&mut article, &service);
    let answer = format!("Si rivolga a {place} con {need}: {}.", service.detail);
    article.say = Text::line(&answer);
    article.summary = article.say.clone();
    article.aliases = vec![Text::line(&format!("{} {}", service.short, action.spoken))];
    article.body = Text::block(&format!("{}\n\n*{MARK}*\n", dice.pick(CASES)?));
    Some(article)
}

fn person(dice: &mut Dice, number: usize) -> Option<Article> {
    let surname = dice.pick(SURNAMES)?;
    let given_name = dice.pick(GIVEN_NAMES)?;
    let service = dice.pick(SERVICES)?;
    let title = format!("{surname} {given_name}");
    let mut article = named("p", ArticleKind::Contact, number, &title)?;
    let extension = 1_000 + number % 9_000;
    article.surname = Text::line(surname);
    article.given_name = Text::line(given_name);
    article.role = Text::line(&format!("{} {}", dice.pick(ROLES)?, service.short));
    article.office = Slug::parse(service.office).ok();
    article.reach.phones = vec![Text::line(&format!("0000 {number:06}"))];
    article.reach.extension = Text::line(&extension.to_string());
    article.reach.room = Text::line(&format!("stanza {}", dice.below(400) + 1));
    article.body = Text::line(MARK);
    Some(article)
}

fn named(letter: &str, kind: ArticleKind, number: usize, title: &str) -> Option<Article> {
    let id = Slug::parse(&format!("demo-{letter}-{number:06}")).ok()?;
    let agency = Slug::parse(TRIAL).ok()?;
    Some(Article::named(id, kind, agency, Text::line(title)))
}

fn classify(article: &mut Article, service: &Service) {
    article.topic = Slug::parse(service.topic).ok();
    article.office = Slug::parse(service.office).ok();
    article.escalate_to = article.office.clone();
}

/// Numbers that look random and are not: a splitmix64 started from the seed and the article.
struct Dice(u64);

impl Dice {
    fn new(seed: u64, number: usize) -> Self {
        let number = u64::try_from(number).unwrap_or(u64::MAX);
        let mut dice = Self(seed ^ number.wrapping_mul(0xd134_2543_de82_ef95));
        dice.roll();
        dice
    }

    const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`.
    const fn below(&mut self, limit: u64) -> u64 {
        match self.roll().checked_rem(limit) {
            Some(rest) => rest,
            None => 0,
        }
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        let limit = u64::try_from(from.len()).ok()?;
        let place = usize::try_from(self.below(limit)).ok()?;
        from.get(place).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_mix_is_as_promised() {
        let count = |kind| demo_articles(7, 2_000).filter(|a| a.kind == kind).count();
        assert_eq!(count(ArticleKind::Sheet), 1_100);
        assert_eq!(count(ArticleKind::Faq), 500);
        assert_eq!(count(ArticleKind::Contact), 400);
    }

    #[test]
    fn one_seed_gives_one_world_and_another_gives_another() {
        let first: Vec<_> = demo_articles(1, 300).collect();
        assert_eq!(first, demo_articles(1, 1_000).take(300).collect::<Vec<_>>());
        assert_ne!(first, demo_articles(2, 300).collect::<Vec<_>>());
    }

    #[test]
    fn each_says_that_it_is_synthetic_and_has_its_own_id() {
        let mut ids = BTreeSet::new();
        for article in demo_articles(3, 2_000) {
            let said = format!("{} {}", article.title, article.body);
            assert!(said.contains(MARK), "{said}");
            assert!(ids.insert(article.id));
        }
    }

    #[test]
    fn titles_are_many() {
        let titles: BTreeSet<_> = demo_articles(3, 10_000)
            .map(|article| article.title)
            .collect();
        assert!(titles.len() > 7_000, "{}", titles.len());
    }
}
