//! Dockerfiles and the users that their images run as.

use super::*;

/// `root`/`user`/`unknown`, the line of the deciding `USER` if one does, the excuse if there is one.
fn of(text: &str) -> String {
    let syntax = longshore_syntax::dockerfile::parse(&text.into()).expect("it parses");
    let Some(user) = runtime_user(&Dockerfile::new(syntax), text, &|_| None) else { return "none".to_owned() };
    let root = user.root.map_or("unknown", |root| if root { "root" } else { "user" });
    let at = user.instruction.map_or_else(String::new, |at| format!(" by {at}"));
    let excuse = match user.excuse {
        Excuse::None => "",
        Excuse::Maybe => ", maybe",
        Excuse::Silent => ", silent",
    };
    format!("{root}{at}{excuse}")
}

fn all(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(of(text), *expected, "{text}");
    }
}

#[test]
fn users_and_bases() {
    all(&[
        ("", "none"),
        ("ARG A=1\n", "none"),
        ("FROM node:22\n", "root"),
        ("FROM scratch\n", "root"),
        ("FROM example.com/own/thing:1\n", "unknown"),
        ("FROM $BASE\n", "unknown"),
        ("FROM nginxinc/nginx-unprivileged\n", "user"),
        ("FROM node:22\nUSER node\n", "user by 1"),
        ("FROM node:22\nUSER 1000:0\n", "user by 1"),
        ("FROM node:22\nUSER $RUN_AS\n", "user by 1"),
        ("FROM node:22\nARG RUN_AS=0\nUSER $RUN_AS\n", "root by 2"),
        ("FROM node:22\nUSER node\nRUN a\nUSER root\n", "root by 3"),
        ("FROM node:22\nUSER 0:0\n", "root by 1"),
        ("FROM node:22 AS base\nUSER node\nFROM base\nCMD x\n", "user by 1"),
        ("FROM nginxinc/nginx-unprivileged\nUSER root\n", "root by 1"),
        ("FROM node:22\nUSER\n", "root"),
    ]);
}

#[test]
fn windows() {
    all(&[
        ("FROM mcr.microsoft.com/windows/servercore:ltsc2022\nCMD x\n", "user, silent"),
        ("FROM mcr.microsoft.com/windows/servercore:ltsc2022\nUSER ContainerUser\n", "user by 1, silent"),
        ("FROM mcr.microsoft.com/windows/servercore:ltsc2022\nUSER containeradministrator\n", "root by 1"),
    ]);
}

#[test]
fn bases_that_step_down() {
    all(&[
        ("FROM postgres:17\n", "user, silent"),
        ("FROM postgres:17\nUSER root\n", "root by 1, silent"),
        ("FROM postgres:17\nCMD [\"postgres\"]\n", "user, silent"),
        ("FROM postgres:17\nENTRYPOINT [\"docker-entrypoint.sh\", \"-x\"]\n", "user, silent"),
        ("FROM postgres:17\nENTRYPOINT [\"/mine\"]\n", "root, maybe"),
        ("FROM postgres:17 AS db\nENTRYPOINT /mine\nFROM db\n", "root, maybe"),
        ("FROM postgres:17\nUSER postgres\nENTRYPOINT [\"/mine\"]\n", "user by 1"),
        ("FROM lscr.io/linuxserver/baseimage-alpine:3.20\nUSER root\nENTRYPOINT [\"/mine\"]\n", "root by 1, silent"),
        (
            "FROM node:22\nADD https://example.com/s6-overlay-noarch.tar.xz /tmp\nENTRYPOINT [\"/init\"]\n",
            "root, silent",
        ),
        ("FROM node:22\n# no s6-overlay here\nCMD x\n", "root"),
    ]);
}

#[test]
fn commands_that_step_down() {
    for (command, expected) in [
        (r#"ENTRYPOINT ["gosu", "app", "x"]"#, "root, silent"),
        (r#"ENTRYPOINT ["/sbin/tini", "-p", "SIGTERM", "--", "su-exec", "app", "x"]"#, "root, silent"),
        ("ENTRYPOINT [\"dumb-init\", \"--\"]\nCMD [\"gosu\", \"app\", \"x\"]", "root, silent"),
        (r#"CMD ["sh", "-ec", "chown -R app /data && exec gosu app x"]"#, "root, silent"),
        ("CMD su-exec app x", "root, silent"),
        ("CMD exec env A=b setpriv --reuid=1000 --clear-groups x", "root, silent"),
        ("CMD setpriv --no-new-privs x", "root"),
        ("CMD su - app -c 'x'", "root, silent"),
        ("CMD su -c x", "root"),
        ("CMD gosu root x", "root"),
        ("CMD gosu app migrate && x", "root, maybe"),
        ("CMD x || gosu app x", "root, maybe"),
        ("CMD gosu app x & y", "root, maybe"),
        ("CMD if a; then gosu app x; else gosu app y; fi", "root, silent"),
        ("CMD if a; then gosu app x; fi", "root, maybe"),
        ("CMD echo gosu app", "root"),
        (r#"ENTRYPOINT ["/bin/gosu-like"]"#, "root"),
    ] {
        assert_eq!(of(&format!("FROM node:22\n{command}\n")), expected, "{command}");
    }
    assert_eq!(of("FROM node:22 AS a\nENTRYPOINT [\"gosu\", \"app\"]\nFROM a\nCMD [\"x\"]\n"), "root, silent");
}

#[test]
fn installed_programs_and_scripts() {
    all(&[
        ("FROM node:22\nRUN apk add su-exec\nENTRYPOINT [\"/run.sh\"]\n", "root, maybe"),
        ("FROM node:22\nRUN apk add su-exec\nENTRYPOINT [\"tini\", \"--\", \"/entrypoint\"]\n", "root, maybe"),
        ("FROM node:22\nCOPY --from=tianon/gosu /gosu /bin/\nCMD bash /start.sh\n", "root, maybe"),
        ("FROM node:22\nRUN curl -o /x https://example.com/gosu-amd64\nCMD /start.sh\n", "root, maybe"),
        ("FROM node:22\nRUN apk add su-exec\nENTRYPOINT [\"node\", \"x.js\"]\n", "root"),
        ("FROM node:22\nRUN apk add pegosus\nENTRYPOINT [\"/run.sh\"]\n", "root"),
        ("FROM node:22\nENTRYPOINT [\"/run.sh\"]\n", "root"),
    ]);
}

#[test]
fn scripts_that_the_file_writes() {
    let entry = "ENTRYPOINT [\"/go.sh\"]\n";
    for (instruction, expected) in [
        ("COPY <<EOF /go.sh\n#!/bin/sh\nchown app /d\nexec gosu app \"$@\"\nEOF\n", "root, silent"),
        ("COPY <<'go.sh' /bin/\nexec gosu app \"$@\"\ngo.sh\n", "root, silent"),
        ("COPY <<EOF /other.sh\nexec gosu app \"$@\"\nEOF\n", "root"),
        ("COPY <<EOF /go.sh\nif a; then\n  exec gosu app x\nfi\nexec y\nEOF\n", "root, maybe"),
        ("COPY <<EOF /go.sh\ncase $1 in a) exec gosu app x;; esac\nEOF\n", "root, maybe"),
        ("COPY <<EOF /go.sh\n#!/usr/bin/python3\ngosu app\nEOF\n", "root"),
        ("RUN cat > /go.sh <<'EOF'\n#!/bin/sh\nexec setpriv --reuid=1 x\nEOF\n", "root, silent"),
        ("RUN <<DONE\ncat > /go.sh <<EOF\nexec runuser -u app -- \"$@\"\nEOF\nDONE\n", "root, silent"),
        ("RUN echo '#!/bin/sh' > /go.sh && echo 'exec chpst -u app \"$@\"' >> /go.sh\n", "root, silent"),
        ("RUN printf '#!/bin/sh\\nexec su app -c x\\n' | tee /go.sh\n", "root, silent"),
        ("RUN { echo a; echo exec s6-setuidgid app x; } > /go.sh\n", "root, silent"),
        ("RUN echo 'exec x' > /go.sh\n", "root"),
    ] {
        assert_eq!(of(&format!("FROM node:22\n{instruction}{entry}")), expected, "{instruction}");
    }
}

#[test]
fn images_that_are_not_run() {
    all(&[
        ("FROM node:22 AS a\nCMD x\nFROM alpine:3.20\nRUN y\n", "root, silent"),
        ("FROM node:22 AS a\nEXPOSE 80\nFROM scratch\nCOPY --from=a /x /\n", "root, silent"),
        ("FROM node:22 AS a\nCMD x\nFROM a\nRUN y\n", "root"),
        ("FROM node:22 AS a\nCMD x\nFROM alpine:3.20\nEXPOSE 80\n", "root"),
        ("FROM node:22 AS a\nFROM alpine:3.20\nRUN y\n", "root"),
        ("FROM node:22 AS a\nCMD x\nFROM nginx:1.27\n", "root"),
    ]);
}
