//! Lines of `NAME=value`, as applications load them, and lines of cron.

use longshore_syntax::Span;

use super::lines::{Line, Lookup, Says, lines, setting, unquoted, within};

/// The settings of a `.env`.
pub(super) fn dotenv(text: &str, lookup: Lookup<'_>) -> Vec<Line> {
    let read = |(line, span): (&str, Span)| {
        let (name, value) = line.strip_prefix("export ").unwrap_or(line).split_once('=')?;
        let name = name.trim();
        let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
        let value = value.trim();
        let value = if value.starts_with(['"', '\'']) { unquoted(value) } else { value.split(" #").next()?.trim_end() };
        plain.then(|| setting(name, text, within(line, span, value), lookup))
    };
    lines(text).filter(|(line, _)| !line.starts_with('#')).filter_map(read).collect()
}

/// The jobs of a crontab.
pub(super) fn crontab(text: &str, _: Lookup<'_>) -> Vec<Line> {
    let jobs = lines(text).filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
    jobs.map(|(_, span)| Line { says: Says::Job, span }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values() {
        let text = "# c\nA=b # comment\nexport C=\"d # e\"\nnot a line\nF=\n";
        let found = dotenv(text, &|_| None);
        let shown: Vec<_> = found.iter().map(|line| line.span.text(text)).collect();
        assert_eq!(shown, ["b", "d # e", ""]);
    }
}
