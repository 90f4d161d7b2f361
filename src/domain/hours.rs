//! Opening hours.
use serde::{Deserialize, Serialize};
/// Hours.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Hours;
