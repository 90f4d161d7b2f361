//! What a peer sends: ops, frames of the socket, questions to a keeper.

use sportello::{
    domain::{
        batch::{pack_ops, unpack_ops},
        codec::{self, OP_LIMIT},
        field::Value,
        op::Op,
        slug::Slug,
    },
    keeper::{
        Keeper, Options, Session,
        service::{Reply, Request, Search, Service},
        wire,
    },
};
use std::sync::LazyLock;

/// Reads the bytes as packed ops and as the value of a field.
///
/// # Panics
/// When an op that cannot be read is not kept byte for byte, or one that can does not read back.
pub fn ops(bytes: &[u8]) {
    let mut rest = bytes;
    while !rest.is_empty() {
        let before = rest;
        let Ok(op) = Op::read(&mut rest) else { break };
        let taken = &before[..before.len() - rest.len()];
        let mut written = Vec::new();
        // Cleaning may make a text longer: then the op no longer fits, and is refused.
        if op.write(&mut written).is_err() {
            assert!(!matches!(op, Op::Unknown(_)));
            continue;
        }
        if let Op::Unknown(_) = op {
            assert_eq!(written, taken);
        }
        assert_eq!(Op::read(&mut &*written).unwrap(), op);
    }
    if let Ok(ops) = unpack_ops(bytes)
        && let Ok(packed) = pack_ops(&ops)
    {
        assert_eq!(unpack_ops(&packed).unwrap(), ops);
    }
    if let Ok(value) = codec::decode::<OP_LIMIT, Value>(bytes) {
        let written = codec::encode(&value).unwrap();
        if written.len() <= OP_LIMIT {
            assert_eq!(codec::decode::<OP_LIMIT, Value>(&written).unwrap(), value);
        }
    }
}

/// Reads the bytes as what comes over the socket, to a keeper and to a client.
///
/// # Panics
/// When a request does not read back as it is written.
pub fn frame(bytes: &[u8]) {
    let _ = wire::greeted(&mut &*bytes);
    let mut rest = bytes;
    while let Ok(Some((id, body))) = wire::read(&mut rest, wire::REQUEST_LIMIT) {
        let _ = wire::incoming(id, &body);
        if let Ok(request) = wire::request(&body)
            && let Ok(frame) = wire::frame(id, &request, wire::REQUEST_LIMIT)
        {
            let again = wire::read(&mut &*frame, wire::REQUEST_LIMIT).unwrap();
            let (same, body) = again.unwrap();
            assert_eq!((same, wire::request(&body).unwrap()), (id, request));
        }
    }
}

/// Asks a keeper whatever question the bytes are. What writes, and what reads everything there is, is
/// left out: state that grows would make no failure repeatable.
///
/// # Panics
/// When the answer to a question is that the store cannot be used.
pub fn request(bytes: &[u8]) {
    let Ok(request) = wire::request(bytes) else {
        return;
    };
    if let Request::Commit(proposal) = &request {
        let _ = unpack_ops(&proposal.ops);
        return;
    }
    if matches!(
        request,
        Request::Enrol { .. }
            | Request::Ring(_)
            | Request::Digest
            | Request::Verify
            | Request::Rebuild
            | Request::Settle
            | Request::Stop
    ) {
        return;
    }
    let asked = format!("{request:?}");
    match desk().call(request) {
        Err(sportello::keeper::service::Fault::Store(why)) => panic!("{asked}: {why}"),
        answered => drop(answered),
    }
}

/// Searches for what the bytes are as text.
///
/// # Panics
/// When there is no answer, there are too many results, or a highlight is no part of its snippet.
pub fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let search = Search::new(text, Slug::parse("esempio").unwrap(), 20);
    let reply = desk().call(Request::Search(search)).unwrap();
    let Reply::Found(hits, _) = reply else {
        panic!("{reply:?}");
    };
    assert!(hits.len() <= 20);
    for hit in hits {
        assert!(hit.score.is_finite());
        for (from, to) in hit.highlights {
            let part = hit.snippet.get(from as usize..to as usize);
            assert!(
                part.is_some_and(|part| !part.is_empty()),
                "{hit_snippet}",
                hit_snippet = hit.snippet
            );
        }
    }
}

/// A desk at a keeper of the trial place, everything but its journal in memory.
fn desk() -> &'static Session {
    static DESK: LazyLock<(Keeper, Session)> = LazyLock::new(|| {
        let dir = tempfile::tempdir().unwrap();
        let options = Options {
            in_memory: true,
            ..Options::default()
        };
        let keeper = Keeper::open(dir.path(), options).unwrap();
        let session = keeper.session(1000);
        session
            .call(Request::Enrol {
                name: sportello::domain::text::Text::line("Claudia"),
                roles: Vec::new(),
                agency: Slug::parse("esempio").unwrap(),
            })
            .unwrap();
        session.call(Request::Settle).unwrap();
        // Nothing is written any more, and nobody closes a keeper that lasts as long as the process:
        // its directory goes now.
        drop(dir);
        (keeper, session)
    });
    &DESK.1
}
