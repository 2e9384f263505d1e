//! Which files of the build context stand where in an image.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Mount, Word};

use super::context::Context;
use super::glob::Glob;
use super::kinds::{DIRECTORIES, Kind, kind};
use crate::value::Value;
use crate::{Dockerfile, Workspace};

/// How many sources tell which folder is the context.
const TELLING: usize = 8;

/// How many stages a file is followed through by `COPY --from`.
const STAGES: usize = 4;

/// A file of the build context, and the word that pulls it in.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// The stage and the instruction, by index.
    pub(crate) at: (usize, usize),
    /// The word that names it or a folder that holds it.
    pub(crate) span: Span,
    pub(crate) path: PathBuf,
}

/// A configuration that an image has from the build context.
#[derive(Clone, Debug)]
pub(crate) struct Installed {
    pub(crate) source: Source,
    pub(crate) kind: Kind,
}

/// The copies of a Dockerfile.
pub(crate) struct Copies<'a> {
    workspace: &'a Workspace,
    path: &'a Path,
    dockerfile: &'a Dockerfile,
    /// What each instruction copies, by index. Looked at when a file is first asked for, as the context is.
    copies: OnceCell<Vec<Option<Copy>>>,
    context: OnceCell<Context>,
}

/// One `COPY` or `ADD`, or a mount of a `RUN`.
struct Copy {
    /// What is copied, from the root of the context or the stage, and the word that says so.
    sources: Vec<(String, Span)>,
    /// Where to, and whether that is surely a directory.
    target: Value,
    directory: bool,
    /// The stage that it copies from; `None` for the context.
    from: Option<usize>,
}

impl<'a> Copies<'a> {
    /// The copies of `dockerfile`, which stands at `path`.
    pub(crate) fn new(workspace: &'a Workspace, path: &'a Path, dockerfile: &'a Dockerfile) -> Self {
        Self { workspace, path, dockerfile, copies: OnceCell::new(), context: OnceCell::new() }
    }

    /// The text of a file that is copied.
    pub(crate) fn text(&self, source: &Source) -> Option<std::sync::Arc<str>> {
        self.workspace.text(&source.path)
    }

    /// The file of the context that stands at `path` when the instruction with index `before` of `stage` runs; the last
    /// copy wins. The word is that of `stage` or of one that it builds on.
    pub(crate) fn find(&self, stage: usize, before: usize, path: &str) -> Option<Source> {
        self.find_through(stage, before, path, STAGES)
    }

    /// The file that the `RUN` at `at` sees at `path`: on a mount of the context, or copied before.
    pub(crate) fn find_in_run(&self, at: (usize, usize), path: &str) -> Option<Source> {
        let wanted = Value::from(path).path(&Value::from("/"));
        let instruction = self.dockerfile.instruction(at.1);
        let flags = instruction.flags.iter().filter(|flag| flag.name == "mount").filter_map(|flag| flag.value.as_ref());
        let mounts = instruction.mounts().zip(flags).filter_map(|(mount, word)| self.mount(at, mount, word.span));
        let mounted = mounts.filter_map(|copy| copy.find(self, at, &wanted, STAGES)).next();
        mounted.or_else(|| self.find(at.0, at.1, path))
    }

    /// A mount of the context, or of a part of it.
    fn mount(&self, (stage, at): (usize, usize), mount: Mount<'_>, span: Span) -> Option<Copy> {
        if mount.kind() != "bind" || mount.option(&["from"]).is_some() {
            return None;
        }
        let source = Value::from(mount.option(&["source", "src"]).unwrap_or_default()).path(&Value::from("/"));
        let target = Value::from(mount.target()?).path(&self.dockerfile.directory(stage, at));
        let sources = vec![(source.text().trim_start_matches('/').to_owned(), span)];
        Some(Copy { sources, target, directory: false, from: None })
    }

    fn find_through(&self, stage: usize, before: usize, path: &str, depth: usize) -> Option<Source> {
        let path = Value::from(path).path(&Value::from("/"));
        path.known().filter(|path| path.starts_with('/') && depth > 0)?;
        self.dockerfile.chain(stage).find_map(|one| {
            let range = self.dockerfile.stages[one].instructions.clone().rev();
            let mut earlier = range.filter(|&at| one != stage || at < before);
            earlier.find_map(|at| self.copy((one, at))?.find(self, (one, at), &path, depth))
        })
    }

    /// The configurations that an instruction copies.
    pub(crate) fn installed(&self, at: (usize, usize)) -> Vec<Installed> {
        let Some(copy) = self.copy(at) else { return Vec::new() };
        let mut found = Vec::new();
        for (source, span) in &copy.sources {
            let targets = copy.targets(source).into_iter().filter_map(|target| Some((kind(target.text())?, target)));
            let named = |(kind, target): (Kind, Value)| {
                let one = copy.find(self, at, &target, STAGES).filter(|one| one.span == *span)?;
                Some(Installed { source: one, kind })
            };
            match targets.into_iter().find_map(named) {
                Some(one) => found.push(one),
                None if copy.from.is_none() => found.extend(self.inside(at, copy, source, *span)),
                None => {}
            }
        }
        found
    }

    /// The configurations among the files that a pattern or a folder stands for.
    fn inside(&self, at: (usize, usize), copy: &Copy, source: &str, span: Span) -> Vec<Installed> {
        let listed = if is_pattern(source) { self.matching(copy, source) } else { self.below(copy, source) };
        let installed = |(path, target): (String, Value)| {
            let kind = kind(target.text())?;
            let path = self.context().file(self.workspace, &path)?;
            Some(Installed { source: Source { at, span, path }, kind })
        };
        listed.into_iter().filter_map(installed).collect()
    }

    /// The files that match a pattern, each with its place in the image; none where no name could be a configuration.
    fn matching(&self, copy: &Copy, pattern: &str) -> Vec<(String, Value)> {
        let target = |name: &str| Value::from(name).path(&copy.target);
        let tells = ["x.conf", "x.ini", "x"].iter().any(|name| kind(target(name).text()).is_some());
        let (folder, last) = pattern.rsplit_once('/').unwrap_or(("", pattern));
        if !tells && matches!(last, "*" | "*.*") {
            return Vec::new();
        }
        let glob = Glob::new(pattern);
        let names = self.context().names(self.workspace, folder);
        let paths = names.iter().map(|name| (join(folder, name), target(name)));
        paths.filter(|(path, _)| glob.matches(path)).collect()
    }

    /// The files of a folder that come to stand where programs look for configurations.
    fn below(&self, copy: &Copy, folder: &str) -> Vec<(String, Value)> {
        let mut found = Vec::new();
        // What most directories are told by, without a copy.
        let start = copy.target.text().trim_end_matches('/');
        let possible = DIRECTORIES.iter().filter(|directory| directory.starts_with(start));
        for directory in possible.map(|directory| Value::from(*directory)) {
            if directory.is_within(&copy.target) {
                let folder = join(folder, below(&directory, &copy.target));
                let names = self.context().names(self.workspace, &folder);
                found.extend(
                    names.iter().map(|name| (join(&folder, name), Value::from(name.as_str()).path(&directory))),
                );
            }
        }
        found
    }

    fn context(&self) -> &Context {
        self.context.get_or_init(|| {
            let sources =
                self.copies().iter().flatten().filter(|copy| copy.from.is_none()).flat_map(|copy| &copy.sources);
            let plain = sources.map(|(source, _)| source).filter(|path| !path.is_empty() && !is_pattern(path));
            Context::new(self.workspace, self.path, &plain.take(TELLING).cloned().collect::<Vec<_>>())
        })
    }

    fn copies(&self) -> &[Option<Copy>] {
        self.copies.get_or_init(|| {
            let stage = |at| self.dockerfile.stage_of(at);
            let instructions = 0..self.dockerfile.syntax.instructions.len();
            instructions.map(|at| stage(at).and_then(|stage| self.read((stage, at)))).collect()
        })
    }

    /// What the instruction copies.
    fn copy(&self, (_, at): (usize, usize)) -> Option<&Copy> {
        self.copies().get(at)?.as_ref()
    }

    /// What the instruction copies; `None` where it does not, or from another image.
    fn read(&self, at: (usize, usize)) -> Option<Copy> {
        let instruction = self.dockerfile.instruction(at.1);
        match &instruction.body {
            Body::Copy(copy) if instruction.flag("parents").is_none() => {
                let from = match instruction.flag("from") {
                    Some(flag) => Some(self.stage(at, flag.value.as_ref()?)?),
                    None => None,
                };
                let sources: Vec<_> = copy.sources.iter().filter_map(|word| self.source(at, word)).collect();
                let word = copy.destination.as_ref()?;
                let target = self.dockerfile.expand(at.0, at.1, word);
                let directory = copy.sources.len() > 1 || target.text().ends_with(['/', '.']);
                let target = target.path(&self.dockerfile.directory(at.0, at.1));
                target.known().is_some().then_some(Copy { sources, target, directory, from })
            }
            _ => None,
        }
    }

    /// A file or folder of the context; `None` for what comes from elsewhere or hangs on what is not known.
    fn source(&self, (stage, at): (usize, usize), word: &Word) -> Option<(String, Span)> {
        let value = self.dockerfile.expand(stage, at, word);
        let text =
            value.known().filter(|text| !text.contains("://") && !text.starts_with("<<") && !text.contains('\\'))?;
        let path = Value::from(format!("/{text}")).path(&Value::from("/"));
        Some((path.text().trim_start_matches('/').to_owned(), word.span))
    }

    /// The stage that `--from` names, by name or number.
    fn stage(&self, (stage, at): (usize, usize), word: &Word) -> Option<usize> {
        let value = self.dockerfile.expand(stage, at, word).known()?.to_ascii_lowercase();
        let named = |other: &usize| self.dockerfile.stages[*other].name.as_deref() == Some(value.as_str());
        let number = || value.parse().ok().filter(|number: &usize| *number < stage);
        (0..stage).rev().find(named).or_else(number)
    }
}

impl Copy {
    /// Where a file that `source` names may stand.
    fn targets(&self, source: &str) -> Vec<Value> {
        let name = source.rsplit('/').next().unwrap_or_default();
        let inside = (!name.is_empty()).then(|| Value::from(name).path(&self.target));
        let itself = (!self.directory).then(|| self.target.clone());
        itself.into_iter().chain(inside).collect()
    }

    /// The file of the context that it puts at `path`.
    fn find(&self, copies: &Copies<'_>, at: (usize, usize), path: &Value, depth: usize) -> Option<Source> {
        if !path.is_within(&self.target) {
            return None;
        }
        let rest = below(path, &self.target);
        self.sources.iter().rev().find_map(|(source, span)| {
            let candidates = candidates(source, rest);
            let file = |path: String| match self.from {
                Some(stage) => Some(copies.find_through(stage, usize::MAX, &path, depth - 1)?.path),
                None => copies.context().file(copies.workspace, &path),
            };
            let path = candidates.into_iter().find_map(file)?;
            Some(Source { at, span: *span, path })
        })
    }
}

/// What `source` may have at `rest` below the target: itself, or what a folder of that name holds.
fn candidates(source: &str, rest: &str) -> Vec<String> {
    let (folder, name) = source.rsplit_once('/').unwrap_or(("", source));
    if is_pattern(name) {
        let first = rest.split('/').next().unwrap_or_default();
        let inside = !first.is_empty() && Glob::new(name).matches(first);
        // A folder that a pattern matches gives what it holds.
        return if inside && !rest.contains('/') { vec![join(folder, rest)] } else { Vec::new() };
    }
    let mut found = Vec::new();
    if rest.is_empty() || rest == name {
        found.push(source.to_owned());
    }
    if !rest.is_empty() {
        found.push(join(source, rest));
    }
    found
}

/// What of `path` is behind `directory`, which holds it.
fn below<'p>(path: &'p Value, directory: &Value) -> &'p str {
    let rest = path.text().strip_prefix(directory.text().trim_end_matches('/')).unwrap_or_default();
    rest.trim_start_matches('/')
}

fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?', '['])
}

fn join(folder: &str, rest: &str) -> String {
    if folder.is_empty() || rest.is_empty() { format!("{folder}{rest}") } else { format!("{folder}/{rest}") }
}
