#!/usr/bin/env bash
# Install claimlint into an environment of its own and check the drafts; variables are the inputs of action.yml.
set -euo pipefail
home="${RUNNER_TEMP:-$(mktemp -d)}/claimlint"
python -m venv "$home"
"$home/bin/python" -m pip install --quiet "${INSTALL:-$ACTION/../../..}"

command=(check --format github)
if [ -n "${SARIF:-}" ]; then
  command+=(--format "sarif=$SARIF")
fi
base="${BASE:-${PULL:+origin/$PULL}}"
if [ -n "$base" ] && [ "${EVERYTHING:-false}" != true ]; then
  command+=(--diff "$base")
fi
while IFS= read -r word; do
  [ -z "$word" ] || command+=("$word")
done <<<"${ARGS:-}"
command+=(--)
while IFS= read -r path; do
  [ -z "$path" ] || command+=("$path")
done <<<"${PATHS:-.}"

code=0
"$home/bin/claimlint" "${command[@]}" || code=$?
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  echo "exit-code=$code" >>"$GITHUB_OUTPUT"
fi
exit "$code"
