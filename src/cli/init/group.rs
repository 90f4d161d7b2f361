//! A data directory for a group: set-gid 2770, so that every file in it is the group's (SECURITY T2).

use crate::{
    catalog,
    cli::failure::{Done, Exit, Failure, Said},
};
use std::{
    fs, io,
    os::unix::fs::{PermissionsExt, chown},
    path::Path,
};

catalog! {
    NO_GROUP = "nessun gruppo «{name}» su questa macchina" / "no group “{name}” on this machine";
    NO_GROUP_HINT = "`getent group` li elenca; l'amministratore ne crea uno con `groupadd`"
        / "`getent group` lists them; the administrator makes one with `groupadd`";
    CANNOT_SHARE = "non riesco a condividere «{path}»" / "“{path}” cannot be shared";
    CANNOT_SHARE_HINT = "devi far parte del gruppo, e la cartella deve essere tua"
        / "you have to be in the group, and the directory has to be yours";
}

/// Makes the directory and gives it to the group.
///
/// # Errors
/// When there is no such group, or the system refuses.
pub fn share(dir: &Path, name: &str) -> Done {
    let group = number(name).ok_or_else(|| {
        Failure::new(Exit::NotFound, Said::from(NO_GROUP).with("name", name)).hint(NO_GROUP_HINT)
    })?;
    give(dir, group).map_err(|error| {
        Failure::new(
            Exit::Store,
            Said::from(CANNOT_SHARE).with("path", dir.display()),
        )
        .because(error)
        .hint(CANNOT_SHARE_HINT)
    })
}

fn give(dir: &Path, group: u32) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    chown(dir, None, Some(group))?;
    fs::set_permissions(dir, fs::Permissions::from_mode(0o2770))
}

/// The number of a group, by name or as a number; groups of a directory service by `getent`.
fn number(name: &str) -> Option<u32> {
    if let Ok(number) = name.parse() {
        return Some(number);
    }
    let listed = fs::read_to_string("/etc/group").ok();
    listed.and_then(|groups| find(&groups, name)).or_else(|| {
        let told = std::process::Command::new("getent")
            .args(["group", "--", name])
            .output()
            .ok()?;
        find(&String::from_utf8_lossy(&told.stdout), name)
    })
}

/// The number of `name` in lines of `name:password:number:members`.
fn find(groups: &str, name: &str) -> Option<u32> {
    groups.lines().find_map(|line| {
        let mut parts = line.split(':');
        (parts.next() == Some(name)).then_some(())?;
        parts.nth(1)?.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::catalog_faults;

    #[test]
    fn a_group_is_found_by_name_or_number() {
        assert_eq!(catalog_faults(ALL), Vec::<String>::new());
        let groups = "root:x:0:\nurp:x:1042:claudia,daniela\n";
        assert_eq!(find(groups, "urp"), Some(1042));
        assert_eq!(find(groups, "ur"), None);
        assert_eq!(number("1042"), Some(1042));
        let missing = share(Path::new("/nowhere"), "no such group").unwrap_err();
        assert_eq!(missing.exit(), Exit::NotFound);
    }
}
