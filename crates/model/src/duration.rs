//! Durations as the engine writes them: `30s`, `1m30s`, `500ms`.

/// The length of `text` in nanoseconds, negative with a minus before it; `None` where it is no duration or too long.
#[must_use]
pub fn nanoseconds(text: &str) -> Option<i64> {
    let (unsigned, negative) = match text.strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (text.strip_prefix('+').unwrap_or(text), false),
    };
    if unsigned == "0" {
        return Some(0);
    }
    let mut rest = unsigned;
    let mut sum = 0.0;
    while !rest.is_empty() {
        let number = rest.find(|c: char| !c.is_ascii_digit() && c != '.').filter(|&end| end > 0)?;
        let value: f64 = rest[..number].parse().ok()?;
        rest = &rest[number..];
        let unit = rest.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(rest.len());
        sum += value * nanoseconds_of(&rest[..unit])?;
        rest = &rest[unit..];
    }
    let fits = !unsigned.is_empty() && sum < i64::MAX as f64;
    fits.then_some(if negative { -(sum as i64) } else { sum as i64 })
}

fn nanoseconds_of(unit: &str) -> Option<f64> {
    Some(match unit {
        "ns" => 1.0,
        "us" | "µs" | "μs" => 1e3,
        "ms" => 1e6,
        "s" => 1e9,
        "m" => 60e9,
        "h" => 3600e9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit() {
        assert_eq!(nanoseconds("1h2m3.5s"), Some(3_723_500_000_000));
        assert_eq!(nanoseconds("500ms"), Some(500_000_000));
        assert_eq!((nanoseconds("0"), nanoseconds("-1s")), (Some(0), Some(-1_000_000_000)));
        for text in ["", "5", "s", "5 s", "1d", "5sec", ".s", "--1s"] {
            assert_eq!(nanoseconds(text), None, "{text}");
        }
    }
}
