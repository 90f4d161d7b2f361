//! An article as passages to be told: each with its label, its words, and whether they are certain.

use super::{
    canvas::width,
    values::{hours_words, verified},
};
use crate::{
    desk::{app::App, words},
    domain::{
        article::{Annex, AnnexKind, Article, PointKind, Published},
        text::Text,
    },
    locale::Phrase,
};
use chrono::NaiveDate;

/// Columns of a passage's label.
pub const LABEL: u16 = 11;

/// One passage.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Passage {
    /// What it is.
    pub label: String,
    /// What it says.
    pub words: String,
    /// What is added at the right: when it was verified, that it is open.
    pub aside: String,
    /// Whether its fact has to be confirmed.
    pub doubtful: bool,
    /// Whether it is the sentence to say.
    pub say: bool,
}

impl Passage {
    fn new(label: &str, words: &str) -> Self {
        Self {
            label: label.to_owned(),
            words: words.to_owned(),
            aside: String::new(),
            doubtful: false,
            say: false,
        }
    }

    /// Whether its label is too long to stand beside its words, and stands above them.
    #[must_use]
    pub fn has_heading(&self) -> bool {
        width(&self.label) >= LABEL
    }

    /// Its words, as the record keeps them.
    #[must_use]
    pub fn text(&self) -> Text {
        Text::block(&self.words)
    }
}

/// The passages of an article, the sentence to say first; empty ones left out.
#[must_use]
pub fn passages(published: &Published, app: &App) -> Vec<Passage> {
    let article = &published.article;
    let doubtful = |key: &str| article.unconfirmed.iter().any(|name| name.as_str() == key);
    let joined = |texts: &[Text]| {
        texts
            .iter()
            .map(Text::as_str)
            .collect::<Vec<_>>()
            .join(" · ")
    };
    // A FAQ says in short what it says: once is enough.
    let summary = Some(&article.summary).filter(|summary| **summary != article.say);
    let summary = summary.map_or_else(String::new, ToString::to_string);
    let rows: [(Phrase, &str, String); 16] = [
        (words::SAY, "say", article.say.to_string()),
        (words::AVOID, "avoid", article.avoid.to_string()),
        (words::STEPS, "steps", numbered(&article.steps)),
        (words::BRING, "needs", joined(&article.needs)),
        (words::OBTAIN, "obtain", article.obtain.to_string()),
        (words::COST, "cost", article.cost.to_string()),
        (words::TERMS, "terms", article.terms.to_string()),
        (words::DEADLINES, "deadline", deadlines(article, app)),
        (words::WHERE, "place", article.place.to_string()),
        (words::ONLINE, "online", article.online.to_string()),
        (words::FOLLOW_UP, "follow_up", article.follow_up.to_string()),
        (words::LIMITS, "limits", article.limits.to_string()),
        (
            words::EXCEPTIONS,
            "exceptions",
            article.exceptions.to_string(),
        ),
        (words::FOR_WHOM, "audience", article.audience.to_string()),
        (words::SUMMARY, "summary", summary),
        (words::LAW, "law", joined(&article.law)),
    ];
    let mut passages: Vec<Passage> = rows
        .into_iter()
        .filter(|(_, _, text)| !text.is_empty())
        .map(|(label, key, text)| Passage {
            doubtful: doubtful(key),
            say: key == "say",
            ..Passage::new(app.say(label), &text)
        })
        .collect();
    if let Some(first) = passages.first_mut() {
        first.aside = verified(published, app);
    }
    passages.extend(office(published, app));
    passages.extend(points(article, app));
    let facts = article.facts.iter();
    passages.extend(facts.map(|fact| Passage::new(fact.name.as_str(), fact.value.as_str())));
    passages.extend(body(article.body.as_str(), app));
    passages.extend(
        article
            .annexes
            .iter()
            .map(|annex| annex_passage(annex, app)),
    );
    passages.extend(sources(published, app));
    passages
}

/// Steps in their order, one under the other.
fn numbered(steps: &[Text]) -> String {
    let steps = (1..).zip(steps);
    let steps: Vec<String> = steps.map(|(n, step)| format!("{n}. {step}")).collect();
    steps.join("\n")
}

fn deadlines(article: &Article, app: &App) -> String {
    let deadlines = article.deadlines.iter().map(|deadline| {
        let said = words::DEADLINE.fill(
            app.lang,
            &[
                ("name", &deadline.name),
                ("days", &deadline.days),
                ("note", &deadline.note),
            ],
        );
        said.trim_end().to_owned()
    });
    deadlines.collect::<Vec<_>>().join("\n")
}

/// The further contact points, each with its kind and whose it is.
fn points(article: &Article, app: &App) -> Option<Passage> {
    let points = article.reach.points.iter().map(|point| {
        let kind = PointKind::from_id(point.kind.as_str());
        let kind = kind.map_or(point.kind.as_str(), |kind| app.say(kind.label()));
        let said = format!("{kind} {}", point.value);
        if point.note.is_empty() {
            said
        } else {
            format!("{said} ({})", point.note)
        }
    });
    let words = points.collect::<Vec<_>>().join(" · ");
    (!words.is_empty()).then(|| Passage::new(app.say(words::POINTS), &words))
}

/// An annex under its kind: what it is called, where it lies, the text itself.
fn annex_passage(annex: &Annex, app: &App) -> Passage {
    let kind = AnnexKind::from_id(annex.kind.as_str());
    let kind = kind.map_or(words::ANNEX, AnnexKind::label);
    let parts = [annex.name.as_str(), annex.url.as_str(), annex.text.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Passage::new(app.say(kind), &parts.join("\n"))
}

/// What the operator must know before he says anything of it, the gravest first.
#[must_use]
pub fn warnings(published: &Published, app: &App) -> Vec<String> {
    let article = &published.article;
    let mut warnings = Vec::new();
    if article.is_inactive() {
        warnings.push(words::INACTIVE.fill(app.lang, &[("why", &article.inactive)]));
    }
    let over = |day: &NaiveDate| *day < app.now.local.date();
    if let Some(day) = article.valid_to.filter(over) {
        let day = day.format("%d/%m/%Y");
        warnings.push(words::EXPIRED_ON.fill(app.lang, &[("on", &day)]));
    }
    warnings.extend(app.notices_on(&article.id).map(|row| app.notice_words(row)));
    if published.heads.len() > 1 {
        warnings.push(app.say(words::RIVALS).to_owned());
    }
    let doubted: Vec<&str> = { published.doubts.iter() }
        .map(|doubt| doubt.number.as_str())
        .collect();
    if !doubted.is_empty() {
        let numbers = doubted.join(", ");
        warnings.push(words::WRONG_NUMBERS.fill(app.lang, &[("numbers", &numbers)]));
    }
    warnings
}

/// The office that answers for it, open or not at this minute.
fn office(published: &Published, app: &App) -> Option<Passage> {
    let office = published.article.office.as_ref()?;
    let known = app
        .offices
        .iter()
        .find(|known| known.article.id == *office)?;
    let mut parts = vec![known.article.title.to_string()];
    let reach = &known.article.reach;
    parts.extend(reach.phones.iter().map(Text::to_string));
    if !reach.address.is_empty() {
        parts.push(reach.address.to_string());
    }
    let mut passage = Passage::new(app.say(words::OFFICE), &parts.join(" · "));
    passage.aside = hours_words(known, app);
    Some(passage)
}

/// The body by its sections: a heading is the label of what follows.
fn body(markdown: &str, app: &App) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    for block in markdown
        .split("\n\n")
        .map(str::trim)
        .filter(|block| !block.is_empty())
    {
        let heading = block.starts_with('#');
        let plain = block.trim_start_matches('#').trim().replace("**", "");
        let (first, rest) = plain.split_once('\n').unwrap_or((plain.as_str(), ""));
        if heading {
            passages.push(Passage::new(first, rest.trim()));
        } else if let Some(last) = passages.last_mut().filter(|last| last.words.is_empty()) {
            last.words = plain;
        } else {
            passages.push(Passage::new(app.say(words::BODY), &plain));
        }
    }
    passages.retain(|passage| !passage.words.is_empty());
    passages
}

fn sources(published: &Published, app: &App) -> Option<Passage> {
    let sources = &published.article.sources;
    let named = sources.iter().map(|source| match source.date {
        Some(date) => format!("{} ({})", source.name, date.format("%d/%m/%Y")),
        None => source.name.to_string(),
    });
    let words = named.collect::<Vec<_>>().join(" · ");
    (!words.is_empty()).then(|| Passage::new(app.say(words::SOURCE), &words))
}
