//! Writing opening hours in their canonical form.

use super::{Closure, DAY_NAMES, Hours, Span, YearDay};
use crate::locale::{Lang, Phrase};

const HOLIDAYS: Phrase = Phrase::new("festivi", "holidays");
const CLOSED: Phrase = Phrase::new("chiuso", "closed");

/// One piece for each span, with all the days that have it, in the order of the week; then the
/// closures.
pub(super) fn pieces(hours: &Hours, lang: Lang) -> Vec<String> {
    let mut spans: Vec<Span> = Vec::new();
    for span in hours.week.iter().chain([&hours.holidays]).flatten() {
        if !spans.contains(span) {
            spans.push(*span);
        }
    }
    let with_days = spans.iter().map(|span| {
        let days = day_list(hours, *span, lang);
        format!("{days} {}-{}", span.from, span.to)
    });
    let closures = hours
        .closures
        .iter()
        .map(|closure| closure_piece(*closure, lang));
    with_days.chain(closures).collect()
}

/// The days that have a span: runs of three or more as `lun-ven`, the others one by one.
fn day_list(hours: &Hours, span: Span, lang: Lang) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let with_span = hours
        .week
        .iter()
        .enumerate()
        .filter(|(_, spans)| spans.contains(&span));
    for (day, _) in with_span {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => runs.push((day, day)),
        }
    }
    let mut names: Vec<String> = runs.iter().map(|run| run_name(*run, lang)).collect();
    if hours.holidays.contains(&span) {
        names.push(HOLIDAYS.get(lang).to_owned());
    }
    names.join(",")
}

fn run_name((first, last): (usize, usize), lang: Lang) -> String {
    let name = |day: usize| DAY_NAMES.get(day).map_or("", |name| name.get(lang));
    match last - first {
        0 => name(first).to_owned(),
        1 => format!("{},{}", name(first), name(last)),
        _ => format!("{}-{}", name(first), name(last)),
    }
}

fn closure_piece(closure: Closure, lang: Lang) -> String {
    let date = |day: YearDay| format!("{:02}/{:02}", day.day, day.month);
    let word = CLOSED.get(lang);
    if closure.from == closure.to {
        format!("{word} {}", date(closure.from))
    } else {
        format!("{word} {}-{}", date(closure.from), date(closure.to))
    }
}
