//! Which language a `SHELL` instruction chooses.

/// A family of shells whose scripts are read alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// sh and its kin: what [`parse`](super::parse) reads.
    Posix,
    /// Windows PowerShell and pwsh.
    PowerShell,
    /// Windows' cmd.
    Cmd,
    /// Anything else.
    Unknown,
}

const SHELLS: &[(&str, Dialect)] = &[
    ("sh", Dialect::Posix),
    ("bash", Dialect::Posix),
    ("dash", Dialect::Posix),
    ("ash", Dialect::Posix),
    ("ksh", Dialect::Posix),
    ("mksh", Dialect::Posix),
    ("zsh", Dialect::Posix),
    ("busybox", Dialect::Posix),
    ("powershell", Dialect::PowerShell),
    ("pwsh", Dialect::PowerShell),
    ("cmd", Dialect::Cmd),
];

/// The dialect that the words of a `SHELL` instruction choose, by the program's name without folder and `.exe`;
/// `env` is looked through.
#[must_use]
pub fn dialect(shell: &[String]) -> Dialect {
    let Some(first) = shell.first().map(|word| program(word)) else { return Dialect::Unknown };
    let name = match shell.iter().skip(1).find(|word| !word.starts_with('-') && !word.contains('=')) {
        Some(word) if first == "env" => program(word),
        _ => first,
    };
    SHELLS.iter().find(|(known, _)| *known == name).map_or(Dialect::Unknown, |&(_, dialect)| dialect)
}

fn program(word: &str) -> String {
    let name = word.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    name.strip_suffix(".exe").unwrap_or(&name).to_owned()
}
