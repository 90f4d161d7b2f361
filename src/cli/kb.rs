//! `sportello kb`: knowledge as files, and the search over it.

pub mod check;
pub mod export;
pub mod import;
pub mod life;
pub mod search;
pub mod show;

mod publish;

use super::{
    context::Context,
    failure::{Done, Exit, Failure, Said},
    words,
};
use crate::{kb::Finding, locale::Lang};
use std::{fs, path::Path};

pub use publish::{publish, replace};

/// Tells a path that is not there before it is read.
///
/// # Errors
/// When it is missing, or cannot be reached.
pub fn reachable(path: &Path) -> Done {
    let shown = path.display();
    match fs::metadata(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Failure::new(
            Exit::NotFound,
            Said::from(words::NO_SUCH_FILE).with("path", shown),
        )
        .hint(words::CHECK_PATH)),
        Err(error) => Err(Failure::new(
            Exit::Usage,
            Said::from(words::CANNOT_READ).with("path", shown),
        )
        .because(error)
        .hint(words::CHECK_PATH)),
    }
}

/// Prints findings, one a line.
///
/// # Errors
/// When nobody reads any more.
pub fn report(context: &mut Context, findings: &[Finding]) -> Done {
    let lang = context.out.lang;
    findings
        .iter()
        .try_for_each(|finding| context.out.line(&finding.report(lang)))
}

/// A finding as a script reads it.
#[must_use]
pub fn finding_json(finding: &Finding) -> serde_json::Value {
    serde_json::json!({
        "file": finding.file.as_str(),
        "line": finding.fault.line,
        "severity": finding.severity().label().get(Lang::En),
        "rule": finding.fault.rule.id(),
        "message": finding.fault.words(Lang::En),
        "hint": finding.fault.hint(Lang::En),
    })
}
