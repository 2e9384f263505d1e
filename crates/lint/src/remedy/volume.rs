//! Ways out of a `VOLUME`: the mount that it should have been, or nothing.

use longshore_model::holdings::is_scratch;
use longshore_model::images::Accounts;
use longshore_model::value::Value;
use longshore_model::{Content, Dockerfile, Origin, Run, runs};
use longshore_syntax::dockerfile::{Body, Instruction, Keyword, Word};
use longshore_syntax::{Language, Logical};

use super::account::{is_root_at, runtime};
use super::compose::{Draft, Wanted, named_volumes};
use super::layout::{edit, insert_above, line_end, line_start, quoted, remove_lines};
use super::mount::{comment, is_commented};
use super::ownership::{is_given, keyword};
use super::{fix, ordered};
use crate::{Context, Edit, Fix};

/// The fixes for the `VOLUME` with index `at`.
pub(crate) fn volume(context: &Context<'_>, at: usize) -> Vec<Fix> {
    let instruction = context.dockerfile.instruction(at);
    let (replaced, paths) = replacement(context, instruction, at).unzip();
    let mounted = replaced.as_ref().zip(paths).and_then(|(replaced, paths)| mounted(context, replaced, &paths));
    ordered([replaced, mounted, Some(removal(context, instruction))])
}

/// `replaced`, and a named volume for each of `paths` in the services that build the Dockerfile and do not mount it.
/// `None` where there is none.
fn mounted(context: &Context<'_>, replaced: &Fix, paths: &[String]) -> Option<Fix> {
    let runs = runs(context.workspace, &context.file.path);
    let mut edits: Vec<Edit> = Vec::new();
    let mut services: Vec<&str> = Vec::new();
    for run in runs.iter().filter(|run| run.origin == Origin::Build) {
        let path = run.key().file();
        // Edits of one file are made once: a second service may put its own at the same place.
        if edits.iter().any(|edit| edit.path.as_deref() == Some(path)) {
            continue;
        }
        let Some(own) = service_volumes(context, run, paths) else { continue };
        edits.extend(own.into_iter().map(|edit| Edit { path: Some(path.to_owned()), ..edit }));
        services.push(run.name());
    }
    let names = services.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    (!edits.is_empty()).then(|| Fix {
        title: format!("{}, and mount a named volume in {names}", replaced.title),
        edits: replaced.edits.iter().cloned().chain(edits).collect(),
        ..replaced.clone()
    })
}

/// The edits that mount those of `paths` that the service does not.
fn service_volumes(context: &Context<'_>, run: &Run, paths: &[String]) -> Option<Vec<Edit>> {
    let file = context.workspace.file(run.key().file(), Language::Compose)?;
    let Content::Compose(compose) = &file.content else { return None };
    let held = |path: &str| run.mounts.iter().any(|mount| Value::from(path).is_within(&mount.path()));
    let wanted: Vec<Wanted<'_>> =
        paths.iter().filter(|path| !held(path)).map(|path| Wanted { path, word: "" }).collect();
    if wanted.is_empty() {
        return None;
    }
    named_volumes(Draft { file: &file, yaml: &compose.yaml }, run.name(), &wanted)
}

fn removal(context: &Context<'_>, instruction: &Instruction) -> Fix {
    fix("Remove the `VOLUME`".into(), vec![remove_lines(context.file, instruction.span)])
}

/// The mount comment, and the directory where the stage does not make it; with the paths. `None` behind `ONBUILD`, on Windows, and where
/// none of the paths is worth a mount.
fn replacement(context: &Context<'_>, instruction: &Instruction, at: usize) -> Option<(Fix, Vec<String>)> {
    let file = context.dockerfile;
    let Body::Words(words) = &instruction.body else { return None };
    let stage = file.stage_of(at).filter(|stage| !file.is_windows(*stage))?;
    let directory = file.directory(stage, at);
    let paths = words.iter().map(|word| file.expand(stage, at, &expandable(file, word)).path(&directory));
    let paths: Vec<Value> = paths.filter(|path| !is_scratch(path)).collect();
    let known: Vec<&str> =
        paths.iter().filter_map(|path| path.known().filter(|known| known.starts_with('/'))).collect();
    if known.is_empty() || known.len() < paths.len() || paths.iter().any(Value::is_windows_path) {
        return None;
    }
    let missing: Vec<&str> = known.iter().copied().filter(|path| !is_commented(context, instruction, path)).collect();
    let said = (!missing.is_empty()).then(|| comment(&missing));
    let lines: Vec<String> = said.into_iter().chain(creation(context, stage, at, &paths)).collect();
    let names = known.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
    let (start, indent) = line_start(context.file, instruction.span.start);
    let edits = match lines.as_slice() {
        [] => vec![remove_lines(context.file, instruction.span)],
        lines if start + indent.len() as u32 == instruction.span.start => {
            let joined = lines.join(&format!("{}{indent}", line_end(context.file)));
            vec![edit(instruction.span, joined)]
        }
        lines => vec![insert_above(context.file, start, lines), remove_lines(context.file, instruction.span)],
    };
    let known = known.iter().map(|path| (*path).to_owned()).collect();
    Some((fix(format!("Expect {names} as an external mount instead"), edits), known))
}

/// `word` with its variables: they count in strings of an array, too.
fn expandable(file: &Dockerfile, word: &Word) -> Word {
    if !word.raw.contains('$') {
        return word.clone();
    }
    let text = Logical::identity(&word.raw, word.span.start);
    Word::new(&text, 0, word.raw.len(), file.syntax.escape)
}

/// The `RUN` that makes those of `paths` that the stage does not, for the user that it runs as; nothing where no
/// command can run, or not as root.
fn creation(context: &Context<'_>, stage: usize, at: usize, paths: &[Value]) -> Option<String> {
    let file = context.dockerfile;
    let chain: Vec<usize> = file.chain(stage).collect();
    let made = |path: &Value| {
        let mut all = context.state.directories.iter().filter(|one| one.made.is_some() && chain.contains(&one.stage));
        all.any(|one| one.path == *path) || is_made(file, &chain, path) || is_handed_on(file, stage, path)
    };
    let missing = paths.iter().filter(|path| !made(path)).filter_map(Value::known);
    let missing = missing.map(quoted).collect::<Vec<_>>().join(" ");
    if missing.is_empty() || !is_root_at(file, stage, at) || !can_run(file, stage) {
        return None;
    }
    let run = keyword(context, "RUN");
    let owner = runtime(file, &context.file.text, stage).filter(|account| account.exists_at(at));
    let chown = owner.map(|account| format!(" && chown {} {missing}", account.owner)).unwrap_or_default();
    Some(format!("{run} mkdir -p {missing}{chown}"))
}

/// Whether a `WORKDIR` of the stages makes `path`.
fn is_made(file: &Dockerfile, chain: &[usize], path: &Value) -> bool {
    chain.iter().any(|&stage| {
        let mut indices = file.stages[stage].instructions.clone();
        indices.any(|at| file.instruction(at).keyword == Keyword::Workdir && file.directory(stage, at + 1) == *path)
    })
}

/// Whether the base has `path`, and the file gives it away with what is around it.
fn is_handed_on(file: &Dockerfile, stage: usize, path: &Value) -> bool {
    file.image(stage).is_some_and(|image| Value::from(image.directory()) == *path) && is_given(file, stage, 0, path)
}

/// Whether the base has a shell, as far as it is known.
fn can_run(file: &Dockerfile, stage: usize) -> bool {
    let known = file.image(stage).map(|image| image.family.accounts());
    let bare = known == Some(Accounts::Numeric) || matches!(file.root_base(stage), longshore_model::Base::Scratch);
    !bare || file.last(stage, Keyword::Run).is_some()
}
