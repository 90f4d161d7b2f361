//! The terminal in a pseudo-terminal: nothing typed is lost, everything is given back.

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use ratatui::layout::Rect;
use ratatui::style::Style;
use rustix::termios::{InputModes, LocalModes, OutputModes};

use super::*;
use crate::keymap::{Key, KeyCode};
use crate::runtime::terminal::Input;
use crate::runtime::terminal::pty::Pty;

fn entered(pty: &Pty) -> (Terminal, Receiver<Event>) {
    let (send, events) = channel();
    let line = Line::of(pty.slave(), pty.slave()).unwrap();
    let sink: Sink = Arc::new(move |event| drop(send.send(event)));
    (Terminal::on(line, Look::default(), sink).unwrap(), events)
}

fn keys(events: &Receiver<Event>, count: usize) -> String {
    let mut words: Vec<String> = Vec::new();
    while words.len() < count {
        match events.recv_timeout(Duration::from_secs(10)).unwrap() {
            Event::Inputs(inputs) => words.extend(inputs.iter().map(|input| match input {
                Input::Key(key) => key.to_string(),
                Input::Paste(pasted) => pasted.text.clone(),
            })),
            other => panic!("{other:?}"),
        }
    }
    words.join(" ")
}

fn frame(text: &str) -> Buffer {
    let mut frame = Buffer::empty(Rect::new(0, 0, 20, 2));
    frame.set_string(0, 0, text, Style::new());
    frame
}

fn ends_with(end: &str) -> impl Fn(&[u8]) -> bool {
    move |bytes| bytes.ends_with(end.as_bytes())
}

#[test]
fn what_was_typed_before_raw_mode_arrives_and_the_mode_is_given_back() {
    let pty = Pty::open();
    let slave = pty.slave();
    let found = pty.mode();
    assert!(found.local_modes.contains(LocalModes::ICANON));
    pty.write("carta identità\n\x1b[17~ab".as_bytes());
    // The echo tells that the line has it all.
    pty.read_until(ends_with("ab"));
    let (terminal, events) = entered(&pty);
    let typed = "c a r t a Space i d e n t i t à Enter F6 a b";
    assert_eq!(keys(&events, 18), typed);
    let raw = pty.mode();
    assert!(
        !raw.local_modes
            .intersects(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
    );
    assert!(
        !raw.input_modes
            .intersects(InputModes::IXON | InputModes::ICRNL)
    );
    assert!(!raw.output_modes.contains(OutputModes::OPOST));
    pty.write(b"\x11\x13\r");
    assert_eq!(keys(&events, 3), "Ctrl-q Ctrl-s Enter");
    drop(terminal);
    let now = pty.mode();
    assert_eq!(now.local_modes, found.local_modes);
    assert_eq!(now.input_modes, found.input_modes);
    assert_eq!(now.output_modes, found.output_modes);
    assert_eq!(now.control_modes, found.control_modes);
    let sent = pty.read_until(ends_with("\x1b[?1049l"));
    let sent = String::from_utf8(sent).unwrap();
    assert!(sent.contains("\x1b[?1049h") && sent.contains("\x1b[?2004h"));
    assert!(sent.contains("\x1b[?2004l") && sent.contains("\x1b[?25h"));
    drop(slave);
}

#[test]
fn frames_are_drawn_lent_out_and_drawn_whole_again() {
    let pty = Pty::open();
    let _slave = pty.slave();
    let (mut terminal, events) = entered(&pty);
    terminal.draw(&frame("prima"), None).unwrap();
    pty.read_until(ends_with("prima\x1b[?25l"));
    terminal.draw(&frame("prime"), None).unwrap();
    assert_eq!(pty.read_until(ends_with("e")), b"\x08e");
    terminal.suspend();
    assert!(pty.mode().local_modes.contains(LocalModes::ICANON));
    pty.write(b"x\n");
    terminal.resume().unwrap();
    assert_eq!(keys(&events, 2), "x Enter");
    terminal.draw(&frame("prime"), None).unwrap();
    pty.read_until(ends_with("prime\x1b[?25l"));
    terminal.ring().unwrap();
    pty.read_until(ends_with("\x07"));
}

#[test]
fn a_dead_line_is_an_error_and_never_a_panic() {
    let pty = Pty::open();
    let (mut terminal, events) = entered(&pty);
    drop(pty);
    assert_eq!(
        events.recv_timeout(Duration::from_secs(10)),
        Ok(Event::Gone)
    );
    assert!(matches!(
        terminal.draw(&frame("x"), None),
        Err(TerminalError::Gone)
    ));
    drop(terminal);
}

#[test]
fn any_size_is_a_size() {
    let pty = Pty::open();
    let _slave = pty.slave();
    let (mut terminal, _events) = entered(&pty);
    assert_eq!(terminal.size(), Size::new(80, 24));
    for (told, taken) in [
        ((1, 1), (1, 1)),
        ((65535, 9), (1000, 9)),
        ((0, 5), (80, 24)),
    ] {
        pty.resize(told.0, told.1);
        assert_eq!(terminal.size(), Size::new(taken.0, taken.1));
    }
    let speck = Buffer::empty(Rect::new(0, 0, 1, 1));
    terminal.draw(&speck, Some(Position::ORIGIN)).unwrap();
}

#[test]
fn a_burst_of_text_is_no_typing_and_a_burst_of_commands_is() {
    let typed = |count| vec![Input::Key(Key::char('a')); count];
    assert!(!crate::runtime::terminal::is_burst(&typed(50)));
    assert!(crate::runtime::terminal::is_burst(&typed(51)));
    let mut call = typed(60);
    call.push(Input::Key(Key::plain(KeyCode::F(10))));
    assert!(!crate::runtime::terminal::is_burst(&call));
}
