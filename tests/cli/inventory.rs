//! `longshore report`: what services and images hold, in each format.

use expect_test::expect;
use serde_json::json;

use crate::sandbox::Sandbox;

const COMPOSE: &str = "services:
  web:
    build: .
    environment:
      DATABASE_URL: postgres://shop@db:5432/shop
      CACHE_HOST: cache
    depends_on: [db, cache]
    deploy:
      replicas: 2
  db:
    image: postgres:16
    volumes:
      - pgdata:/var/lib/postgresql/data
  cache:
    image: redis:7
volumes:
  pgdata:
";

const WEB: &str = "FROM node:22-slim
RUN mkdir -p /app/uploads && chown node /app/uploads
USER node
CMD [\"node\", \"server.js\"]
";

const TOOL: &str = "FROM alpine:3.20\nUSER nobody\nVOLUME /data\nCMD [\"tool\"]\n";

/// A shop with uploads in a layer, a database on a volume, a cache in memory and a second replica; and a lone image.
fn shop() -> Sandbox {
    Sandbox::new(&[("compose.yaml", COMPOSE), ("Dockerfile", WEB), ("tool/Dockerfile", TOOL)])
}

#[test]
fn a_table_has_a_line_for_each_piece() {
    expect![[r#"
        compose.yaml
         service  state                              kept in        on replacement  multiply  place
         web ×2   uploads /app/uploads               image layer    lost            no        Dockerfile:2
                  database                           service db     kept                      compose.yaml:5
                  cache                              service cache  lost                      compose.yaml:6
         db       database /var/lib/postgresql/data  volume pgdata  kept            no        compose.yaml:11
         cache    cache                              memory         lost            no        compose.yaml:15

          web: several do not share what is written to `/app/uploads` (Dockerfile:2)
          db: several do not share the data of `postgres` in `/var/lib/postgresql/data` (compose.yaml:11)
          cache: several do not share the cache in memory (compose.yaml:15)

        Images without a service
         service          state       kept in           on replacement  multiply   place
         tool/Dockerfile  data /data  anonymous volume  lost            not known  tool/Dockerfile:3
        3 services and 1 lone image: 4 pieces of state, 3 lost on replacement
        exit code 0
    "#]]
    .assert_eq(&shop().run("report").transcript());
}

#[test]
fn a_table_fits_a_narrow_terminal() {
    let run = shop().run_with("report", "", &[("COLUMNS", "60")]);
    let table = run.stdout.split("\n\n").next().unwrap();
    assert!(table.lines().all(|line| line.chars().count() <= 60), "{table}");
    assert!(table.contains("pgdata"), "{table}");
}

#[test]
fn a_table_is_coloured_where_colour_is_wanted() {
    let sandbox = shop();
    assert!(sandbox.run("report --color always").stdout.contains('\u{1b}'));
    assert!(!sandbox.run("report --color never").stdout.contains('\u{1b}'));
    for format in ["json", "markdown", "html"] {
        assert!(
            !sandbox.run(&format!("report --color always --format {format}")).stdout.contains('\u{1b}'),
            "{format}"
        );
    }
}

#[test]
fn markdown_is_a_table_a_project() {
    expect![[r#"
        # State of containers

        3 services and 1 lone image: 4 pieces of state, 3 lost on replacement

        ## compose.yaml

        | service | state | kept in | on replacement | multiply | place |
        |---|---|---|---|---|---|
        | **web ×2** | uploads /app/uploads | image layer | **lost** | no | Dockerfile:2 |
        |  | database | service db | kept |  | compose.yaml:5 |
        |  | cache | service cache | **lost** |  | compose.yaml:6 |
        | **db** | database /var/lib/postgresql/data | volume pgdata | kept | no | compose.yaml:11 |
        | **cache** | cache | memory | **lost** | no | compose.yaml:15 |

        - **web**: several do not share what is written to `/app/uploads` (Dockerfile:2)
        - **db**: several do not share the data of `postgres` in `/var/lib/postgresql/data` (compose.yaml:11)
        - **cache**: several do not share the cache in memory (compose.yaml:15)

        ## Images without a service

        | service | state | kept in | on replacement | multiply | place |
        |---|---|---|---|---|---|
        | **tool/Dockerfile** | data /data | anonymous volume | **lost** | not known | tool/Dockerfile:3 |
        3 services and 1 lone image: 4 pieces of state, 3 lost on replacement
        exit code 0
    "#]]
    .assert_eq(&shop().run("report --format markdown").transcript());
}

#[test]
fn json_says_where_everything_stands() {
    let run = shop().run("report --format json");
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["version"], 1);
    assert_eq!(report["summary"], json!({"services": 3, "images": 1, "pieces": 4, "lost": 3}));
    let services = &report["projects"][0]["services"];
    let spot = |path: &str, line: u32, column: u32| json!({"path": path, "line": line, "column": column});
    let uploads = json!({
        "what": "uploads", "path": "/app/uploads", "kept": "image layer", "source": null, "verdict": "lost",
        "place": spot("Dockerfile", 2, 14), "mount": null,
    });
    assert_eq!(services[0]["state"], json!([uploads]));
    assert_eq!(services[0]["replicas"], "2");
    let database = json!({
        "service": "db", "host": null, "stores": "database", "verdict": "kept", "variable": "DATABASE_URL",
        "place": spot("compose.yaml", 5, 37),
    });
    assert_eq!(services[0]["uses"][0], database);
    assert_eq!(services[0]["multiply"]["verdict"], "no");
    assert_eq!(services[1]["state"][0]["mount"], spot("compose.yaml", 13, 9));
    assert_eq!(services[2]["state"][0]["kept"], "memory");
    assert_eq!(report["images"][0]["state"][0]["kept"], "anonymous volume");
}

#[test]
fn html_is_one_page_with_a_picture() {
    let run = shop().run("report --format html");
    let page = &run.stdout;
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    for part in
        ["<svg viewBox", ">volume pgdata<", "class=\"edge lost\"", "class=\"store kept\"", "✕ lost on replacement"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    for outside in ["http:", "https:", "<script", "<link", "<img", "@import", "url(http"] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn names_are_text_in_every_format() {
    let text = "services:\n  '<b>&\"|`x':\n    image: postgres:16\n    volumes: ['<i>|v:/var/lib/postgresql/data']\n";
    let sandbox = Sandbox::new(&[("compose.yaml", text)]);
    let page = sandbox.run("report --format html").stdout;
    assert!(page.contains("&lt;b&gt;&amp;&quot;|`x") && !page.contains("<i>"), "{page}");
    let markdown = sandbox.run("report --format markdown").stdout;
    assert!(markdown.contains("&lt;b>&amp;\"\\|\\`x"), "{markdown}");
}

#[test]
fn a_file_is_written_whole() {
    let sandbox = shop();
    let run = sandbox.run("report --format html --output out.html");
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert_eq!(sandbox.read("out.html"), sandbox.run("report --format html").stdout);
    assert_eq!(sandbox.run("report --format markdown -o out.html").code, 0);
    assert!(sandbox.read("out.html").starts_with("# State"));
    let run = sandbox.run("report --output nowhere/out.txt");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("nowhere/out.txt"), "{}", run.stderr);
}

#[test]
fn what_cannot_be_read_is_2_and_the_rest_is_told() {
    let sandbox = shop();
    sandbox.write("bad/Dockerfile", b"FROM \xff\n");
    let run = sandbox.run("report");
    assert!(run.code == 2 && run.stdout.contains("pgdata"), "{}", run.transcript());
    assert!(run.stderr.contains("bad/Dockerfile"), "{}", run.stderr);
    assert_eq!(sandbox.run("report nowhere").code, 2);
    assert_eq!(Sandbox::new(&[]).run("report").code, 0);
}

#[test]
fn what_is_included_or_overridden_is_told_once() {
    let sandbox = Sandbox::new(&[
        ("compose.yaml", "include: [sub/compose.yaml]\nservices:\n  a: {image: redis}\n"),
        ("compose.override.yaml", "services:\n  a: {image: postgres:16}\n"),
        ("sub/compose.yaml", "services:\n  b: {image: mysql}\n"),
    ]);
    let run = sandbox.run("report --format json");
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let projects = report["projects"].as_array().unwrap();
    assert_eq!(projects.len(), 1, "{}", run.stdout);
    assert_eq!(report["summary"]["services"], 2);
    let services = projects[0]["services"].as_array().unwrap();
    let a = services.iter().find(|service| service["name"] == "a").unwrap();
    assert_eq!(a["image"], "postgres:16");
}
