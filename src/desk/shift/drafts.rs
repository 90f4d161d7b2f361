//! What another desk of this account left on disk when it died.

use super::put_back;
use crate::{
    desk::{
        app::App,
        draft::Call,
        form::KeptWords,
        msg::Effect,
        theme::Tone,
        version::{self, KeptText},
        words,
    },
    domain::{
        batch,
        field::{self, Value},
        id::InteractionId,
        op::Op,
        slug::Slug,
    },
    keeper::service::{Fault, Proposal},
};

/// What desks of this account left behind, until it is known who works here.
#[derive(Debug, Default)]
pub struct Unclaimed {
    words: Vec<KeptWords>,
    texts: Vec<KeptText>,
}

/// Drafts of this account were found on disk: the newest call comes back to the screen when it is free,
/// the others wait with the parked calls; words of forms and texts wait for whose they are. What cannot
/// be read, `unread` files among it, is told: somebody typed it.
pub fn drafts_found(app: &mut App, drafts: &[String], mut unread: usize) {
    let mut found: Vec<Call> = Vec::new();
    for draft in drafts {
        if let Ok(call) = serde_json::from_str::<Call>(draft) {
            found.push(call);
        } else if let Ok(kept) = serde_json::from_str::<KeptWords>(draft) {
            app.unclaimed.words.push(kept);
        } else if let Ok(text) = serde_json::from_str::<KeptText>(draft) {
            app.unclaimed.texts.push(text);
        } else {
            unread += 1;
        }
    }
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
    claim(app);
    if unread > 0 {
        let words = words::UNREAD_DRAFTS.count(app.lang, unread, &[]);
        app.tell_words(Tone::Alarm, words);
    }
}

/// Of the words and texts found, this operator's come back. Those of the others of his account wait on
/// disk for their desks.
pub fn claim(app: &mut App) {
    let here = app.operator_id();
    let is_own = |of: &Option<Slug>| of.is_none() || *of == here;
    let Unclaimed { words, texts } = std::mem::take(&mut app.unclaimed);
    let (own, words): (Vec<_>, Vec<_>) = words.into_iter().partition(|kept| is_own(&kept.operator));
    let (own_texts, texts): (Vec<_>, Vec<_>) =
        texts.into_iter().partition(|kept| is_own(&kept.operator));
    if here.is_none() {
        app.unclaimed = Unclaimed { words, texts };
    } else {
        let others = words.iter().map(|kept| kept.id);
        release(
            app,
            others.chain(texts.iter().map(|kept| kept.id)).collect(),
        );
    }
    if !own.is_empty() {
        app.words_found(&own);
        app.tell(Tone::Good, words::WORDS_BACK);
    }
    version::texts_found(app, own_texts);
}

/// Leaves what is other operators' for their desks.
fn release(app: &mut App, others: Vec<InteractionId>) {
    if !others.is_empty() {
        let words = words::OTHERS_WORDS.count(app.lang, others.len(), &[]);
        app.tell_words(Tone::Plain, words);
    }
    app.effects.extend(others.into_iter().map(Effect::Release));
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
