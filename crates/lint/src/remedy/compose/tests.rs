//! Edits of compose files keep the style they find.

use std::path::PathBuf;

use longshore_model::{Content, File};
use longshore_syntax::Language;

use super::*;
use crate::Edit;
use crate::fix::apply;

/// `text` after an edit, which must leave it sound.
fn edited(text: &str, edits: impl Fn(Draft<'_>) -> Option<Vec<Edit>>) -> Option<String> {
    let file = File::new(PathBuf::from("compose.yaml"), Language::Compose, text);
    let Content::Compose(compose) = &file.content else { return None };
    let after = apply(text, &edits(Draft { file: &file, yaml: &compose.yaml })?);
    let parsed = longshore_syntax::yaml::parse(&after);
    assert_eq!(parsed.problems.len(), compose.yaml.problems.len(), "{after}");
    Some(after)
}

/// `text` with a volume at `/var/lib/x` in service `db`.
fn mounted(text: &str) -> Option<String> {
    edited(text, |draft| named_volumes(draft, "db", &[Wanted { path: "/var/lib/x", word: "data" }]))
}

#[test]
fn volumes_go_where_the_file_would_have_them() {
    for (before, after) in [
        // Dashes under the key, quotes, comments.
        (
            "services:\n  db:\n    image: x\n    volumes: # what stays\n    - 'a:/a' # a\n    # - b\n    deploy: {}\nvolumes:\n  a: {}\n",
            "services:\n  db:\n    image: x\n    volumes: # what stays\n    - 'a:/a' # a\n    - 'db-data:/var/lib/x'\n    # - b\n    deploy: {}\nvolumes:\n  a: {}\n  db-data: {}\n",
        ),
        // Four columns, a blank line between keys, no line end at the end.
        (
            "version: '3'\n\nservices:\n    db:\n        image: x\n        networks:\n            - n\n\nnetworks:\n    n:",
            "version: '3'\n\nservices:\n    db:\n        image: x\n        volumes:\n            - db-data:/var/lib/x\n        networks:\n            - n\n\nnetworks:\n    n:\n\nvolumes:\n    db-data:",
        ),
        // Flow style.
        (
            "services:\n  db: {image: x}\nvolumes: {a_b: }\n",
            "services:\n  db: {image: x, volumes: [\"db_data:/var/lib/x\"]}\nvolumes: {a_b: , db_data: {}}\n",
        ),
        (
            "services:\n  db:\n    volumes: [\"a:/a\"]\nvolumes: {}\n",
            "services:\n  db:\n    volumes: [\"a:/a\", \"db-data:/var/lib/x\"]\nvolumes: {db-data: {}}\n",
        ),
        // Keys without a value, and names that are taken.
        (
            "services:\n  db:\n    volumes:\n    image: x\nvolumes:\n",
            "services:\n  db:\n    volumes:\n      - db-data:/var/lib/x\n    image: x\nvolumes:\n  db-data:\n",
        ),
        (
            "services:\n  db:\n    image: x\n  a:\n    volumes:\n      - db-data:/a\nvolumes:\n  db-data-2:\n  # last\n",
            "services:\n  db:\n    image: x\n    volumes:\n      - db-data-3:/var/lib/x\n  a:\n    volumes:\n      - db-data:/a\nvolumes:\n  db-data-2:\n  db-data-3:\n  # last\n",
        ),
        // A command of several lines.
        (
            "services:\n  db:\n    image: x\n    command: |\n      a\n      b\n",
            "services:\n  db:\n    image: x\n    command: |\n      a\n      b\n    volumes:\n      - db-data:/var/lib/x\n\nvolumes:\n  db-data:\n",
        ),
    ] {
        assert_eq!(mounted(before).as_deref(), Some(after));
        let crlf = |text: &str| text.replace('\n', "\r\n");
        assert_eq!(mounted(&crlf(before)), Some(crlf(after)));
    }
}

#[test]
fn what_is_shared_with_other_services_stays() {
    for text in [
        "x: &x {image: x}\nservices:\n  db: *x\n",
        "x: &x\n  - a:/a\nservices:\n  db:\n    volumes: *x\n",
        "x: &x\n  volumes: [a:/a]\nservices:\n  db:\n    <<: *x\n",
        "services:\n  other: {}\n",
        "services:\n",
        "- a\n",
        "",
    ] {
        assert_eq!(mounted(text), None, "{text}");
    }
    assert!(mounted("x: &x\n  image: x\nservices:\n  db:\n    <<: *x\n").is_some());
}

#[test]
fn entries_go_with_their_lines() {
    let without = |text: &str| edited(text, |draft| Some(vec![remove_entry(draft, draft.top("volumes")?, "b")?]));
    for (before, after) in [
        ("a: 1\nvolumes:\n  a:\n  b: # b\n    driver: x\n  c:\n", Some("a: 1\nvolumes:\n  a:\n  c:\n")),
        ("a: 1\nvolumes:\n  b:\n", Some("a: 1\n")),
        (
            "a: 1\nvolumes: # v\n  # a:\n#  c:\n  b: # b\n    # d\n    driver: |\n      # e\n",
            Some("a: 1\n  # a:\n#  c:\n    # d\n"),
        ),
        ("volumes: {a: , b: {}, c: }\n", Some("volumes: {a: , c: }\n")),
        ("volumes: {a: , b: {}}\n", Some("volumes: {a: }\n")),
        ("volumes:\n  a:\n", None),
    ] {
        assert_eq!(without(before).as_deref(), after, "{before}");
    }
}
