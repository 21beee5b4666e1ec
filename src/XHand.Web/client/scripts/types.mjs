// Makes src/shared/api/schema.d.ts out of openapi.json, the server's own description of its API (deploy/types.sh writes that). The first
// line says of which description it was made; a test of the server compares.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const client = fileURLToPath(new URL('..', import.meta.url));
const made = 'src/shared/api/schema.d.ts';

// By npx: it needs an older TypeScript beside it than the one that the client is checked with.
execFileSync('npx', ['-y', 'openapi-typescript@7.13.0', 'openapi.json', '--default-non-nullable', 'false', '-o', made], {
  cwd: client,
  stdio: 'inherit',
});
const digest = createHash('sha256')
  .update(readFileSync(`${client}/openapi.json`))
  .digest('hex');
writeFileSync(`${client}/${made}`, `// openapi.json sha256 ${digest}\n${readFileSync(`${client}/${made}`, 'utf8')}`);
