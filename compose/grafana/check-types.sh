#!/bin/sh
# Holds the dashboards against the types that Grafana publishes on npm. Not part of the build: it needs Node 20 and npm.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
npm install --silent --no-audit --no-fund typescript@5.9.3 @grafana/schema@13.2.3
cat >plain.ts <<'TS'
import type { Dashboard } from "@grafana/schema";
// JSON has the text of an enumeration's member, not the member.
export type Plain<T> = T extends string ? T | `${T}` : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
// What a data source adds to its annotations is not in the common type.
export type Checked = Plain<Dashboard> & { annotations?: { list?: Record<string, any>[] } };
TS
{
    echo 'import type { Options } from "./node_modules/@grafana/schema/dist/types/raw/composable/heatmap/panelcfg/x/types.gen";'
    echo 'import type { Plain } from "./plain";'
    node -e 'for (const file of process.argv.slice(1)) for (const panel of require(file).panels)
        if (panel.type === "heatmap") console.log(`void (${JSON.stringify(panel.options)} satisfies Plain<Options>);`)' \
        "$here"/provisioning/dashboards/*/*.json
} >heatmaps.ts
for file in "$here"/provisioning/dashboards/*/*.json; do
    name=$(basename "$(dirname "$file")")_$(basename "$file" .json)
    { echo 'import type { Checked } from "./plain";'; echo 'export const dashboard: Checked ='; cat "$file"; } >"$name.ts"
done
npx tsc --noEmit --skipLibCheck --strict --module esnext --moduleResolution bundler ./*.ts
echo "$(ls "$here"/provisioning/dashboards/*/*.json | wc -l) dashboards agree with @grafana/schema 13.2.3"
