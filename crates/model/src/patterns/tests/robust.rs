//! Odd text is read without a panic.

use std::path::Path;

use crate::patterns::*;
use crate::value::Value;

#[test]
fn any_text_is_read() {
    let pieces = [
        "", "/", "é", "\u{FFFC}", "İ", "c:", "\\", "sqlite:", "///", "=", ";", "'", "\"", ".db", "log", "_",
        "jdbc:h2:", "$", "\n",
    ];
    let mut texts = Vec::new();
    for a in pieces {
        for b in pieces {
            texts.extend(pieces.map(|c| format!("{a}{b}{c}")));
        }
    }
    let roots = [Value::from("\u{FFFC}"), Value::from("/")];
    let mut named = 0;
    for text in &texts {
        let value = Value::from(text.as_str());
        let context = Context { roots: &roots, application: true, setting: true };
        let option = options("java").filter(|option| option.read(text).is_some()).count();
        let found = [
            directory(&value, context).is_some(),
            framework_tree(&value, text).is_some(),
            setting(text, &value).is_some(),
            setting("LOG_FILE", &value).is_some(),
            database_file(&value, true).is_some(),
            development_file(Path::new(text)),
            log_file(text) || is_stream(text),
        ];
        named += option + found.into_iter().filter(|found| *found).count();
    }
    assert!(named > 0);
}
