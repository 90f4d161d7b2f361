//! What goes over the socket: eight bytes of greeting each way, then frames of a length, a request id
//! and a value.
//!
//! The greeting never changes, so that two versions can tell each other that they are two. An id of
//! zero is a notice; every other one is a request and, on the way back, its answer.

use super::service::{Fault, Notice, PROTOCOL, Reply, Request};
use crate::domain::codec;
use serde::{Serialize, de::DeserializeOwned};
use std::io::{self, ErrorKind, Read, Write};

/// The most bytes of a request.
pub const REQUEST_LIMIT: usize = 4 << 20;
/// The most bytes of an answer: every article of a large agency.
pub const ANSWER_LIMIT: usize = 64 << 20;
/// What both ends say first, before their protocol.
const MAGIC: [u8; 4] = *b"SPRT";
/// The id of a notice.
pub const NOTICE: u64 = 0;

/// What a keeper sends.
#[derive(Debug)]
pub enum Incoming {
    /// The answer to a request.
    Answer(u64, Result<Reply, Fault>),
    /// Something happened.
    Notice(Notice),
}

/// Says which protocol this end speaks.
///
/// # Errors
/// When the other end has gone.
pub fn greet(stream: &mut impl Write) -> io::Result<()> {
    let mut bytes = [0; 8];
    let (magic, protocol) = bytes.split_at_mut(4);
    magic.copy_from_slice(&MAGIC);
    protocol.copy_from_slice(&PROTOCOL.to_le_bytes());
    stream.write_all(&bytes)
}

/// Reads which protocol the other end speaks.
///
/// # Errors
/// When it has gone or is no sportello.
pub fn greeted(stream: &mut impl Read) -> io::Result<u32> {
    let (mut magic, mut protocol) = ([0; 4], [0; 4]);
    stream.read_exact(&mut magic)?;
    stream.read_exact(&mut protocol)?;
    if magic == MAGIC {
        Ok(u32::from_le_bytes(protocol))
    } else {
        Err(io::Error::new(ErrorKind::InvalidData, "no sportello"))
    }
}

/// A frame with this value.
///
/// # Errors
/// When the value cannot be encoded or takes more than `limit` bytes.
pub fn frame<T: Serialize>(id: u64, value: &T, limit: usize) -> io::Result<Vec<u8>> {
    let body = codec::encode(value).map_err(invalid)?;
    let length = u32::try_from(body.len()).map_err(invalid)?;
    if body.len() > limit {
        return Err(invalid(format!(
            "{length} bytes in a frame of at most {limit}"
        )));
    }
    let mut frame = Vec::with_capacity(12 + body.len());
    frame.extend(length.to_le_bytes());
    frame.extend(id.to_le_bytes());
    frame.extend(body);
    Ok(frame)
}

/// Reads a frame: its id and the bytes of its value. `None` when the other end has gone between two.
///
/// # Errors
/// When the frame is cut short or claims more than `limit` bytes.
pub fn read(stream: &mut impl Read, limit: usize) -> io::Result<Option<(u64, Vec<u8>)>> {
    let mut length = [0; 4];
    match stream.read_exact(&mut length) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u32::from_le_bytes(length) as usize;
    if length > limit {
        return Err(invalid(format!(
            "{length} bytes in a frame of at most {limit}"
        )));
    }
    let mut id = [0; 8];
    stream.read_exact(&mut id)?;
    // Memory grows with what arrives, not with what is claimed.
    let mut body = Vec::new();
    let wanted = length as u64;
    if stream.by_ref().take(wanted).read_to_end(&mut body)? < length {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(Some((u64::from_le_bytes(id), body)))
}

/// The request in a frame.
///
/// # Errors
/// When it is none.
pub fn request(body: &[u8]) -> io::Result<Request> {
    value::<REQUEST_LIMIT, _>(body)
}

/// What a keeper sent.
///
/// # Errors
/// When it is nothing a keeper sends.
pub fn incoming(id: u64, body: &[u8]) -> io::Result<Incoming> {
    if id == NOTICE {
        value::<ANSWER_LIMIT, _>(body).map(Incoming::Notice)
    } else {
        value::<ANSWER_LIMIT, _>(body).map(|answer| Incoming::Answer(id, answer))
    }
}

fn value<const LIMIT: usize, T: DeserializeOwned>(body: &[u8]) -> io::Result<T> {
    codec::decode::<LIMIT, T>(body).map_err(invalid)
}

fn invalid(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_frame_reads_back() {
        let mut bytes: &[u8] = &frame(7, &Request::Stats, REQUEST_LIMIT).unwrap();
        let (id, body) = read(&mut bytes, REQUEST_LIMIT).unwrap().unwrap();
        assert_eq!((id, request(&body).unwrap()), (7, Request::Stats));
        assert!(read(&mut bytes, REQUEST_LIMIT).unwrap().is_none());
    }

    #[test]
    fn a_greeting_tells_the_protocol_and_strangers_apart() {
        let mut bytes = Vec::new();
        greet(&mut bytes).unwrap();
        // In every version: four letters and the protocol, so that two versions can tell.
        let [major, ..] = PROTOCOL.to_le_bytes();
        assert_eq!(bytes, [b'S', b'P', b'R', b'T', major, 0, 0, 0]);
        assert_eq!(greeted(&mut &bytes[..]).unwrap(), PROTOCOL);
        assert!(greeted(&mut &b"GET / HTTP/1.1"[..]).is_err());
    }

    #[test]
    fn what_claims_too_much_is_refused() {
        let mut bytes: &[u8] = &[0xff; 64];
        assert!(read(&mut bytes, REQUEST_LIMIT).is_err());
        assert!(frame(1, &vec![0u8; 100], 99).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(Some((id, body))) = read(&mut &bytes[..], REQUEST_LIMIT) {
                let _ = request(&body);
                let _ = incoming(id, &body);
            }
        }
    }
}
