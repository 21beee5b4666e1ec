// Leaves a .br and a .gz beside each file of dist that a browser would want compressed: the daemon sends them and compresses nothing itself.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = fileURLToPath(new URL('../dist', import.meta.url));
const kinds = new Set(['.js', '.css', '.svg', '.json', '.webmanifest', '.txt', '.wasm']);
const leastBytes = 1024;

for (const name of readdirSync(folder, { recursive: true })) {
  const path = join(folder, name);
  if (!kinds.has(extname(path)) || !statSync(path).isFile()) continue;
  const content = readFileSync(path);
  if (content.length < leastBytes) continue;
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
}
