//! What another desk of this account left on disk when it died.

use super::put_back;
use crate::{
    desk::{
        app::App,
        draft::Call,
        form::KeptWords,
        theme::Tone,
        version::{self, KeptText},
        words,
    },
    domain::{
        batch,
        field::{self, Value},
        id::InteractionId,
        op::Op,
    },
    keeper::service::{Fault, Proposal},
};

/// Drafts of this operator were found on disk: the newest comes back to the screen when it is free,
/// the others wait with the parked calls; the words of forms are in their forms again. What cannot be
/// read, `unread` files among it, is told: somebody typed it.
pub fn drafts_found(app: &mut App, drafts: &[String], mut unread: usize) {
    let mut words: Vec<KeptWords> = Vec::new();
    let mut found: Vec<Call> = Vec::new();
    let mut texts: Vec<KeptText> = Vec::new();
    for draft in drafts {
        if let Ok(call) = serde_json::from_str::<Call>(draft) {
            found.push(call);
        } else if let Ok(kept) = serde_json::from_str::<KeptWords>(draft) {
            words.push(kept);
        } else if let Ok(text) = serde_json::from_str::<KeptText>(draft) {
            texts.push(text);
        } else {
            unread += 1;
        }
    }
    let any = !words.is_empty();
    app.words_found(&words);
    found.retain(|call: &Call| {
        let goes_on = !call.concluded || call.owes_caller();
        goes_on && !call.is_blank() && !call.questions.is_empty()
    });
    if app.call.is_blank()
        && let Some(newest) = found.pop()
    {
        put_back(app, newest);
        app.tell(Tone::Good, words::DRAFT_BACK);
    }
    app.drafts.extend(found);
    version::texts_found(app, texts);
    if any {
        app.tell(Tone::Good, words::WORDS_BACK);
    }
    if unread > 0 {
        let words = words::UNREAD_DRAFTS.count(app.lang, unread, &[]);
        app.tell_words(Tone::Alarm, words);
    }
}

/// A batch that a desk that died left behind was not taken: the operator is told which it was.
pub fn not_adopted(app: &mut App, proposal: &Proposal, fault: &Fault) {
    let ops = batch::unpack_ops(&proposal.ops).unwrap_or_default();
    let text = ops.iter().find_map(typed_in);
    let text: String = text.iter().flat_map(|text| text.chars()).take(40).collect();
    let why = words::fault(fault, app.lang);
    app.error(words::NOT_ADOPTED.fill(app.lang, &[("text", &text), ("why", &why)]));
}

/// What the operator typed for an op.
fn typed_in(op: &Op) -> Option<String> {
    let (Op::SetField {
        field: field::TEXT,
        value: Value::Text(text),
        ..
    }
    | Op::Note { text, .. }
    | Op::Change { text, .. }
    | Op::Conclude { text, .. }) = op
    else {
        return None;
    };
    (!text.is_empty()).then(|| text.to_string())
}

/// Takes up a draft found on disk.
pub fn take_draft(app: &mut App, interaction: InteractionId) {
    if !app.call.is_blank() && !app.call.concluded {
        app.refuse(words::FINISH_FIRST);
        return;
    }
    let Some(position) = app
        .drafts
        .iter()
        .position(|draft| draft.interaction == interaction)
    else {
        return;
    };
    let draft = app.drafts.remove(position);
    put_back(app, draft);
    app.tell(Tone::Good, words::DRAFT_BACK);
}
