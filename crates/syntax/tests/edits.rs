//! Random edits of random Dockerfiles: the nodes that are taken over from before an edit are those of a fresh parse.

use longshore_syntax::dockerfile::Dockerfile;
use longshore_syntax::{Document, Encoding, Language, Position};
use proptest::prelude::*;

/// Instructions of every kind, and pieces that open, continue, close or break them.
const PIECES: &[&str] = &[
    "FROM node:22 AS build\n",
    "RUN apt-get update && \\\n  # why\n  rm -rf \"$HOME/x\" 2>/dev/null || { echo `id`; }\n",
    "RUN <<EOF\nset -e\ncat > /a <<END\n${X:-${Y}}\nEND\nEOF\n",
    "RUN for f in a b{1,2}; do case $f in a) x=(1 2) ;; *) y=$((1+2)) ;; esac; done; f() { if [[ -n $1 ]]; then :; fi; }\n",
    "COPY --chown=$U:${G:-g} a b/ \\\n  /c/\n",
    "COPY <<a <<'b' /d/\none\na\ntwo\nb\n",
    "ENV A=1 B=\"two $words\" C='${A#x}'\n",
    "ONBUILD RUN a \\\n# inside\n  b\n",
    "CMD [\"node\", \"server.js\"]\n",
    "HEALTHCHECK --interval=5s CMD curl -f http://localhost/ || exit 1\n",
    "WORKDIR ${A/b/c}/d\n",
    "SHELL [\"/bin/bash\", \"-c\"]\n",
    "SHELL [\"powershell\", \"-Command\"]\n",
    "SHELL [\"python\", \"-c\"]\n",
    "# escape=`\n",
    "# comment é\n",
    "VOLUME /a /b\n",
    "RUN\n",
    "RUN ",
    "\\\n",
    "`\n",
    "EOF\n",
    "<<EOF",
    "\"",
    "#",
    "\n",
    "\r\n",
    " ",
    "x",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..12).prop_map(|pieces| pieces.concat())
}

/// A place and how many lines and columns behind it are replaced, with what; and whether what was parsed is kept.
type Edit = (u32, u32, u32, u32, String, bool);

fn edit() -> impl Strategy<Value = Edit> {
    let new = prop_oneof![Just(String::new()), prop::sample::select(PIECES).prop_map(str::to_owned), text()];
    (0..30u32, 0..40u32, 0..3u32, 0..8u32, new, any::<bool>())
}

proptest! {
    #[test]
    fn what_is_taken_over_is_as_new(text in text(), edits in prop::collection::vec(edit(), 1..8)) {
        let mut document = Document::new(Language::Dockerfile, &text);
        let mut kept: Vec<Option<Dockerfile>> = Vec::new();
        for (line, column, lines, columns, new, keep) in edits {
            let start = Position { line, column };
            let end = Position { line: line + lines, column: column + columns };
            document.edit(start, end, Encoding::Utf16, &new);
            // Who asks only now and then gets several edits at once.
            if column % 3 == 0 {
                continue;
            }
            let now = document.dockerfile();
            let fresh = Document::new(Language::Dockerfile, &document.text()).dockerfile();
            prop_assert_eq!(&now, &fresh);
            if keep {
                kept.push(now);
            }
        }
    }
}

/// A line that is put in leaves the instructions behind it the same, in another place.
#[test]
fn an_edit_costs_what_it_changes() {
    let text = "FROM a\n".to_owned() + &"RUN echo a && echo b\n".repeat(100);
    let mut document = Document::new(Language::Dockerfile, &text);
    let place = |file: Option<Dockerfile>| {
        let last = file.and_then(|file| file.instructions.last().cloned());
        last.map(|last| (std::sync::Arc::as_ptr(&last), last.span.start))
    };
    let before = place(document.dockerfile());
    let second = Position { line: 1, column: 0 };
    document.edit(second, second, Encoding::Utf16, "ARG x\n");
    let after = place(document.dockerfile());
    assert_eq!(after, before.map(|(node, start)| (node, start + 6)));
}
