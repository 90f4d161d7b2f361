//! Forms whose words have limits: said before they are passed, and refused where they are typed.

use super::{Form, FormField, Purpose, lines};
use crate::{
    desk::{app::App, line::Edit, notices, theme::Tone, words},
    domain::{
        slug::Slug,
        text::{TITLE_MAX_CHARS, Text},
    },
    locale::Phrase,
};

/// From how many characters on it is said how many there are.
const NEAR: usize = TITLE_MAX_CHARS - 40;
/// The most words of a name: a longer one may be what a caller says.
const NAME_WORDS: usize = 4;

/// One sentence on an article, for a day at most.
pub fn open_notice(app: &mut App, article: Slug, title: &Text) {
    let title = words::NOTICE_TITLE.fill(app.lang, &[("title", title)]);
    let rows = [(words::NOTICE_TEXT, ""), (words::NOTICE_UNTIL, "24")];
    let purpose = Purpose::Notice(article);
    let again = app.unconfirmed.iter().any(|(kept, _)| *kept == purpose);
    let form = lines(app, title, &rows, purpose);
    app.ask_line(form);
    if again {
        if let Some(form) = app.top::<Form>() {
            for field in &mut form.fields {
                field.line.edit(Edit::End);
            }
        }
        app.tell(Tone::Strong, words::WORDS_KEPT);
    }
}

/// What keeps a form from being confirmed: the place of the line, and why.
pub(super) fn fault(app: &App, form: &Form) -> Option<(usize, String)> {
    if !matches!(form.purpose, Purpose::Notice(_)) {
        return None;
    }
    let typed = |place: usize| { form.fields.get(place) }.map_or("", |field| field.line.as_str());
    let n = length(typed(0));
    if n > TITLE_MAX_CHARS {
        let places: [(&str, &dyn std::fmt::Display); 2] = [("n", &n), ("most", &TITLE_MAX_CHARS)];
        return Some((0, words::NOTICE_LONG.fill(app.lang, &places)));
    }
    let when = notices::until(app, typed(1));
    when.is_none()
        .then(|| (1, app.say(words::NOTICE_WHEN).to_owned()))
}

/// The characters that are written of what is typed.
fn length(typed: &str) -> usize {
    Text::line(typed.trim()).as_str().chars().count()
}

/// What is doubtful about a line for what its form is for.
pub(super) fn doubt(purpose: &Purpose, field: &FormField) -> Option<Phrase> {
    let typed = field.line.as_str().trim();
    let sentence = typed.split_whitespace().count() > NAME_WORDS || typed.ends_with('?');
    (*purpose == Purpose::Enrol && sentence).then_some(words::DOUBT_NAME)
}

/// What stands under a line: what is doubtful about it, its limits, or what it is for.
pub(super) fn below(form: &Form, place: usize, app: &App) -> Option<(String, Tone)> {
    let field = form.fields.get(place)?;
    let doubt = Form::doubt(field).or_else(|| doubt(&form.purpose, field));
    if let Some(doubt) = doubt {
        return Some((app.say(doubt).to_owned(), Tone::Doubt));
    }
    match (&form.purpose, place) {
        (Purpose::Enrol, _) => Some((app.fill(words::ENROL_HINT, &[]), Tone::Dim)),
        (Purpose::Notice(_), 0) => Some(limit(app, length(field.line.as_str()))),
        (Purpose::Notice(_), _) => Some((app.say(words::NOTICE_HOURS).to_owned(), Tone::Dim)),
        _ => None,
    }
}

/// The limit of a sentence; near it, how many characters there are.
fn limit(app: &App, n: usize) -> (String, Tone) {
    let places: [(&str, &dyn std::fmt::Display); 2] = [("n", &n), ("most", &TITLE_MAX_CHARS)];
    match n {
        0..NEAR => (words::NOTICE_LIMIT.fill(app.lang, &places), Tone::Dim),
        NEAR..=TITLE_MAX_CHARS => (words::NOTICE_COUNT.fill(app.lang, &places), Tone::Strong),
        _ => (words::NOTICE_LONG.fill(app.lang, &places), Tone::Doubt),
    }
}
