//! The nodes that a tree has for every construct, as others rely on them.

mod support;

use support::{children, descendants, parse, text};
use tree_sitter::Node;

/// The named nodes with fields, and the text of those without children.
fn outline(node: Node, source: &[u8]) -> String {
    let mut parts = Vec::new();
    let mut cursor = node.walk();
    let mut more = cursor.goto_first_child();
    while more {
        if cursor.node().is_named() {
            let field = cursor.field_name().map(|it| format!("{it}: ")).unwrap_or_default();
            parts.push(format!("{field}{}", outline(cursor.node(), source)));
        }
        more = cursor.goto_next_sibling();
    }
    let kind = node.kind();
    if parts.is_empty() {
        format!("({kind} {:?})", text(node, source))
    } else {
        format!("({kind} {})", parts.join(" "))
    }
}

#[track_caller]
fn check(source: &str, expected: &str) {
    let tree = parse(source.as_bytes());
    assert!(!tree.root_node().has_error(), "{source:?}");
    let outlines: Vec<_> =
        children(tree.root_node()).filter(|it| it.is_named()).map(|it| outline(it, source.as_bytes())).collect();
    let expected: Vec<_> = expected.split_whitespace().collect();
    let actual = outlines.join(" ");
    assert_eq!(actual.split_whitespace().collect::<Vec<_>>().join(" "), expected.join(" "), "{source:?}");
}

/// The kinds and texts of the root's children, which must be instructions.
#[track_caller]
fn check_instructions(source: &str, expected: &[&str]) {
    let tree = parse(source.as_bytes());
    assert!(!tree.root_node().has_error(), "{source:?}");
    let actual: Vec<_> =
        children(tree.root_node()).filter(|it| it.is_named()).map(|it| text(it, source.as_bytes())).collect();
    assert_eq!(actual, expected, "{source:?}");
}

#[track_caller]
fn check_heredocs(source: &str, expected: &[(&str, Option<&str>, Option<&str>)]) {
    let tree = parse(source.as_bytes());
    assert!(!tree.root_node().has_error(), "{source:?}");
    let nodes = descendants(tree.root_node());
    let of_kind =
        |node: &Node, kind| children(*node).find(|it| it.kind() == kind).map(|it| text(it, source.as_bytes()));
    let mut blocks = nodes.iter().filter(|it| it.kind() == "heredoc_block");
    let actual: Vec<_> = nodes
        .iter()
        .filter(|it| it.kind() == "heredoc_marker")
        .map(|marker| {
            let block = blocks.next();
            let part = |kind| block.and_then(|it| of_kind(it, kind));
            (text(*marker, source.as_bytes()), part("heredoc_body"), part("heredoc_end"))
        })
        .collect();
    let owned = |it: Option<&str>| it.map(str::to_owned);
    assert_eq!(
        actual,
        expected.iter().map(|it| (it.0.to_owned(), owned(it.1), owned(it.2))).collect::<Vec<_>>(),
        "{source:?}"
    );
}

#[test]
fn directives() {
    check(
        "# syntax = docker/dockerfile:1  \n#escape=`\n# check=skip=A;error=true\nRUN a `\n b",
        r#"(directive name: (directive_name "syntax") value: (directive_value "docker/dockerfile:1"))
        (directive name: (directive_name "escape") value: (directive_value "`"))
        (directive name: (directive_name "check") value: (directive_value "skip=A;error=true"))
        (run_instruction keyword: (keyword "RUN") command: (shell_command (line_continuation "`\n")))"#,
    );
    check("# hi\n# escape=`\n", r##"(comment "# hi") (comment "# escape=`")"##);
    check("\n# escape=`\n", r##"(comment "# escape=`")"##);
    check("# unknown=x\n# escape=`\n", r##"(comment "# unknown=x") (comment "# escape=`")"##);
    check("\u{feff}# escape=`\n", r#"(directive name: (directive_name "escape") value: (directive_value "`"))"#);
}

#[test]
fn shebang_and_slash_directives() {
    check(
        "#!/usr/bin/x\n# escape=`\n# syntax=a\n",
        r##"(comment "#!/usr/bin/x") (comment "# escape=`")
        (directive name: (directive_name "syntax") value: (directive_value "a"))"##,
    );
    check("//syntax=a/b\n", r#"(directive name: (directive_name "syntax") value: (directive_value "a/b"))"#);
    check(
        "FROM a\n//syntax=a/b\n",
        r#"(from_instruction keyword: (keyword "FROM") image: (image "a"))
        (unknown_instruction keyword: (keyword "//syntax=a/b"))"#,
    );
}

#[test]
fn from() {
    check(
        "FROM --platform=$P a:${V:-1}@sha256:0 aS b",
        r#"(from_instruction keyword: (keyword "FROM")
        (flag name: (flag_name "--platform") value: (flag_value "$P"))
        image: (image (variable "${V:-1}")) (as_keyword "aS") name: (stage_name "b"))"#,
    );
    check("FROM", r#"(from_instruction keyword: (keyword "FROM"))"#);
    check("FROM a AS", r#"(from_instruction keyword: (keyword "FROM") image: (image "a") (as_keyword "AS"))"#);
    check("from as asx", r#"(from_instruction keyword: (keyword "from") image: (image "as") (argument "asx"))"#);
    check("FRO", r#"(unknown_instruction keyword: (keyword "FRO"))"#);
    check("FR\\\nOM a", r#"(from_instruction keyword: (keyword "FR\\\nOM") image: (image "a"))"#);
    check("FOO bar baz", r#"(unknown_instruction keyword: (keyword "FOO") (text "bar baz"))"#);
}

#[test]
fn flags() {
    check(
        "COPY --from=b --link \\\n  --chown=\"a b\" -- --x /y",
        r#"(copy_instruction keyword: (keyword "COPY")
        (flag name: (flag_name "--from") value: (flag_value "b")) (flag name: (flag_name "--link"))
        (line_continuation "\\\n") (flag name: (flag_name "--chown") value: (flag_value "\"a b\""))
        (flags_end "--") (argument "--x") (argument "/y"))"#,
    );
    check(
        "RUN --mount=type=cache,\\\n# why\ntarget=/x a --b",
        r##"(run_instruction keyword: (keyword "RUN")
        (flag name: (flag_name "--mount") value: (flag_value (line_continuation "\\\n") (comment "# why")
        (line_continuation "\n"))) command: (shell_command "a --b"))"##,
    );
    check(
        "ENV --x A=b",
        r#"(env_instruction keyword: (keyword "ENV") (flag name: (flag_name "--x"))
        (pair name: (name "A") value: (value "b")))"#,
    );
}

#[test]
fn continuations() {
    check(
        "RUN a \\\n\n  # c\n\n b\\\\\nRUN d \\ x \\  \r\n e",
        r##"(run_instruction keyword: (keyword "RUN") command: (shell_command
        (line_continuation "\\\n\n  ") (comment "# c") (line_continuation "\n\n")))
        (run_instruction keyword: (keyword "RUN") command: (shell_command (line_continuation "\\  \r\n")))"##,
    );
    check_instructions("RUN a \\", &["RUN a \\"]);
    check_instructions("RUN a \\\n\n", &["RUN a \\\n"]);
    check_instructions("RUN a \\\n# b\n", &["RUN a \\\n# b"]);
    check_instructions("RUN a\r\nRUN b  \r\n", &["RUN a", "RUN b  "]);
    check_instructions(" \n\tRUN a\n\n  # b\nRUN c", &["RUN a", "# b", "RUN c"]);
}

#[test]
fn heredocs() {
    check_heredocs("RUN <<EOF\na\nEOF\nRUN b", &[("<<EOF", Some("a\n"), Some("EOF"))]);
    check_heredocs(
        "COPY <<a <<-\"b\" 3<<'c d' /x\n1\na\n\t2\n\tb\nc d\n",
        &[("<<a", Some("1\n"), Some("a")), ("<<-\"b\"", Some("\t2\n"), Some("\tb")), ("3<<'c d'", None, Some("c d"))],
    );
    check_heredocs("RUN cat <<  E | sh\r\nx\r\nE\r\n", &[("<<  E", Some("x\r\n"), Some("E"))]);
    check_heredocs("RUN <<EOF\na\n", &[("<<EOF", Some("a\n"), None)]);
    check_heredocs("RUN <<a <<b\n1\n", &[("<<a", Some("1\n"), None), ("<<b", None, None)]);
    check_heredocs("RUN <<EOF", &[("<<EOF", None, None)]);
    check_heredocs("ONBUILD COPY <<a /x\n1\na\n", &[("<<a", Some("1\n"), Some("a"))]);
    check_heredocs("RUN a \\\n <<E \\\n  x\n1\nE\n", &[("<<E", Some("1\n"), Some("E"))]);
}

#[test]
fn no_heredocs() {
    for line in [
        "RUN a <<<b",
        "RUN a<<b",
        "RUN \"<<b\"",
        "RUN [\"<<b\"]",
        "CMD <<b",
        "ENV a=1 <<b=2",
        "RUN <<b 'it",
        "RUN <<\"\"",
        "RUN <<-",
        "RUN ${x[1]} <<b",
        "RUN \\<<b",
    ] {
        check_heredocs(line, &[]);
    }
    let many = "<<a ".repeat(80);
    let tree = parse(format!("RUN {many}\n").as_bytes());
    assert_eq!(descendants(tree.root_node()).iter().filter(|it| it.kind() == "heredoc_marker").count(), 64);
}

#[test]
fn json_and_shell() {
    check(
        "CMD [ \"a\" , \"b\\\"$c\" ] ",
        r#"(cmd_instruction keyword: (keyword "CMD")
        (json_array (json_string "\"a\"") (json_string (variable "$c"))))"#,
    );
    check("ENTRYPOINT []", r#"(entrypoint_instruction keyword: (keyword "ENTRYPOINT") (json_array "[]"))"#);
    check("RUN [ -f x ]", r#"(run_instruction keyword: (keyword "RUN") command: (shell_command "[ -f x ]"))"#);
    check("CMD ['a']", r#"(cmd_instruction keyword: (keyword "CMD") command: (shell_command "['a']"))"#);
    check(
        "VOLUME [\"a\"] b",
        r#"(volume_instruction keyword: (keyword "VOLUME") (argument (string "\"a\"")) (argument "b"))"#,
    );
    check(
        "CMD [\"a\", \\\n # c\n \"b\"]",
        r##"(cmd_instruction keyword: (keyword "CMD")
        (json_array (json_string "\"a\"") (line_continuation "\\\n ") (comment "# c") (line_continuation "\n") (json_string "\"b\"")))"##,
    );
}

#[test]
fn shells() {
    check(
        "FROM a\nSHELL [\"pwsh\", \"-c\"]\nRUN a\nSHELL [\"cmd\", \"/S\"]\nRUN b\nSHELL [\"/bin/python\"]\nRUN c\nFROM b\nRUN d",
        r#"(from_instruction keyword: (keyword "FROM") image: (image "a"))
        (shell_instruction keyword: (keyword "SHELL") (json_array (json_string "\"pwsh\"") (json_string "\"-c\"")))
        (run_instruction keyword: (keyword "RUN") powershell: (shell_command "a"))
        (shell_instruction keyword: (keyword "SHELL") (json_array (json_string "\"cmd\"") (json_string "\"/S\"")))
        (run_instruction keyword: (keyword "RUN") batch: (shell_command "b"))
        (shell_instruction keyword: (keyword "SHELL") (json_array (json_string "\"/bin/python\"")))
        (run_instruction keyword: (keyword "RUN") other: (shell_command "c"))
        (from_instruction keyword: (keyword "FROM") image: (image "b"))
        (run_instruction keyword: (keyword "RUN") command: (shell_command "d"))"#,
    );
}

#[test]
fn pairs() {
    check(
        "ENV A=b\"c d\"$E =x F",
        r#"(env_instruction keyword: (keyword "ENV")
        (pair name: (name "A") value: (value (string "\"c d\"") (variable "$E")))
        (pair value: (value "x")) (pair name: (name "F")))"#,
    );
    check(
        "ENV A the rest =x",
        r#"(env_instruction keyword: (keyword "ENV")
        (pair name: (name "A") value: (value (argument "the") (argument "rest") (argument "=x"))))"#,
    );
    check(
        "LABEL \"a b\"=c \\\n  d.e='f'",
        r#"(label_instruction keyword: (keyword "LABEL")
        (pair name: (name "\"a b\"") value: (value "c")) (line_continuation "\\\n")
        (pair name: (name "d.e") value: (value (string "'f'"))))"#,
    );
    check(
        "ARG A B=1 C=",
        r#"(arg_instruction keyword: (keyword "ARG") (pair name: (name "A"))
        (pair name: (name "B") value: (value "1")) (pair name: (name "C")))"#,
    );
}

#[test]
fn the_rest() {
    check("MAINTAINER it's \"me", r#"(maintainer_instruction keyword: (keyword "MAINTAINER") (text "it's \"me"))"#);
    check(
        "EXPOSE 80/tcp $P",
        r#"(expose_instruction keyword: (keyword "EXPOSE") (argument "80/tcp") (argument (variable "$P")))"#,
    );
    check("USER \"${U}\":g", r#"(user_instruction keyword: (keyword "USER") (argument (string (variable "${U}"))))"#);
    check(
        "WORKDIR /a b\\ c",
        r#"(workdir_instruction keyword: (keyword "WORKDIR") (argument "/a") (argument "b\\ c"))"#,
    );
    check("STOPSIGNAL term", r#"(stopsignal_instruction keyword: (keyword "STOPSIGNAL") (argument "term"))"#);
    check("ADD a b", r#"(add_instruction keyword: (keyword "ADD") (argument "a") (argument "b"))"#);
    check(
        "HEALTHCHECK none",
        r#"(healthcheck_instruction keyword: (keyword "HEALTHCHECK") type: (health_type "none"))"#,
    );
    check(
        "HEALTHCHECK --retries=3 CMD [\"a\"]",
        r#"(healthcheck_instruction keyword: (keyword "HEALTHCHECK")
        (flag name: (flag_name "--retries") value: (flag_value "3")) type: (health_type "CMD") (json_array (json_string "\"a\"")))"#,
    );
}

#[test]
fn onbuild() {
    check(
        "ONBUILD --x RUN --y a",
        r#"(onbuild_instruction keyword: (keyword "ONBUILD") (flag name: (flag_name "--x"))
        instruction: (run_instruction keyword: (keyword "RUN") (flag name: (flag_name "--y")) command: (shell_command "a")))"#,
    );
    check(
        "ONBUILD\nRUN a",
        r#"(onbuild_instruction keyword: (keyword "ONBUILD"))
        (run_instruction keyword: (keyword "RUN") command: (shell_command "a"))"#,
    );
    check(
        "ONBUILD \\\n RUN a",
        r#"(onbuild_instruction keyword: (keyword "ONBUILD") (line_continuation "\\\n")
        instruction: (run_instruction keyword: (keyword "RUN") command: (shell_command "a")))"#,
    );
    check(
        "ONBUILD ONBUILD ONBUILD x",
        r#"(onbuild_instruction keyword: (keyword "ONBUILD")
        instruction: (onbuild_instruction keyword: (keyword "ONBUILD")
        instruction: (unknown_instruction keyword: (keyword "ONBUILD") (text "x"))))"#,
    );
}

/// Without continuations and comments, an instruction is the line that BuildKit joins.
#[test]
fn what_is_left_is_the_joined_line() {
    let source = "RUN --mount=a,\\\n\n# c\nb cmd \"x \\\n  # d\n\n  y\" \\\n\\\n  z";
    let tree = parse(source.as_bytes());
    let dropped = |it: &Node| matches!(it.kind(), "line_continuation" | "comment");
    let mut left = source.to_owned();
    for node in descendants(tree.root_node()).iter().rev().filter(|it| dropped(it)) {
        left.replace_range(node.byte_range(), "");
    }
    assert_eq!(left, "RUN --mount=a,b cmd \"x   y\"   z");
    assert_eq!(tree.root_node().named_child(0).unwrap().byte_range(), 0..source.len());
}
