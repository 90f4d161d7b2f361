//! What the commands of the life of an article say.

crate::catalog! {
    NO_LIFE = "nessun articolo e nessuna bozza «{id}»" / "no article and no draft “{id}”";
    NO_LIFE_HINT = "`sportello kb tasks` elenca le bozze, `sportello kb search PAROLE` trova gli articoli"
        / "`sportello kb tasks` lists the drafts, `sportello kb search WORDS` finds the articles";
    NO_VERSION = "«{id}» non ha una versione «{version}»" / "“{id}” has no version “{version}”";
    SEVERAL_VERSIONS = "più versioni di «{id}» cominciano con «{version}»"
        / "several versions of “{id}” begin with “{version}”";
    HISTORY_HINT = "`sportello kb history {id}` elenca le versioni" / "`sportello kb history {id}` lists the versions";
    NO_DRAFT = "«{id}» non ha bozze che aspettano" / "“{id}” has no draft that waits";
    NO_DRAFT_HINT = "`sportello kb import FILE` ne propone una" / "`sportello kb import FILE` proposes one";
    SEVERAL_DRAFTS = "«{id}» ha più bozze" / "“{id}” has several drafts";
    SEVERAL_DRAFTS_HINT = "indica quale con `--version`: {list}" / "name one with `--version`: {list}";
    NOT_IN_FORCE = "«{id}» non è in vigore" / "“{id}” is not in force";
    NOT_IN_FORCE_AT = "«{id}» non era in vigore il {when}" / "“{id}” was not in force on {when}";
    SIGN_HINT = "manca un'approvazione: `sportello kb sign {id} --as {side}`"
        / "an approval is missing: `sportello kb sign {id} --as {side}`";
    CONFIRM_HINT = "l'atto registrato lo conferma un'altra persona: `sportello kb confirm {id}`"
        / "another person confirms the act recorded: `sportello kb confirm {id}`";
    TWO_PEOPLE_HINT = "ufficio e URP sono due persone diverse, e nessuna delle due ha scritto il testo"
        / "office and URP are two different people, and neither of them wrote the text";
    PUBLISH_HINT = "approvata da ufficio e URP: `sportello kb publish {id}` la mette in vigore"
        / "approved by office and URP: `sportello kb publish {id}` puts it in force";
    VERSION = "Versione" / "Version";
    ARTICLE = "Articolo" / "Article";
    SINCE = "Da quando" / "Since";
    UNTIL = "Fino a" / "Until";
    EXPIRES = "Scade" / "Expires";
}
