/** Damage to documents, by a seed: of their structure, and of their bytes. */

export type Random = () => number;

/** The same numbers in [0, 1) for the same seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!;
}

type Container = Record<string, unknown> | unknown[];

/** A place in a document: what holds it, and under which key. */
interface Place {
  readonly holder: Container;
  readonly key: string | number;
  readonly path: readonly (string | number)[];
}

export interface Damage {
  readonly name: string;
  /** Keys and indices from the root to what was hit. */
  readonly path: readonly (string | number)[];
}

function placesIn(document: unknown): Place[] {
  const out: Place[] = [];
  const walk = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      const key = Array.isArray(value) ? Number(name) : name;
      out.push({ holder: value as Container, key, path: [...path, key] });
      walk(inner, [...path, key]);
    }
  };
  walk(document, []);
  return out;
}

function read({ holder, key }: Place): unknown {
  return (holder as Record<string | number, unknown>)[key];
}

function write({ holder, key }: Place, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Names every object has. `__proto__` is refused as a key, and is a text like any other. */
const BORN = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__proto__', 'isPrototypeOf'];

const ODD: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e300,
  4294967296,
  0.5,
  '',
  ' ',
  '\u0000',
  '*',
  '0.0.0.0/0',
  '::/0',
  '10.0.0.0/99',
  'vpc-0a1',
  'arn:aws:iam::*:root',
  [],
  {},
  [[]],
  [null],
  { a: 1 },
];

/** Of a list with one value many times, in characters. */
const LONGEST = 400_000;

type Change = (random: Random, place: Place, all: readonly Place[]) => void;

const CHANGES: Readonly<Record<string, Change>> = {
  'another type': (random, place) => write(place, pick(random, ODD)),
  'text of another place': (random, place, all) => {
    const texts = all.map(read).filter((value) => typeof value === 'string');
    write(place, texts.length === 0 ? '' : pick(random, texts));
  },
  'value of another place': (random, place, all) => write(place, structuredClone(read(pick(random, all)))),
  'a name of every object': (random, place) => write(place, pick(random, BORN)),
  'a huge number': (random, place) => write(place, pick(random, [1e300, -1e300, 2 ** 53, 2 ** 31, 65536, -65536])),
  'in a list': (_, place) => write(place, [read(place)]),
  'in many lists': (random, place) => {
    let value = read(place);
    for (let depth = random() * 300; depth > 0; depth -= 1) value = [value];
    write(place, value);
  },
  'a long list': (_, place) => {
    const value = read(place);
    // Long, and not longer than a file that anybody would give.
    const length = Math.min(2000, Math.ceil(LONGEST / (1 + JSON.stringify(value).length)));
    write(
      place,
      Array.from({ length }, () => structuredClone(value)),
    );
  },
  'twice in its list': (_, { holder, key }) => {
    if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]));
  },
  'another key': (random, place, all) => {
    if (Array.isArray(place.holder)) return;
    const value = read(place);
    delete place.holder[String(place.key)];
    const names = all.map(({ key }) => key).filter((key) => typeof key === 'string');
    write(
      {
        ...place,
        key:
          random() < 0.3
            ? pick(
                random,
                BORN.filter((name) => name !== '__proto__'),
              )
            : pick(random, names),
      },
      value,
    );
  },
  'taken away': (_, { holder, key }) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  },
};

/** Changes a document in one to three places; what it did comes back. The document is a copy of the caller's. */
export function damageStructure(random: Random, document: unknown): Damage[] {
  const done: Damage[] = [];
  for (let times = 1 + Math.floor(random() * 3); times > 0; times -= 1) {
    const places = placesIn(document);
    if (places.length === 0) break;
    const place = pick(random, places);
    const name = pick(random, Object.keys(CHANGES));
    CHANGES[name]!(random, place, places);
    done.push({ name, path: place.path });
  }
  return done;
}

/** Flips, inserts, removes or moves bytes. */
export function damageBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const out = [...bytes];
  const at = () => Math.floor(random() * out.length);
  for (let times = 1 + Math.floor(random() * 4); times > 0; times -= 1) {
    const from = at();
    const length = Math.floor(random() * 40);
    switch (Math.floor(random() * 5)) {
      case 0:
        out[from] = (out[from] ?? 0) ^ (1 << Math.floor(random() * 8));
        break;
      case 1:
        out.splice(from, 0, ...Array.from({ length: 1 + (length % 4) }, () => Math.floor(random() * 256)));
        break;
      case 2:
        out.splice(from, length);
        break;
      case 3:
        out.splice(at(), 0, ...out.slice(from, from + length));
        break;
      default:
        out.length = from;
    }
    if (out.length === 0) break;
  }
  return Uint8Array.from(out);
}
