import { createRequire } from 'node:module';

let loaded: typeof import('node:crypto') | undefined;

function crypto(): typeof import('node:crypto') {
  loaded ??= createRequire(import.meta.url)('node:crypto') as typeof import('node:crypto');
  return loaded;
}

/** From here on loading `node:crypto` pays: it hashes twenty times as fast. */
const MANY = 300;
let asked = 0;

/**
 * SHA-256 of short texts, as lower-case hex (FIPS 180-4). Loading `node:crypto` for a few of them would take a third of the
 * time that judging a small plan takes.
 */
export function sha256(text: string): string {
  asked += 1;
  return asked > MANY ? crypto().hash('sha256', text) : hash(text);
}

/** The same in plain code; a test holds it against the other. */
export function hash(text: string): string {
  const message = padded(new TextEncoder().encode(text));
  constants ??= computeConstants();
  const { seed, round } = constants;
  const state = Uint32Array.from(seed);
  const schedule = new Uint32Array(64);
  for (let block = 0; block < message.byteLength; block += 64) mix(state, message, block, schedule, round);
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
}

/** A one bit, zeros up to a whole block, and the length in bits. */
function padded(bytes: Uint8Array): DataView {
  const blocks = Math.ceil((bytes.length + 9) / 64);
  const out = new Uint8Array(blocks * 64);
  out.set(bytes);
  out[bytes.length] = 0x80;
  const view = new DataView(out.buffer);
  view.setBigUint64(out.length - 8, BigInt(bytes.length) * 8n);
  return view;
}

function mix(state: Uint32Array, message: DataView, block: number, w: Uint32Array, round: readonly number[]): void {
  for (let i = 0; i < 16; i += 1) w[i] = message.getUint32(block + i * 4);
  for (let i = 16; i < 64; i += 1) {
    const a = w[i - 15]!;
    const b = w[i - 2]!;
    w[i] =
      w[i - 16]! +
      (rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3)) +
      w[i - 7]! +
      (rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10));
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < 64; i += 1) {
    const one = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + round[i]! + w[i]!;
    const two = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

let constants: { readonly seed: readonly number[]; readonly round: readonly number[] } | undefined;

/** Fractional parts of the square roots of the first 8 primes, and of the cube roots of the first 64. */
function computeConstants() {
  const primes: number[] = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return {
    seed: primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime))),
    round: primes.map((prime) => fraction(Math.cbrt(prime))),
  };
}

function fraction(root: number): number {
  return Math.floor((root % 1) * 2 ** 32) >>> 0;
}
