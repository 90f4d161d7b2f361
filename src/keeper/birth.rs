//! The first minute of a data directory: its agencies and the knowledge it is born with, published as seed.

use super::{
    admit::Author,
    clock,
    service::{Fault, Proposal},
    shared::Shared,
};
use crate::domain::{batch::pack_ops, id::BatchId, op::Op, outcome::Role, slug::Slug};

/// Room left in a batch for its header.
const ROOM: usize = 64 * 1024;

/// Whether a place without its mark is no newborn: somebody works there, or it knows an agency that is not
/// of the seed. A real place that lost the mark must not be given a fictional agency.
///
/// # Errors
/// When the views cannot be read.
pub fn is_over(shared: &Shared, seed: &[(Slug, Op)]) -> Result<bool, Fault> {
    shared.read(|store| {
        let seeded = |agency: &Slug| seed.iter().any(|(of, _)| of == agency);
        let others = store.agencies()?.iter().any(|known| !seeded(&known.id));
        Ok(others || !store.operators()?.is_empty())
    })
}

/// Writes the ops a place is born with, each in the stream of its agency, and waits for them.
///
/// # Errors
/// When they cannot be written.
pub fn publish(shared: &Shared, seed: Vec<(Slug, Op)>) -> Result<(), Fault> {
    let mut waiting: Vec<(Slug, Vec<Op>, usize)> = Vec::new();
    for (agency, op) in seed {
        let length = pack_ops(std::slice::from_ref(&op))
            .map_err(unacceptable)?
            .len();
        let fits = |(to, ops, bytes): &&mut (Slug, Vec<Op>, usize)| {
            *to == agency
                && ops.len() < crate::domain::codec::BATCH_OPS
                && *bytes + length < crate::domain::codec::BATCH_LIMIT - ROOM
        };
        match waiting.last_mut().filter(fits) {
            Some((_, ops, bytes)) => {
                ops.push(op);
                *bytes += length;
            }
            None => waiting.push((agency, vec![op], length)),
        }
    }
    for (agency, ops, _) in waiting {
        let id = BatchId::new(clock::random());
        let proposal = Proposal::new(id, agency, Role::Curator, &ops, Vec::new());
        shared.commit(Author::Birth, proposal.map_err(unacceptable)?)?;
    }
    Ok(())
}

fn unacceptable(error: impl std::fmt::Display) -> Fault {
    Fault::Unacceptable(error.to_string())
}
