//! `sportello ticket open`: a new request, its number printed.

use super::{json, text};
use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Exit, Failure, Said},
        identity, select,
        session::Session,
        words,
    },
    desk::commit::article_words,
    domain::{
        agency::Agency,
        field::{self, FieldId},
        id::TicketId,
        op::{Op, Queue},
        outcome::{Channel, Role, TicketKind, Verb as Change},
        text::Text,
    },
    locale::Phrase,
};

/// In which role a request is opened, the likeliest first.
const OPENERS: &[Role] = &[
    Role::FirstLevel,
    Role::BackOffice,
    Role::Supervisor,
    Role::Department,
    Role::Urp,
];

catalog! {
    NO_TOPIC = "l'ente non ha la tipologia «{id}»" / "the agency has no topic “{id}”";
    DOUBT = "{field}: {doubt}" / "{field}: {doubt}";
}

/// Its arguments.
#[derive(clap::Args)]
pub struct Open {
    #[arg(long, value_name = "TEXT")]
    text: String,
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    #[arg(long, value_name = "ID", default_value = "phone")]
    channel: String,
    #[arg(long, value_name = "ID", default_value = "information")]
    kind: String,
    #[arg(long, value_name = "ID")]
    topic: Option<String>,
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[arg(long, value_name = "PHONE")]
    phone: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    #[arg(long, value_name = "ID")]
    article: Option<String>,
}

impl Open {
    /// Title, topic and answer: what the article says already need not be said again.
    fn subject(
        &self,
        context: &mut Context,
        session: &Session,
        agency: &Agency,
    ) -> Result<Vec<(FieldId, Text)>, Failure> {
        let mut fields = Vec::new();
        let mut title = None;
        let mut topic = None;
        if let Some(id) = &self.article {
            let published = session.article(&select::slug(id)?)?;
            fields.push((field::ARTICLE, article_words(&published.reference())));
            title = Some(published.article.title);
            topic = published.article.topic;
        }
        if let Some(raw) = &self.title {
            title = Some(text::line(context, "--title", raw)?);
        }
        if let Some(id) = &self.topic {
            topic = Some(known_topic(agency, id)?);
        }
        fields.extend(title.map(|title| (field::TITLE, title)));
        fields.extend(topic.map(|topic| (field::TOPIC, Text::line(topic.as_str()))));
        Ok(fields)
    }
}

fn known_topic(agency: &Agency, id: &str) -> Result<crate::domain::slug::Slug, Failure> {
    let topic = select::slug(id)?;
    let known = || agency.topics.iter().map(|topic| &topic.id);
    if agency.topics.is_empty() || known().any(|known| *known == topic) {
        return Ok(topic);
    }
    let list: Vec<&str> = known().map(crate::domain::slug::Slug::as_str).collect();
    Err(
        Failure::new(Exit::NotFound, Said::from(NO_TOPIC).with("id", id))
            .hint(Said::from(words::ACCEPTED_WORDS).with("list", list.join(", "))),
    )
}

/// What is doubtful about the values: told, never refused.
fn doubts(context: &mut Context, fields: &[(FieldId, Text)]) -> Done {
    for (id, words) in fields {
        let Some(spec) = field::by_id(*id) else {
            continue;
        };
        if let Some(doubt) = (spec.doubt)(words.as_str()) {
            let said = Said::from(DOUBT).with_phrase("field", spec.label);
            context.out.remark(said.with_phrase("doubt", doubt))?;
        }
    }
    Ok(())
}

/// The ops of a new request at the first level.
fn opening(ticket: TicketId, fields: &[(FieldId, Text)]) -> Vec<Op> {
    let values = fields.iter().filter_map(|(field, words)| {
        let value = field::by_id(*field)?.read(words.as_str())?;
        Some(Op::SetField {
            ticket,
            field: *field,
            value,
            replaces: Vec::new(),
        })
    });
    let open = Op::Change {
        ticket,
        verb: Change::Open,
        to: Some(Queue::FirstLevel),
        owner: None,
        parents: Vec::new(),
        text: Text::default(),
    };
    std::iter::once(open).chain(values).collect()
}

impl Verb for Open {
    const PATH: &'static [&'static str] = &["ticket", "open"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Apre una richiesta e ne stampa il numero",
            "Open a request and print its number",
        ),
        args: &[
            (
                "text",
                Phrase::new("Che cosa chiede chi scrive o chiama", "What is asked"),
            ),
            (
                "title",
                Phrase::new("La richiesta in una riga", "The request in a line"),
            ),
            (
                "channel",
                Phrase::new("Da dove arriva (phone)", "Where it comes from (phone)"),
            ),
            (
                "kind",
                Phrase::new(
                    "information, switchboard, booking, service-request o feedback",
                    "information, switchboard, booking, service-request or feedback",
                ),
            ),
            ("topic", Phrase::new("La tipologia", "The topic")),
            (
                "agency",
                Phrase::new("L'ente a cui è rivolta", "The agency it is for"),
            ),
            (
                "name",
                Phrase::new("Il nome di chi chiede", "The requester's name"),
            ),
            (
                "phone",
                Phrase::new("Il telefono di chi chiede", "The requester's telephone"),
            ),
            (
                "email",
                Phrase::new("L'e-mail di chi chiede", "The requester's e-mail"),
            ),
            (
                "article",
                Phrase::new("L'articolo che ne parla", "The article about it"),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let channel = select::value(&self.channel, Channel::ALL, Channel::id)?;
        let kind = select::value(&self.kind, TicketKind::ALL, TicketKind::id)?;
        let mut fields = vec![
            (field::TEXT, text::block(context, "--text", &self.text)?),
            (field::KIND, Text::line(kind.id())),
            (field::CHANNEL, Text::line(channel.id())),
        ];
        let mut session = context.session()?;
        session.enlist(context)?;
        let agency = session.agency(self.agency.as_deref())?.clone();
        fields.extend(self.subject(context, &session, &agency)?);
        for (field, option, given) in [
            (field::NAME, "--name", &self.name),
            (field::PHONE, "--phone", &self.phone),
            (field::EMAIL, "--email", &self.email),
        ] {
            if let Some(raw) = given {
                fields.push((field, text::line(context, option, raw)?));
            }
        }
        doubts(context, &fields)?;
        let ticket = TicketId::new(identity::made_at(context.now())?);
        let role = session.role(&agency.id, OPENERS)?;
        let saved = session.commit(&agency.id, role, &opening(ticket, &fields), vec![ticket])?;
        if context.out.json {
            return context
                .out
                .json(&json::Shown::of(&session.dossier(ticket)?));
        }
        match saved.numbers.first() {
            Some((_, number)) => context.out.line(&number.to_string()),
            None => context.out.line(&ticket.to_string()),
        }
    }
}
