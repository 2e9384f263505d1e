# Sourced by the tests of editors that are used by their keys and their screen, after user.sh. $log is the editor's log, if it
# has one.

# has_terminal: fetches the terminal; what it says is why it could not.
has_terminal() { "$source/tests/editors/debian" forky "$LONGSHORE_EDITORS/tmux" tmux 2>&1; }

terminal() { "$LONGSHORE_EDITORS/tmux/start" tmux -S "$user/run/tmux" "$@"; }

# open_terminal WIDTH HEIGHT COMMAND: runs the command in a new terminal, and says in it how it ended.
open_terminal() { terminal -f /dev/null new-session -d -s editor -x "$1" -y "$2" "$3; echo ended with \$?; sleep 100"; }

close_terminal() { terminal kill-server 2>/dev/null; }

# A key that follows Escape at once is read as one with Alt.
keys() {
  terminal send-keys -t editor "$@"
  sleep 0.3
}
screen() { terminal capture-pane -p -t editor; }

# shows WHAT PATTERN: waits until the screen shows it.
shows() {
  for _ in $(seq 150); do
    screen | grep -qE -- "$2" && return
    sleep 0.1
  done
  echo "no $1 on the screen:" >&2
  screen >&2
  [ -z "${log:-}" ] || tail -n 5 "$log" >&2
  return 1
}

# check NAME COMMAND...: says how the command ended.
check() {
  local name="$version: $1"
  shift
  if "$@"; then ok "$name"; else bad "$name"; fi
}

# served: waits until a server runs.
served() {
  for _ in $(seq 100); do
    [ -z "$(servers)" ] || return 0
    sleep 0.1
  done
  return 1
}

# restarted COMMAND...: waits until other servers run than before the command.
restarted() {
  local before after
  before=$(servers)
  "$@"
  for _ in $(seq 100); do
    after=$(servers)
    [ -n "$before" ] && [ -n "$after" ] && [ "$before" != "$after" ] && return
    sleep 0.1
  done
  echo "the servers are $before and $after" >&2
  return 1
}

# picture NAME EDITOR: draws the screen into the output; with UPDATE_EXPECT also for the editor's page.
picture() {
  local drawn=${LONGSHORE_OUTPUT:-$user}/$1.svg
  terminal capture-pane -e -p -N -t editor | python3 "$source/tests/editors/draw" > "$drawn" || return 1
  [ -z "${UPDATE_EXPECT:-}" ] || cp "$drawn" "$source/editors/$2/$1.svg"
}
