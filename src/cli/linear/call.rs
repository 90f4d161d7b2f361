//! The call under way, and the batch that is written of it.

use crate::{
    cli::{context::Context, failure::Failure, identity, session::Session},
    desk::commit::article_words,
    domain::{
        agency::Agency,
        article::Published,
        field::{self, FieldId},
        id::{InteractionId, StationId, TicketId},
        op::{Op, Queue},
        outcome::{Channel, Outcome, Role, TicketKind, TimeSource, Verb},
        text::{TITLE_MAX_CHARS, Text},
        time::Moment,
    },
};

/// In which role a call is answered, the likeliest first.
const ANSWERING: &[Role] = &[Role::FirstLevel, Role::BackOffice, Role::Supervisor];

/// What the person typed and heard since the call began.
#[derive(Default)]
pub struct Call {
    asked: Vec<String>,
    started: Option<Moment>,
    /// The results of the last search.
    pub found: Vec<Published>,
    /// The sheet that was read out last.
    pub read: Option<Published>,
}

/// How the call ended.
pub struct Logged {
    /// What sort of request it was.
    pub kind: TicketKind,
    /// The outcome.
    pub outcome: Outcome,
    /// Where the request goes; `None` when it ends here.
    pub to: Option<Queue>,
    /// What was told.
    pub told: Option<Published>,
    /// The words it is closed with.
    pub closing: String,
}

impl Call {
    /// Takes note of what was asked; the first line begins the call.
    pub fn ask(&mut self, line: &str, now: Moment) {
        self.started.get_or_insert(now);
        self.asked.push(line.to_owned());
        self.read = None;
    }

    /// Whether anything was asked.
    pub const fn has_begun(&self) -> bool {
        self.started.is_some()
    }

    /// Writes the call, and is ready for the next one. Returns the number to tell.
    ///
    /// # Errors
    /// When it cannot be written: the call stays as it is.
    pub fn log(
        &mut self,
        context: &Context,
        session: &Session,
        agency: &Agency,
        logged: &Logged,
    ) -> Result<String, Failure> {
        let now = context.now();
        let ticket = TicketId::new(identity::made_at(now)?);
        let interaction = InteractionId::new(identity::made_at(now)?);
        let mut ops = vec![begin(
            interaction,
            self.started.unwrap_or(now),
            session.station,
        )];
        ops.extend(self.fields(ticket, logged));
        ops.extend(endings(ticket, interaction, logged));
        ops.push(Op::End {
            interaction,
            ended: now,
            source: TimeSource::Key,
        });
        let role = session.role(&agency.id, ANSWERING)?;
        let saved = session.commit(&agency.id, role, &ops, vec![ticket])?;
        *self = Self::default();
        let number = saved.numbers.first().map(|(_, number)| number.to_string());
        Ok(number.unwrap_or_else(|| ticket.to_string()))
    }

    fn fields(&self, ticket: TicketId, logged: &Logged) -> Vec<Op> {
        let mut fields: Vec<(FieldId, Text)> = vec![
            (field::TEXT, Text::block(&self.asked.join("\n"))),
            (field::KIND, Text::line(logged.kind.id())),
            (field::CHANNEL, Text::line(Channel::Phone.id())),
        ];
        if let Some(told) = &logged.told {
            let article = &told.article;
            let title = article.title.clone().clipped(TITLE_MAX_CHARS).text;
            fields.push((field::TITLE, title));
            fields.push((field::ARTICLE, article_words(&told.reference())));
            let topic = article
                .topic
                .as_ref()
                .map(|topic| Text::line(topic.as_str()));
            fields.extend(topic.map(|topic| (field::TOPIC, topic)));
        }
        let set = |(field, words): (FieldId, Text)| {
            let value = field::by_id(field)?.read(words.as_str())?;
            let replaces = Vec::new();
            Some(Op::SetField {
                ticket,
                field,
                value,
                replaces,
            })
        };
        fields.into_iter().filter_map(set).collect()
    }
}

fn begin(interaction: InteractionId, started: Moment, station: StationId) -> Op {
    Op::Begin {
        interaction,
        channel: Channel::Phone,
        started,
        source: TimeSource::FirstCharacter,
        station,
        caller: Text::default(),
    }
}

/// What was told, how it ended, and where the request stands. A request that is closed or entrusted
/// at once needs no opening of its own.
fn endings(ticket: TicketId, interaction: InteractionId, logged: &Logged) -> Vec<Op> {
    let answer = logged.told.as_ref().map(Published::reference);
    let told = answer.clone().map(|answer| Op::Told {
        interaction,
        ticket: Some(ticket),
        answer,
        passage: Text::default(),
        used: logged.to.is_none(),
    });
    let verb = match &logged.to {
        None => Verb::Close,
        Some(Queue::Office(_)) => Verb::EscalateDepartment,
        Some(Queue::BackOffice | Queue::FirstLevel) => Verb::EscalateBackOffice,
    };
    let concluded = Op::Conclude {
        interaction,
        ticket: Some(ticket),
        outcome: logged.outcome,
        answer: answer.filter(|_| logged.to.is_none()),
        corrects: None,
        text: Text::default(),
    };
    let changed = Op::Change {
        ticket,
        verb,
        to: logged.to.clone(),
        owner: None,
        parents: Vec::new(),
        text: Text::line(&logged.closing),
    };
    told.into_iter().chain([concluded, changed]).collect()
}
