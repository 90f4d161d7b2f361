//! Outside text made safe.
use serde::{Deserialize, Serialize};
/// Text.
#[derive(Clone, Debug, Default, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub struct Text(String);
impl Text {
    /// One line.
    #[must_use]
    pub fn line(text: &str) -> Self {
        Self(text.to_owned())
    }
    /// Several lines.
    #[must_use]
    pub fn block(text: &str) -> Self {
        Self(text.to_owned())
    }
    /// Its words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Whether empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
