//! The desk driven by keys, against a keeper in this process: scripts, laws, faults, whole screens.

mod bench;
mod calls;
mod clocks;
mod drafts;
mod faults;
mod journal;
mod keys;
mod knowledge;
mod laws;
mod outages;
mod place;
mod screen;
mod scripts;
mod snapshots;
mod words;
