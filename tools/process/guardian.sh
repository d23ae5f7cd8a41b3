#!/bin/sh
# Runs a command and ends it when our standard input closes, which happens even when our parent is killed by
# `kill -9`: nothing that we start outlives the one who started it. POSIX sh, so Linux and macOS alike.
#
#   guardian.sh GRACE_SECONDS COMMAND ARGUMENTS…
#   stdin: a pipe that nobody writes to; its end is the order to stop.   fd 3: receives the process id of the command.
#
# Must lead a process group of its own (spawn with `detached: true`): the last resort kills the whole group.
grace=$1
shift
exec 4<&0
"$@" </dev/null 3>&- 4<&- &
child=$!
echo "$child" >&3
exec 3>&-
(
  read -r _ <&4
  kill -TERM "$child" 2>/dev/null
  while [ "$grace" -gt 0 ] && kill -0 "$child" 2>/dev/null; do
    sleep 1
    grace=$((grace - 1))
  done
  kill -KILL 0
) &
watcher=$!
wait "$child"
code=$?
kill -KILL "$watcher" 2>/dev/null
# Whatever the command started and left behind goes with it.
trap : TERM
kill -TERM 0 2>/dev/null
exit "$code"
