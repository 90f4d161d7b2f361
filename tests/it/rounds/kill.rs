//! kill -9 of keeper and clients at random instants: while they save, import, open and recover.

use super::{
    Dice,
    caller::Caller,
    depth,
    promise::{self, Promise, Size},
    say,
};
use crate::it::terminal::Data;
use std::{collections::BTreeSet, thread};

/// How often everything is looked at, and not the last promises alone.
const THOROUGHLY: u64 = 50;

#[test]
fn what_was_acknowledged_survives_kills() {
    let rounds = depth(4);
    let mut dice = Dice::thrown("kill -9");
    let data = Data::new();
    let mut promises = BTreeSet::new();
    for round in 0..rounds {
        promises.extend(one(&data, &mut dice, round));
        promise::still_known(&data.dir(), &promises);
        if round % THOROUGHLY == THOROUGHLY - 1 {
            promise::kept(&data.dir(), &promises);
        }
    }
    promise::kept(&data.dir(), &promises);
    say(&format!(
        "kill -9: {rounds} rounds, {} acknowledged batches, 0 lost",
        promises.len()
    ));
}

/// Two clients save or import, and the keeper is killed under them; in every other round it is killed
/// again while the next one opens or recovers.
fn one(data: &Data, dice: &mut Dice, round: u64) -> BTreeSet<Promise> {
    let size = if round.is_multiple_of(2) {
        Size::Call
    } else {
        Size::Import
    };
    let callers: Vec<Caller> = (0..2)
        .map(|_| Caller::start(&data.dir(), data.root(), dice.next(), size))
        .collect();
    if !round.is_multiple_of(3) {
        callers.iter().for_each(Caller::at_work);
    }
    thread::sleep(dice.moment(160));
    data.kill_if_there();
    if round % 4 > 1 {
        thread::sleep(dice.moment(30));
        data.kill_if_there();
    }
    thread::sleep(dice.moment(120));
    let mut callers = callers.into_iter();
    // One client dies with a request on its way, the other with the keeper.
    let mut promises = callers.next().map(Caller::kill).unwrap_or_default();
    data.kill_if_there();
    promises.extend(callers.flat_map(Caller::kill));
    promises
}
