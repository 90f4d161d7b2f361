//! The command table: what a key can do, said once. Its words feed the footer, F1, the palette, the
//! hints and the manual.

use super::{
    app::{App, Wait},
    chooser, form, help, knowledge,
    line::Edit,
    msg::Effect,
    notices, panel, phone, queue, shift, structure, words,
};
use crate::locale::Phrase;

/// What a command did.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Step {
    /// What it does.
    Done,
    /// Nothing yet: the same key again, when this has come.
    Wait(Wait),
}

/// Where a command is offered besides F1 and the palette.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Shown {
    /// In the footer: the lower the number, the sooner it finds a place.
    Footer(u8),
    /// Nowhere else.
    Listed,
    /// Not even there: an editing key everybody knows.
    Hidden,
}

/// One command.
pub struct Command {
    /// The keymap scope it lives in.
    pub scope: &'static str,
    /// Its name in keymap files.
    pub id: &'static str,
    /// One or two words.
    pub label: Phrase,
    /// One sentence.
    pub help: Phrase,
    /// Where it is offered.
    pub shown: Shown,
    /// What it does.
    pub run: fn(&mut App) -> Step,
}

impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.scope, self.id)
    }
}

impl PartialEq for Command {
    fn eq(&self, other: &Self) -> bool {
        (self.scope, self.id) == (other.scope, other.id)
    }
}

/// Every command.
pub fn all() -> impl Iterator<Item = &'static Command> {
    panel::TABLES.iter().flat_map(|table| table.iter())
}

/// The command a name means in these scopes, innermost first.
#[must_use]
pub fn find(scopes: &[&str], id: &str) -> Option<&'static Command> {
    scopes
        .iter()
        .find_map(|scope| all().find(|command| command.scope == *scope && command.id == id))
}

macro_rules! commands {
    ($($scope:literal $id:literal $shown:expr, $it:literal / $en:literal, $help_it:literal / $help_en:literal, $run:expr;)+) => {
        &[$($crate::desk::command::Command {
            scope: $scope,
            id: $id,
            label: $crate::locale::Phrase::new($it, $en),
            help: $crate::locale::Phrase::new($help_it, $help_en),
            shown: $shown,
            run: $run,
        }),+]
    };
}
pub(crate) use commands;

use Shown::{Footer, Hidden, Listed};

/// The commands that work on every screen.
pub const EVERYWHERE: &[Command] = commands! {
    "global" "help" Footer(9), "aiuto" / "help",
        "I tasti di questa schermata e che cosa fanno." / "The keys of this screen and what they do.",
        help::open;
    "global" "another_question" Footer(4), "altra domanda" / "another question",
        "Un'altra domanda dello stesso chiamante: stessa telefonata, stesso tempo." / "Another question of the same caller: same call, same timer.",
        phone::another_question;
    "global" "park" Footer(7), "sospendi" / "park",
        "Sospende la telefonata con testo e tempo e libera la postazione; a postazione libera, elenca le sospese." / "Parks the call with text and timer and frees the desk; on a free desk, lists the parked ones.",
        shift::park;
    "global" "queue" Footer(8), "coda" / "queue",
        "Le richieste che aspettano: mie, back office, uffici." / "The requests that wait: mine, back office, departments.",
        queue::open;
    "global" "caller" Footer(3), "chiamante" / "caller",
        "I dati di chi chiama, solo se servono; mostra le sue richieste." / "The caller's data, only if needed; shows his requests.",
        form::caller;
    "global" "entrust" Footer(1), "affida" / "entrust",
        "Affida la richiesta al back office o a un ufficio e dà il numero da dire." / "Entrusts the request to the back office or a department and gives the number to tell.",
        chooser::open_entrust;
    "global" "transfer" Footer(2), "passa" / "pass on",
        "Passa la telefonata in linea: con una voce della rubrica scelta, «centralino: passata»; altrimenti a un ufficio del secondo livello." / "Passes the live call: with a directory entry chosen, “switchboard: put through”; else to an office of the second level.",
        chooser::open_transfer;
    "global" "help_lines" Footer(6), "emergenze" / "emergencies",
        "I numeri di emergenza e di pubblica utilità." / "The emergency and public-utility numbers.",
        chooser::open_help_lines;
    "global" "recent_calls" Listed, "ultime telefonate" / "last calls",
        "Le ultime dieci telefonate, da correggere fino a fine turno." / "The last ten calls, to be corrected until the end of the shift.",
        shift::open_recent;
    "global" "conclude" Footer(0), "concludi" / "conclude",
        "Conclude la telefonata con ciò che è stato detto." / "Concludes the call with what was told.",
        phone::conclude;
    "global" "palette" Listed, "comandi" / "commands",
        "Tutti i comandi, per nome." / "Every command, by name.",
        chooser::open_palette;
    "global" "undo" Listed, "annulla" / "undo",
        "Annulla l'ultima registrazione e la rimette sullo schermo." / "Takes back what was last saved and puts it on screen again.",
        shift::undo;
    "global" "news" Listed, "novità" / "news",
        "Le novità non ancora lette, con ciò che cambia." / "The news not read yet, with what changes.",
        knowledge::open_news;
    "global" "curation" Listed, "redazione" / "drafts, curation",
        "Bozze, versioni approvate, numeri errati e scadenze: ciò che aspetta chi cura le schede." / "Drafts, approved versions, wrong numbers and expiries: what waits for a curator.",
        knowledge::open_curation;
    "global" "structure" Listed, "struttura" / "structure",
        "Gli uffici ad albero, con le persone; dà il numero." / "The offices as a tree, with their people; gives the number.",
        structure::open;
    "global" "notice" Listed, "avviso" / "notice",
        "Una frase sulla scheda o voce scelta, subito su tutte le postazioni, per un giorno al massimo." / "One sentence on the chosen sheet or entry, at once on every desk, for a day at most.",
        notices::say;
    "global" "end_notice" Listed, "togli avviso" / "end notice",
        "Toglie gli avvisi dalla scheda o voce scelta." / "Takes the notices away from the chosen sheet or entry.",
        notices::take_away;
    "global" "start_call" Listed, "inizio telefonata" / "start of call",
        "La telefonata comincia adesso: il tempo conta come conversazione." / "The call begins now: the time counts as conversation.",
        phone::start_call;
    "global" "redraw" Hidden, "ridisegna" / "redraw",
        "Ridisegna lo schermo." / "Draws the screen again.",
        redraw;
    "global" "quit" Listed, "fine turno, esci" / "end of shift, quit",
        "Mostra ciò che resta aperto ed esce." / "Shows what is still open, and leaves.",
        shift::open_end;
};

/// The editing keys of a line.
pub const FIELD: &[Command] = commands! {
    "field" "left" Hidden, "a sinistra" / "left", "Una lettera a sinistra." / "One letter to the left.", |app| edit(app, Edit::Left);
    "field" "right" Hidden, "a destra" / "right", "Una lettera a destra." / "One letter to the right.", |app| edit(app, Edit::Right);
    "field" "start" Hidden, "inizio" / "start", "All'inizio della riga." / "To the start of the line.", |app| edit(app, Edit::Start);
    "field" "end" Hidden, "fine" / "end", "Alla fine della riga." / "To the end of the line.", |app| edit(app, Edit::End);
    "field" "erase_left" Hidden, "cancella" / "erase", "Cancella la lettera a sinistra." / "Erases the letter to the left.", |app| edit(app, Edit::EraseLeft);
    "field" "erase_right" Hidden, "cancella a destra" / "erase right", "Cancella la lettera a destra." / "Erases the letter to the right.", |app| edit(app, Edit::EraseRight);
    "field" "erase_word" Hidden, "cancella parola" / "erase word", "Cancella la parola a sinistra." / "Erases the word to the left.", |app| edit(app, Edit::EraseWord);
    "field" "erase_line" Hidden, "cancella riga" / "erase line", "Cancella la riga fino al cursore." / "Erases the line up to the cursor.", |app| edit(app, Edit::EraseLine);
};

fn edit(app: &mut App, edit: Edit) -> Step {
    if app.panels.is_empty() && phone::is_closed(app) && edit.erases() {
        // It is written, and would be on screen otherwise than in the journal.
        app.refuse(words::QUESTION_CLOSED);
        return Step::Done;
    }
    let changed = app.focused_line().is_some_and(|line| line.edit(edit));
    if changed {
        app.after_typing();
    }
    Step::Done
}

fn redraw(app: &mut App) -> Step {
    app.effects.push(Effect::Redraw);
    Step::Done
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{keymap, locale::catalog_faults};
    use std::collections::HashSet;

    #[test]
    fn every_command_is_named_once_and_says_what_it_does_in_both_languages() {
        let names: Vec<_> = all().map(|command| (command.scope, command.id)).collect();
        let once: HashSet<_> = names.iter().collect();
        assert_eq!(once.len(), names.len());
        let words: Vec<_> = all()
            .flat_map(|command| [(command.id, command.label), (command.id, command.help)])
            .collect();
        assert_eq!(catalog_faults(&words), Vec::<String>::new());
    }

    #[test]
    fn the_standard_keymap_and_the_table_name_the_same_commands() {
        let layer = keymap::Layer::read(keymap::STANDARD).unwrap();
        let bound: HashSet<_> = layer
            .bindings
            .iter()
            .map(|binding| (binding.scope.clone(), binding.command.clone()))
            .collect();
        let known: HashSet<_> = all()
            .map(|command| (command.scope.to_owned(), command.id.to_owned()))
            .collect();
        assert_eq!(
            bound.difference(&known).collect::<Vec<_>>(),
            Vec::<&(String, String)>::new()
        );
        assert_eq!(
            known.difference(&bound).collect::<Vec<_>>(),
            Vec::<&(String, String)>::new()
        );
    }
}
