//! `sportello kb history`: every version of an article: who wrote, approved and read it, and when it was in force.

use super::{ID_HELP, case, sign::act_json};
use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Failure},
        identity,
        names::Names,
        select,
        session::Session,
        time, words,
    },
    domain::{
        article::life::{Approval, Life, Span, Stage, Version},
        op::Provenance,
        slug::Slug,
        text::Text,
        time::Moment,
    },
    locale::{Lang, Phrase},
};
use serde_json::{Value, json};

catalog! {
    DRAFT = "bozza" / "draft";
    SET_ASIDE = "bozza superata" / "draft, given up";
    APPROVED = "approvata, da pubblicare" / "approved, to be published";
    PUBLISHED = "pubblicata" / "published";
    EXPIRED = "scaduta" / "expired";
    SUPERSEDED = "sostituita" / "superseded";
    WITHDRAWN = "ritirata" / "withdrawn";
    AUTHORS = "Scritta da" / "Written by";
    APPROVALS = "Approvata" / "Approved";
    IN_FORCE = "In vigore" / "In force";
    READ_BY = "Letta da" / "Read by";
    READERS = "un operatore|{n} operatori" / "one operator|{n} operators";
    ORIGIN = "Origine" / "Origin";
    FROM = "dal {since}" / "from {since}";
    FROM_TO = "dal {since} al {until}" / "from {since} to {until}";
    BY_ACT = "prot. {protocol} del {date}, {name}; registrato da {by}"
        / "act {protocol} of {date}, {name}; recorded by {by}";
    SEEN = "confermato da {by}" / "confirmed by {by}";
    UNSEEN = "da confermare" / "to be confirmed";
    TAKEN_AWAY = "Ritirato" / "Withdrawn";
    SEED = "del programma" / "came with the program";
    TRUSTED = "importata come affidabile" / "imported as trusted";
    SYNTHETIC = "sintetica" / "synthetic";
    BY_BOTH = "approvata da ufficio e URP" / "approved by office and public relations";
}

/// Its arguments.
#[derive(clap::Args)]
pub struct History {
    #[arg(value_name = "ID")]
    id: String,
}

impl Verb for History {
    const PATH: &'static [&'static str] = &["kb", "history"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Mostra le versioni di un articolo: chi le ha scritte, approvate, lette",
            "Show the versions of an article: who wrote, approved and read them",
        ),
        args: &[ID_HELP],
    };

    fn run(self, context: &mut Context) -> Done {
        let session = context.session()?;
        let id = select::slug(&self.id)?;
        let life = case::life(&session, &id)?;
        let expired = expired(&session, &id, &life, context.now())?;
        if context.out.json {
            return context.out.json(&as_json(&id, &life, &expired));
        }
        let names = Names::of(&session, context.out.lang)?;
        let shown = Shown {
            life: &life,
            expired: &expired,
            names: &names,
            lang: context.out.lang,
        };
        for (place, version) in life.versions.iter().enumerate() {
            if place > 0 {
                context.out.line("")?;
            }
            context.out.pairs(&shown.version(version))?;
        }
        if let Some((by, at)) = &life.withdrawn {
            context.out.line("")?;
            let told = format!("{}, {}", names.operator(by), time::local(*at, shown.lang));
            context.out.pairs(&[(TAKEN_AWAY, told)])?;
        }
        Ok(())
    }
}

/// A life as it is shown to a person.
struct Shown<'a> {
    life: &'a Life,
    expired: &'a [[u8; 16]],
    names: &'a Names<'a>,
    lang: Lang,
}

impl Shown<'_> {
    fn stage(&self, version: &Version) -> Phrase {
        if self.expired.contains(&version.id) {
            return EXPIRED;
        }
        stage(version)
    }

    fn version(&self, version: &Version) -> Vec<(Phrase, String)> {
        let written = format!(
            "{}, {}",
            self.people(version.authors.iter()),
            time::local(version.at, self.lang)
        );
        let approvals = version.approvals.iter().map(|one| self.approval(one));
        let spans = spans(self.life, version).map(|span| self.span(span));
        let origin = origin(version).map(|origin| origin.get(self.lang).to_owned());
        vec![
            (super::words::VERSION, case::short(version.id)),
            (words::STATE, self.stage(version).get(self.lang).to_owned()),
            (AUTHORS, written),
            (APPROVALS, approvals.collect::<Vec<_>>().join("\n")),
            (IN_FORCE, spans.collect::<Vec<_>>().join("\n")),
            (ORIGIN, origin.unwrap_or_default()),
            (READ_BY, self.readers(version)),
        ]
    }

    fn people<'p>(&self, people: impl Iterator<Item = &'p Slug>) -> String {
        let people: Vec<String> = people.map(|id| self.names.operator(id)).collect();
        people.join(", ")
    }

    fn approval(&self, approval: &Approval) -> String {
        let side = approval.side.label().get(self.lang);
        let by = self.names.operator(&approval.by);
        let at = time::local(approval.at, self.lang);
        let Some(act) = &approval.act else {
            return format!("{side}: {by}, {at}");
        };
        let seen = match &approval.confirmed_by {
            Some(other) => SEEN.fill(self.lang, &[("by", &self.names.operator(other))]),
            None => UNSEEN.get(self.lang).to_owned(),
        };
        let told = BY_ACT.fill(
            self.lang,
            &[
                ("protocol", &act.protocol),
                ("date", &act.date),
                ("name", &act.name),
                ("by", &by),
            ],
        );
        format!("{side}: {told}, {at}; {seen}")
    }

    fn span(&self, span: &Span) -> String {
        let since = time::local(span.since, self.lang);
        match span.until {
            None => FROM.fill(self.lang, &[("since", &since)]),
            Some(until) => {
                let until = time::local(until, self.lang);
                FROM_TO.fill(self.lang, &[("since", &since), ("until", &until)])
            }
        }
    }

    fn readers(&self, version: &Version) -> String {
        match readers(self.life, version).count() {
            0 => String::new(),
            count => READERS.count(self.lang, count, &[]),
        }
    }
}

fn spans<'a>(life: &'a Life, version: &Version) -> impl Iterator<Item = &'a Span> {
    let id = version.id;
    // What gave way before its day came was never in force.
    let was = |span: &&Span| span.until.is_none_or(|until| span.since < until);
    life.spans
        .iter()
        .filter(move |span| span.version == id)
        .filter(was)
}

fn readers<'a>(
    life: &'a Life,
    version: &Version,
) -> impl Iterator<Item = &'a (Slug, [u8; 16], Moment)> {
    let id = version.id;
    life.readers.iter().filter(move |(_, of, _)| *of == id)
}

/// The published versions whose last day is past.
fn expired(
    session: &Session,
    id: &Slug,
    life: &Life,
    now: Moment,
) -> Result<Vec<[u8; 16]>, Failure> {
    let mut found = Vec::new();
    let published = |version: &&Version| version.stage == Stage::Published;
    for version in life.versions.iter().filter(published) {
        let last = case::text(session, id, version.id)?.article.valid_to;
        let after = last.and_then(|day| day.succ_opt()).map(Moment::day_begins);
        found.extend(after.filter(|after| *after <= now).map(|_| version.id));
    }
    Ok(found)
}

/// What a version is doing, in words.
const fn stage(version: &Version) -> Phrase {
    match version.stage {
        Stage::Draft | Stage::Approved if version.drafts.is_empty() => SET_ASIDE,
        Stage::Draft => DRAFT,
        Stage::Approved => APPROVED,
        Stage::Published => PUBLISHED,
        Stage::Superseded => SUPERSEDED,
        Stage::Withdrawn => WITHDRAWN,
    }
}

/// The same for a script.
const fn stage_id(stage: Stage) -> &'static str {
    match stage {
        Stage::Draft => "draft",
        Stage::Approved => "approved",
        Stage::Published => "published",
        Stage::Superseded => "superseded",
        Stage::Withdrawn => "withdrawn",
    }
}

const fn origin(version: &Version) -> Option<Phrase> {
    match version.provenance {
        Provenance::Draft => None,
        Provenance::Seed => Some(SEED),
        Provenance::Trusted => Some(TRUSTED),
        Provenance::Synthetic => Some(SYNTHETIC),
        Provenance::Approved => Some(BY_BOTH),
    }
}

/// Who vouches for a version, for a script.
pub const fn provenance_id(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Seed => "seed",
        Provenance::Trusted => "trusted",
        Provenance::Draft => "draft",
        Provenance::Synthetic => "synthetic",
        Provenance::Approved => "approved",
    }
}

fn as_json(id: &Slug, life: &Life, expired: &[[u8; 16]]) -> Value {
    let versions: Vec<Value> = life
        .versions
        .iter()
        .map(|one| version_json(life, one, expired))
        .collect();
    let withdrawn = life.withdrawn.as_ref();
    json!({
        "id": id.as_str(),
        "versions": versions,
        "withdrawn": withdrawn.map(|(by, at)| json!({ "by": by.as_str(), "at": at.rfc3339() })),
        "rivals": life.heads.len() > 1,
        "learned": life.learned.iter().map(Text::as_str).collect::<Vec<_>>(),
    })
}

fn version_json(life: &Life, version: &Version, expired: &[[u8; 16]]) -> Value {
    let spans = spans(life, version).map(
        |span| json!({ "since": span.since.rfc3339(), "until": span.until.map(Moment::rfc3339) }),
    );
    let readers =
        readers(life, version).map(|(by, _, at)| json!({ "by": by.as_str(), "at": at.rfc3339() }));
    json!({
        "version": identity::hex(version.id),
        "stage": stage_id(version.stage),
        "expired": expired.contains(&version.id),
        "waits": !version.drafts.is_empty(),
        "authors": version.authors.iter().map(Slug::as_str).collect::<Vec<_>>(),
        "at": version.at.rfc3339(),
        "provenance": provenance_id(version.provenance),
        "approvals": version.approvals.iter().map(approval_json).collect::<Vec<_>>(),
        "in_force": spans.collect::<Vec<_>>(),
        "read_by": readers.collect::<Vec<_>>(),
    })
}

fn approval_json(approval: &Approval) -> Value {
    json!({
        "side": approval.side.id(),
        "by": approval.by.as_str(),
        "at": approval.at.rfc3339(),
        "act": approval.act.as_ref().map(act_json),
        "confirmed_by": approval.confirmed_by.as_ref().map(Slug::as_str),
        "counts": approval.counts(),
    })
}
