//! Logging that is set up in Python, or in the files of Python's and Java's logging.

use longshore_syntax::Span;

use super::lines::{Line, Lookup, Says, lines, setting, unquoted, value, within};

/// Gunicorn's settings of logs, and the handlers of a logging dictionary that write files.
pub(super) fn gunicorn(text: &str, lookup: Lookup<'_>) -> Vec<Line> {
    let assignment = |(line, span): (&str, Span)| {
        let (name, rest) = line.split_once('=')?;
        let name = name.trim();
        let literal = literal(rest.trim()).filter(|_| matches!(name, "accesslog" | "errorlog" | "logfile"))?;
        Some(setting(name, text, within(line, span, literal), lookup))
    };
    let mut found: Vec<Line> = lines(text).filter_map(assignment).collect();
    found.extend(logging(text, lookup));
    found
}

/// The files of Python's logging: `filename` of a dictionary, `FileHandler(…)` and `args=(…)` of an ini file.
pub(super) fn logging(text: &str, lookup: Lookup<'_>) -> Vec<Line> {
    if !text.contains("FileHandler") {
        return Vec::new();
    }
    let mut handler = false;
    let file = |(line, span): (&str, Span)| {
        if line.starts_with(['#', ';']) {
            return None;
        }
        if let Some(key) = line.strip_prefix("class") {
            handler = key.trim_start().starts_with([':', '=']) && key.contains("FileHandler");
        }
        let name = named(line, "filename").or_else(|| called(line));
        let argument = || line.strip_prefix("args")?.trim_start().strip_prefix('=')?.trim_start().strip_prefix('(');
        let path = name.or_else(|| argument().filter(|_| handler).and_then(literal))?;
        Some(Line {
            says: Says::Setting("logging.filename".to_owned(), value(path, lookup)),
            span: within(line, span, path),
        })
    };
    lines(text).filter_map(file).collect()
}

/// The value of `"key": "value"` or `key: value`.
fn named<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    let at = line.find(key)?;
    let before = line[..at].chars().next_back();
    let rest = line[at + key.len()..].trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?;
    let alone = before.is_none_or(|c| !c.is_alphanumeric() && c != '_');
    let plain =
        || rest.trim().split([',', '}', '#']).next().map(str::trim).filter(|word| !word.contains(['(', '"', '\'']));
    if alone { literal(rest.trim()).or_else(plain).filter(|path| !path.is_empty()) } else { None }
}

/// The first argument of a handler that is made in code.
fn called(line: &str) -> Option<&str> {
    let rest = line.split_once("FileHandler(")?.1.trim_start();
    literal(rest.strip_prefix("filename=").unwrap_or(rest))
}

/// The string that `text` begins with. One that code puts together is none.
fn literal(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = &text[1..];
    let end = inner.find(quote)?;
    let rest = inner[end + 1..].trim_start();
    (!rest.starts_with(['%', '+', '.'])).then(|| &inner[..end])
}

/// The files of Logback and Log4j: elements, attributes and properties.
pub(super) fn java(text: &str, lookup: Lookup<'_>) -> Vec<Line> {
    let file = |(line, span): (&str, Span)| {
        let element = || line.split_once("<file>").or_else(|| line.split_once("<File>"))?.1.split('<').next();
        let attribute = || unclosed(line.split_once("fileName=")?.1);
        let property = || {
            let (key, path) = line.split_once('=')?;
            let key = key.trim();
            let log = key.starts_with("log4j") || key.starts_with("appender");
            let named = key.ends_with(".File") || key.ends_with(".file") || key.ends_with(".fileName");
            (log && named && !line.starts_with('#')).then_some(path)
        };
        let path = unquoted(element().or_else(attribute).or_else(property)?.trim());
        let path_known = !path.is_empty() && !path.contains("${sys:");
        path_known.then(|| Line {
            says: Says::Setting("logging.file".to_owned(), value(path, lookup)),
            span: within(line, span, path),
        })
    };
    lines(text).filter_map(file).collect()
}

/// The text in the quotes that `text` begins with.
fn unclosed(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(read: fn(&str, Lookup<'_>) -> Vec<Line>, text: &str) -> Vec<String> {
        let shown = |line: Line| match line.says {
            Says::Setting(name, value) => format!("{name}={value}"),
            _ => String::new(),
        };
        read(text, &|_| None).into_iter().map(shown).collect()
    }

    #[test]
    fn python() {
        let text = "import os\naccesslog = '/l/a.log'\nerrorlog = os.environ.get('E')\n#logfile = '/no'\nerrorlog = '-'\n\
                    logconfig_dict = {'handlers': {'f': {\n  'class': 'logging.FileHandler',\n  'filename': '/l/b.log',\n\
                    'format': '%(filename)s'}}}\nh = logging.FileHandler('/l/c.log', 'a')\nx = FileHandler('a' + b)\n";
        let expected = ["accesslog=/l/a.log", "errorlog=-", "logging.filename=/l/b.log", "logging.filename=/l/c.log"];
        assert_eq!(of(gunicorn, text), expected);
    }

    #[test]
    fn files_of_logging() {
        let ini = "[handler_a]\nclass=handlers.RotatingFileHandler\nargs=('/l/a.log', 'a')\n[handler_b]\nclass=StreamHandler\nargs=('x',)\n";
        assert_eq!(of(logging, ini), ["logging.filename=/l/a.log"]);
        let yaml = "handlers:\n  f:\n    class: logging.FileHandler\n    filename: /l/y.log\n";
        assert_eq!(of(logging, yaml), ["logging.filename=/l/y.log"]);
        assert_eq!(of(logging, "filename: /l/y.log\n"), [""; 0]);
    }

    #[test]
    fn java_loggers() {
        let xml = "<property name='x' value='y'/>\n<file>${LOGS:-/l}/app.log</file>\n<RollingFile name=\"r\" fileName=\"/l/b.log\">\n";
        assert_eq!(of(java, xml), ["logging.file=/l/app.log", "logging.file=/l/b.log"]);
        assert_eq!(of(java, "log4j.appender.F.File=/l/c.log\nother.File=/x\n"), ["logging.file=/l/c.log"]);
    }
}
