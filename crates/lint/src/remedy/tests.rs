//! What all fixes of a file together make of it.

use std::path::PathBuf;

use longshore_model::{File, Workspace};
use longshore_syntax::Language;

use crate::fix::{Selection, fix_all};
use crate::{Safety, Settings, check, rules};

/// `text` with the preferred fixes of `rule`, or of all rules.
fn fixed(text: &str, rule: Option<&str>) -> String {
    let workspace = Workspace::new(Vec::new());
    let file = |text: &str| File::new(PathBuf::from("Dockerfile"), Language::Dockerfile, text);
    let selection = Selection { rule, safety: Safety::Unsafe };
    let once = fix_all(&workspace, &file(text), &Settings::default(), selection).unwrap_or_else(|| text.to_owned());
    assert_eq!(fix_all(&workspace, &file(&once), &Settings::default(), selection), None, "{once}");
    once
}

fn findings(text: &str) -> Vec<&'static str> {
    let file = File::new(PathBuf::from("Dockerfile"), Language::Dockerfile, text);
    check(&Workspace::new(Vec::new()), &file, &Settings::default()).iter().map(|found| found.rule.name).collect()
}

const COMMENT: &str = "expected to be provided as an external mount at run time (docker run -v, compose volumes).";

#[test]
fn the_checklists_example_becomes_disposable() {
    let before = "FROM node:22-slim\n\nWORKDIR /app\nCOPY . .\n\n# Local directories\n\
                  RUN mkdir -p /app/uploads /app/sessions /app/logs\n\nEXPOSE 3000\nCMD [\"node\", \"server.js\"]\n";
    let after = format!(
        "FROM node:22-slim\n\nWORKDIR /app\nCOPY . .\n\n# Local directories\n# /app/uploads is {COMMENT}\n\
         RUN mkdir -p /app/uploads && chown node:node /app/uploads\n\nUSER node\nEXPOSE 3000\n\
         CMD [\"node\", \"server.js\"]\n"
    );
    assert_eq!(findings(before), ["root-user", "local-uploads", "local-sessions", "file-logs"]);
    assert_eq!(fixed(before, None), after);
    assert_eq!(findings(&after), Vec::<&str>::new());
    assert_eq!(fixed(&before.replace('\n', "\r\n"), None), after.replace('\n', "\r\n"));
}

/// Asserts what `rule` makes of the lines between a `FROM` and a `CMD`.
fn assert_lines(rule: &str, from: &str, cases: &[(&str, &str)]) {
    assert!(rules::find(rule).is_some());
    for (before, after) in cases {
        let whole = |lines: &str| format!("FROM {from}\n{lines}CMD [\"x\"]\n");
        assert_eq!(fixed(&whole(before), Some(rule)), whole(&after.replace("MOUNT", COMMENT)), "{before}");
    }
}

#[test]
fn directories_leave_commands_with_their_blanks_and_joiners() {
    let cases = [
        ("RUN mkdir /srv/logs\n", ""),
        ("RUN mkdir -p /srv/a \\\n    /srv/logs \\\n    /srv/b\n", "RUN mkdir -p /srv/a \\\n    /srv/b\n"),
        ("RUN mkdir -p -m 755 /srv/logs /srv/a\n", "RUN mkdir -p -m 755 /srv/a\n"),
        ("RUN a && mkdir /srv/logs && b\n", "RUN a && b\n"),
        ("RUN a \\\n && mkdir /srv/logs\n", "RUN a\n"),
        ("RUN mkdir /srv/logs; \\\n    b\n", "RUN b\n"),
        ("RUN mkdir -p /srv/{logs,a,b}\n", "RUN mkdir -p /srv/{a,b}\n"),
        ("RUN mkdir -p /srv/{a,logs}\n", "RUN mkdir -p /srv/a\n"),
        ("RUN mkdir /srv/logs && chown -R x:x /srv/logs /srv/a\n", "RUN chown -R x:x /srv/a\n"),
        ("RUN mkdir /srv/logs\nRUN a\nRUN chmod 777 /srv/logs\n", "RUN a\n"),
        ("RUN <<EOF\nmkdir /srv/logs\na\nEOF\n", "RUN <<EOF\na\nEOF\n"),
        // What `||` decides about stays.
        ("RUN test -d /srv/logs || mkdir /srv/logs\n", "RUN test -d /srv/logs || mkdir /srv/logs\n"),
    ];
    assert_lines("file-logs", "debian:12", &cases);
}

#[test]
fn settings_options_and_files_lead_to_streams() {
    let cases = [
        ("ENV LOG_CHANNEL=daily A=b\n", "ENV LOG_CHANNEL=stderr A=b\n"),
        ("ENV LOG_CHANNEL=\"daily\"\n", "ENV LOG_CHANNEL=\"stderr\"\n"),
        ("RUN touch /var/log/a.log\n", "RUN ln -sf /dev/stdout /var/log/a.log\n"),
        (
            "RUN touch /srv/a /var/log/error.log && b\n",
            "RUN touch /srv/a && ln -sf /dev/stderr /var/log/error.log && b\n",
        ),
    ];
    assert_lines("file-logs", "debian:12", &cases);
    let command = |text: &str| fixed(&format!("FROM debian:12\n{text}\n"), Some("file-logs"));
    assert_eq!(command("CMD gunicorn --log-file=/var/log/x.log a"), "FROM debian:12\nCMD gunicorn --log-file=- a\n");
    assert_eq!(command("CMD app >> /var/log/x.log 2>&1"), "FROM debian:12\nCMD app 2>&1\n");
}

#[test]
fn made_directories_become_mounts_of_the_user_that_writes_there() {
    let cases = [
        ("RUN mkdir /uploads && a\n", "# /uploads is MOUNT\nRUN mkdir /uploads && chown node:node /uploads && a\n"),
        (
            "# why\nRUN mkdir /uploads && chown node /uploads\n",
            "# why\n# /uploads is MOUNT\nRUN mkdir /uploads && chown node /uploads\n",
        ),
        ("RUN mkdir /uploads\nRUN chown -R 1000 /\n", "# /uploads is MOUNT\nRUN mkdir /uploads\nRUN chown -R 1000 /\n"),
        ("USER node\nRUN mkdir /uploads\n", "USER node\n# /uploads is MOUNT\nRUN mkdir /uploads\n"),
        ("WORKDIR /uploads\n", "# /uploads is MOUNT\nWORKDIR /uploads\nRUN chown node:node /uploads\n"),
        (
            "RUN mkdir /uploads\nRUN useradd app\nUSER app\n",
            "# /uploads is MOUNT\nRUN mkdir /uploads\nRUN useradd app\nUSER app\n",
        ),
    ];
    assert_lines("local-uploads", "node:22", &cases);
}

#[test]
fn volumes_become_comments_and_directories() {
    let cases = [
        ("VOLUME /data\n", "# /data is MOUNT\nRUN mkdir -p /data && chown node:node /data\n"),
        ("RUN mkdir /data\nVOLUME [\"/data\"]\n", "RUN mkdir /data\n# /data is MOUNT\n"),
        ("# Mount a volume at /data\nRUN mkdir /data\n", "# Mount a volume at /data\nRUN mkdir /data\n"),
        (
            "# Mount a volume at /data\nVOLUME /data\n",
            "# Mount a volume at /data\nRUN mkdir -p /data && chown node:node /data\n",
        ),
        (
            "ENV D=/srv/d\nVOLUME [\"${D}\"]\n",
            "ENV D=/srv/d\n# /srv/d is MOUNT\nRUN mkdir -p /srv/d && chown node:node /srv/d\n",
        ),
        ("VOLUME /tmp /app/node_modules\n", ""),
        ("VOLUME /sys/fs/cgroup\n", ""),
        ("ONBUILD VOLUME /data\n", ""),
        ("VOLUME $UNKNOWN/data\n", ""),
        (
            "WORKDIR /srv\nVOLUME data\n",
            "WORKDIR /srv\n# /srv/data is MOUNT\nRUN mkdir -p /srv/data && chown node:node /srv/data\n",
        ),
    ];
    assert_lines("volume-instruction", "node:22", &cases);
    let handed_on = [(
        "RUN chown -R www-data:root /var/www\nVOLUME /var/www/html\n",
        "RUN chown -R www-data:root /var/www\n# /var/www/html is MOUNT\n",
    )];
    assert_lines("volume-instruction", "php:8-fpm", &handed_on);
    assert_eq!(
        fixed("FROM scratch\nvolume /data", Some("volume-instruction")),
        format!("FROM scratch\n# /data is {COMMENT}")
    );
}

#[test]
fn users_are_those_of_the_base_or_new_ones() {
    let cases = [
        ("FROM node:22\nCMD a\n", "FROM node:22\nUSER node\nCMD a\n"),
        ("FROM node:22\nCMD a\nRUN b", "FROM node:22\nCMD a\nRUN b\nUSER node"),
        ("FROM node:22\n\n# Port\nEXPOSE 1\nCMD a\n", "FROM node:22\n\nUSER node\n# Port\nEXPOSE 1\nCMD a\n"),
        (
            "from debian\ncmd a\n",
            "from debian\nrun groupadd --system app && useradd --system --gid app app\nuser app\ncmd a\n",
        ),
        ("FROM alpine\nCMD a\n", "FROM alpine\nRUN addgroup -S app && adduser -S -G app app\nUSER app\nCMD a\n"),
        ("FROM alpine\nRUN adduser -D -h /srv me\nCMD a\n", "FROM alpine\nRUN adduser -D -h /srv me\nUSER me\nCMD a\n"),
        // Root's own programs.
        ("FROM alpine\nCMD [\"crond\", \"-f\"]\n", "FROM alpine\nCMD [\"crond\", \"-f\"]\n"),
        ("FROM debian\nCMD /usr/sbin/sshd -D\n", "FROM debian\nCMD /usr/sbin/sshd -D\n"),
        // Whom the file gives things to, exists: a package makes it.
        (
            "FROM alpine\nRUN apk add nginx && chown -R nginx:www /srv\nCMD a\n",
            "FROM alpine\nRUN apk add nginx && chown -R nginx:www /srv\nUSER nginx\nCMD a\n",
        ),
        (
            "FROM node:22\nCOPY --chown=1000:1000 a b\nCMD a\n",
            "FROM node:22\nCOPY --chown=1000:1000 a b\nUSER node\nCMD a\n",
        ),
        ("FROM node:22\nCOPY --chown=33:33 a b\nCMD a\n", "FROM node:22\nCOPY --chown=33:33 a b\nUSER 33:33\nCMD a\n"),
        (
            "FROM debian\nRUN chown a /a; chown b /b; chown root: /c\nCMD a\n",
            "FROM debian\nRUN chown a /a; chown b /b; chown root: /c\n\
             RUN groupadd --system app && useradd --system --gid app app\nUSER app\nCMD a\n",
        ),
        (
            "FROM node:22\nRUN chown $U /a; chown :x /b\nCMD a\n",
            "FROM node:22\nRUN chown $U /a; chown :x /b\nUSER node\nCMD a\n",
        ),
        ("FROM scratch\nCMD [\"/a\"]\n", "FROM scratch\nUSER 65532:65532\nCMD [\"/a\"]\n"),
        ("FROM node:22\nUSER root\nCMD a\n", "FROM node:22\nUSER node\nCMD a\n"),
        ("FROM node:22\nUSER node\nRUN a\nUSER 0\nCMD a\n", "FROM node:22\nUSER node\nRUN a\nCMD a\n"),
        ("FROM node:22\nUSER root\nRUN a\nCMD a\n", "FROM node:22\nUSER root\nRUN a\nUSER node\nCMD a\n"),
        ("FROM who/knows\nCMD a\n", "FROM who/knows\nCMD a\n"),
        (
            "FROM debian\nRUN mkdir /uploads\nCMD a\n",
            "FROM debian\nRUN mkdir /uploads\nRUN groupadd --system app && useradd --system --gid app app && \
             chown -R app:app /uploads\nUSER app\nCMD a\n",
        ),
    ];
    for (before, after) in cases {
        assert_eq!(fixed(before, Some("root-user")), after, "{before}");
    }
}

#[test]
fn owners_are_named_as_the_image_knows_them() {
    let cases = [
        ("FROM node:22\nRUN mkdir /uploads\nUSER 1001\n", "mkdir /uploads && chown 1001:1001 /uploads\n"),
        ("FROM debian\nRUN mkdir /uploads\nUSER nobody\n", "mkdir /uploads && chown nobody /uploads\n"),
        ("FROM debian\nRUN useradd -g web a\nRUN mkdir /uploads\nUSER a\n", "mkdir /uploads && chown a:web /uploads\n"),
        ("FROM debian\nRUN mkdir '/my uploads/uploads'\nUSER 1:2\n", "uploads' && chown 1:2 '/my uploads/uploads'\n"),
    ];
    for (before, after) in cases {
        let fixed = fixed(before, Some("unowned-state-dir"));
        assert!(fixed.contains(after), "{fixed}");
    }
}
