//! x
use super::{
    bench::{Bench, Desk, Place},
    screen,
};
