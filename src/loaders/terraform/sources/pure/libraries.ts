/** Libraries that few configurations need: loaded when one of their functions is called. */
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

export const crypto = () => load('node:crypto') as typeof import('node:crypto');
export const zlib = () => load('node:zlib') as typeof import('node:zlib');
export const yaml = () => load('yaml') as typeof import('yaml');
/** Regular expressions as Go has them, in time linear in the text. */
export const re2 = () => load('re2js') as typeof import('re2js');
