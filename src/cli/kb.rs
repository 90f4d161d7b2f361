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
    session::{Session, unexpected},
    words,
};
use crate::{
    catalog,
    kb::{Finding, Rule, Severity, check::Known},
    keeper::service::{Reply, Request},
    locale::Lang,
};
use std::{collections::BTreeMap, fs, path::Path};

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

/// What is in force, for references to point to.
///
/// # Errors
/// When the keeper does not answer.
pub fn known(session: &Session) -> Result<Known, Failure> {
    match session.call(Request::Known)? {
        Reply::Known(known) => Ok(*known),
        other => Err(unexpected(&other)),
    }
}

/// How many warnings or notes of one rule a person reads before their number is enough.
const SHOWN: usize = 5;

catalog! {
    MORE = "{what} [{rule}]: altri {count}, tutti con `--json`"
        / "{what} [{rule}]: {count} more, all of them with `--json`";
}

/// Prints the findings of an import: every error, and of warnings and notes the first few of each rule.
///
/// # Errors
/// When nobody reads any more.
pub fn brief(context: &mut Context, findings: &[Finding]) -> Done {
    let (shown, more) = shortened(findings);
    let lang = context.out.lang;
    for finding in shown {
        context.out.line(&finding.report(lang))?;
    }
    for (rule, count) in more {
        let said = Said::from(MORE)
            .with_phrase("what", rule.severity().label())
            .with("rule", rule.id());
        context.out.say(said.with("count", count))?;
    }
    Ok(())
}

/// What is shown of the findings, and how many more of each rule there are.
fn shortened(findings: &[Finding]) -> (Vec<&Finding>, BTreeMap<Rule, usize>) {
    let mut counts: BTreeMap<Rule, usize> = BTreeMap::new();
    let shown = findings.iter().filter(|finding| {
        let count = counts.entry(finding.fault.rule).or_default();
        *count += 1;
        *count <= SHOWN || finding.severity() == Severity::Error
    });
    let shown = shown.collect();
    counts.retain(|rule, count| {
        *count = count.saturating_sub(SHOWN);
        *count > 0 && rule.severity() != Severity::Error
    });
    (shown, counts)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kb::layout::Reading, locale::catalog_faults};

    #[test]
    fn of_warnings_the_first_few_are_shown_and_of_errors_all() {
        assert_eq!(catalog_faults(ALL), Vec::<String>::new());
        let mut reading = Reading::default();
        let rows = "\n{no\n".repeat(8);
        reading.file("a.jsonl", rows.as_bytes());
        let (shown, more) = shortened(&reading.findings);
        let of = |rule| shown.iter().filter(|one| one.fault.rule == rule).count();
        assert_eq!((of(Rule::EmptyRow), of(Rule::Json)), (5, 8));
        assert_eq!(more, BTreeMap::from([(Rule::EmptyRow, 3)]));
    }
}
