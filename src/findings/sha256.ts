import { createRequire } from 'node:module';

let crypto: typeof import('node:crypto') | undefined;

/** SHA-256 of a text, as lower-case hex. Reports for people hash nothing, and need not load `node:crypto` for it. */
export function sha256(text: string): string {
  crypto ??= createRequire(import.meta.url)('node:crypto') as typeof import('node:crypto');
  return crypto.hash('sha256', text);
}
