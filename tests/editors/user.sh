# Sourced by the tests of editors: a clean user with our program in the path and files to work on, and what is said about
# them. $user is the user's folder, $repository what the user cloned, $project where the files are.

failures=0
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
: "${LONGSHORE:?is the program to test}"
: "${LONGSHORE_EDITORS:=$source/target/editors}"

ok() { echo "ok $*"; }
bad() {
  echo "FAILED $*"
  failures=$((failures + 1))
}
skip() { echo "skipped $*"; }

# What a test program printed in these forms counts too.
count_failures() {
  failures=$((failures + $(grep -c '^FAILED ' "$1" || true)))
}

# new_user: a home without any settings, and a project in it.
new_user() {
  user=$(mktemp -d)
  repository=$user/longshore
  project=$user/project
  mkdir -p "$user/bin" "$user/run" "$repository/crates" "$project/.git" "$project/windows"
  ln -s "$LONGSHORE" "$user/bin/longshore"
  tar -C "$source" --exclude=node_modules --exclude=dist -cf - editors | tar -C "$repository" -xf -
  cp -r "$source/crates/tree-sitter-dockerfile" "$repository/crates/"
  cp -r "$source"/tests/editors/files/{Dockerfile,compose.yaml,store} "$project/"
  sed 's/$/\r/' "$project/Dockerfile" > "$project/windows/Dockerfile"
  export HOME=$user XDG_CONFIG_HOME=$user/.config XDG_DATA_HOME=$user/.local/share XDG_STATE_HOME=$user/.local/state
  export XDG_CACHE_HOME=$user/.cache XDG_RUNTIME_DIR=$user/run PATH=$user/bin:$PATH TERM=xterm-256color
  chmod 700 "$user/run"
}

# block FILE TEXT: the first code block of a Markdown file that contains TEXT. What a README says is what is tested.
block() {
  awk -v text="$2" '
    /^ *```/ { if (open && index(code, text)) { printf "%s", code; exit } open = !open; code = ""; next }
    open { code = code $0 "\n" }' "$1"
}

# fixed FILE: what a file has to be after all its findings were fixed.
fixed() { sed 's,/var/log/access.log,-,; s,/var/log/error.log,-,' "$1"; }

# same NAME EXPECTED FILE: compares byte for byte.
same() {
  if cmp "$2" "$3" >&2; then ok "$1"; else
    diff "$2" "$3" >&2
    bad "$1"
  fi
}

# mounted NAME: compares what the fix of two files has made of both.
mounted() {
  local file
  for file in Dockerfile compose.yaml; do
    same "$1: fix of two files: $file" "$source/tests/editors/files/mounted/$file" "$project/store/$file"
  done
}

# servers: the processes of this user's servers.
servers() {
  local process
  for process in /proc/[0-9]*; do
    [ "$(readlink "$process/exe" 2>/dev/null)" = "$(readlink -f "$LONGSHORE")" ] || continue
    ! tr '\0' '\n' 2>/dev/null < "$process/environ" | grep -qxF "HOME=$user" || echo "${process#/proc/}"
  done
}

# no_stray NAME: no server of this user is left. It gets a moment to end.
no_stray() {
  local left
  for _ in $(seq 50); do
    left=$(servers)
    [ -n "$left" ] || { ok "$1"; return; }
    sleep 0.1
  done
  bad "$1: left are" $left
}
