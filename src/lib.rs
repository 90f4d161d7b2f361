//! sportello: the desk of a public contact centre.
