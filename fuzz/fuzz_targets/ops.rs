#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sportello_fuzz::ops(bytes));
