// Bundles src/app.css and src/app.ts into the folder named on the command line, with compressed copies beside each
// text file: the server sends those as they are. Checking types is `./dev lint`'s work, not this one's.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const target = process.argv[2];

await build({
  entryPoints: ["src/app.css", "src/app.ts"],
  outdir: target,
  bundle: true,
  minify: true,
  sourcemap: false,
  format: "esm",
  target: ["es2022", "chrome123", "firefox120", "safari17.5"],
  // The fonts' names carry their hash, so browsers may keep them for ever.
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file", ".svg": "file" },
  logLevel: "warning",
});

for (const name of readdirSync(target)) {
  if (!/\.(css|js)$/.test(name)) continue;
  const path = join(target, name);
  const content = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
