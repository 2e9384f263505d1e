// The grammar of Dockerfiles, line by line.
//
// Every token comes from the external scanner (src/scanner.c), because what a byte means depends on things a
// regular lexer cannot know: the escape directive, the words of the joined line, the heredocs still open. The
// rules below only give these tokens their shape. They are total: wherever the scanner may emit a token, the
// grammar takes it, so that no text at all leads to an ERROR or MISSING node.

// In the order of KEYWORDS in src/lines.h.
const KEYWORDS = [
  'from', 'run', 'cmd', 'label', 'maintainer', 'expose', 'env', 'add', 'copy', 'entrypoint', 'volume', 'user',
  'workdir', 'arg', 'onbuild', 'stopsignal', 'healthcheck', 'shell', 'unknown',
];

const keyword = ($, name) => field('keyword', alias($[`_${name}_keyword`], $.keyword));

// A continuation in the middle of a word: the word goes on in the next line.
const inner = $ => [alias($._word_continuation, $.line_continuation), alias($._inner_comment, $.comment)];

// Keyword, flags and what follows them. Blanks and line breaks are no tokens.
const instruction = ($, name, ...rest) => seq(
  keyword($, name),
  repeat(choice($._gap, $.flag)),
  optional(seq($.flags_end, repeat($._gap))),
  ...rest,
);

const words = ($, ...more) => repeat(choice($._gap, $.argument, ...more));
const heredocs = $ => repeat($.heredoc_block);
// The field says which shell the command is for: SHELL may have named another.
const shell = $ => optional(choice(
  seq($.json_array, repeat($._gap)),
  field('command', $.shell_command),
  field('powershell', alias($._powershell_command, $.shell_command)),
  field('batch', alias($._batch_command, $.shell_command)),
  field('other', alias($._other_command, $.shell_command)),
));
const command = ($, ...first) => seq(choice(...first), repeat(choice($._shell_text, $.heredoc_marker, $._gap)));
// What starts a word, and what may follow in it without a blank. Blanks are no tokens, so these must differ.
const first = $ => choice($._word, $.variable, $.string);
const rest = $ => choice(
  $._word_rest,
  alias($._variable_rest, $.variable),
  alias($._string_rest, $.string),
  ...inner($),
);
const quoted = $ => repeat(choice($._string_text, alias($._variable_rest, $.variable), ...inner($)));

module.exports = grammar({
  name: 'dockerfile',

  extras: _ => [],

  inline: $ => [$._gap, $._item],

  // In the order of `enum Token` in src/state.h.
  externals: $ => [
    $._newline,
    $._root_continuation,
    $.comment,
    $.line_continuation,
    $._word_continuation,
    $._inner_comment,
    $._directive_mark,
    $._directive_name,
    $._directive_equals,
    $._directive_value,
    $._flag_start,
    $._flag_rest,
    $._flag_equals,
    $._flag_text,
    $.flags_end,
    $._shell_text,
    $._powershell_text,
    $._batch_text,
    $._other_text,
    $.heredoc_marker,
    $.heredoc_body,
    $.heredoc_end,
    $._json_open,
    $._json_comma,
    $._json_close,
    $._string_open,
    $._string_open_rest,
    $._whole_string,
    $._whole_string_rest,
    $._string_text,
    $._string_close,
    $._word,
    $._word_rest,
    $.variable,
    $._variable_rest,
    $._name,
    $._name_rest,
    $._equals,
    $._leading_equals,
    $.as_keyword,
    $.health_type,
    $.text,
    ...KEYWORDS.map(name => $[`_${name}_keyword`]),
  ],

  rules: {
    // An ONBUILD without an instruction must be closed by a line break, or the next line would look like its own.
    source_file: $ => seq(
      repeat(choice(
        $._item,
        seq(alias($._open_onbuild, $.onbuild_instruction), $._newline),
        $._newline,
        alias($._root_continuation, $.line_continuation),
      )),
      optional(alias($._open_onbuild, $.onbuild_instruction)),
    ),

    _item: $ => choice($.directive, $.comment, $._instruction),

    directive: $ => seq(
      $._directive_mark,
      field('name', alias($._directive_name, $.directive_name)),
      $._directive_equals,
      field('value', alias($._directive_value, $.directive_value)),
    ),

    _instruction: $ => choice(...KEYWORDS.map(name => $[`${name}_instruction`])),

    from_instruction: $ => instruction($, 'from', optional(seq(
      field('image', alias($.argument, $.image)),
      repeat($._gap),
      optional(choice(
        seq(
          $.as_keyword,
          repeat($._gap),
          optional(seq(field('name', alias($.argument, $.stage_name)), words($))),
        ),
        seq($.argument, words($)),
      )),
    ))),

    run_instruction: $ => instruction($, 'run', shell($), heredocs($)),
    cmd_instruction: $ => instruction($, 'cmd', shell($)),
    entrypoint_instruction: $ => instruction($, 'entrypoint', shell($)),
    shell_instruction: $ => instruction($, 'shell', optional($._json_or_words)),
    volume_instruction: $ => instruction($, 'volume', optional($._json_or_words)),
    copy_instruction: $ => instruction($, 'copy', optional($._json_or_sources), heredocs($)),
    add_instruction: $ => instruction($, 'add', optional($._json_or_sources), heredocs($)),
    expose_instruction: $ => instruction($, 'expose', optional($._words)),
    user_instruction: $ => instruction($, 'user', optional($._words)),
    workdir_instruction: $ => instruction($, 'workdir', optional($._words)),
    stopsignal_instruction: $ => instruction($, 'stopsignal', optional($._words)),
    maintainer_instruction: $ => instruction($, 'maintainer', optional($._texts)),
    unknown_instruction: $ => instruction($, 'unknown', optional($._texts)),
    label_instruction: $ => instruction($, 'label', optional($._pairs)),
    env_instruction: $ => instruction($, 'env', optional($._pairs)),
    arg_instruction: $ => instruction($, 'arg', optional(seq(
      $.pair,
      repeat(choice($._gap, $.pair)),
    ))),
    onbuild_instruction: $ => seq($._onbuild, field('instruction', $._instruction)),
    _open_onbuild: $ => seq(
      $._onbuild,
      optional(field('instruction', alias($._open_onbuild, $.onbuild_instruction))),
    ),
    _onbuild: $ => instruction($, 'onbuild'),
    healthcheck_instruction: $ => instruction($, 'healthcheck', optional(seq(
      field('type', $.health_type),
      repeat($._gap),
      shell($),
    ))),

    flag: $ => prec.right(seq(
      field('name', $.flag_name),
      optional(seq($._flag_equals, optional(field('value', $.flag_value)))),
    )),
    flag_name: $ => prec.right(seq($._flag_start, repeat(choice($._flag_rest, ...inner($))))),
    flag_value: $ => prec.right(repeat1(choice($._flag_text, ...inner($)))),

    shell_command: $ => command($, $._shell_text, $.heredoc_marker),
    _powershell_command: $ => command($, $._powershell_text),
    _batch_command: $ => command($, $._batch_text),
    _other_command: $ => command($, $._other_text),
    heredoc_block: $ => prec.right(choice(seq($.heredoc_body, optional($.heredoc_end)), $.heredoc_end)),

    json_array: $ => seq(
      $._json_open,
      repeat($._gap),
      optional(seq(
        $.json_string,
        repeat($._gap),
        repeat(seq($._json_comma, repeat($._gap), $.json_string, repeat($._gap))),
      )),
      $._json_close,
    ),
    json_string: $ => choice($._whole_string, seq($._string_open, quoted($), $._string_close)),

    _words: $ => seq($.argument, words($)),
    _sources: $ => seq(choice($.argument, $.heredoc_marker), words($, $.heredoc_marker)),
    _texts: $ => seq($.text, repeat(choice($.text, $._gap))),
    _json_or_words: $ => choice(seq($.json_array, repeat($._gap)), $._words),
    _json_or_sources: $ => choice(seq($.json_array, repeat($._gap)), $._sources),

    // `NAME=value …`, or the old `NAME the rest of the line`, told apart by the first word.
    _pairs: $ => choice(
      seq(alias($._assignment, $.pair), repeat(choice($._gap, $.pair))),
      alias($._legacy_pair, $.pair),
    ),
    pair: $ => prec.right(choice(
      seq(field('name', $.name), optional(seq($._equals, optional(field('value', $.value))))),
      seq($._leading_equals, optional(field('value', $.value))),
    )),
    _assignment: $ => prec.right(seq(
      choice(seq(field('name', $.name), $._equals), $._leading_equals),
      optional(field('value', $.value)),
    )),
    _legacy_pair: $ => seq(
      field('name', $.name),
      repeat($._gap),
      optional(field('value', alias($._rest_of_line, $.value))),
    ),
    _rest_of_line: $ => $._words,
    name: $ => prec.right(seq($._name, repeat(choice($._name_rest, ...inner($))))),
    value: $ => prec.right(repeat1(rest($))),

    argument: $ => prec.right(seq(first($), repeat(rest($)))),
    // A string in which nothing happens is one token.
    string: $ => prec.right(choice(
      $._whole_string,
      seq($._string_open, quoted($), optional($._string_close)),
    )),
    _string_rest: $ => prec.right(choice(
      $._whole_string_rest,
      seq($._string_open_rest, quoted($), optional($._string_close)),
    )),

    _gap: $ => choice($.line_continuation, alias($._inner_comment, $.comment)),
  },
});
