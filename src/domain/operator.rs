//! An operator: a named person who uses the desk, and the grants that say what he may do.

use super::{agency, fold::Record, op::Op, outcome::Role, slug::Slug, text::Text};
use serde::{Deserialize, Serialize};

/// A role given to an operator.
#[derive(Clone, Debug, Eq, PartialEq, Ord, PartialOrd, Serialize, Deserialize)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The agency it holds in; `all` for every one.
    pub agency: Slug,
    /// The office it is narrowed to.
    pub office: Option<Slug>,
}

/// An operator as his ops make him.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Operator {
    /// His slug.
    pub id: Slug,
    /// His name, as the greeting says it.
    pub name: Text,
    /// The Unix account he works under: on one host the account is the operator (SECURITY T2).
    pub account: Option<u32>,
    /// What he may do.
    pub grants: Vec<Grant>,
}

impl Operator {
    /// The operator his ops make; `None` before he is named.
    #[must_use]
    pub fn fold(record: &Record) -> Option<Self> {
        let mut folded: Option<Self> = None;
        for entry in record.live() {
            match (&entry.op, &mut folded) {
                (
                    Op::Operator {
                        operator,
                        name,
                        account,
                    },
                    known,
                ) => {
                    let grants = known.take().map_or_else(Vec::new, |known| known.grants);
                    let (id, name) = (operator.clone(), name.clone());
                    *known = Some(Self {
                        id,
                        name,
                        account: *account,
                        grants,
                    });
                }
                (
                    Op::Grant {
                        role,
                        agency,
                        office,
                        ..
                    },
                    Some(known),
                ) => {
                    let (role, agency, office) = (*role, agency.clone(), office.clone());
                    let grant = Grant {
                        role,
                        agency,
                        office,
                    };
                    if !known.grants.contains(&grant) {
                        known.grants.push(grant);
                    }
                }
                (Op::Revoke { role, agency, .. }, Some(known)) => {
                    known
                        .grants
                        .retain(|grant| grant.role != *role || grant.agency != *agency);
                }
                _ => {}
            }
        }
        folded
    }

    /// Whether he holds `role` in `agency`.
    #[must_use]
    pub fn holds(&self, role: Role, agency: &Slug) -> bool {
        self.grants.iter().any(|grant| {
            grant.role == role && (grant.agency == *agency || grant.agency.as_str() == agency::ALL)
        })
    }

    /// Whether he holds `role` in `agency` for this office: his own, or any when the grant names none.
    #[must_use]
    pub fn answers_for(&self, role: Role, agency: &Slug, office: &Slug) -> bool {
        self.grants.iter().any(|grant| {
            grant.role == role
                && (grant.agency == *agency || grant.agency.as_str() == agency::ALL)
                && grant.office.as_ref().is_none_or(|own| own == office)
        })
    }

    /// Whether he holds `role` in every agency.
    #[must_use]
    pub fn holds_everywhere(&self, role: Role) -> bool {
        let everywhere = |grant: &Grant| grant.agency.as_str() == agency::ALL;
        self.grants
            .iter()
            .any(|grant| grant.role == role && everywhere(grant))
    }
}
