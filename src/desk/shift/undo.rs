//! Undo: erased words, else what was done last.

use super::put_back;
use crate::{
    desk::{
        app::{App, Wait},
        command::Step,
        commit::{Batch, Said, TooLarge},
        draft::Before,
        line::LineEdit,
        panel::Panel,
        phone, words,
    },
    domain::op::Op,
};

/// Brings erased words back; else takes back what was done last and puts its call on screen again.
pub fn undo(app: &mut App) -> Step {
    let closed = app.panels.is_empty() && phone::is_closed(app);
    if !closed && app.focused_line().is_some_and(LineEdit::restore) {
        app.after_typing();
        return Step::Done;
    }
    if let Some(Panel::Chooser(_)) = app.panels.last() {
        // Nothing was chosen from the list yet: it would take back something from before it.
        app.refuse(words::UNDO_COVERED);
        return Step::Done;
    }
    if let Some(pending) = app.pending.last() {
        return Step::Wait(Wait::Saved(pending.batch));
    }
    let Some(last) = app.undoable.take() else {
        app.refuse(words::NOTHING_TO_UNDO);
        return Step::Done;
    };
    let elsewhere = last
        .before
        .as_ref()
        .is_some_and(|before| before.call.interaction != app.call.interaction);
    if elsewhere && !app.call.is_blank() && !app.call.concluded {
        app.undoable = Some(last);
        app.refuse(words::FINISH_FIRST);
        return Step::Done;
    }
    let mut batch = Batch::default();
    for (subject, op) in last.ops.iter().copied() {
        batch.push(Op::Undo { subject, op });
    }
    if batch.is_empty() {
        app.refuse(words::NOTHING_TO_UNDO);
        return Step::Done;
    }
    let sent = match last.before.as_deref() {
        None => app.commit_apart(batch, Said::Withdrawn),
        Some(before) => put_back_as(app, before, batch),
    };
    match (sent, app.pending.last_mut()) {
        (Ok(()), Some(pending)) => pending.undoes = Some(Box::new(last)),
        _ => app.undoable = Some(last),
    }
    Step::Done
}

/// The call is as it was before what `batch` takes back; what has been typed in it since stays.
fn put_back_as(app: &mut App, before: &Before, batch: Batch) -> Result<(), TooLarge> {
    let shown = app.call.clone();
    let mut call = if shown.interaction == before.call.interaction {
        shown.clone()
    } else {
        before.call.clone()
    };
    call.current = call.take_back(before).unwrap_or(call.current);
    let other = shown.interaction != call.interaction;
    let said = Said::Undone(other.then(|| Box::new(call.clone())));
    put_back(app, call);
    app.commit(batch, shown, said)
}
