//! The state facts of a compose service: what its variables, its command, its mounts and the files behind them say.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use longshore_syntax::{Language, Span};

use super::beside::mounted_files;
use super::sight::{Found, Sight};
use super::steps::word_steps;
use super::{Evidence, Fact, Row, group, settings, silent};
use crate::beside::{Copies, Kind as FileKind, Says, read};
use crate::compose::{self, Mount, MountKind, Project, Service};
use crate::patterns::{self, Context};
use crate::value::Value;
use crate::workspace::Kind;
use crate::{Content, File, Workspace};

/// How many lines of the env files of one service are looked at.
const LINES: usize = 2_000;

/// Programs that read the logs of others; their mounts of logs are what they are for. Words of repositories.
/// Source: the specification of the check, and the collectors' images.
const COLLECTORS: &[&str] = &[
    "promtail",
    "alloy",
    "agent",
    "filebeat",
    "metricbeat",
    "fluentd",
    "fluent-bit",
    "fluentbit",
    "vector",
    "telegraf",
    "cadvisor",
    "datadog",
    "newrelic",
    "newrelic-infra",
    "infrastructure-bundle",
    "logstash",
    "logspout",
    "dozzle",
    "loki",
    "graylog",
    "splunk",
    "splunk-forwarder",
    "rsyslog",
    "syslog-ng",
    "otel",
    "opentelemetry-collector",
    "opentelemetry-collector-contrib",
    "crowdsec",
    "fail2ban",
    "goaccess",
    "logrotate",
    "node-exporter",
    "wazuh-agent",
];

/// What `service` of `project` shows in the compose `file`, one fact a cause. Each place's span is in `file`; what other
/// files of the project say belongs to them.
#[must_use]
pub fn service_facts(workspace: &Workspace, file: &File, project: &Project, service: &Service) -> Vec<Fact> {
    facts(workspace, file, project, service)
}

/// What all services of `project` show in `file`, in their order; see [`service_facts`].
pub fn project_facts<'p>(
    workspace: &Workspace,
    file: &File,
    project: &'p Project,
) -> impl Iterator<Item = (&'p Service, Vec<Fact>)> {
    let services = project.application.services.iter();
    services.map(move |service| (service, facts(workspace, file, project, service)))
}

fn facts(workspace: &Workspace, file: &File, project: &Project, service: &Service) -> Vec<Fact> {
    let image = Image::of(workspace, service);
    let Content::Dockerfile(dockerfile) = &image.file.content else { return Vec::new() };
    if image.stage >= dockerfile.stages.len() {
        return Vec::new();
    }
    let sight = Sight::new(&image.file, dockerfile).over(&file.text);
    let mounts = project.application.mounts(service);
    let reading = Reading { workspace, file, service, sight, stage: image.stage, mounts: &mounts };
    let mut found = reading.environment();
    found.extend(reading.env_files());
    found.extend(reading.own_settings());
    found.extend(reading.commands());
    found.extend(reading.files_beside(&image.file.path));
    found.retain(|one| sight.may_hold(one));
    silent::silence(&sight, image.stage, &[], &mut found);
    let logs = reading.logs();
    found.retain(|one| reading.is_kept_inside(one, &logs));
    found.extend(logs);
    let mut facts = group::facts(dockerfile, found);
    if patterns::development_file(workspace.relative(&file.path)) {
        facts.iter_mut().for_each(|fact| fact.certain = false);
    }
    facts
}

/// The image that a service runs: the Dockerfile that it builds, or one that says no more than its name.
struct Image {
    file: Arc<File>,
    stage: usize,
}

impl Image {
    fn of(workspace: &Workspace, service: &Service) -> Self {
        Self::built(workspace, service).unwrap_or_else(|| {
            let name = service.image.as_ref().and_then(compose::Text::known).unwrap_or("scratch");
            let name = name.split_whitespace().next().unwrap_or("scratch");
            Self { file: workspace.image(name), stage: 0 }
        })
    }

    fn built(workspace: &Workspace, service: &Service) -> Option<Self> {
        let build = service.build.as_ref()?;
        let file = match &build.inline {
            Some(text) => {
                let path = build.place.file().with_file_name("Dockerfile");
                Arc::new(File::new(path, Language::Dockerfile, text.text()))
            }
            None => workspace.file(&build.dockerfile()?, Language::Dockerfile)?,
        };
        let Content::Dockerfile(content) = &file.content else { return None };
        let named = build.target.as_ref().and_then(|target| content.stage_named(target.known()?));
        let stage = named.or_else(|| content.stages.len().checked_sub(1))?;
        Some(Self { file, stage })
    }
}

/// A service that is read.
struct Reading<'a> {
    workspace: &'a Workspace,
    file: &'a File,
    service: &'a Service,
    sight: Sight<'a>,
    stage: usize,
    mounts: &'a [Mount],
}

impl Reading<'_> {
    const fn at(&self) -> (usize, usize) {
        (self.stage, 0)
    }

    fn here(&self, place: &compose::Place) -> bool {
        place.file() == self.file.path
    }

    /// What `environment` says.
    fn environment(&self) -> Vec<Found> {
        let said = |variable: &compose::Variable| {
            let value = variable.value.as_ref().filter(|value| self.here(&value.place))?;
            let span = value.span(0, value.text().len());
            settings::kept(&self.sight, self.at(), variable.setting()?, (variable.name.text(), &value.value), span)
        };
        self.service.environment.iter().filter_map(said).collect()
    }

    /// What the env files say that the service names.
    fn env_files(&self) -> Vec<Found> {
        let mut found = Vec::new();
        for file in self.service.env_files.iter().filter(|file| self.here(&file.path.place)) {
            let Some(path) = file.path.host_path() else { continue };
            let span = file.path.span(0, file.path.text().len());
            found.extend(self.lines(&path, span));
        }
        found
    }

    /// What the `.env` says that Laravel loads by itself from the folder that is built or mounted. It stands at the
    /// service's name.
    fn own_settings(&self) -> Vec<Found> {
        if !self.here(&self.service.key) {
            return Vec::new();
        }
        let folder = self.service.build.as_ref().and_then(compose::Build::folder);
        let mounted = self.mounts.iter().filter(|mount| mount.kind == MountKind::Bind);
        let mut folders = folder.into_iter().chain(mounted.filter_map(|mount| mount.source.as_ref()?.host_path()));
        let application = folders.find(|folder| self.workspace.kind(&folder.join("artisan")) == Some(Kind::File));
        application.map(|folder| self.lines(&folder.join(".env"), self.service.key.span)).unwrap_or_default()
    }

    /// The settings in the env file at `path`, which what stands at `span` pulls in.
    fn lines(&self, path: &Path, span: Span) -> Vec<Found> {
        let Some(text) = self.workspace.text(path) else { return Vec::new() };
        let lines = read(FileKind::Dotenv, &text, &|_| None);
        let local = super::beside::is_local(&lines);
        let said = |line: &crate::beside::Line| {
            let Says::Setting(name, value) = &line.says else { return None };
            if self.service.variable(name).is_some() {
                return None;
            }
            let mut found = settings::setting(&self.sight, self.at(), name, value, span)?;
            found.place.beside = Some((path.to_owned(), line.span));
            found.certain &= !local;
            Some(found)
        };
        lines.iter().take(LINES).filter_map(said).collect()
    }

    /// What `command` and `entrypoint` say.
    fn commands(&self) -> Vec<Found> {
        let own = [&self.service.entrypoint, &self.service.command].into_iter().flatten();
        let words = own.flat_map(|command| &command.words).filter(|word| self.here(&word.place));
        let words: Vec<(Value, Span)> =
            words.map(|word| (word.value.clone(), word.span(0, word.text().len()))).collect();
        if words.is_empty() {
            return Vec::new();
        }
        settings::started(&self.sight, self.at(), &word_steps(self.sight.dockerfile, self.stage, &words))
    }

    /// What the files say that are mounted into a container of the image whose Dockerfile stands at `path`.
    fn files_beside(&self, path: &Path) -> Vec<Found> {
        let files = self.files();
        if files.is_empty() {
            return Vec::new();
        }
        let copies = Copies::new(self.workspace, path, self.sight.dockerfile);
        let words = [&self.service.entrypoint, &self.service.command].into_iter().flatten();
        let started: Vec<Value> = words.flat_map(|command| &command.words).map(|word| word.value.clone()).collect();
        mounted_files(&copies, self.sight, self.stage, &files, &started)
    }

    /// The files of the workspace that are mounted: the path in the container, the file, and the word that names it.
    fn files(&self) -> Vec<(Value, PathBuf, Span)> {
        let file = |mount: &Mount| {
            let source = mount.source.as_ref().filter(|_| mount.kind == MountKind::Bind)?;
            let path = source.host_path().filter(|_| self.here(&source.place))?;
            let is_file = self.workspace.kind(&path) == Some(Kind::File);
            is_file.then(|| (mount.path(), path, source.span(0, source.text().len())))
        };
        self.mounts.iter().filter_map(file).collect()
    }

    /// The log directories that are mounted.
    fn logs(&self) -> Vec<Found> {
        let roots = self.sight.roots(self.stage);
        let context = Context { roots: &roots, application: true, setting: true };
        let keeps = |mount: &&Mount| {
            let kept = matches!(mount.kind, MountKind::Named | MountKind::Bind | MountKind::Anonymous);
            kept && !mount.read_only && self.here(&mount.target.place) && !self.is_file(mount)
        };
        let log = |mount: &Mount| {
            let path = mount.path();
            let name = patterns::directory(&path, context).filter(|name| name.row == Row::Logs)?;
            let span = mount.target.span(0, mount.target.text().len());
            let found = Found::new(Row::Logs, self.at(), span, Evidence::Mounted);
            Some(Found { path: Some(path), certain: name.certain, ..found })
        };
        let logs: Vec<Found> = self.service.mounts.iter().filter(keeps).filter_map(log).collect();
        let of_others = !logs.is_empty() && (self.is_collector() || self.only_hands_over());
        if of_others { Vec::new() } else { logs }
    }

    fn is_file(&self, mount: &Mount) -> bool {
        let source = mount.source.as_ref().filter(|_| mount.kind == MountKind::Bind).and_then(|text| text.host_path());
        source.is_some_and(|path| self.workspace.kind(&path) == Some(Kind::File))
    }

    /// Whether the service is there to collect the logs of others.
    fn is_collector(&self) -> bool {
        let name = self.service.image.as_ref().map(compose::Text::text).unwrap_or_default();
        let repository = name.rsplit_once('@').map_or(name, |(name, _)| name).rsplit('/').next().unwrap_or_default();
        let repository = repository.split(':').next().unwrap_or_default();
        COLLECTORS.iter().any(|collector| repository == *collector || starts_with_word(repository, collector))
    }

    /// Whether the service only gives directories to others.
    fn only_hands_over(&self) -> bool {
        let words = [&self.service.entrypoint, &self.service.command].into_iter().flatten();
        let words: Vec<(Value, Span)> =
            words.flat_map(|command| &command.words).map(|word| (word.value.clone(), word.place.span)).collect();
        let steps = word_steps(self.sight.dockerfile, self.stage, &words);
        let gives = |name: &str| matches!(name, "chown" | "chmod" | "chgrp" | "mkdir" | "echo" | "true" | "set");
        let mut programs = steps.iter().filter_map(|step| step.words.first()).map(|word| word.value.name());
        !words.is_empty() && programs.clone().any(|name| name.starts_with("ch")) && programs.all(gives)
    }

    /// Whether nothing says that it is kept outside. A log on a mount belongs to the finding at the mount.
    fn is_kept_inside(&self, found: &Found, logs: &[Found]) -> bool {
        let Some(path) = &found.path else {
            return match found.row {
                _ if found.unplaced => self.mounts.is_empty(),
                Row::Uploads | Row::Cache => !self.mounts_storage(),
                _ => true,
            };
        };
        let holding = self.mounts.iter().filter(|mount| path.is_within(&mount.path()));
        let mount = holding.max_by_key(|mount| mount.path().text().len());
        match mount {
            None => !found.unplaced || self.mounts.is_empty(),
            // What lies on an anonymous volume is lost there, and told there.
            Some(mount) => found.row == Row::Logs && logs.iter().any(|log| log.path.as_ref() == Some(&mount.path())),
        }
    }

    /// Whether the framework's storage directory is mounted, or the whole application.
    fn mounts_storage(&self) -> bool {
        let root = self.sight.dockerfile.directory(self.stage, usize::MAX);
        let whole = |path: &Value| root.text() != "/" && root.is_within(path);
        let storage = |path: &Value| path.segments().any(|segment| segment == "storage");
        self.mounts.iter().filter(|mount| mount.kind != MountKind::Anonymous).any(|mount| {
            let path = mount.path();
            whole(&path) || storage(&path)
        })
    }
}

/// Whether `name` begins with `word` and another word follows, or ends with it behind one.
fn starts_with_word(name: &str, word: &str) -> bool {
    name.strip_prefix(word).is_some_and(|rest| rest.starts_with(['-', '_']))
        || name.strip_suffix(word).is_some_and(|rest| rest.ends_with(['-', '_']))
}
