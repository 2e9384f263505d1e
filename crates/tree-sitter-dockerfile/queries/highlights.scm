; Later patterns win in Neovim, Helix and the tree-sitter CLI alike.

(comment) @comment

(keyword) @keyword
(as_keyword) @keyword
(health_type) @keyword
(unknown_instruction (keyword) @error)

(directive
  name: (directive_name) @keyword.directive
  value: (directive_value) @string.special)

(flag_name) @attribute
(flag_value) @string
(flags_end) @punctuation.special

(image) @type
(stage_name) @label
((flag
  name: (flag_name) @_name
  value: (flag_value) @label)
  (#any-of? @_name "--from"))

(pair name: (name) @property)
(value) @string
(arg_instruction (pair name: (name) @variable.parameter))

(expose_instruction (argument) @number)
(copy_instruction (argument) @string.special.path)
(add_instruction (argument) @string.special.path)
(workdir_instruction (argument) @string.special.path)
(volume_instruction (argument) @string.special.path)
(stopsignal_instruction (argument) @constant)
(maintainer_instruction (text) @string)

(string) @string
(json_string) @string
(variable) @variable

(heredoc_marker) @label
(heredoc_end) @label
(heredoc_body) @string

(line_continuation) @punctuation.special
