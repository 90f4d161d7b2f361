//! Key scripts as text: characters are typed, `<Enter>` and `<Ctrl-k>` are pressed.

use sportello::{
    desk::msg::Input,
    keymap::{Key, KeyCode},
};

/// The keys of a script.
pub fn keys(script: &str) -> Vec<Input> {
    let mut keys = Vec::new();
    let mut rest = script.chars();
    while let Some(c) = rest.next() {
        let named = rest.as_str().split_once('>').filter(|_| c == '<');
        let key = if let Some((name, after)) = named {
            rest = after.chars();
            name.parse()
                .unwrap_or_else(|error| panic!("{script}: {error}"))
        } else {
            Key::char(c)
        };
        keys.push(Input::Key(key));
    }
    keys
}

/// How many of the keys are commands: what is typed, and what corrects it, is content.
pub fn command_keys(script: &str) -> usize {
    let typed = |input: &Input| match input {
        Input::Key(key) => key.typed().is_some() || key.code == KeyCode::Backspace,
        Input::Paste(_) => true,
        Input::Then(_) => false,
    };
    keys(script).iter().filter(|input| !typed(input)).count()
}

#[test]
fn a_script_is_read_as_keys_and_its_command_keys_are_counted() {
    assert_eq!(keys("è <Ctrl-k><F10>").len(), 4);
    assert_eq!(command_keys("anagrafe x<Backspace><Down><Enter>"), 2);
}
