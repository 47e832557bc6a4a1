# Debian 12 packages that dunlin is built from, and how they are installed. Sourced by scripts/test and scripts/demo.
# Installs only what is missing, and touches neither the network nor sudo when nothing is.

dunlin_packages="
g++ cmake ninja-build pkg-config ccache git ca-certificates tzdata
libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev
librocksdb-dev liblz4-dev libzstd-dev zlib1g-dev
libflatbuffers-dev flatbuffers-compiler
libmimalloc-dev libhwy-dev libxxhash-dev libsodium-dev libssl-dev
libsimdjson-dev libpugixml-dev libtomlplusplus-dev libcli11-dev libspdlog-dev libfmt-dev libicu-dev
libhowardhinnant-date-dev
libgtest-dev libgmock-dev libbenchmark-dev librapidcheck-dev
"

missing_packages() {
  for package in $dunlin_packages; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || printf '%s ' "$package"
  done
}

install_packages() {
  if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This is not a Debian system: install what scripts/packages.sh names, then use --no-install." >&2
    return 1
  fi
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  echo "Installing packages: $missing"
  as_root=
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
      echo "Packages are missing and there is no sudo: as root, run" >&2
      echo "  apt-get install --no-install-recommends -y $missing" >&2
      return 1
    fi
    as_root=sudo
  fi
  # The lists of a fresh machine may be absent or too old: then they are fetched, and the installation is tried again.
  # shellcheck disable=SC2086  # the list of names is meant to be split
  if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --no-install-recommends -y -q $missing; then
    $as_root apt-get update -q
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --no-install-recommends -y -q $missing
  fi
}
