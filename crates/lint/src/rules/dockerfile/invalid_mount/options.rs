//! Reads the options of a mount in the order and with the strictness of the engine.

/// The names of options.
pub(super) const KEYS: [&str; 19] = [
    "type",
    "from",
    "source",
    "src",
    "target",
    "dst",
    "destination",
    "readonly",
    "ro",
    "readwrite",
    "rw",
    "id",
    "sharing",
    "required",
    "size",
    "mode",
    "uid",
    "gid",
    "env",
];

/// The kinds of mounts.
pub(super) const TYPES: [&str; 5] = ["bind", "cache", "tmpfs", "secret", "ssh"];

/// What the options that have been read say.
#[derive(Debug, Default)]
pub(super) struct Mount {
    /// `None` is `bind`.
    kind: Option<&'static str>,
    /// Whether a variable hides the kind.
    hidden: bool,
    from: bool,
    source: bool,
    target: bool,
    id: bool,
    sharing: bool,
    /// The first of `mode`, `uid` and `gid`.
    owner: Option<&'static str>,
}

impl Mount {
    fn kind(&self) -> &'static str {
        self.kind.unwrap_or("bind")
    }

    fn is(&self, kinds: &[&str]) -> bool {
        self.hidden || kinds.contains(&self.kind())
    }

    /// Takes `field` in; what is wrong with it.
    pub(super) fn read(&mut self, field: &str) -> Option<String> {
        let (key, value) = match field.split_once('=') {
            Some((key, value)) => (key.to_ascii_lowercase(), Some(value)),
            None => (field.to_ascii_lowercase(), None),
        };
        if !KEYS.contains(&key.as_str()) {
            return Some(format!("a mount has no option `{key}`"));
        }
        let Some(value) = value else { return self.alone(&key) };
        if value.contains('$') {
            self.hidden |= key == "type";
            self.note(&key);
            let message = "variables are not expanded in `from`; make a stage with `FROM` that they name, and use that";
            let named = key == "from" && !value.ends_with('$');
            return named.then(|| message.to_owned());
        }
        self.note(&key);
        self.value(&key, value)
    }

    /// An option without a value.
    fn alone(&self, key: &str) -> Option<String> {
        match key {
            "readonly" | "ro" | "readwrite" | "rw" => None,
            "required" => self.only(key, &["secret", "ssh"]),
            _ => Some(format!("`{key}` needs a value: `{key}=…`")),
        }
    }

    /// Remembers that the option is there.
    fn note(&mut self, key: &str) {
        match key {
            "from" => self.from = true,
            "source" | "src" => self.source = true,
            "target" | "dst" | "destination" => self.target = true,
            "id" => self.id = true,
            "sharing" => self.sharing = true,
            "mode" => self.owner = self.owner.or(Some("mode")),
            "uid" => self.owner = self.owner.or(Some("uid")),
            "gid" => self.owner = self.owner.or(Some("gid")),
            _ => {}
        }
    }

    fn value(&mut self, key: &str, value: &str) -> Option<String> {
        match key {
            "type" => {
                let lower = value.to_ascii_lowercase();
                self.kind = TYPES.into_iter().find(|kind| *kind == lower);
                self.kind.is_none().then(|| format!("there is no mount of type `{value}`"))
            }
            "readonly" | "ro" | "readwrite" | "rw" => boolean(key, value),
            "required" => self.only(key, &["secret", "ssh"]).or_else(|| boolean(key, value)),
            "size" => self.only(key, &["tmpfs"]).or_else(|| {
                (!is_size(value)).then(|| format!("`size` takes a number of bytes such as `64m`, not `{value}`"))
            }),
            "sharing" => {
                let known = ["shared", "private", "locked"].contains(&value.to_ascii_lowercase().as_str());
                (!known).then(|| format!("`sharing` takes `shared`, `private` or `locked`, not `{value}`"))
            }
            "mode" => number(key, value, 8),
            "uid" | "gid" => number(key, value, 10),
            _ => None,
        }
    }

    /// The type stands before the options that only some types have.
    fn only(&self, key: &str, kinds: &[&str]) -> Option<String> {
        (!self.is(kinds))
            .then(|| format!("`{key}` is for `type={}`, which has to stand before it", kinds.join("` or `type=")))
    }

    /// What is wrong with the options as a whole.
    pub(super) fn together(&self) -> Option<String> {
        let kind = self.kind();
        if self.hidden {
            return None;
        }
        if let Some(option) = self.owner.filter(|_| !self.is(&["cache", "secret", "ssh"])) {
            return Some(format!("a `{kind}` mount has no `{option}`"));
        }
        if self.sharing && kind != "cache" {
            return Some(format!("a `{kind}` mount has no `sharing`; only `cache` has"));
        }
        if kind != "secret" {
            return None;
        }
        if self.from {
            return Some("a secret comes from the build's command line, not `from` a stage".to_owned());
        }
        if self.source && self.id {
            return Some("`source` and `id` are the same for a secret; give one of them".to_owned());
        }
        let nameless = !self.source && !self.target && !self.id;
        nameless.then(|| "a secret needs an `id`, or a `target` to be named after".to_owned())
    }
}

fn boolean(key: &str, value: &str) -> Option<String> {
    let known = ["1", "t", "true", "0", "f", "false"].contains(&value.to_ascii_lowercase().as_str());
    (!known).then(|| format!("`{key}` is `true` or `false`, not `{value}`"))
}

fn number(key: &str, value: &str, radix: u32) -> Option<String> {
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    let base = if radix == 8 { "an octal number such as `0755`" } else { "a number" };
    (!digits || u32::from_str_radix(value, radix).is_err()).then(|| format!("`{key}` takes {base}, not `{value}`"))
}

/// A number with an optional unit: `b`, or `k`, `m`, `g`, `t`, `p` with or without `b` or `ib` behind.
fn is_size(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = unit.trim_start().to_ascii_lowercase();
    let prefix = unit.trim_end_matches("ib").trim_end_matches('b');
    number.parse::<f64>().is_ok() && matches!(prefix, "" | "k" | "m" | "g" | "t" | "p")
}
