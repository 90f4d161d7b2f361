//! The sentences said at once on every desk: not approved, gone when their time has come.

use super::{
    app::{App, Wait},
    command::Step,
    commit::{Batch, Said, or_told},
    form,
    msg::Ask,
    phone, version,
    widget::clock,
    words,
};
use crate::{
    domain::{
        id::OpId,
        op::Op,
        slug::Slug,
        text::Text,
        time::{DAY, Moment},
    },
    keeper::service::{NoticeRow, Request},
    locale::Phrase,
};
use chrono::NaiveTime;

/// What is said on every desk of an agency.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notices {
    /// The sentences, newest first; some may have gone by now.
    pub rows: Vec<NoticeRow>,
    /// The question they answer: an earlier answer is an old one.
    pub asked: u64,
}

impl App {
    /// Asks for the sentences of the agency.
    pub fn ask_notices(&mut self) {
        self.notices.asked = self.next_question();
        let ask = Ask::Notices(self.notices.asked);
        let agency = self.agency_id.clone();
        self.ask(ask, Request::Notices(agency));
    }

    /// The sentences whose time has not come yet, newest first.
    pub fn notices_now(&self) -> impl Iterator<Item = &NoticeRow> {
        let now = self.now.at;
        { self.notices.rows.iter() }.filter(move |row| now < row.notice.until)
    }

    /// Those on an article.
    pub fn notices_on<'a>(&'a self, article: &'a Slug) -> impl Iterator<Item = &'a NoticeRow> {
        self.notices_now()
            .filter(move |row| row.article == *article)
    }

    /// A sentence with until when it holds and who says it.
    #[must_use]
    pub fn notice_words(&self, row: &NoticeRow) -> String {
        let notice = &row.notice;
        words::NOTICE.fill(
            self.lang,
            &[
                ("until", &clock(notice.until, self)),
                ("text", &notice.text),
                ("by", &self.operator_name(&notice.by)),
            ],
        )
    }

    /// The last one, and how many there are; `None` when nothing is said.
    #[must_use]
    pub fn notice_line(&self) -> Option<String> {
        let last = self.notices_now().next()?;
        let places: [(&str, &dyn std::fmt::Display); 2] =
            [("title", &last.title), ("text", &last.notice.text)];
        Some(words::NOTICE_ON.count(self.lang, self.notices_now().count(), &places))
    }
}

/// The sentences have come.
pub fn arrived(app: &mut App, asked: u64, rows: Vec<NoticeRow>) {
    if app.notices.asked == asked {
        app.meet(rows.iter().map(|row| &row.notice.by));
        app.notices.rows = rows;
    }
}

/// Asks for a sentence on the article on screen.
pub fn say(app: &mut App) -> Step {
    if let Some(wait) = phone::about_waits(app) {
        return Step::Wait(wait);
    }
    let Some((article, title, _)) = phone::about(app) else {
        app.refuse(words::CHOOSE_ARTICLE);
        return Step::Done;
    };
    if let Some(refusal) = refused(app) {
        app.refuse(refusal);
        return Step::Done;
    }
    form::open_notice(app, article, &title);
    Step::Done
}

/// Why this operator may not say a sentence; `None` when he may.
#[must_use]
pub fn refused(app: &App) -> Option<Phrase> {
    let op = notice(
        app.agency_id.clone(),
        Text::default(),
        app.now.at,
        Vec::new(),
    );
    version::may(app, &op, None)
        .err()
        .map(|refusal| refusal.words)
}

const fn notice(article: Slug, text: Text, until: Moment, replaces: Vec<OpId>) -> Op {
    Op::Notice {
        article,
        text,
        until,
        replaces,
    }
}

/// Until when a sentence holds: hours from now, or a time of the day, at most a day; `None` when it
/// says neither.
#[must_use]
pub fn until(app: &App, words: &str) -> Option<Moment> {
    let words = words.trim();
    if words.is_empty() {
        return Some(app.now.at.plus(DAY));
    }
    if let Ok(hours) = words.parse::<i64>() {
        return (1..=24)
            .contains(&hours)
            .then(|| app.now.at.plus(hours * 3_600_000));
    }
    let time = NaiveTime::parse_from_str(words, "%H:%M").ok()?;
    let at = app.now.local.date().and_time(time);
    let ahead = at.signed_duration_since(app.now.local).num_milliseconds();
    Some(app.now.at.plus(if ahead > 0 { ahead } else { ahead + DAY }))
}

/// The sentence that was typed is said on every desk, in place of an earlier one on the same article;
/// `false` when it cannot be.
pub fn post(app: &mut App, article: &Slug, text: Text, when: &str) -> bool {
    let Some(until) = until(app, when) else {
        app.refuse(words::NOTICE_WHEN);
        return false;
    };
    let op = notice(article.clone(), text, until, standing(app, article));
    let mut batch = Batch::default();
    batch.push(op);
    app.commit_apart(batch, Said::Saved).is_ok()
}

fn standing(app: &App, article: &Slug) -> Vec<OpId> {
    app.notices_on(article).map(|row| row.notice.op).collect()
}

/// Takes away what is said on the article on screen.
pub fn take_away(app: &mut App) -> Step {
    let asked = Wait::Answer(Ask::Notices(app.notices.asked));
    let coming = Some(asked).filter(|asked| app.is_coming(asked));
    if let Some(wait) = coming.or_else(|| phone::about_waits(app)) {
        return Step::Wait(wait);
    }
    let article = phone::about(app).map(|(article, ..)| article);
    let article = article.or_else(|| app.notices_now().next().map(|row| row.article.clone()));
    let replaces = article.as_ref().map(|article| standing(app, article));
    let (Some(article), Some(replaces)) = (article, replaces.filter(|ops| !ops.is_empty())) else {
        app.refuse(words::NO_NOTICE);
        return Step::Done;
    };
    if let Some(refusal) = refused(app) {
        app.refuse(refusal);
        return Step::Done;
    }
    let op = notice(article, Text::default(), app.now.at, replaces);
    let mut batch = Batch::default();
    batch.push(op);
    or_told(app.commit_apart(batch, Said::Saved));
    Step::Done
}
