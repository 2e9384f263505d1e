//! `missing-file`: a path in a compose file at which nothing stands.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use longshore_model::compose::{Build, Service, Text};
use longshore_model::instructions::nearest;

use super::super::known::{refusal, shown, written};
use crate::remedy::rename;
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "missing-file",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

/// A path, what it is for, and how bad it is that nothing stands there.
struct Reference<'a> {
    text: &'a Text,
    path: PathBuf,
    purpose: Use,
    severity: Severity,
}

/// What a path is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Include,
    Extends,
    EnvFile,
    LabelFile,
    Context,
    Dockerfile,
    Secret,
    Config,
}

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut seen = HashSet::new();
    for reference in references(context) {
        let Some((_, span)) = written(context, reference.text) else { continue };
        // A context and its Dockerfile may stand in one place.
        if seen.insert((span, reference.path.clone()))
            && !seen.contains(&(span, PathBuf::new()))
            && context.workspace.lacks(&reference.path)
            && !elsewhere(context, &reference)
        {
            seen.insert((span, PathBuf::new()));
            found.push(finding(context, &reference, span));
        }
    }
    found
}

fn references<'a>(context: &'a ComposeContext<'_>) -> Vec<Reference<'a>> {
    // What is included and extended is told by what the file says alone, which most files need not be read for.
    let refers = ["include", "extends"].iter().any(|word| context.file.text.contains(word));
    let own = refers.then(|| context.compose.application());
    let includes = own.iter().flat_map(|own| &own.includes);
    let included = includes.flat_map(|include| include.paths.iter().chain(&include.env_files));
    let mut found: Vec<Reference<'a>> =
        included.filter_map(|text| local(text, Use::Include, Severity::Error)).collect();
    let services = own.iter().flat_map(|own| &own.services);
    let extended = services.filter_map(|service| service.extends.as_ref()?.file.as_ref());
    found.extend(extended.filter_map(|text| local(text, Use::Extends, Severity::Error)));
    let Some(way) = context.ways.first() else { return found };
    let application = &way.project.application;
    application.services.iter().for_each(|service| of_service(service, &mut found));
    let file = |resource: &'a longshore_model::compose::Resource| resource.node.text("file");
    let secrets = application.secrets.iter().filter_map(file);
    found.extend(secrets.filter_map(|text| local(text, Use::Secret, Severity::Information)));
    let configs = application.configs.iter().filter_map(file);
    found.extend(configs.filter_map(|text| local(text, Use::Config, Severity::Warning)));
    found
}

fn local(text: &Text, purpose: Use, severity: Severity) -> Option<Reference<'_>> {
    let remote =
        text.text().starts_with("github.com/") || text.text().contains(".git#") || text.text().ends_with(".git");
    let path = text.host_path().filter(|_| !remote)?;
    Some(Reference { text, path, purpose, severity })
}

fn of_service<'a>(service: &'a Service, found: &mut Vec<Reference<'a>>) {
    let required = service.env_files.iter().filter(|file| file.required);
    found.extend(required.filter_map(|file| local(&file.path, Use::EnvFile, refusal(service))));
    let labels = service.node.get("label_file").into_iter().flat_map(|node| node.texts());
    found.extend(labels.filter_map(|text| local(text, Use::LabelFile, refusal(service))));
    found.extend(service.build.as_ref().into_iter().flat_map(of_build));
}

/// The context, and the Dockerfile where a name is given or the context is.
fn of_build(build: &Build) -> impl Iterator<Item = Reference<'_>> {
    let context = build.context.as_ref().and_then(|text| local(text, Use::Context, Severity::Warning));
    let named = build.dockerfile.as_ref().or(build.context.as_ref());
    let reachable = build.context.is_none() || context.is_some();
    let dockerfile = named.zip(build.dockerfile()).filter(|_| reachable);
    let dockerfile =
        dockerfile.map(|(text, path)| Reference { text, path, purpose: Use::Dockerfile, severity: Severity::Warning });
    context.into_iter().chain(dockerfile)
}

/// Whether it stands there as seen from a folder further up: paths begin at the first file that is named on the command
/// line, or at the project's folder.
fn elsewhere(context: &ComposeContext<'_>, reference: &Reference<'_>) -> bool {
    let Some(folder) = context.file.path.parent() else { return false };
    let Ok(rest) = reference.path.strip_prefix(folder) else { return false };
    let roots = &context.workspace.roots;
    let above = folder.ancestors().skip(1).take_while(|above| roots.iter().any(|root| above.starts_with(root)));
    above.into_iter().any(|above| context.workspace.kind(&above.join(rest)).is_some())
}

fn finding(context: &ComposeContext<'_>, reference: &Reference<'_>, span: longshore_syntax::Span) -> Diagnostic {
    let path = shown(context, &reference.path);
    let folder = reference.path.parent().unwrap_or(Path::new(""));
    let names = context.workspace.names(folder);
    let file = reference.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let sample = matches!(reference.purpose, Use::EnvFile | Use::Secret).then(|| sample(&names, file)).flatten();
    let meant = match sample {
        None => nearest(file, names.iter().map(String::as_str).filter(|name| *name != file)),
        Some(_) => None,
    };
    let way = match (meant, sample, reference.purpose) {
        (Some(meant), ..) => format!("did you mean `{meant}`?"),
        (_, Some(sample), _) => format!("make it from `{sample}`"),
        (.., Use::EnvFile) => "the engine refuses the project; make it, or say `required: false`".to_owned(),
        (.., Use::Include | Use::Extends | Use::LabelFile) => {
            "the engine refuses the project; make it, or leave the entry out".to_owned()
        }
        (.., Use::Context | Use::Dockerfile) => "the build fails".to_owned(),
        (.., Use::Secret | Use::Config) => "the services that read it do not start without it".to_owned(),
    };
    let left_out = sample.is_some() || reference.purpose == Use::EnvFile && is_ignored(context, folder, file);
    let severity = match is_default(context, reference.text) {
        _ if left_out => Severity::Information,
        true => reference.severity.min(Severity::Warning),
        false => reference.severity,
    };
    let fix = meant.filter(|_| span.text(&context.file.text).ends_with(file)).map(|meant| {
        let name = longshore_syntax::Span::new(span.end - file.len() as u32, span.end);
        rename(Safety::Unsafe, name, meant)
    });
    let message = format!("`{path}` is not there: {way}");
    Diagnostic { severity, ..Diagnostic::new(&RULE, span, message).with_fixes([fix]) }
}

/// Whether a variable may say something else than `text`, which stands in the file that is judged: `${FILE:-.env}`.
fn is_default(context: &ComposeContext<'_>, text: &Text) -> bool {
    text.place.span.text(&context.file.text).contains('$')
}

/// The file among `names` that people copy to get `file`.
fn sample<'n>(names: &'n [String], file: &str) -> Option<&'n str> {
    const WORDS: &[&str] = &["example", "sample", "template", "dist", "default"];
    let stem = file.trim_start_matches('.').split('.').next().unwrap_or_default();
    let is_sample = |name: &&String| name.contains(stem) && WORDS.iter().any(|word| name.contains(word));
    names.iter().find(is_sample).map(String::as_str)
}

/// Whether a `.gitignore` beside it, or at the root of the workspace, names it: everybody makes their own.
fn is_ignored(context: &ComposeContext<'_>, folder: &Path, file: &str) -> bool {
    let roots = context.workspace.roots.iter().map(PathBuf::as_path);
    let texts = roots.chain([folder]).filter_map(|folder| context.workspace.text(&folder.join(".gitignore")));
    let names = |line: &str| {
        let name = line.trim().rsplit('/').next().unwrap_or_default();
        name == file || name.strip_prefix('*').is_some_and(|end| !end.is_empty() && file.ends_with(end))
    };
    texts.into_iter().any(|text| text.lines().any(names))
}

const DOCS: &str = r#"Nothing stands at a path that the file names.

The engine refuses the project where a file is missing that `include`, `extends`, `env_file` or `label_file` name. A
missing build context or Dockerfile is a warning: only the build fails; and so is a path that is the default of a variable. The same goes for the file of a config; that of a
secret is information, for it seldom lies beside the code.

```compose beside file=env/app.env
MODE=production
```

```compose bad
services:
  app:
    image: ghcr.io/acme/app:3
    env_file: ./env/ap.env
```

```compose good
services:
  app:
    image: ghcr.io/acme/app:3
    env_file:
      - ./env/app.env
      - path: ./env/local.env
        required: false
```

## What is silent

Paths with variables that have no default, paths out of the workspace, remote ones, and those that are there when they are read from a folder
further up, as `--project-directory` does. An env file that `.gitignore` names, or of which a sample such as
`.env.example` stands there, is information: everybody makes their own.
"#;
