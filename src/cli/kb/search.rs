//! `sportello kb search`: the search of the desk, for a person or (`--batch`) line by line for a script.

mod batch;

use crate::{
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Exit, Failure, Said},
        select,
        session::{Session, unexpected},
        time, usage, words,
    },
    domain::{outcome::ArticleKind, slug::Slug, time::Moment},
    keeper::service::{Hit, Reply, Request, Search as Question},
    locale::Phrase,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Search {
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    #[arg(long)]
    batch: bool,
    #[arg(long, value_name = "ID")]
    kind: Option<String>,
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=50))]
    limit: u16,
    #[arg(long, value_name = "all|id", default_value = "all")]
    fields: String,
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    #[arg(long, value_name = "ID")]
    office: Option<String>,
    #[arg(long, value_name = "ID")]
    topic: Option<String>,
    #[arg(long)]
    others: bool,
}

impl Verb for Search {
    const PATH: &'static [&'static str] = &["kb", "search"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Cerca nella base di conoscenza",
            "Search the knowledge base",
        ),
        args: &[
            (
                "words",
                Phrase::new("Le parole di chi chiama", "The caller's words"),
            ),
            (
                "batch",
                Phrase::new(
                    "Una domanda per riga in ingresso, una riga JSON in uscita",
                    "One question a line in, one JSON line out",
                ),
            ),
            (
                "kind",
                Phrase::new(
                    "sheet, faq, procedure, office, contact o help-line",
                    "sheet, faq, procedure, office, contact or help-line",
                ),
            ),
            (
                "agency",
                Phrase::new("L'ente chiamato", "The agency that was called"),
            ),
            (
                "limit",
                Phrase::new("Quanti risultati (10)", "How many results (10)"),
            ),
            (
                "fields",
                Phrase::new("id toglie titolo ed estratto", "id drops title and snippet"),
            ),
            (
                "at",
                Phrase::new(
                    "Com'era in vigore in quel momento",
                    "As it was in force at that time",
                ),
            ),
            (
                "office",
                Phrase::new("Solo di questo ufficio", "Of this office only"),
            ),
            (
                "topic",
                Phrase::new("Solo di questa tipologia", "Of this topic only"),
            ),
            (
                "others",
                Phrase::new(
                    "Anche gli altri enti di questa cartella dei dati",
                    "The other agencies of this data directory too",
                ),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let fields = select::value(&self.fields, FIELDS, |name| name)?;
        let kind = self.kind.as_deref();
        let kind = kind
            .map(|id| select::value(id, ArticleKind::ALL, ArticleKind::id))
            .transpose()?;
        let narrowed = Narrowed {
            at: self.at.as_deref().map(time::read).transpose()?,
            office: self.office.as_deref().map(select::slug).transpose()?,
            topic: self.topic.as_deref().map(select::slug).transpose()?,
            others: self.others,
        };
        let session = context.session()?;
        let agency = session.agency(self.agency.as_deref())?.id.clone();
        session.settle()?;
        let asked = Asked {
            agency,
            kind,
            limit: self.limit,
            only_ids: fields == "id",
            narrowed,
        };
        if self.batch {
            return batch::run(context, &session, &asked);
        }
        let words = self.words.join(" ");
        if words.trim().is_empty() {
            let missing = Said::from(usage::MISSING_ARGUMENT).with("arg", "<WORDS>");
            let hint = Said::from(usage::SEE_HELP).with("command", "sportello kb search");
            return Err(Failure::new(Exit::Usage, missing).hint(hint));
        }
        let (hits, micros) = find(&session, asked.question(words))?;
        if context.out.json {
            let answer = asked.answer(&serde_json::Value::Null, micros, &hits);
            return context.out.json(&answer);
        }
        table(context, &hits, self.others)
    }
}

/// The hits for a person; whose they are, where they may be another agency's.
fn table(context: &mut Context, hits: &[Hit], others: bool) -> Done {
    if hits.is_empty() {
        return context.out.remark(words::NOTHING_FOUND);
    }
    let lang = context.out.lang;
    let rows = hits.iter().map(|hit| {
        let article = &hit.published.article;
        let mut row = vec![
            article.kind.label().get(lang).to_owned(),
            article.title.to_string(),
            article.id.to_string(),
        ];
        row.extend(others.then(|| article.agency.to_string()));
        row
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let mut heads = vec![words::KIND, words::TITLE, words::ID];
    heads.extend(others.then_some(words::AGENCY));
    context.out.table(&heads, &rows)
}

const FIELDS: &[&str] = &["all", "id"];

/// What every question of a run has in common.
struct Asked {
    agency: Slug,
    kind: Option<ArticleKind>,
    limit: u16,
    only_ids: bool,
    narrowed: Narrowed,
}

/// To what a search is narrowed, and when it is answered from.
struct Narrowed {
    at: Option<Moment>,
    office: Option<Slug>,
    topic: Option<Slug>,
    others: bool,
}

impl Asked {
    fn question(&self, text: String) -> Question {
        Question {
            kind: self.kind,
            at: self.narrowed.at,
            office: self.narrowed.office.clone(),
            topic: self.narrowed.topic.clone(),
            others: self.narrowed.others,
            ..Question::new(text, self.agency.clone(), self.limit)
        }
    }

    /// The answer to one question as one JSON object.
    fn answer(&self, id: &serde_json::Value, micros: u64, hits: &[Hit]) -> serde_json::Value {
        let hits: Vec<_> = hits.iter().map(|hit| self.hit(hit)).collect();
        serde_json::json!({ "id": id, "us": micros, "hits": hits })
    }

    fn hit(&self, hit: &Hit) -> serde_json::Value {
        let article = &hit.published.article;
        let mut value = serde_json::json!({
            "id": article.id.as_str(),
            "kind": article.kind.id(),
            "score": hit.score,
        });
        if let (false, Some(object)) = (self.only_ids, value.as_object_mut()) {
            object.insert("title".to_owned(), article.title.as_str().into());
            object.insert("snippet".to_owned(), hit.snippet.as_str().into());
            object.insert("hl".to_owned(), serde_json::json!(hit.highlights));
        }
        value
    }
}

/// Asks the keeper.
fn find(session: &Session, question: Question) -> Result<(Vec<Hit>, u64), Failure> {
    match session.call(Request::Search(question))? {
        Reply::Found(hits, micros) => Ok((hits, micros)),
        other => Err(unexpected(&other)),
    }
}
