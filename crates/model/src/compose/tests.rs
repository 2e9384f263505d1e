//! Reads single compose files.

use std::path::Path;

use longshore_syntax::Span;

use super::{Application, Compose, MountKind, Text};

fn application(text: &str) -> Application {
    let compose = Compose::new(Path::new("/p/compose.yaml"), &text.into());
    compose.application().clone()
}

/// What a text says, with the source it points to where that differs.
fn shown(file: &str, text: &Text) -> String {
    let source = text.place.span.text(file);
    if source == text.text() { source.to_owned() } else { format!("{} <- {source}", text.value) }
}

fn whole(file: &str, span: Span) -> &str {
    span.text(file)
}

#[test]
fn short_and_long_volumes() {
    let file = r#"services:
  a:
    volumes:
      - data:/var/lib/x:ro
      - ./here:/here
      - /anonymous
      - "C:\\x:/y"
      - ${DIR:-./d}:/d
      - ${NAME}:/n
      - ${HOME}/n:/m
      - type: tmpfs
        target: /t
      - {type: volume, target: /v}
      - {type: bind, source: ./b, target: /b, read_only: true}
    tmpfs: /run:size=1m
"#;
    let service = application(file).services.remove(0);
    let seen: Vec<(MountKind, Option<String>, String, bool)> = service
        .mounts
        .iter()
        .map(|mount| {
            let source = mount.source.as_ref().map(|text| shown(file, text));
            (mount.kind, source, shown(file, &mount.target), mount.read_only)
        })
        .collect();
    let of = |kind, source: Option<&str>, target: &str, read_only| {
        (kind, source.map(str::to_owned), target.to_owned(), read_only)
    };
    assert_eq!(
        seen,
        [
            of(MountKind::Named, Some("data"), "/var/lib/x", true),
            of(MountKind::Bind, Some("./here"), "/here", false),
            of(MountKind::Anonymous, None, "/anonymous", false),
            of(MountKind::Bind, Some("C:\\x <- C:\\\\x"), "/y", false),
            of(MountKind::Bind, Some("./d"), "/d", false),
            of(MountKind::Unknown, Some("… <- ${NAME}"), "/n", false),
            of(MountKind::Bind, Some("…/n <- ${HOME}/n"), "/m", false),
            of(MountKind::Tmpfs, None, "/t", false),
            of(MountKind::Anonymous, None, "/v", false),
            of(MountKind::Bind, Some("./b"), "/b", true),
            of(MountKind::Tmpfs, None, "/run", false),
        ]
    );
    assert_eq!(whole(file, service.mounts[0].place.span), "data:/var/lib/x:ro");
}

#[test]
fn merge_keys_and_aliases_reach_services() {
    let file = "x-base: &base
  image: redis
  environment: &env {A: 1, B: two}
services:
  a:
    <<: *base
    volumes: &v [x:/x]
  b:
    environment:
      <<: *env
      C: '3'
    volumes: *v
";
    let application = application(file);
    let of = |name: &str| {
        let service = application.service(name).unwrap();
        let variables: Vec<String> = service
            .environment
            .iter()
            .map(|variable| format!("{}={}", variable.name.text(), variable.value.as_ref().unwrap().text()))
            .collect();
        (service.image.as_ref().map(|image| image.text().to_owned()), variables.join(" "), service.mounts.len())
    };
    assert_eq!(of("a"), (Some("redis".to_owned()), "A=1 B=two".to_owned(), 1));
    assert_eq!(of("b"), (None, "C=3 A=1 B=two".to_owned(), 1));
}

#[test]
fn commands_are_split_as_the_engine_does() {
    let file = r#"services:
  a:
    command: run --x="a b" 'c d' e\ f $$HOME && not this
    entrypoint: ["sh", "-c", "echo $$X > /l"]
  b:
    command: >
      one
      two
"#;
    let application = application(file);
    let words = |command: &Option<super::Command>| -> Vec<String> {
        command.as_ref().unwrap().words.iter().map(|word| shown(file, word)).collect()
    };
    let a = application.service("a").unwrap();
    assert_eq!(words(&a.command), ["run", "--x=a b <- --x=\"a b\"", "c d <- 'c d'", "e f <- e\\ f", "$HOME <- $$HOME"]);
    assert_eq!(words(&a.entrypoint), ["sh <- \"sh\"", "-c <- \"-c\"", "echo $X > /l <- \"echo $$X > /l\""]);
    assert_eq!(words(&application.service("b").unwrap().command), ["one", "two"]);
}

#[test]
fn ports_in_both_forms() {
    let file = r#"services:
  a:
    ports:
      - 80
      - "8080:80/udp"
      - "127.0.0.1:8443:443"
      - "127.0.0.1::22"
      - "[::1]:1:2"
      - {target: 9, published: "10", protocol: tcp}
"#;
    let service = application(file).services.remove(0);
    let text = |text: &Option<Text>| text.as_ref().map_or("-", Text::text).to_owned();
    let seen: Vec<String> = service
        .ports
        .iter()
        .map(|port| {
            let (address, published) = (text(&port.address), text(&port.published));
            format!("{address} {published} {} {}", port.target.text(), text(&port.protocol))
        })
        .collect();
    assert_eq!(
        seen,
        ["- - 80 -", "- 8080 80 udp", "127.0.0.1 8443 443 -", "127.0.0.1 - 22 -", "::1 1 2 -", "- 10 9 tcp"]
    );
}

#[test]
fn builds_name_their_dockerfile() {
    let file = "services:
  a: {build: ./api}
  b: {build: {context: .., dockerfile: docker/Web, target: prod, args: [X=1, Y]}}
  c: {build: {dockerfile_inline: FROM x}}
  d: {build: https://example.org/x.git}
  e: {build: '${DIR}'}
  f: {build: {target: x}}
";
    let application = application(file);
    let seen: Vec<Option<String>> = application
        .services
        .iter()
        .map(|service| service.build.as_ref().unwrap().dockerfile().map(|path| path.display().to_string()))
        .collect();
    let known = |path: &str| Some(path.to_owned());
    assert_eq!(seen, [known("/p/api/Dockerfile"), known("/docker/Web"), None, None, None, known("/p/Dockerfile")]);
    let args = &application.service("b").unwrap().build.as_ref().unwrap().args;
    assert_eq!((args[0].name.text(), args[1].value.is_none()), ("X", true));
}

#[test]
fn a_broken_line_costs_that_line() {
    let file = "services:
  a:
    image: x
    ports: [1
  b:
    image: \"y
    volumes:
      - v:/v
  c:
    image: z
";
    let application = application(file);
    let names: Vec<&str> = application.services.iter().map(|service| service.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(application.service("b").unwrap().mounts.len(), 1);
}
