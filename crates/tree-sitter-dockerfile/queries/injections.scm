; The text of a command has no nodes of its own, so an injection takes the command without its continuations, comments
; and heredoc markers: the line that the shell gets. Which shell that is, the grammar tells by the field.

((comment) @injection.content
  (#set! injection.language "comment"))

((_
  command: (shell_command) @injection.content)
  (#set! injection.language "bash"))

((_
  powershell: (shell_command) @injection.content)
  (#set! injection.language "powershell"))

((_
  batch: (shell_command) @injection.content)
  (#set! injection.language "batch"))

; What runs a heredoc of RUN is the shell, unless its first line names another program.
((run_instruction
  (heredoc_block
    (heredoc_body) @injection.content))
  (#not-match? @injection.content "^#![^\n]*(python|node|perl|ruby)")
  (#set! injection.language "bash"))

((run_instruction
  (heredoc_block
    (heredoc_body) @injection.content))
  (#match? @injection.content "^#![^\n]*python")
  (#set! injection.language "python"))

((run_instruction
  (heredoc_block
    (heredoc_body) @injection.content))
  (#match? @injection.content "^#![^\n]*node")
  (#set! injection.language "javascript"))

((run_instruction
  (heredoc_block
    (heredoc_body) @injection.content))
  (#match? @injection.content "^#![^\n]*perl")
  (#set! injection.language "perl"))

((run_instruction
  (heredoc_block
    (heredoc_body) @injection.content))
  (#match? @injection.content "^#![^\n]*ruby")
  (#set! injection.language "ruby"))

; A copied heredoc is in the language of the file that it becomes.
((copy_instruction
  (argument) @_path
  .
  (heredoc_block
    (heredoc_body) @injection.content))
  (#match? @_path "[.](sh|bash)$")
  (#set! injection.language "bash"))

((copy_instruction
  (argument) @_path
  .
  (heredoc_block
    (heredoc_body) @injection.content))
  (#match? @_path "[.]py$")
  (#set! injection.language "python"))

((copy_instruction
  (argument) @_path
  .
  (heredoc_block
    (heredoc_body) @injection.content))
  (#match? @_path "[.]json$")
  (#set! injection.language "json"))

((copy_instruction
  (argument) @_path
  .
  (heredoc_block
    (heredoc_body) @injection.content))
  (#match? @_path "[.]ya?ml$")
  (#set! injection.language "yaml"))

((copy_instruction
  (argument) @_path
  .
  (heredoc_block
    (heredoc_body) @injection.content))
  (#match? @_path "[.]toml$")
  (#set! injection.language "toml"))
