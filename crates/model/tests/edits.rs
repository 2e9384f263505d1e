//! Random edits of a Dockerfile: what is derived from instructions that were kept is what is derived from new ones.

use std::path::PathBuf;

use longshore_model::{Content, File, State, Workspace};
use longshore_syntax::{Document, Encoding, Language, Position};
use proptest::prelude::*;

/// Lines that set what commands depend on, and commands that depend on it.
const LINES: &[&str] = &[
    "FROM node:22 AS one\n",
    "FROM one\n",
    "FROM alpine\n",
    "ARG ROOT=/srv\n",
    "ENV ROOT=/data LOG=$ROOT/app.log\n",
    "ENV ROOT=/opt/x\n",
    "WORKDIR /app\n",
    "WORKDIR $ROOT\n",
    "USER node\n",
    "RUN mkdir -p uploads \"$ROOT/sessions\" && chown node:node uploads\n",
    "RUN for d in cache logs; do mkdir -p $ROOT/$d; done; touch ${LOG:-x.log}\n",
    "RUN echo \"* * * * * run >> $LOG\" > /etc/cron.d/job\n",
    "RUN cat > /etc/app.ini <<EOF\nsession.save_path = /var/sessions\nEOF\n",
    "RUN rm -rf uploads\n",
    "VOLUME /app/uploads\n",
    "# a comment\n",
    "CMD node server.js >> $LOG\n",
    "\n",
    "RUN ",
    "x",
];

fn line() -> impl Strategy<Value = &'static str> {
    prop::sample::select(LINES)
}

fn shown(file: &File) -> String {
    let Content::Dockerfile(dockerfile) = &file.content else { return String::new() };
    format!("{:#?}", State::derive(&Workspace::default(), file, dockerfile))
}

proptest! {
    #[test]
    fn what_is_kept_is_as_new(
        text in prop::collection::vec(line(), 0..16),
        edits in prop::collection::vec((0..20u32, 0..2u32, line()), 1..8),
    ) {
        let mut document = Document::new(Language::Dockerfile, &text.concat());
        let file = |document: &mut Document| File::of(PathBuf::from("Dockerfile"), document);
        for (line, removed, new) in edits {
            let at = |line| Position { line, column: 0 };
            document.edit(at(line), at(line + removed), Encoding::Utf16, new);
            let fresh = file(&mut Document::new(Language::Dockerfile, &document.text()));
            prop_assert_eq!(shown(&file(&mut document)), shown(&fresh));
        }
    }
}
