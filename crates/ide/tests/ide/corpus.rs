//! Real files: wherever the cursor stands, what is shown is about a piece of the file and can be read.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use longshore_ide::{Prose, hover, lenses};
use longshore_model::{File, Workspace, language};
use longshore_syntax::{Language, Span};

/// How many files are looked at, spread over all, and at how many cursors in each.
const FILES: usize = 300;
const CURSORS: usize = 12;

fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let corpus = std::env::var_os("LONGSHORE_SHARED").map_or(beside, PathBuf::from).join("corpus");
    corpus.is_dir().then_some(corpus)
}

/// The files of ours below `folder`, sorted.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, found);
        } else if language(&path, None).is_some() {
            found.push(path);
        }
    }
}

fn check_span(file: &File, span: Span) {
    assert!(file.text.get(span.range()).is_some_and(|text| !text.is_empty()), "{}: {span:?}", file.path.display());
}

fn check_prose(file: &File, prose: &Prose) {
    let plain = prose.plain();
    let lines = plain.lines().count();
    assert!(!plain.contains('\u{FFFC}') && lines == prose.facts.len() + 1, "{}: {plain}", file.path.display());
    assert!(!prose.facts.is_empty() && lines < 40, "{}: {plain}", file.path.display());
}

#[test]
fn what_is_shown_in_real_files_can_be_read() {
    let Some(corpus) = corpus() else {
        println!("the corpus is not there");
        return;
    };
    let mut paths = Vec::new();
    files(&corpus, &mut paths);
    let mut workspace = Workspace::new(vec![corpus.clone()]);
    let is_compose = |path: &&PathBuf| language(path, None) == Some(Language::Compose);
    workspace.set_compose_files(paths.iter().filter(is_compose).cloned().collect::<BTreeSet<_>>());
    let (mut hovers, mut shown, mut slowest) = (0, 0, Duration::ZERO);
    for path in paths.iter().step_by((paths.len() / FILES).max(1)) {
        let (Some(language), Ok(text)) = (language(path, None), fs::read_to_string(path)) else { continue };
        let file = Arc::new(File::new(path.clone(), language, &text));
        let start = Instant::now();
        let all = lenses(&workspace, &file);
        slowest = slowest.max(start.elapsed());
        shown += all.len();
        for lens in &all {
            check_span(&file, lens.span);
            assert!(!lens.title.contains(['\n', '\u{FFFC}']), "{}", lens.title);
        }
        let cursors = (0..CURSORS).map(|index| (text.len() * index / CURSORS) as u32);
        for hover in cursors.filter_map(|at| hover(&workspace, &file, at)) {
            check_span(&file, hover.span);
            check_prose(&file, &hover.prose);
            hovers += 1;
        }
    }
    println!("{shown} lenses, {hovers} hovers; the slowest lenses took {slowest:?}");
    assert!(shown > 50 && hovers > 20, "{shown} lenses, {hovers} hovers");
}
