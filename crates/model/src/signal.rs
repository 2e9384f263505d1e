//! Names and numbers of signals, as `STOPSIGNAL` and `stop_signal` take them.

/// The names without `SIG`.
static NAMES: &[&str] = &[
    "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE", "POLL",
    "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1",
    "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX",
];

/// Whether the engine takes `text` for a signal: a number but 0, or a name with or without `SIG`, in any case.
#[must_use]
pub fn is_signal(text: &str) -> bool {
    if let Ok(number) = text.parse::<i64>() {
        return number != 0;
    }
    let upper = text.to_ascii_uppercase();
    let name = upper.strip_prefix("SIG").unwrap_or(&upper);
    NAMES.contains(&name) || counted(name, "RTMIN+", 15) || counted(name, "RTMAX-", 14)
}

/// `RTMIN+1`: a number up to `most` behind the name.
fn counted(name: &str, prefix: &str, most: u32) -> bool {
    let number = name.strip_prefix(prefix).filter(|digits| !digits.starts_with(['0', '+']));
    number.and_then(|digits| digits.parse().ok()).is_some_and(|number: u32| (1..=most).contains(&number))
}

/// The names with `SIG`.
pub fn names() -> impl Iterator<Item = String> {
    NAMES.iter().map(|name| format!("SIG{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers() {
        for text in ["9", "SIGTERM", "term", "SigQuit", "SIGRTMIN+15", "RTMAX-1", "77"] {
            assert!(is_signal(text), "{text}");
        }
        for text in ["", "0", "FOO", "SIG", "SIGSIGTERM", "RTMIN+16", "RTMIN+0", "9x"] {
            assert!(!is_signal(text), "{text}");
        }
    }
}
