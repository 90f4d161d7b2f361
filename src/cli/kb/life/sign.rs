//! `sportello kb sign`: office or URP approves a draft, in person or by an act that the curator records.

use super::{
    ID_HELP, VERSION_HELP,
    case::{self, Case},
};
use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Exit, Failure, Said},
        identity, select,
        ticket::text,
    },
    domain::{
        article::life::Version,
        op::{Act, Op},
        outcome::Side,
    },
    locale::Phrase,
};
use chrono::NaiveDate;

catalog! {
    SIGNED = "«{id}», versione {version}: approvata, {side}" / "“{id}”, version {version}: approved, {side}";
    NO_DAY = "«{day}» non è un giorno" / "“{day}” is not a day";
    NO_DAY_HINT = "il giorno dell'atto, senza ora: 22/11/2026 o 2026-11-22"
        / "the day of the act, without a time: 2026-11-22 or 22/11/2026";
    LATER_DAY = "{day} deve ancora venire" / "{day} is still to come";
    LATER_DAY_HINT = "si registra un atto che c'è già: `--date` è il giorno che porta"
        / "an act is recorded that is there already: `--date` is the day it bears";
    RECORDED = "«{id}», versione {version}: atto registrato, {side}"
        / "“{id}”, version {version}: act recorded, {side}";
}

/// Its arguments.
#[derive(clap::Args)]
pub struct Sign {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(long = "as", value_name = "office|urp")]
    side: String,
    #[arg(long = "version", value_name = "HEX")]
    edition: Option<String>,
    #[arg(long, value_name = "P", requires = "date", requires = "name")]
    protocol: Option<String>,
    #[arg(long, value_name = "YYYY-MM-DD", requires = "protocol")]
    date: Option<String>,
    #[arg(long, value_name = "NAME", requires = "protocol")]
    name: Option<String>,
}

impl Verb for Sign {
    const PATH: &'static [&'static str] = &["kb", "sign"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Approva una bozza per l'ufficio o per l'URP",
            "Approve a draft for the office or for public relations",
        ),
        args: &[
            ID_HELP,
            (
                "side",
                Phrase::new("Per chi: office o urp", "For whom: office or urp"),
            ),
            VERSION_HELP,
            (
                "protocol",
                Phrase::new(
                    "Il protocollo dell'atto di chi non usa il programma",
                    "The protocol number of the act of somebody who does not use the program",
                ),
            ),
            (
                "date",
                Phrase::new("La data dell'atto", "The date of the act"),
            ),
            ("name", Phrase::new("Chi ha approvato", "Who approved")),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let side = select::value(&self.side, Side::ALL, Side::id)?;
        let act = self.act(context)?;
        let case = Case::of(context, &self.id)?;
        let version = case.draft(self.edition.as_deref())?.id;
        let op = Op::Approve {
            article: case.id.clone(),
            version,
            side,
            act: act.clone(),
        };
        case.commit(&case.owner()?, &[op])?;
        let life = case.again()?;
        match life.version(version) {
            Some(version) => tell(context, &case, version, side, act.as_ref()),
            None => Ok(()),
        }
    }
}

impl Sign {
    /// The act that is recorded, where the approval was not given here.
    fn act(&self, context: &mut Context) -> Result<Option<Act>, Failure> {
        let (Some(protocol), Some(date), Some(name)) = (&self.protocol, &self.date, &self.name)
        else {
            return Ok(None);
        };
        let day = read_day(date)?;
        if day > context.now().utc().date_naive() {
            let said = Said::from(LATER_DAY).with("day", date);
            return Err(Failure::new(Exit::Usage, said).hint(LATER_DAY_HINT));
        }
        Ok(Some(Act {
            protocol: text::line(context, "--protocol", protocol)?,
            date: day,
            name: text::line(context, "--name", name)?,
        }))
    }
}

fn read_day(text: &str) -> Result<NaiveDate, Failure> {
    let formats = ["%Y-%m-%d", "%d/%m/%Y"].iter();
    let mut read = formats.filter_map(|format| NaiveDate::parse_from_str(text.trim(), format).ok());
    read.next().ok_or_else(|| {
        Failure::new(Exit::Usage, Said::from(NO_DAY).with("day", text)).hint(NO_DAY_HINT)
    })
}

fn tell(
    context: &mut Context,
    case: &Case,
    version: &Version,
    side: Side,
    act: Option<&Act>,
) -> Done {
    if context.out.json {
        let missing: Vec<&str> = version.missing().iter().map(|side| side.id()).collect();
        return context.out.json(&serde_json::json!({
            "id": case.id.as_str(),
            "version": identity::hex(version.id),
            "side": side.id(),
            "act": act.map(act_json),
            "approved": version.is_approved(),
            "missing": missing,
        }));
    }
    let said = if act.is_some() { RECORDED } else { SIGNED };
    let said = Said::from(said)
        .with("id", &case.id)
        .with("version", case::short(version.id));
    context.out.say(said.with_phrase("side", side.label()))?;
    context.out.remark(case::next_step(&case.id, version))
}

/// An act as a script reads it.
pub fn act_json(act: &Act) -> serde_json::Value {
    serde_json::json!({
        "protocol": act.protocol.as_str(),
        "date": act.date.to_string(),
        "name": act.name.as_str(),
    })
}
