//! The binary: one call into the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    sportello::cli::main()
}
