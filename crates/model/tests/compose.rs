//! Compares what compose files mean here with what the real engine makes of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use longshore_model::compose::{Mount, MountKind, Port, Project, Service, Text, Variable};
use longshore_model::{File, Workspace};
use longshore_syntax::Language;
use serde_json::Value;

/// Differences that are meant: the file's name ends in the first, the part that differs begins with the second. The third
/// says why.
const KNOWN: &[(&str, &str, &str)] =
    &[("gitlab-runner/compose.yml", "gitlab-runner.environment", "the engine knows how the project is named")];

/// What is compared of a service, by name: each part as sorted lines.
type Parts = BTreeMap<String, BTreeSet<String>>;

fn shared() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let path = std::env::var_os("LONGSHORE_SHARED").map_or_else(beside, PathBuf::from);
    path.join("oracle/compose_config.jsonl").is_file().then_some(path)
}

/// The engine takes a variable that is not set for an empty one.
fn text(text: &Text) -> String {
    text.text().replace(longshore_model::value::UNKNOWN, "")
}

fn ours(service: &Service) -> Parts {
    let mut parts = Parts::new();
    let mut add = |part: &str, line: String| _ = parts.entry(part.to_owned()).or_default().insert(line);
    if let Some(image) = &service.image {
        add("image", text(image));
    }
    if let Some(build) = &service.build {
        let context = build.context.as_ref().map_or(".".to_owned(), text);
        add("build", format!("context {context}"));
        if build.inline.is_none() {
            add("build", format!("dockerfile {}", build.dockerfile.as_ref().map_or("Dockerfile".to_owned(), text)));
        }
        build.target.iter().for_each(|target| add("build", format!("target {}", text(target))));
        build.args.iter().for_each(|argument| add("args", variable(argument)));
    }
    service.environment.iter().for_each(|entry| add("environment", variable(entry)));
    service.mounts.iter().filter(|mount| !is_tmpfs_key(mount)).for_each(|mount| add("volumes", mounted(mount)));
    for (part, command) in [("command", &service.command), ("entrypoint", &service.entrypoint)] {
        let words = command.iter().flat_map(|command| &command.words).enumerate();
        words.for_each(|(at, word)| add(part, format!("{at:03} {}", text(word))));
    }
    service.ports.iter().flat_map(ports).for_each(|port| add("ports", port));
    parts
}

/// `tmpfs:` is a key of its own in the engine's answer.
fn is_tmpfs_key(mount: &Mount) -> bool {
    mount.kind == MountKind::Tmpfs && mount.node.scalar().is_some()
}

fn variable(variable: &Variable) -> String {
    format!("{}={}", text(&variable.name), variable.value.as_ref().map_or("null".to_owned(), text))
}

fn mounted(mount: &Mount) -> String {
    let kind = match mount.kind {
        MountKind::Named | MountKind::Anonymous => "volume",
        MountKind::Bind => "bind",
        MountKind::Tmpfs => "tmpfs",
        MountKind::Pipe => "npipe",
        MountKind::Cluster => "cluster",
        MountKind::Image => "image",
        MountKind::Unknown => "unknown",
    };
    let source = mount.source.as_ref().map_or(String::new(), text);
    let ro = if mount.read_only { " ro" } else { "" };
    format!("{kind} {source} {}{ro}", path(mount.target.text()))
}

/// The engine normalises targets.
fn path(target: &str) -> String {
    longshore_model::value::Value::from(target).path(&"/".into()).text().to_owned()
}

/// A range of ports is one port after the other in the engine's answer.
fn ports(port: &Port) -> Vec<String> {
    let of = |part: &Option<Text>| part.as_ref().map(text).unwrap_or_default();
    let (address, published) = (of(&port.address), of(&port.published));
    let protocol = if port.protocol.is_some() { of(&port.protocol) } else { "tcp".to_owned() };
    let target = text(&port.target);
    let (from, to) = range(&target);
    let (start, end) = range(&published);
    let paired = end - start == to - from;
    let line = |at: u32| {
        let published = match () {
            () if published.is_empty() => String::new(),
            () if paired => (start + at).to_string(),
            () => published.clone(),
        };
        format!("{address} {published} {} {protocol}", from + at)
    };
    (0..=to - from).map(line).collect()
}

fn range(text: &str) -> (u32, u32) {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let number = |text: &str| text.trim().parse().unwrap_or(0);
    (number(from), number(to).max(number(from)))
}

fn string(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn theirs(service: &Value) -> Parts {
    let mut parts = Parts::new();
    let mut add = |part: &str, line: String| _ = parts.entry(part.to_owned()).or_default().insert(line);
    let list = |name: &str| service[name].as_array().cloned().unwrap_or_default();
    if let Some(image) = service["image"].as_str() {
        add("image", image.to_owned());
    }
    for key in ["context", "dockerfile", "target"] {
        if let Some(value) = service["build"][key].as_str() {
            add("build", format!("{key} {value}"));
        }
    }
    for (part, node) in [("args", &service["build"]["args"]), ("environment", &service["environment"])] {
        for (name, value) in node.as_object().into_iter().flatten() {
            add(part, format!("{name}={}", string(value)));
        }
    }
    for part in ["command", "entrypoint"] {
        list(part).iter().enumerate().for_each(|(at, word)| add(part, format!("{at:03} {}", string(word))));
    }
    for mount in list("volumes") {
        let of = |key: &str| mount[key].as_str().unwrap_or_default().to_owned();
        let ro = if mount["read_only"] == true { " ro" } else { "" };
        add("volumes", format!("{} {} {}{ro}", of("type"), of("source"), path(&of("target"))));
    }
    for port in list("ports") {
        let of = |key: &str| port[key].as_str().unwrap_or_default().to_owned();
        add("ports", format!("{} {} {} {}", of("host_ip"), of("published"), port["target"], of("protocol")));
    }
    parts
}

/// How `ours` differs from `theirs`, as `service.part: -theirs +ours`.
fn differences(project: &Project, model: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let services = model["services"].as_object().cloned().unwrap_or_default();
    for service in &project.application.services {
        if !services.contains_key(&service.name) {
            found.push(format!("{}: not in the engine's answer", service.name));
        }
    }
    for (name, service) in &services {
        let Some(own) = project.application.service(name) else {
            found.push(format!("{name}: missing"));
            continue;
        };
        let (own, other) = (ours(own), theirs(service));
        for part in own.keys().chain(other.keys()).collect::<BTreeSet<_>>() {
            let (own, other) =
                (own.get(part).cloned().unwrap_or_default(), other.get(part).cloned().unwrap_or_default());
            if own != other {
                let (gone, new): (Vec<_>, Vec<_>) =
                    (other.difference(&own).collect(), own.difference(&other).collect());
                found.push(format!("{name}.{part}: -{gone:?} +{new:?}"));
            }
        }
    }
    found
}

#[test]
fn accepted_files_mean_what_the_engine_makes_of_them() {
    let Some(shared) = shared() else { return println!("skipped: the oracle's answers are not there") };
    let answers = std::fs::read_to_string(shared.join("oracle/compose_config.jsonl")).unwrap();
    let (mut files, mut agree, mut report) = (0, 0, String::new());
    for line in answers.lines() {
        let answer: Value = serde_json::from_str(line).unwrap();
        if answer["model"].is_null() {
            continue;
        }
        files += 1;
        let name = answer["file"].as_str().unwrap();
        let bytes = std::fs::read_to_string(shared.join("corpus").join(name)).unwrap();
        // The engine was asked about the file alone, so nothing else is in the workspace.
        let file = Arc::new(File::new(Path::new("/alone").join("docker-compose.yml"), Language::Compose, &bytes));
        let project = Project::of(&Workspace::new(Vec::new()), &file);
        let known = |found: &String| KNOWN.iter().any(|(end, part, _)| name.ends_with(end) && found.starts_with(part));
        let found: Vec<String> =
            differences(&project, &answer["model"]).into_iter().filter(|found| !known(found)).collect();
        agree += usize::from(found.is_empty());
        found.iter().for_each(|found| report.push_str(&format!("{name}: {found}\n")));
    }
    println!("{agree} of {files} files agree\n{report}");
    assert!(files > 400 && agree * 1000 >= files * 995, "{agree} of {files} files agree\n{report}");
}
