//! Holds the tables of images against references whose user and family are known.

use super::*;

fn of(text: &str) -> Option<Base> {
    lookup(&ImageReference::parse(text).unwrap_or_else(|| panic!("{text} is no reference")))
}

#[test]
fn rows_are_sane() {
    let mut keys = Vec::new();
    for row in rows() {
        let name = row.repository;
        assert!(ImageReference::parse(&name.replace('*', "x")).is_some(), "{name}");
        assert!(row.source.split('/').count() == 2 && !row.source.contains(' '), "{name}");
        assert!(
            row.tags.iter().all(|tag| ImageReference::parse(&format!("x:{}", tag.replace('*', "1"))).is_some()),
            "{name}"
        );
        assert!(row.linked_logs.iter().all(|dir| dir.starts_with('/')), "{name}");
        assert!(row.family != Family::Unknown || row.kind != Kind::Os || name.contains("powershell"), "{name}");
        let key = (name, row.tags);
        assert!(!keys.contains(&key), "{key:?} twice");
        keys.push(key);
    }
}

/// The user as a word: `root`, `unknown`, a name or a number.
fn user(base: &Base) -> String {
    match base.user {
        RuntimeUser::Root if base.steps_down => "steps down".to_owned(),
        RuntimeUser::Root => "root".to_owned(),
        RuntimeUser::Unknown => "unknown".to_owned(),
        RuntimeUser::NonRoot { name: Some(name), .. } => name.to_owned(),
        RuntimeUser::NonRoot { uid, .. } => uid.map_or_else(String::new, |uid| uid.to_string()),
    }
}

#[test]
fn users_and_families() {
    for (text, family, who, offered) in [
        ("scratch", Family::Scratch, "root", None),
        ("alpine:3.20", Family::Alpine, "root", None),
        ("debian:bookworm-slim", Family::Debian, "root", None),
        ("ubuntu:22.04", Family::Ubuntu, "root", None),
        ("ubuntu:focal", Family::Ubuntu, "root", None),
        ("ubuntu:24.04", Family::Ubuntu, "root", Some("ubuntu")),
        ("ubuntu", Family::Ubuntu, "root", Some("ubuntu")),
        ("ubuntu:noble-20240801", Family::Ubuntu, "root", Some("ubuntu")),
        ("amazonlinux:2023", Family::Amazon, "root", None),
        ("registry.access.redhat.com/ubi9/ubi-minimal:9.4", Family::RedHatMinimal, "root", None),
        ("registry.access.redhat.com/ubi9/ubi", Family::RedHat, "root", None),
        ("registry.access.redhat.com/ubi9/nodejs-20", Family::RedHat, "default", Some("default")),
        ("registry.redhat.io/ubi8", Family::RedHat, "root", None),
        ("redhat/ubi9-minimal", Family::RedHatMinimal, "root", None),
        ("node:20", Family::Debian, "root", Some("node")),
        ("docker.io/library/node:20-alpine3.20", Family::Alpine, "root", Some("node")),
        ("\u{FFFC}/node:20-slim", Family::Debian, "root", Some("node")),
        ("php:8.3-fpm-alpine", Family::Alpine, "root", Some("www-data")),
        ("python:3.12-slim-bookworm", Family::Debian, "root", None),
        ("golang:1.22-windowsservercore-ltsc2022", Family::Windows, "root", None),
        ("golang:1.22-nanoserver-1809", Family::Windows, "ContainerUser", None),
        ("eclipse-temurin:21-jre-noble", Family::Ubuntu, "root", Some("ubuntu")),
        ("eclipse-temurin:21-ubi9-minimal", Family::RedHatMinimal, "root", None),
        ("amazoncorretto:21-alpine", Family::Alpine, "root", None),
        ("mcr.microsoft.com/dotnet/aspnet:8.0", Family::Debian, "root", Some("$APP_UID")),
        ("mcr.microsoft.com/dotnet/aspnet:6.0", Family::Debian, "root", None),
        ("mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled", Family::Distroless, "app", Some("$APP_UID")),
        ("mcr.microsoft.com/dotnet/nightly/runtime:9.0-noble-chiseled", Family::Distroless, "app", Some("$APP_UID")),
        ("mcr.microsoft.com/dotnet/sdk:10.0-alpine", Family::Alpine, "root", Some("$APP_UID")),
        ("mcr.microsoft.com/dotnet/framework/sdk:4.8", Family::Windows, "root", None),
        ("mcr.microsoft.com/windows/servercore:ltsc2022", Family::Windows, "root", None),
        ("mcr.microsoft.com/windows/nanoserver:1809", Family::Windows, "ContainerUser", Some("ContainerUser")),
        ("gcr.io/distroless/static-debian12", Family::Distroless, "root", Some("nonroot")),
        ("gcr.io/distroless/static-debian12:nonroot", Family::Distroless, "nonroot", Some("nonroot")),
        ("gcr.io/distroless/java17:debug-nonroot", Family::Distroless, "nonroot", Some("nonroot")),
        ("cgr.dev/chainguard/python:latest-dev", Family::Wolfi, "nonroot", Some("nonroot")),
        ("cgr.dev/chainguard/wolfi-base", Family::Wolfi, "root", Some("nonroot")),
        ("nginx:1.27-alpine", Family::Alpine, "root", Some("nginx")),
        ("nginxinc/nginx-unprivileged:1.27", Family::Debian, "nginx", Some("nginx")),
        ("postgres:16-alpine", Family::Alpine, "steps down", Some("postgres")),
        ("ghcr.io/linuxserver/baseimage-alpine:3.20", Family::Alpine, "steps down", Some("abc")),
        ("lscr.io/linuxserver/sonarr", Family::Unknown, "steps down", Some("abc")),
        ("mariadb:11-ubi", Family::RedHat, "mysql", Some("mysql")),
        ("bitnami/postgresql:16", Family::Debian, "1001", None),
        ("bitnami/node:20", Family::Debian, "root", None),
        ("bitnami/minideb:bookworm", Family::Debian, "root", None),
        ("jenkins/jenkins:lts-alpine", Family::Alpine, "jenkins", Some("jenkins")),
        ("elasticsearch:8.15.0", Family::Ubuntu, "elasticsearch", Some("elasticsearch")),
        ("docker.elastic.co/elasticsearch/elasticsearch:7.17.0", Family::RedHat, "steps down", Some("elasticsearch")),
        ("haproxy:1.8", Family::Debian, "root", Some("haproxy")),
        ("haproxy:3.0-alpine", Family::Alpine, "haproxy", Some("haproxy")),
        ("wordpress:cli-php8.3", Family::Alpine, "www-data", Some("www-data")),
        ("quay.io/keycloak/keycloak:25.0", Family::RedHatMicro, "1000", None),
        ("acme/app:1-alpine", Family::Alpine, "unknown", None),
        ("rocket.chat", Family::Unknown, "unknown", None),
    ] {
        let base = of(text).unwrap_or_else(|| panic!("{text} is not known"));
        let found = (base.family, user(&base), base.offers.map(|account| account.name));
        assert_eq!(found, (family, who.to_owned(), offered), "{text}");
    }
    for text in ["acme/app", "builder", "mynode:20", "ubiquity", "\u{FFFC}"] {
        assert_eq!(of(text), None, "{text}");
    }
}

#[test]
fn hidden_tags_leave_doubt() {
    for (text, family, stays_root) in [
        ("gcr.io/distroless/static:\u{FFFC}", Family::Distroless, None),
        ("node:\u{FFFC}", Family::Unknown, Some(true)),
        ("node:\u{FFFC}-slim", Family::Debian, Some(true)),
        ("node:\u{FFFC}-alpine", Family::Alpine, Some(true)),
        ("haproxy:\u{FFFC}", Family::Unknown, None),
        ("elasticsearch:\u{FFFC}", Family::Unknown, Some(false)),
        ("mariadb:\u{FFFC}", Family::Unknown, Some(false)),
        ("debian:\u{FFFC}", Family::Debian, Some(true)),
        ("mcr.microsoft.com/dotnet/aspnet:\u{FFFC}", Family::Unknown, None),
        ("mcr.microsoft.com/dotnet/aspnet:8\u{FFFC}-alpine", Family::Alpine, None),
    ] {
        let base = of(text).unwrap_or_else(|| panic!("{text} is not known"));
        assert_eq!((base.family, base.stays_root()), (family, stays_root), "{text}");
    }
}

#[test]
fn logs_that_are_linked() {
    let logs = |text: &str| of(text).map(|base| base.linked_logs).unwrap_or_default();
    for text in ["nginx", "nginx:1.27-alpine", "nginxinc/nginx-unprivileged", "\u{FFFC}/nginx:\u{FFFC}"] {
        assert_eq!(logs(text), ["/var/log/nginx"], "{text}");
    }
    for text in ["php:8.3-apache", "php:apache-bookworm", "wordpress", "wordpress:6-apache"] {
        assert_eq!(logs(text), ["/var/log/apache2"], "{text}");
    }
    for text in ["php:8.3-fpm", "wordpress:fpm", "wordpress:php8.3-fpm-alpine", "nginx:windowsservercore", "debian"] {
        assert!(logs(text).is_empty(), "{text}");
    }
    assert_eq!(logs("httpd:2.4"), ["/usr/local/apache2/logs"]);
}

#[test]
fn kinds() {
    let kind = |text: &str| of(text).map(|base| base.kind);
    for text in ["postgres:16", "acme.io/redis", "couchbase", "supabase/postgres:15.1", "quay.io/coreos/etcd"] {
        assert_eq!(kind(text), Some(Kind::Server), "{text}");
    }
    assert_eq!(kind("pihole/pihole"), Some(Kind::Application));
    assert_eq!(kind("python:3.12"), Some(Kind::Language));
    assert_eq!(kind("nginx"), Some(Kind::WebServer));
}

#[test]
fn every_family_says_how_users_are_made() {
    assert_eq!(Family::Alpine.accounts(), Accounts::Adduser);
    assert_eq!(Family::Ubuntu.accounts(), Accounts::Useradd);
    assert_eq!(Family::Distroless.accounts(), Accounts::Numeric);
    assert!(matches!(Family::Amazon.accounts(), Accounts::UseraddAfter(install) if install.contains("shadow-utils")));
}

#[test]
fn patterns() {
    for (pattern, text, hidden, wanted) in [
        ("*alpine*", "3-alpine3.20", false, true),
        ("8*", "8.0", false, true),
        ("8*", "\u{FFFC}", false, false),
        ("8*", "\u{FFFC}", true, true),
        ("*", "", false, true),
        ("a*b*c", "axxbyyc", false, true),
        ("a*b*c", "axxbyy", false, false),
        ("*chiseled*", "8.0-\u{FFFC}", true, true),
        ("7.0", "8.0-\u{FFFC}", true, false),
        ("7.0", "\u{FFFC}7.0", true, true),
    ] {
        assert_eq!(glob(pattern, text, hidden), wanted, "{pattern} {text} {hidden}");
    }
}

#[test]
fn hostile_references_end_soon() {
    let long = "\u{FFFC}a".repeat(1000);
    if let Some(image) = ImageReference::parse(&format!("node:{long}")) {
        assert!(lookup(&image).is_some());
    }
}
