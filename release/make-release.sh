#!/usr/bin/env bash
# Makes a release of what is committed: npm run release
# Asks the registry for known weaknesses and for the signatures of all packages, runs all checks, then writes the package, its
# bill of materials (CycloneDX and SPDX) and their checksums into release/<version>/. Without the network it stops and writes
# nothing: what could not be asked is not known to be good.
set -euo pipefail
cd "$(dirname "$0")/.."

stop() {
  echo "No release: $1" >&2
  exit 1
}

[ -z "$(git status --porcelain)" ] || stop 'the work tree holds what is not committed (see git status).'
version=$(node -p "require('./package.json').version")
out=release/$version
[ ! -e "$out" ] || stop "$out is there already. Raise the version, or remove it."

work=$(mktemp -d)
trap 'rm -rf "$work" npm-shrinkwrap.json' EXIT

rm -rf dist
npm ci
node --import tsx release/write-shipped.ts "$work"
(cd "$work" && npm audit --audit-level=high) ||
  stop 'a package that is shipped has a known weakness, or the registry could not be asked (see above).'
npm audit signatures ||
  stop 'a package is not signed as it should be, or the registry could not be asked (see above).'
npm run check

mkdir -p "$work/out"
release/write-sbom.sh "$work/out"
# Who installs the package gets the very versions that were tested; npm packs a lockfile under this name only.
cp package-lock.json npm-shrinkwrap.json
npm pack --ignore-scripts --pack-destination "$work/out"
(cd "$work/out" && sha256sum -- * >SHA256SUMS)
mv "$work/out" "$out"
echo "Release $version is in $out; sha256sum --check SHA256SUMS there says whether it is whole."
