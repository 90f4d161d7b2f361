//! The configuration file: a few settings a person would otherwise repeat on every command.

use super::{
    args::Globals,
    failure::{Exit, Failure, Said},
    place::Place,
    words,
};
use crate::{catalog, locale::Lang};
use serde::Deserialize;
use std::{fs, io, path::PathBuf};

/// The settings; each may be missing.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `it` or `en`.
    pub lang: Option<String>,
    /// Who works here.
    pub operator: Option<String>,
    /// The desk's theme.
    pub theme: Option<String>,
    /// Where backups are kept; `backups` in the data directory where it is not said.
    pub backups: Option<PathBuf>,
    /// Whether the keeper makes one every day; it does where it is not said.
    pub daily_backup: Option<bool>,
}

catalog! {
    BAD_CONFIG = "la configurazione «{path}» non si legge" / "the configuration “{path}” cannot be read";
    BAD_CONFIG_HINT = "è un file TOML con `lang`, `operator`, `theme`, `backups`, `daily_backup`"
        / "it is a TOML file with `lang`, `operator`, `theme`, `backups`, `daily_backup`";
}

impl Config {
    /// Reads the settings of a place; none where there is no file, unless it was named.
    ///
    /// # Errors
    /// When a named file is missing, or a file is no configuration.
    pub fn read(place: &Place) -> Result<Self, Failure> {
        let path = place.config_file.display();
        match fs::read_to_string(&place.config_file) {
            Ok(text) => toml_edit::de::from_str(&text).map_err(|error| {
                Failure::new(Exit::Usage, Said::from(BAD_CONFIG).with("path", path))
                    .because(error.message())
                    .hint(BAD_CONFIG_HINT)
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !place.config_named => {
                Ok(Self::default())
            }
            Err(error) => Err(Failure::new(
                Exit::Usage,
                Said::from(words::CANNOT_READ).with("path", path),
            )
            .because(error)
            .hint(words::CHECK_PATH)),
        }
    }
}

impl Globals {
    /// The language: the option, else the settings, else what the environment says.
    pub(super) fn lang(&self, config: &Config, environment: Lang) -> Lang {
        [self.lang.as_deref(), config.lang.as_deref()]
            .into_iter()
            .flatten()
            .find_map(Lang::from_locale)
            .unwrap_or(environment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::catalog_faults;
    use std::path::Path;

    fn place(dir: &Path, named: bool) -> Place {
        Place {
            data_dir: dir.join("data"),
            config_file: dir.join("config.toml"),
            config_named: named,
        }
    }

    #[test]
    fn settings_are_read_and_a_wrong_one_is_named() {
        assert_eq!(catalog_faults(ALL), Vec::<String>::new());
        let dir = tempfile::tempdir().unwrap();
        let here = place(dir.path(), false);
        assert_eq!(Config::read(&here), Ok(Config::default()));
        assert_eq!(
            Config::read(&place(dir.path(), true)).unwrap_err().exit(),
            Exit::Usage
        );
        fs::write(&here.config_file, "lang = \"en\"\noperator = \"claudia\"\n").unwrap();
        let config = Config::read(&here).unwrap();
        assert_eq!(config.operator.as_deref(), Some("claudia"));
        assert_eq!(Globals::default().lang(&config, Lang::It), Lang::En);
        fs::write(&here.config_file, "langue = \"en\"\n").unwrap();
        let Failure::Told(told) = Config::read(&here).unwrap_err() else {
            panic!("told");
        };
        assert!(told.cause.unwrap().contains("langue"));
    }
}
