#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A system call fails in the middle of an import: the exit code says so (6, or 4 when only an input was hit), the message
# says what, the generation before is still searched, check finds nothing, and the same import again completes.
# Usage: check_syscalls.sh BINARY_DIR SOURCE_DIR; RAT_FAULTS: how many points (40), RAT_SEED: which ones (1).
. "$2/tests/app/cli.sh"
generator=$1/corpus/ratscorpus
points=${RAT_FAULTS:-40}
seed=${RAT_SEED:-1}

if ! command -v strace >/dev/null 2>&1; then
    echo 'skipped: strace is not here'
    exit 77
fi
if ! strace -f -o "$tmp/probe" -e inject=fsync:error=EIO:when=1 true >/dev/null 2>&1; then
    echo 'skipped: strace may not trace here'
    exit 77
fi
# the leak sanitizer traces as well, and only one can
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"

"$generator" --papers 3 --seed 5 --layout text "$tmp/alt" && "$generator" --papers 2 --seed 6 --layout oparl "$tmp/neu" ||
    { echo 'the generator does not work'; exit 1; }
expect 0 init "$tmp/vorher"
expect 0 import "$tmp/vorher" "$tmp/alt"

# total ARCHIVE: how many documents any search finds
total()
{
    expect 0 search "$1" 'datum:1975..2030' --limit 1 --json
    value total
}

before=$(total "$tmp/vorher")
cp -r "$tmp/vorher" "$tmp/nachher"
strace -f -o "$tmp/trace" -e trace=write,pwrite64,fsync,fdatasync,rename,openat,mmap,ftruncate \
    "$program" import "$tmp/nachher" "$tmp/neu" >/dev/null 2>&1 || fail 'the import under strace'
after=$(total "$tmp/nachher")
[ "$after" -gt "$before" ] || fail "the second source brings nothing: $before and $after"
strace -f -o "$tmp/start" -e trace=openat,mmap "$program" --version >/dev/null 2>&1

# calls FILE NAME: the highest number of such calls in one thread, which is how strace counts them
calls()
{
    grep " $2(" "$1" | cut -d ' ' -f 1 | sort | uniq -c | sort -rn | awk 'NR == 1 { n = $1 } END { print n + 0 }'
}


faults='write:EIO write:ENOSPC pwrite64:EIO pwrite64:ENOSPC fsync:EIO fdatasync:EIO rename:EIO rename:ENOSPC openat:EACCES
openat:EMFILE openat:ENOSPC ftruncate:EIO'
# a sanitizer ends the program when its own mmap fails, and says nothing about ours
grep -q __asan_init "$program" || faults="$faults mmap:ENOMEM"
hit=0
refused=0
point=0
for name in write pwrite64 fsync fdatasync rename openat mmap ftruncate; do
    eval "calls_$name=$(calls "$tmp/trace" $name) start_$name=$(calls "$tmp/start" $name)"
done

while [ $point -lt "$points" ]; do
    for fault in $faults; do
        [ $point -lt "$points" ] || break
        point=$((point + 1))
        name=${fault%:*}
        eval "all=\$calls_$name first=\$start_$name" # what the program's start does is not the import's
        [ "$all" -gt "$first" ] || continue
        seed=$(((seed * 1103515245 + 12345) % 2147483648))
        at=$((first + 1 + seed / 65536 % (all - first)))
        sticky=
        [ $((point % 3)) -ne 0 ] || sticky=+
        rm -rf "$tmp/archiv"
        cp -r "$tmp/vorher" "$tmp/archiv"
        command="strace -e inject=$name:error=${fault#*:}:when=$at$sticky ratsarchiv import"
        code=0
        strace -f -o "$tmp/trace" -e trace=$name -e "inject=$name:error=${fault#*:}:when=$at$sticky" \
            "$program" import "$tmp/archiv" "$tmp/neu" >"$tmp/out" 2>"$tmp/err" </dev/null || code=$?
        judge_output
        ! grep -q INJECTED "$tmp/trace" || hit=$((hit + 1))
        case $code in
        0) grep -q 'Import fertig' "$tmp/out" || fail 'success without a report' ;;
        4 | 6)
            refused=$((refused + 1))
            # a write that fails may be the very message
            [ "$name" = write ] || grep -q '^ratsarchiv: ..' "$tmp/err" || fail "exit code $code without a message"
            ;;
        *) fail "exit code $code" ;;
        esac
        told=$command
        now=$(total "$tmp/archiv")
        command="$told, then search"
        { [ "$now" -ge "$before" ] && [ "$now" -le "$after" ]; } || fail "$now documents, before $before, after $after"
        [ $code -ne 0 ] || [ "$now" = "$after" ] || fail "success, but $now documents instead of $after"
        expect 0 check "$tmp/archiv"
        expect 0 import "$tmp/archiv" "$tmp/neu"
        now=$(total "$tmp/archiv")
        command="$told, then import"
        [ "$now" = "$after" ] || fail "$now documents instead of $after"
    done
done
echo "$points points, $hit reached, $refused ended the import or refused an input"
[ "$hit" -gt $((points / 3)) ] || fail 'the points are not where the calls are'
finish
