//! Times as a person reads and writes them: local in text, RFC 3339 in JSON.

use super::{
    failure::{Exit, Failure, Said},
    words,
};
use crate::{domain::time::Moment, locale::Lang};
use chrono::{Local, NaiveDate, NaiveDateTime, TimeZone};

/// A moment in local time, to the minute.
pub fn local(moment: Moment, lang: Lang) -> String {
    let format = match lang {
        Lang::It => "%d/%m/%Y %H:%M",
        Lang::En => "%Y-%m-%d %H:%M",
    };
    moment
        .utc()
        .with_timezone(&Local)
        .format(format)
        .to_string()
}

/// A moment that may be missing; then empty.
pub fn local_or_empty(moment: Option<Moment>, lang: Lang) -> String {
    moment.map(|moment| local(moment, lang)).unwrap_or_default()
}

/// Reads a time as a person writes it: RFC 3339, or a local day or minute (`2026-11-22`,
/// `22/11/2026`, `2026-11-22 09:30`).
///
/// # Errors
/// When it is none of these.
pub fn read(text: &str) -> Result<Moment, Failure> {
    let trimmed = text.trim();
    let day = ["%Y-%m-%d", "%d/%m/%Y"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(trimmed, format).ok())
        .and_then(|day| day.and_hms_opt(0, 0, 0));
    let minute = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(trimmed, format).ok());
    day.or(minute)
        .and_then(|time| Local.from_local_datetime(&time).earliest())
        .map(|time| Moment(time.timestamp_millis()))
        .or_else(|| Moment::parse(trimmed))
        .ok_or_else(|| {
            Failure::new(Exit::Usage, Said::from(words::BAD_TIME).with("time", text))
                .hint(words::BAD_TIME_HINT)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let day = read("2026-11-22").unwrap();
        assert_eq!(read("22/11/2026"), Ok(day));
        assert_eq!(read("2026-11-22 00:30").unwrap().since(day), 30 * 60_000);
        assert_eq!(read("1970-01-01T00:00:01Z"), Ok(Moment(1_000)));
        assert_eq!(read("ieri").unwrap_err().exit(), Exit::Usage);
    }

    /// What the hint offers is what is read, and a bare hour is answered with what it lacks.
    #[test]
    fn the_hint_names_forms_that_are_read() {
        let refused = read("19:43").unwrap_err();
        assert_eq!(
            refused,
            Failure::new(
                Exit::Usage,
                Said::from(words::BAD_TIME).with("time", "19:43")
            )
            .hint(words::BAD_TIME_HINT)
        );
        let forms = ["22/11/2026", "2026-11-22", "2026-11-22T09:30:00+01:00"];
        for lang in [Lang::It, Lang::En] {
            let hint = words::BAD_TIME_HINT.get(lang);
            let quoted = hint.split('"').nth(1).unwrap();
            assert!(read(quoted).is_ok(), "{quoted}");
            for form in forms {
                assert!(hint.contains(form) && read(form).is_ok(), "{form}");
            }
        }
    }

    #[test]
    fn a_shown_time_reads_back_as_the_same_minute() {
        let moment = Moment(1_700_000_040_000);
        assert_eq!(read(&local(moment, Lang::It)), Ok(moment));
        assert_eq!(read(&local(moment, Lang::En)), Ok(moment));
        assert_eq!(local_or_empty(None, Lang::It), "");
    }
}
