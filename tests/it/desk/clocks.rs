//! Somebody sets the clock while a desk works: timers go on, waits end, and a wrong clock is told.

use super::bench::Bench;

const DAY: i64 = 24 * 60 * 60;
/// From the morning of the tests to 1970 and to 2100, in seconds, more or less.
const TO_1970: i64 = -56 * 365 * DAY;
const TO_2100: i64 = 73 * 365 * DAY;

const JUMPS: [i64; 6] = [DAY, -DAY, 3_600, -3_600, TO_1970, TO_2100];

#[test]
fn the_timer_of_a_call_goes_on_whatever_is_done_to_the_clock() {
    for jump in JUMPS {
        let mut bench = Bench::alone();
        bench.press("carta").wait(65);
        assert!(bench.screen().contains("01:05"), "{}", bench.screen());
        bench.set_clock(jump);
        assert!(bench.screen().contains("01:05"), "{}", bench.screen());
        bench.wait(5);
        assert!(bench.screen().contains("01:10"), "{}", bench.screen());
        bench.set_clock(-2 * jump).wait(1);
        assert!(bench.screen().contains("01:11"), "{}", bench.screen());
    }
}

#[test]
fn a_key_gives_up_waiting_when_its_time_has_passed_and_not_before() {
    for jump in JUMPS {
        let mut bench = Bench::alone();
        bench.press("carli");
        bench.lose_keeper();
        bench.press("<Enter>").burst("<F4><F8>");
        bench.set_clock(jump).wait(2);
        assert_eq!((bench.app.inbox.len(), bench.holds()), (2, false), "{jump}");
        bench.set_clock(jump).wait(4);
        assert!(bench.holds(), "{jump}: {}", bench.screen());
    }
}

#[test]
fn a_clock_that_cannot_be_right_is_told_and_refuses_no_work() {
    let mut bench = Bench::alone();
    assert!(!bench.screen().contains("OROLOGIO ERRATO"));
    bench.set_clock(TO_1970);
    assert!(
        bench.screen().contains("OROLOGIO ERRATO"),
        "{}",
        bench.screen()
    );
    bench.press("carli<Enter><F10>");
    assert_eq!(bench.batches.len(), 1, "{}", bench.screen());
    bench.set_clock(-TO_1970);
    assert!(!bench.screen().contains("OROLOGIO ERRATO"));
}
