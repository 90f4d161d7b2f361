//! What a contact centre's work is made of, from the figures the centres published.

use crate::domain::outcome::{Channel, TicketKind};

/// How a request ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum End {
    /// The first level answered it.
    Answered,
    /// The live call was passed to the second level.
    Passed,
    /// It was entrusted to the back office, which answered.
    BackOffice,
    /// It was entrusted to the back office, where it waits.
    Waiting,
    /// The caller was sent to an emergency number.
    Emergency,
}

/// A contact centre to imitate; the shares of each table are parts of its sum.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its name.
    pub name: &'static str,
    /// What is asked.
    pub kinds: &'static [(u64, TicketKind)],
    /// How it comes.
    pub channels: &'static [(u64, Channel)],
    /// How it ends.
    pub ends: &'static [(u64, End)],
}

/// 41 % switchboard, 52 % information, 6 % bookings, 1 % reports (LC-13…15).
const MIX: &[(u64, TicketKind)] = &[
    (41, TicketKind::Switchboard),
    (52, TicketKind::Information),
    (6, TicketKind::Booking),
    (1, TicketKind::ServiceRequest),
];

/// 91 % at the first level, 7 % passed live, 2 % entrusted (LC-10, LC-11).
const FIRST_LEVEL: &[(u64, End)] = &[
    (182, End::Answered),
    (14, End::Passed),
    (3, End::BackOffice),
    (1, End::Waiting),
];

/// The presets.
pub const PRESETS: &[Preset] = &[
    Preset {
        name: "firenze",
        kinds: MIX,
        channels: &[(1, Channel::Phone)],
        ends: FIRST_LEVEL,
    },
    // The channels of RM-18; their shares are an assumption.
    Preset {
        name: "roma",
        kinds: MIX,
        channels: &[
            (88, Channel::Phone),
            (4, Channel::Email),
            (3, Channel::Letter),
            (3, Channel::Fax),
            (2, Channel::Sms),
        ],
        ends: FIRST_LEVEL,
    },
    // 76 % by phone, 86 % at once, 13 % after study, 1 % in work, 2 % rescue (PC-02…PC-06).
    Preset {
        name: "protezione-civile",
        kinds: &[
            (80, TicketKind::Information),
            (20, TicketKind::ServiceRequest),
        ],
        channels: &[
            (76, Channel::Phone),
            (16, Channel::Email),
            (8, Channel::Web),
        ],
        ends: &[
            (84, End::Answered),
            (2, End::Emergency),
            (13, End::BackOffice),
            (1, End::Waiting),
        ],
    },
];
