//! `base-image-platform`: `--platform` asks for what the image is not made for.

use longshore_model::Base;
use longshore_model::image::ImageReference;
use longshore_model::images::{self, Family, Kind};

use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "base-image-platform",
    aliases: &["InvalidBaseImagePlatform"],
    group: Group::Build,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

/// The folders of the official images that are made for one platform each.
const FOLDERS: [(&str, &str); 11] = [
    ("amd64", "linux/amd64"),
    ("arm32v5", "linux/arm"),
    ("arm32v6", "linux/arm"),
    ("arm32v7", "linux/arm"),
    ("arm64v8", "linux/arm64"),
    ("i386", "linux/386"),
    ("mips64le", "linux/mips64le"),
    ("ppc64le", "linux/ppc64le"),
    ("riscv64", "linux/riscv64"),
    ("s390x", "linux/s390x"),
    ("winamd64", "windows/amd64"),
];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let file = context.dockerfile;
    let findings = file.stages.iter().filter_map(|stage| {
        let Base::Image(image, known) = &stage.base else { return None };
        let flag = file.instruction(stage.instructions.start).flag("platform")?.value.as_ref()?;
        let (asked, made) = (flag.known()?, platform(image, known.as_ref())?);
        if fits(asked, made) {
            return None;
        }
        let message =
            format!("`{}` is made for `{made}`, not for `{asked}`; choose an image that fits", image.repository);
        Some(Diagnostic::new(&RULE, flag.span, message))
    });
    findings.collect()
}

/// The only platform, or the only system, that the image is made for, as far as its name tells.
fn platform(image: &ImageReference, known: Option<&images::Base>) -> Option<&'static str> {
    let folder = image.repository.split_once('/').filter(|_| image.registry.is_none()).map(|(folder, _)| folder);
    let folder = FOLDERS.iter().find(|(name, _)| folder == Some(*name)).map(|(_, platform)| *platform);
    folder.or_else(|| {
        let known = known?;
        let linux = known.kind == Kind::Os && !matches!(known.family, Family::Windows | Family::Unknown);
        if known.is_windows() { Some("windows") } else { linux.then_some("linux") }
    })
}

/// Whether the parts that both name are the same.
fn fits(asked: &str, made: &str) -> bool {
    let system = |text: &str| matches!(text, "linux" | "windows" | "darwin" | "freebsd");
    let asked: Vec<&str> = asked.split('/').collect();
    let written = match asked.first() {
        Some(first) if system(first) => asked,
        // A lone architecture: the system is that of the builder.
        _ => return true,
    };
    written.iter().zip(made.split('/')).all(|(asked, made)| alias(asked) == made)
}

/// Other names of the architectures.
fn alias(part: &str) -> &str {
    match part {
        "x86_64" | "x86-64" => "amd64",
        "aarch64" => "arm64",
        "armhf" | "armel" => "arm",
        "i386" => "386",
        other => other,
    }
}

const DOCS: &str = r#"The base image is made for another platform than `--platform` asks for.

The engine takes what it gets, with a warning, and the build fails at the first command that it cannot run, or the image
does on the machine that it was made for. Only what the name of an image says is known here: which platforms a tag has,
the registry knows.

```dockerfile bad
FROM --platform=linux/amd64 arm64v8/alpine:3.22
```

```dockerfile good
FROM --platform=linux/arm64 arm64v8/alpine:3.22 AS arm64
FROM --platform=linux/amd64 alpine:3.22 AS amd64
```

## Deciding against it

Put `# check=skip=InvalidBaseImagePlatform` or `# longshore ignore=base-image-platform` above the instruction.
"#;
