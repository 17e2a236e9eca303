# The program as it was built: nothing of it is writable and executable, its tables are read-only once it
# runs, and the compiler's checks are in it. cmake/hardening.cmake asks for them.
. "$REKEY_SOURCE/tests/cli/lib.sh"
command -v readelf >/dev/null || exit 77
program=$REKEY_PROGRAM
readelf -hlW "$program" >headers && readelf -dW "$program" >dynamic && readelf --dyn-syms -W "$program" >symbols || exit 77

has() { # FILE TEXT WHAT
  grep -qE -- "$2" "$1" || fail "$3"
}
has headers 'Type: +DYN' "not position-independent"
has headers 'GNU_RELRO' "no read-only relocations"
has headers 'GNU_STACK.* RW +' "the stack is executable"
grep -qE '^ +LOAD.* RWE' headers && fail "a segment is writable and executable"

# A build with sanitizers or without optimisation has checks of its own.
if ! grep -q '__asan_\|__tsan_' symbols && [ "${REKEY_HARDENED-1}" = 1 ]; then
  has dynamic 'BIND_NOW|FLAGS.* NOW' "functions are bound late"
  has symbols '__stack_chk_fail' "no stack protector"
  if [ "$(uname -m)" = x86_64 ] && command -v objdump >/dev/null; then
    objdump -d --disassemble=main "$program" >main.txt
    if grep -q '<main>:' main.txt; then has main.txt endbr64 "no branch protection"; fi
  fi
fi
finish
