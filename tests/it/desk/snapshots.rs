//! x
use super::{bench::{Bench, Desk, Place}, screen};
use sportello::{desk::theme::Theme, locale::Lang};
