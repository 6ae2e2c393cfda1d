// What everything is measured against: read the file, parse it, keep it.
import { readFileSync } from 'node:fs';

globalThis.parsed = JSON.parse(readFileSync(process.argv[2], 'utf8'));
