//! A version on screen: its standing, its approvals, what it changes, and how it will look.

use super::{VersionPanel, provenance};
use crate::{
    desk::{
        app::App,
        phone::reach_words,
        theme::Tone,
        view::body,
        widget::{Canvas, Cursor, day, kind_words, passages, warnings, width, wrap},
        words,
    },
    domain::{
        article::{
            Published,
            life::{Approval, Stage, Version},
        },
        diff,
        op::Provenance,
        slug::Slug,
    },
    keeper::service::Edition,
    locale::Phrase,
};
use ratatui::layout::Rect;

/// The column where the words begin, behind their label.
const WORDS: u16 = 15;
/// The columns that the heading needs besides the title: the kind and the edges.
const TITLE: u16 = 15;
/// Rows above the lines: title, rule.
const HEADING: u16 = 2;

/// A label, its words, their tone.
type Line = (String, String, Tone);

/// Draws the version; the cursor stands on its title.
pub fn view(panel: &VersionPanel, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Cursor {
    let (x, y) = (area.x + 1, area.y);
    let Some(edition) = &panel.edition else {
        canvas.put(x, y, area.width - 2, app.say(words::SEARCHING), Tone::Dim);
        return Cursor { x, y };
    };
    let article = &edition.published.article;
    let kind = kind_words(article, app);
    let behind = canvas.put(x, y, 12, kind, Tone::Dim) + u16::from(!kind.is_empty());
    let room = area.right().saturating_sub(behind + 1);
    canvas.put(behind, y, room, article.title.as_str(), Tone::Strong);
    canvas.rule(area, y + 1, "");
    let (rows, shown) = (rows(panel, edition, app, area), shown(area));
    let first = panel.scroll.min(rows.len().saturating_sub(shown));
    for ((label, text, tone), y) in rows.iter().skip(first).take(shown).zip(y + HEADING..) {
        canvas.put(x, y, WORDS - 2, label, Tone::Dim);
        canvas.put(area.x + WORDS, y, columns(area), text, *tone);
    }
    if first + shown < rows.len() {
        let below = area.bottom().saturating_sub(1);
        canvas.put_right(
            area.right(),
            below,
            12,
            app.say(words::MORE_BELOW),
            Tone::Dim,
        );
    }
    Cursor { x, y }
}

/// How many rows can be scrolled away.
pub fn last_scroll(panel: &VersionPanel, app: &App) -> usize {
    let area = body(app.size);
    let edition = panel.edition.as_deref();
    let rows = edition.map_or(0, |edition| rows(panel, edition, app, area).len());
    rows.saturating_sub(shown(area))
}

fn shown(area: Rect) -> usize {
    usize::from(area.height.saturating_sub(HEADING))
}

const fn columns(area: Rect) -> u16 {
    area.width.saturating_sub(WORDS + 1)
}

fn rows(panel: &VersionPanel, edition: &Edition, app: &App, area: Rect) -> Vec<Line> {
    let lines = if panel.history {
        history(edition, app)
    } else {
        lines(edition, app)
    };
    let mut rows = Vec::new();
    for (mut label, text, tone) in lines {
        if width(&label) > WORDS - 2 {
            rows.push((String::new(), std::mem::take(&mut label), Tone::Dim));
        }
        for row in wrap(&text, columns(area)) {
            rows.push((std::mem::take(&mut label), row, tone));
        }
    }
    rows
}

fn lines(edition: &Edition, app: &App) -> Vec<Line> {
    let published = &edition.published;
    let mut lines = Vec::new();
    let title = &published.article.title;
    if width(title.as_str()) + TITLE > app.size.0 {
        // The heading has cut it.
        lines.push((String::new(), title.to_string(), Tone::Strong));
    }
    if let Some(version) = edition.life.version(published.version) {
        standing(edition, version, app, &mut lines);
    }
    for words in warnings(published, app) {
        lines.push((String::new(), words, Tone::Doubt));
    }
    lines.push((
        String::new(),
        app.say(words::WHAT_CHANGES).to_owned(),
        Tone::Strong,
    ));
    lines.extend(changed(edition, app));
    lines.push((
        String::new(),
        app.say(words::HOW_IT_LOOKS).to_owned(),
        Tone::Strong,
    ));
    lines.extend(heard(published, app));
    for passage in passages(published, app) {
        let tone = if passage.say { Tone::Say } else { Tone::Plain };
        lines.push((passage.label, passage.words, tone));
    }
    lines
}

/// The numbers of a directory entry as the caller hears them; one said to be wrong is marked.
fn heard(published: &Published, app: &App) -> Vec<Line> {
    if !published.article.is_directory() {
        return Vec::new();
    }
    let wrong = format!("({})", app.say(words::WRONG_MARK));
    let mut label = app.say(words::NUMBER).to_owned();
    let numbers = reach_words(app, published).into_iter().map(|number| {
        let tone = if number.as_str().ends_with(&wrong) {
            Tone::Doubt
        } else {
            Tone::Say
        };
        (std::mem::take(&mut label), number.to_string(), tone)
    });
    numbers.collect()
}

/// What differs from the version before, passage by passage.
fn changed(edition: &Edition, app: &App) -> Vec<Line> {
    let Some(before) = &edition.before else {
        let first = match edition.published.provenance {
            Provenance::Seed => words::ALL_SEED,
            _ => words::ALL_NEW,
        };
        return vec![(String::new(), app.say(first).to_owned(), Tone::Plain)];
    };
    let lines = diff::lines(&said(before, app), &said(&edition.published, app));
    if lines
        .iter()
        .all(|line| matches!(line, diff::Line::Stays(_)))
    {
        return vec![(
            String::new(),
            app.say(words::NO_CHANGE).to_owned(),
            Tone::Plain,
        )];
    }
    new_first(lines, app)
}

/// Of every place that changed what is said now stands first: it is what an operator reads out.
fn new_first(compared: Vec<diff::Line>, app: &App) -> Vec<Line> {
    let (mut lines, mut gone): (Vec<Line>, Vec<Line>) = (Vec::new(), Vec::new());
    for compared in compared {
        match compared {
            diff::Line::Stays(_) => lines.append(&mut gone),
            diff::Line::Came(line) => {
                lines.push((app.say(words::NOW_SAYS).to_owned(), line, Tone::Good));
            }
            diff::Line::Gone(line) => {
                gone.push((app.say(words::ONCE_SAID).to_owned(), line, Tone::Dim));
            }
        }
    }
    lines.append(&mut gone);
    lines
}

/// What an article says, line by line.
fn said(published: &Published, app: &App) -> Vec<String> {
    let article = &published.article;
    let mut said = vec![article.title.to_string(), article.inactive.to_string()];
    for passage in passages(published, app) {
        let lines = passage.words.lines();
        said.extend(lines.map(|line| format!("{}: {line}", passage.label)));
    }
    let reach = &article.reach;
    said.extend(
        article
            .numbers()
            .map(|number| format!("{}: {number}", app.say(words::NUMBER))),
    );
    let texts = [
        &reach.extension,
        &reach.email,
        &reach.pec,
        &reach.address,
        &reach.room,
        &reach.web,
    ];
    said.extend(texts.into_iter().map(ToString::to_string));
    let days = [article.valid_from, article.valid_to];
    said.extend(
        days.into_iter()
            .flatten()
            .map(|day| day.format("%d/%m/%Y").to_string()),
    );
    said.extend(article.ask.iter().map(|question| question.text.to_string()));
    said.retain(|line| !line.is_empty());
    said
}

/// Where the version stands, who wrote it, who approved it.
fn standing(edition: &Edition, version: &Version, app: &App, lines: &mut Vec<Line>) {
    let mut said = vec![app.say(stage(version.stage)).to_owned()];
    // A draft stays one op however many approve it: of one that is approved its origin says nothing true.
    if version.stage != Stage::Approved {
        said.push(app.say(provenance(edition.published.provenance)).to_owned());
    }
    let from = edition.published.article.valid_from;
    said.extend(
        from.map(|from| words::VALID_FROM.fill(app.lang, &[("on", &from.format("%d/%m/%Y"))])),
    );
    lines.push((
        app.say(words::STANDING).to_owned(),
        said.join(" · "),
        Tone::Strong,
    ));
    lines.push((
        app.say(words::AUTHORS).to_owned(),
        authors(version, app),
        Tone::Plain,
    ));
    for approval in &version.approvals {
        lines.push((
            app.say(words::APPROVED_FOR).to_owned(),
            approved(approval, app),
            Tone::Good,
        ));
    }
    if version.stage == Stage::Draft {
        for side in version.missing() {
            let words = words::NOT_YET.fill(app.lang, &[("side", &app.say(side.label()))]);
            lines.push((app.say(words::APPROVED_FOR).to_owned(), words, Tone::Doubt));
        }
    }
}

fn authors(version: &Version, app: &App) -> String {
    let names = version
        .authors
        .iter()
        .map(|author: &Slug| app.operator_name(author));
    let names: Vec<&str> = names.collect();
    format!("{} · {}", names.join(", "), day(version.at, app))
}

fn approved(approval: &Approval, app: &App) -> String {
    let side = app.say(approval.side.label());
    let by = app.operator_name(&approval.by);
    let mut said = format!("{side}: {by} · {}", day(approval.at, app));
    if let Some(act) = &approval.act {
        let seen = match &approval.confirmed_by {
            Some(by) => words::ACT_SEEN.fill(app.lang, &[("by", &app.operator_name(by))]),
            None => app.say(words::ACT_UNSEEN).to_owned(),
        };
        let act = words::ACT_OF.fill(
            app.lang,
            &[
                ("name", &act.name),
                ("protocol", &act.protocol),
                ("date", &act.date.format("%d/%m/%Y")),
            ],
        );
        said = format!("{said} · {act} · {seen}");
    }
    said
}

const fn stage(stage: Stage) -> Phrase {
    match stage {
        Stage::Draft => words::STAGE_DRAFT,
        Stage::Approved => words::STAGE_APPROVED,
        Stage::Published => words::STAGE_PUBLISHED,
        Stage::Superseded => words::STAGE_SUPERSEDED,
        Stage::Withdrawn => words::STAGE_WITHDRAWN,
    }
}

/// Who wrote, approved, published and read what, and when; the last version first.
fn history(edition: &Edition, app: &App) -> Vec<Line> {
    let mut lines = Vec::new();
    for version in edition.life.versions.iter().rev() {
        let stage = app.say(stage(version.stage)).to_owned();
        lines.push((stage, authors(version, app), Tone::Strong));
        for approval in &version.approvals {
            lines.push((String::new(), approved(approval, app), Tone::Plain));
        }
        let spans = edition.life.spans.iter();
        for span in spans.filter(|span| span.version == version.id) {
            let until = span
                .until
                .map_or_else(|| "…".to_owned(), |until| day(until, app));
            let words = words::HELD_FROM.fill(
                app.lang,
                &[("from", &day(span.since, app)), ("until", &until)],
            );
            lines.push((String::new(), words, Tone::Plain));
        }
        let readers = { edition.life.readers.iter() }.filter(|(_, of, _)| *of == version.id);
        let readers: Vec<&str> = readers.map(|(by, _, _)| app.operator_name(by)).collect();
        if !readers.is_empty() {
            let words = words::READ_BY.fill(app.lang, &[("names", &readers.join(", "))]);
            lines.push((String::new(), words, Tone::Dim));
        }
    }
    lines
}
