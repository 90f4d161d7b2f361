//! `sportello call`: an event of a telephone system, for the open desk it is meant for.

use super::{
    commands::{Verb, Words},
    context::Context,
    failure::Done,
    select,
    session::unexpected,
};
use crate::{
    domain::text::Text,
    keeper::service::{Reply, Request, Ring, RingEvent},
    locale::Phrase,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Call {
    #[arg(long, value_name = "ID")]
    id: String,
    #[arg(long, value_name = "PHONE", default_value = "")]
    from: String,
    #[arg(long, value_name = "PHONE", default_value = "")]
    to: String,
    #[arg(long, value_name = "ringing|answered|ended")]
    event: String,
}

impl Verb for Call {
    const PATH: &'static [&'static str] = &["call"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Un evento della centrale telefonica, per il banco aperto di --operator",
            "An event of the telephone system, for the open desk of --operator",
        ),
        args: &[
            (
                "id",
                Phrase::new(
                    "Il nome della telefonata per la centrale",
                    "The telephone system's name for the call",
                ),
            ),
            (
                "from",
                Phrase::new("Il numero di chi chiama", "The caller's number"),
            ),
            ("to", Phrase::new("Il numero chiamato", "The number called")),
            (
                "event",
                Phrase::new(
                    "squilla, risposta, finita",
                    "it rings, it was answered, it ended",
                ),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let event = select::value(&self.event, EVENTS, event_id)?;
        let ring = Ring {
            id: Text::line(&self.id),
            from: Text::line(&self.from),
            to: Text::line(&self.to),
            event,
            operator: context.operator()?,
        };
        match context.session()?.call(Request::Ring(ring))? {
            Reply::Done if context.out.json => {
                let told = serde_json::json!({ "id": self.id, "event": event_id(event) });
                context.out.json(&told)
            }
            Reply::Done => Ok(()),
            other => Err(unexpected(&other)),
        }
    }
}

/// The events a telephone system tells.
const EVENTS: &[RingEvent] = &[RingEvent::Ringing, RingEvent::Answered, RingEvent::Ended];

const fn event_id(event: RingEvent) -> &'static str {
    match event {
        RingEvent::Ringing => "ringing",
        RingEvent::Answered => "answered",
        RingEvent::Ended => "ended",
    }
}
