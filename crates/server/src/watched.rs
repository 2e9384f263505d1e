//! The files on disk whose changes matter, and the registrations for them.

use serde_json::json;
use tower_lsp::ls_types as lsp;

use crate::capabilities::Profile;

/// What findings may depend on: configuration, documents of ours, and what stands beside them.
const PATTERNS: [&str; 15] = [
    "**/{Dockerfile,dockerfile,Containerfile,containerfile}",
    "**/{Dockerfile,dockerfile,Containerfile,containerfile}.*",
    "**/*.{Dockerfile,dockerfile,Containerfile,containerfile}",
    "**/*compose*.{yaml,yml}",
    "**/longshore.{toml,yaml,yml}",
    "**/*.dockerignore",
    "**/{.containerignore,.gitignore,.ignore}",
    "**/{.env,*.env,.env.*}",
    "**/*.{sh,bash}",
    "**/*{entrypoint,cron}*",
    "**/{cron.d,crontabs,logrotate.d}/*",
    "**/*.{conf,ini,cnf,cfg}",
    "**/log*.{xml,properties,json,yaml,yml}",
    "**/{gunicorn,uwsgi}*",
    "**/.{gitkeep,keep}",
];

/// The notifications to register for, as far as the client takes registrations.
pub(crate) fn registrations(profile: &Profile) -> Vec<lsp::Registration> {
    let mut all = Vec::new();
    if profile.registers_watchers {
        let watchers: Vec<_> = PATTERNS.iter().map(|pattern| json!({ "globPattern": pattern })).collect();
        all.push(registration("workspace/didChangeWatchedFiles", Some(json!({ "watchers": watchers }))));
    }
    if profile.registers_configuration {
        let options = json!({ "section": "longshore" });
        all.push(registration("workspace/didChangeConfiguration", Some(options)));
    }
    all
}

fn registration(method: &str, register_options: Option<serde_json::Value>) -> lsp::Registration {
    lsp::Registration { id: format!("longshore-{method}"), method: method.to_owned(), register_options }
}
