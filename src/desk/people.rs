//! Who is named on screen, and asking who works here when somebody is not known.

use super::{app::App, msg::Ask};
use crate::{domain::slug::Slug, keeper::service::Request};

impl App {
    /// The name of an operator; his slug when he is not known here.
    #[must_use]
    pub fn operator_name<'a>(&'a self, operator: &'a Slug) -> &'a str {
        self.operators
            .iter()
            .chain(&self.operator)
            .find(|known| known.id == *operator)
            .map_or(operator.as_str(), |known| known.name.as_str())
    }

    /// Somebody is to be named who was not there when this desk asked who works here: it asks again, once
    /// for each, since not everybody who wrote something works here.
    pub fn meet<'a>(&mut self, people: impl IntoIterator<Item = &'a Slug>) {
        let known = |slug: &Slug| {
            let mut all = self.operators.iter().chain(&self.operator);
            all.any(|one| one.id == *slug)
        };
        let strangers: Vec<Slug> = { people.into_iter() }
            .filter(|slug| !known(slug) && !self.strangers.contains(*slug))
            .cloned()
            .collect();
        if !strangers.is_empty() {
            self.strangers.extend(strangers);
            self.ask(Ask::Operators, Request::Operators);
        }
    }
}
