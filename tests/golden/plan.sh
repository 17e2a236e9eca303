#!/bin/sh
# Walks through a reset plan: shows each step and waits for it to be done.
step() {
  printf '%s\n' "$1"
  printf 'Done? [y to go on] '
  read -r answer </dev/tty || exit 1
  [ "$answer" = y ] || { echo 'Stopped.'; exit 1; }
}

echo
printf '%s\n' '== Lock key'
printf '   %s\n' 'lock-…(35) with strange \x1b]0;x\x07id …(33)  a \x1b[2J\x0a"b" '\''<c>'\'',|`$(d)`�/%=::x.env:3:8 in cccccccccccc'
printf '   %s\n' 'lock-…(35) with strange \x1b]0;x\x07id …(33)  conf/key.txt:3:8 in cccccccccccc'
printf '   %s\n' 'lock-…(35) with strange \x1b]0;x\x07id …(33)  (commit message):3:8 in cccccccccccc'
printf '   %s\n' 'lock-…(35) with strange \x1b]0;x\x07id …(33)  (tag message):3:8 in cccccccccccc'
printf '   %s\n' 'lock-…(35) with strange \x1b]0;x\x07id …(33)  (blob bbbbbbbbbbbb):3:8'
printf '%s\n' 'Turn the lock'\''s key now.'
printf '%s\n' 'https://lock.test.invalid/keys'
printf '%s\n' 'Settings > Keys | Turn'
step '1. Make a new key.'
step '2. Put it where the old one is used.'
step '3. Revoke the old key.'
step '4. Read the access log since the leak.'
step 'Check: A request with the old key answers 401.'

echo
printf '%s\n' '== strange \x1b]0;x\x07id'
printf '   %s\n' '…(61)  -rf=@SUM(A1):7:8'
printf '%s\n' 'Revoke it where it was issued and put a new one where it is used.'
echo 'The plan is done.'
