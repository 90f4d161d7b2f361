//! `sportello kb notice`: one sentence on an office or a sheet, on every desk at once, gone within a day.

use super::{AGENCY_HELP, ID_HELP, case::Case};
use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Exit, Failure, Said},
        ticket::text,
        time, usage,
    },
    domain::{
        id::OpId,
        op::Op,
        slug::Slug,
        text::{TITLE_MAX_CHARS, Text},
        time::{DAY, Moment},
    },
    locale::Phrase,
};

catalog! {
    SAID = "«{id}»: avviso su tutti i banchi fino al {until}" / "“{id}”: notice on every desk until {until}";
    REMOVED = "«{id}»: avviso tolto" / "“{id}”: notice taken away";
    NO_NOTICE = "«{id}» non ha avvisi" / "“{id}” has no notice";
    NO_NOTICE_HINT = "`sportello kb notices` elenca quelli che ci sono" / "`sportello kb notices` lists those there are";
    OTHER_HOURS = "{hours} ore: un avviso non è approvato e sparisce da sé, da 1 a {most} ore dopo"
        / "{hours} hours: a notice is not approved and goes by itself, 1 to {most} hours later";
    OTHER_HOURS_HINT = "ciò che dura di più è una versione della scheda (`valid_to` dice fino a quando): `sportello kb show {id} > {id}.md`, cambiala, `sportello kb import {id}.md`"
        / "what lasts longer is a version of the sheet (`valid_to` says until when): `sportello kb show {id} > {id}.md`, change it, `sportello kb import {id}.md`";
    TOO_LONG = "un avviso è una frase: al massimo {count} caratteri" / "a notice is one sentence: {count} characters at most";
    TOO_LONG_HINT = "il resto va nella scheda: `sportello kb show {id}`" / "the rest belongs in the sheet: `sportello kb show {id}`";
}

/// The most hours that a sentence nobody approved may stand: [`DAY`].
const MOST_HOURS: i64 = DAY / HOUR;

/// An hour in milliseconds.
const HOUR: i64 = 60 * 60 * 1_000;

/// Its arguments.
#[derive(clap::Args)]
pub struct Notice {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(value_name = "TEXT", conflicts_with = "remove")]
    text: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 24)]
    hours: i64,
    #[arg(long)]
    remove: bool,
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
}

impl Verb for Notice {
    const PATH: &'static [&'static str] = &["kb", "notice"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Mette una frase su un ufficio o una scheda, su tutti i banchi, per un giorno al massimo",
            "Put a sentence on an office or a sheet, on every desk, for a day at most",
        ),
        args: &[
            ID_HELP,
            ("text", Phrase::new("La frase", "The sentence")),
            (
                "hours",
                Phrase::new(
                    "Per quante ore (24, il massimo)",
                    "For how many hours (24, the most)",
                ),
            ),
            (
                "remove",
                Phrase::new("Toglie l'avviso", "Take the notice away"),
            ),
            AGENCY_HELP,
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        self.check_hours()?;
        let words = match (&self.text, self.remove) {
            (_, true) => None,
            (Some(words), false) => Some(self.sentence(context, words)?),
            (None, false) => {
                let missing = Said::from(usage::MISSING_ARGUMENT).with("arg", "<TEXT>");
                let hint = Said::from(usage::SEE_HELP).with("command", "sportello kb notice");
                return Err(Failure::new(Exit::Usage, missing).hint(hint));
            }
        };
        let case = Case::of(context, &self.id)?;
        let agency = case.speaker(self.agency.as_deref())?;
        let now = context.now();
        let replaces = standing(&case, &agency, now);
        if words.is_none() && replaces.is_empty() {
            let said = Said::from(NO_NOTICE).with("id", &case.id);
            return Err(Failure::refused("no-notice", said).hint(NO_NOTICE_HINT));
        }
        let until = now.plus(if words.is_some() {
            self.hours * HOUR
        } else {
            0
        });
        let op = Op::Notice {
            article: case.id.clone(),
            text: words.clone().unwrap_or_default(),
            until,
            replaces,
        };
        case.commit(&agency, &[op])?;
        tell(context, &case, words.as_ref(), until)
    }
}

impl Notice {
    /// What nobody approved goes within a day; what lasts longer is a version of the sheet.
    fn check_hours(&self) -> Done {
        if (1..=MOST_HOURS).contains(&self.hours) {
            return Ok(());
        }
        let said = Said::from(OTHER_HOURS).with("hours", self.hours);
        let hint = Said::from(OTHER_HOURS_HINT).with("id", &self.id);
        Err(Failure::new(Exit::Usage, said.with("most", MOST_HOURS)).hint(hint))
    }

    fn sentence(&self, context: &mut Context, words: &str) -> Result<Text, Failure> {
        let sentence = text::line(context, "TEXT", words)?;
        if sentence.as_str().chars().count() > TITLE_MAX_CHARS {
            let said = Said::from(TOO_LONG).with("count", TITLE_MAX_CHARS);
            let hint = Said::from(TOO_LONG_HINT).with("id", &self.id);
            return Err(Failure::new(Exit::Usage, said).hint(hint));
        }
        Ok(sentence)
    }
}

/// The sentences of an agency that stand on it now: a new one comes in their place.
fn standing(case: &Case, agency: &Slug, now: Moment) -> Vec<OpId> {
    let standing = case.life.notices.iter();
    let standing = standing.filter(|notice| notice.agency == *agency && now < notice.until);
    standing.map(|notice| notice.op).collect()
}

fn tell(context: &mut Context, case: &Case, words: Option<&Text>, until: Moment) -> Done {
    if context.out.json {
        return context.out.json(&serde_json::json!({
            "id": case.id.as_str(),
            "text": words.map(Text::as_str),
            "until": words.map(|_| until.rfc3339()),
        }));
    }
    let said = match words {
        Some(_) => Said::from(SAID).with("until", time::local(until, context.out.lang)),
        None => REMOVED.into(),
    };
    context.out.say(said.with("id", &case.id))
}
