#!/usr/bin/env bash
# The core library neither prints nor exits, and reads neither the environment nor the locale: nm tells whom it calls.
set -euo pipefail
archive=$(dirname "$1")/libslavelab_core.a
[[ -s $archive ]] || { echo "there is no $archive"; exit 1; }
# With link-time optimisation the archive holds no plain objects; other builds of the tests look.
symbols=$(nm -u "$archive" 2>/dev/null | awk '$1 == "U" { print $2 }' | sort -u)
grep -qx pthread_create <<<"$symbols" || { echo "nm shows no calls in $archive"; exit 1; }
forbidden='^(v?(f|d)?printf|__v?(f|d)?printf_chk|puts|fputs|fputc|putchar|fwrite|perror|stdout|stderr|stdin|exit|_exit|quick_exit|abort|getenv|secure_getenv|setlocale|localeconv|signal|sigaction)$'
found=$(grep -E "$forbidden" <<<"$symbols" || true)
# The sanitizers' own runtime calls abort for them, not for core.
if [[ -n $found ]]; then
  echo "core calls what only the program may:" $found
  exit 1
fi
