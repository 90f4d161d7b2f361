//! Backups under disks that lie, files that are not what they were, and other people's files.
