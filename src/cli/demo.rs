//! `sportello demo`: a synthetic history with the mix of the seeds, for training and load.

mod dice;
mod history;
mod mix;
mod scenario;

use super::{
    commands::{Verb, Words},
    context::Context,
    failure::{Done, Failure, Said},
    kb,
    progress::Progress,
    select,
    session::Session,
};
use crate::{
    catalog,
    domain::{codec::BATCH_OPS, id::BatchId, op::Provenance, outcome::Role, slug::Slug},
    kb::{demo_articles, document},
    keeper::service::{Proposal, Reply, Request},
    locale::Phrase,
};
use history::History;
use std::time::Instant;

/// Its arguments.
#[derive(clap::Args)]
pub struct Demo {
    #[arg(long, value_name = "N", default_value_t = 200)]
    tickets: u32,
    #[arg(long, value_name = "N", default_value_t = 0)]
    articles: u32,
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    #[arg(
        long,
        value_name = "firenze|roma|protezione-civile",
        default_value = "firenze"
    )]
    preset: String,
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
}

catalog! {
    MADE = "dati sintetici: {tickets} richieste e {articles} articoli in {seconds} s"
        / "synthetic: {tickets} requests and {articles} articles in {seconds} s";
    REAL_AGENCY = "«{id}» è un ente vero: i dati sintetici stanno solo in un ente di prova"
        / "“{id}” is a real agency: synthetic data belongs in a trial agency only";
    REAL_AGENCY_HINT = "usa un'altra `--data-dir`, che nasce di prova" / "use another `--data-dir`, which is born a trial";
}

impl Verb for Demo {
    const PATH: &'static [&'static str] = &["demo"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Crea una storia sintetica, segnata come tale: per la formazione e le prove di carico",
            "Make a synthetic history, marked as such: for training and load",
        ),
        args: &[
            (
                "tickets",
                Phrase::new("Quante richieste (200)", "How many requests (200)"),
            ),
            (
                "articles",
                Phrase::new("Quanti articoli (0)", "How many articles (0)"),
            ),
            (
                "seed",
                Phrase::new(
                    "Lo stesso seme dà gli stessi dati (1)",
                    "The same seed gives the same data (1)",
                ),
            ),
            (
                "preset",
                Phrase::new(
                    "Il contact center da imitare (firenze)",
                    "The contact centre to imitate (firenze)",
                ),
            ),
            ("agency", Phrase::new("L'ente di prova", "The trial agency")),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let preset = select::value(&self.preset, mix::PRESETS, |preset| preset.name)?;
        let mut session = context.session()?;
        session.enlist(context)?;
        let agency = session.agency(self.agency.as_deref())?;
        if !agency.fictional {
            let said = Said::from(REAL_AGENCY).with("id", &agency.id);
            return Err(Failure::refused("real-agency", said).hint(REAL_AGENCY_HINT));
        }
        let agency = agency.id.clone();
        let begun = Instant::now();
        let articles = self.publish(context, &session)?;
        let answers = scenario::answers(&session, &agency)?;
        let history = History {
            seed: self.seed,
            now: context.now(),
            tickets: self.tickets,
            station: session.station,
            preset,
            answers: &answers,
        };
        self.write(context, &session, &agency, &history)?;
        let seconds = begun.elapsed().as_secs_f64();
        if context.out.json {
            return context.out.json(&serde_json::json!({
                "tickets": self.tickets,
                "articles": articles,
                "seed": self.seed,
                "seconds": seconds,
            }));
        }
        let said = Said::from(MADE)
            .with("tickets", self.tickets)
            .with("articles", articles)
            .with("seconds", format!("{seconds:.1}"));
        context.out.say(said)
    }
}

impl Demo {
    /// Publishes the synthetic articles and waits until they can be found.
    fn publish(&self, context: &Context, session: &Session) -> Result<usize, Failure> {
        if self.articles == 0 {
            return Ok(0);
        }
        let count = usize::try_from(self.articles).unwrap_or(usize::MAX);
        let articles = demo_articles(self.seed, count).map(|article| {
            let text = document::write(&article);
            (article, text)
        });
        let progress = Progress::new(&context.out, count);
        let published = kb::publish(session, articles, Provenance::Synthetic, |done| {
            progress.set(done);
        })?;
        progress.end();
        session.settle()?;
        Ok(published)
    }

    /// Writes the requests, as many in a batch as it holds. Batches have names made from the seed:
    /// the same demo written twice is written once.
    fn write(
        &self,
        context: &Context,
        session: &Session,
        agency: &Slug,
        history: &History,
    ) -> Done {
        let progress = Progress::new(
            &context.out,
            usize::try_from(self.tickets).unwrap_or(usize::MAX),
        );
        let role = session.role(agency, &[Role::FirstLevel, Role::Supervisor])?;
        let mut batch = Batch::default();
        for number in 0..self.tickets {
            let case = history.case(number);
            if batch.size() + case.size() > BATCH_OPS {
                batch.commit(session, agency, role, history, number)?;
                progress.set(usize::try_from(number).unwrap_or(usize::MAX));
            }
            batch.ops.extend(case.ops);
            batch.mint.push(case.ticket);
        }
        batch.commit(session, agency, role, history, self.tickets)?;
        progress.end();
        Ok(())
    }
}

/// The requests of one batch.
#[derive(Default)]
struct Batch {
    ops: Vec<crate::domain::op::Op>,
    mint: Vec<crate::domain::id::TicketId>,
}

impl Batch {
    /// How many ops it will hold: each request gets a number too.
    fn size(&self) -> usize {
        self.ops.len() + self.mint.len()
    }

    fn commit(
        &mut self,
        session: &Session,
        agency: &Slug,
        role: Role,
        history: &History,
        upto: u32,
    ) -> Done {
        if self.ops.is_empty() {
            return Ok(());
        }
        let ops = std::mem::take(&mut self.ops);
        let mint = std::mem::take(&mut self.mint);
        let id = BatchId::new(history.name("batch", upto));
        let proposal = Proposal::new(id, agency.clone(), role, &ops, mint).map_err(|error| {
            Failure::new(super::Exit::Refused, super::words::UNACCEPTABLE).because(error)
        })?;
        match session.call(Request::Commit(proposal))? {
            Reply::Saved { .. } => Ok(()),
            other => Err(super::session::unexpected(&other)),
        }
    }
}

#[cfg(test)]
mod tests;
