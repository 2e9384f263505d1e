//! The hosts that values of variables name.

/// A host in a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Host<'a> {
    /// The scheme of the address, if it is one.
    pub(super) scheme: Option<&'a str>,
    /// Its name.
    pub(super) name: &'a str,
    /// Whether the form shows that it is a host, and not any other word.
    pub(super) certain: bool,
    /// Where it begins in the value, in bytes.
    pub(super) start: usize,
}

/// Words in names of variables whose value may be a host.
const HOLDERS: &[&str] = &[
    "HOST",
    "URL",
    "URI",
    "ADDR",
    "SERVER",
    "ENDPOINT",
    "BROKER",
    "DSN",
    "NODE",
    "CONNECT",
    "SERVICE",
    "BOOTSTRAP",
    "UPSTREAM",
    "BACKEND",
];

/// Whether a variable of that name may hold a host.
pub(super) fn may_hold(variable: &str) -> bool {
    let upper = variable.to_ascii_uppercase();
    HOLDERS.iter().any(|word| upper.contains(word))
}

/// The hosts in `value`: of addresses (`scheme://user@host:1/path`), of lists of them, of `host=name` and `tcp(host:1)`,
/// and lone names. Names only; whether there is such a host is for the caller to know.
pub(super) fn hosts(value: &str) -> Vec<Host<'_>> {
    let mut scheme = None;
    let mut found = Vec::new();
    let mut start = 0;
    for part in value.split([',', ';', ' ', '\n', '\t']) {
        let (given, rest) = match part.find("://") {
            Some(at) => (part[..at].rsplit([':', '=', '@']).next(), &part[at + 3..]),
            None => (None, part),
        };
        // `mongodb://a:1,b:2/x`: the scheme holds for what follows a comma.
        let follows = start > 0 && value.as_bytes().get(start - 1) == Some(&b',');
        scheme = given.or(scheme.filter(|_| follows));
        let offset = start + part.len() - rest.len();
        found.extend(host(rest, offset, scheme, given.is_some()));
        start += part.len() + 1;
    }
    found
}

fn host<'a>(text: &'a str, offset: usize, scheme: Option<&'a str>, addressed: bool) -> Option<Host<'a>> {
    let authority = text.split(['/', '?', '#']).next().unwrap_or_default();
    let from = authority.rfind(['@', '(', '=']).map_or(0, |at| at + 1);
    let key = authority[..from].trim_end_matches('=').to_ascii_lowercase();
    let keyed = key.ends_with("host") || key.ends_with("server") || key.ends_with("source");
    let rest = authority[from..].trim_end_matches(')').trim_matches(['"', '\'']);
    let (name, port) = rest.split_once(':').map_or((rest, None), |(name, port)| (name, Some(port)));
    let is_port = port.is_some_and(|port| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()));
    let start = offset + authority.find(rest)?;
    let certain = addressed || keyed || is_port;
    (!name.is_empty() && (port.is_none() || is_port || addressed)).then_some(Host { scheme, name, certain, start })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(value: &str) -> Vec<(Option<&str>, &str, bool)> {
        hosts(value).iter().map(|host| (host.scheme, host.name, host.certain)).collect()
    }

    #[test]
    fn addresses_name_their_hosts() {
        let pg = Some("postgresql");
        assert_eq!(names("postgresql://u:p@db:5432/x?y=http"), [(pg, "db", true)]);
        assert_eq!(names("jdbc:postgresql://db/x"), [(pg, "db", true)]);
        assert_eq!(names("redis://cache"), [(Some("redis"), "cache", true)]);
        let mongo = Some("mongodb");
        assert_eq!(names("mongodb://a:1,b:2/x"), [(mongo, "a", true), (mongo, "b", true)]);
        assert_eq!(names("mongodb://a/ local")[1], (None, "local", false));
        assert_eq!(names("http://[::1]:80/"), [(Some("http"), "[", true)]);
    }

    #[test]
    fn other_forms_name_hosts() {
        assert_eq!(names("db"), [(None, "db", false)]);
        assert_eq!(names("db:5432"), [(None, "db", true)]);
        assert_eq!(names("u:p@tcp(db:3306)/x"), [(None, "db", true)]);
        assert_eq!(names("host=db port=5432"), [(None, "db", true), (None, "5432", false)]);
        assert_eq!(names(""), []);
        assert_eq!(names("a:b"), []);
    }

    #[test]
    fn starts_are_where_the_host_stands() {
        for (value, name) in [("postgres://u@db:1/x", "db"), ("a:1, b:2", "b"), ("u@tcp(db:1)", "db")] {
            let last = hosts(value).pop().unwrap();
            assert_eq!(&value[last.start..last.start + name.len()], name, "{value}");
        }
    }
}
