//! Which bytes end a run of plain text, by where the text stands.

/// For each byte, whether the reader has to look at it.
pub(super) type Table = [bool; 256];

const fn table(bytes: &[u8]) -> Table {
    let mut table = [false; 256];
    let mut index = 0;
    while index < bytes.len() {
        table[bytes[index] as usize] = true;
        index += 1;
    }
    table
}

/// What ends a reserved word or a name of a command.
pub(super) static DELIMITER: Table = table(b" \t\r\n;&|()<>");
/// In words outside quotes.
pub(super) static WORD: Table = table(b" \t\r\n;&|()<>'\"$`\\*?[{},");
/// In values of assignments.
pub(super) static VALUE: Table = table(b" \t\r\n;&|()<>'\"$`\\*?[:");
/// In regular expressions behind `=~`.
pub(super) static REGEX: Table = table(b" \t\r\n'\"$`\\");
/// In operands of `${…}` outside quotes.
pub(super) static OPERAND: Table = table(b"'\"$`\\*?[]}/:");
/// In operands of `${…}` inside double quotes.
pub(super) static QUOTED_OPERAND: Table = table(b"\"$`\\}");
/// Between double quotes.
pub(super) static DOUBLE: Table = table(b"\"$`\\");
/// In here-documents and arithmetic.
pub(super) static RAW: Table = table(b"$`\\");

/// What ends a set of characters in a pattern, or shows that it is none.
pub(super) static SET_END: Table = table(b"] \t\r\n;&|()<>'\"$`\\/}");

/// Whether a variable's name may begin with `byte`.
pub(super) const fn starts_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

/// Whether a variable's name may go on with `byte`.
pub(super) const fn continues_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
