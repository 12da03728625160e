# What tools/run, tools/test and .ci/run share: packages, the build folder, and
# the counting of tests. To be sourced by bash.
#
# Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail
unset CDPATH
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

# Debian 12's names of what building and running Nabla needs.
build_packages=(
  gcc libc6-dev meson ninja-build pkg-config gettext shared-mime-info
  libglib2.0-dev libopenblas-pthread-dev libsqlite3-dev libarchive-dev libcairo2-dev libpango1.0-dev
  libadwaita-1-dev libcmark-gfm-dev libcmark-gfm-extensions-dev
  fonts-cantarell fonts-wqy-microhei adwaita-icon-theme
)

# What only the tests need.
test_packages=(
  appstream desktop-file-utils xvfb xauth xdotool imagemagick
  at-spi2-core gir1.2-atspi-2.0 gir1.2-gtk-4.0 python3-gi dbus
)

newly_installed=

say ()
{
  printf '\n» %s\n' "$*"
}

# fail STATUS SENTENCE
fail ()
{
  printf '\n» %s\n' "$2" >&2
  exit "$1"
}

# need PACKAGE…: installs those that are missing, or says how and exits with 3.
need ()
{
  local installed missing=() sudo=()
  if [ -z "$(type -P dpkg-query)" ]; then
    say "Packages are looked after on Debian only. Needed are: $*"
    return
  fi
  installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
  for package; do
    case $'\n'$installed$'\n' in
      *$'\n'"installed $package"$'\n'*) ;;
      *) missing+=("$package") ;;
    esac
  done
  if [ ${#missing[@]} = 0 ]; then
    return
  fi

  if [ "$(id -u)" != 0 ]; then
    sudo=(sudo -n)
    if ! sudo -n true 2>/dev/null; then
      say "Packages are missing. As root (su -, or sudo sh -c '…'), run this line, then try again:" >&2
      echo "apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
      exit 3
    fi
  fi
  say "Installing with apt: ${missing[*]}"
  newly_installed=yes
  "${sudo[@]}" apt-get update --quiet \
    || say "Some of apt's lists could not be renewed; trying with those that are there."
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes \
    --no-install-recommends -o DPkg::Lock::Timeout=120 "${missing[@]}" \
    || fail 1 "apt could not install what is missing: see its message above."
}

# build FOLDER [MESON-OPTION…]: configures once, then compiles what changed.
build ()
{
  local folder=$1
  shift
  if [ ! -e "$folder/build.ninja" ]; then
    say "Configuring into $folder/"
    meson setup "$folder" "$@" || fail 1 "$folder/ could not be configured: see the message above."
  elif [ -n "$newly_installed" ]; then
    # What was not there when it was configured, a display to test on, is there now.
    meson setup --reconfigure "$folder" "$@" || fail 1 "$folder/ could not be configured: see the message above."
  fi
  ninja -C "$folder" || fail 1 "Nabla could not be built in $folder/: see the first error above."
}

# summary LOG…: one line over Meson's logs, which hold an object a line and test.
# Inside a value a quote has a backslash, so that this finds none but the keys.
summary ()
{
  cat "$@" 2>/dev/null | awk '
    /"result": "(OK|EXPECTEDFAIL)"/ { passed++; next }
    /"result": "SKIP"/              { skipped++; next }
    /"result": "/                   { failed++ }
    END {
      printf "%d passed, %d failed", passed, failed
      if (skipped > 0)
        printf ", %d skipped", skipped
      print ""
    }'
}
