//! The clock: wrong ones are survived, and still worth mending.

use super::finding::{Finding, Verdict};
use crate::{
    catalog,
    cli::{context::Context, failure::Said, time},
    domain::time::YOUNGER_THAN,
};
use chrono::{Local, Offset};

catalog! {
    CLOCK = "Orologio" / "Clock";
    CLOCK_IS = "{time}" / "{time}";
    CLOCK_HINT = "l'orologio è indietro di anni: attiva NTP (`timedatectl set-ntp true`)"
        / "the clock is years behind: turn NTP on (`timedatectl set-ntp true`)";
    ZONE = "Fuso orario" / "Time zone";
    ZONE_IS = "{offset}" / "{offset}";
    ZONE_HINT = "gli orari sono mostrati in UTC: imposta il fuso (`timedatectl set-timezone Europe/Rome`)"
        / "times are shown in UTC: set the zone (`timedatectl set-timezone Europe/Rome`)";
}

/// Whether the clock can be right.
pub fn clock(context: &Context) -> Finding {
    let now = context.now();
    let words = Said::from(CLOCK_IS).with("time", time::local(now, context.out.lang));
    let finding = Finding::good("clock", CLOCK, words);
    if now < YOUNGER_THAN {
        finding.not(Verdict::Doubtful, CLOCK_HINT)
    } else {
        finding
    }
}

/// Whether local times are local.
pub fn zone(_: &Context) -> Finding {
    let offset = Local::now().offset().fix();
    let finding = Finding::good("zone", ZONE, Said::from(ZONE_IS).with("offset", offset));
    if offset.local_minus_utc() == 0 {
        finding.not(Verdict::Doubtful, ZONE_HINT)
    } else {
        finding
    }
}
