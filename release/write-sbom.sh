#!/usr/bin/env bash
# Writes the bill of materials of what is shipped, as CycloneDX and as SPDX: release/write-sbom.sh <folder>
set -euo pipefail
out=$(realpath "$1")
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# CycloneDX calls the whole by the name of its folder.
node --import tsx release/write-shipped.ts "$work/clientferry"
cd "$work/clientferry"
for format in cyclonedx spdx; do
  npm sbom --package-lock-only --sbom-type=application --sbom-format="$format" >"$out/sbom.$format.json"
done
