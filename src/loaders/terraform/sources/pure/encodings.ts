/** Encodings and hashes. */
import { type Functions, LARGEST, list, refuse, str } from './arguments.ts';
import { crypto, yaml, zlib } from './libraries.ts';

const digest = (algorithm: string, encoding: 'hex' | 'base64') => (text: unknown) =>
  crypto().createHash(algorithm).update(bytesOf(text)).digest(encoding);

/** What the functions of files do with a file's bytes. */
export const HASHES = {
  md5: digest('md5', 'hex'),
  sha1: digest('sha1', 'hex'),
  sha256: digest('sha256', 'hex'),
  sha512: digest('sha512', 'hex'),
  base64sha256: digest('sha256', 'base64'),
  base64sha512: digest('sha512', 'base64'),
} satisfies Functions;

function bytesOf(value: unknown): Buffer | string {
  return value instanceof Uint8Array ? Buffer.from(value) : str(value);
}

export const ENCODINGS: Functions = {
  ...HASHES,
  base64decode: (text) => utf8(fromBase64(str(text))),
  base64encode: (text) => Buffer.from(str(text), 'utf8').toString('base64'),
  base64gunzip: (text) => utf8(zlib().gunzipSync(fromBase64(str(text)), { maxOutputLength: LARGEST })),
  csvdecode: (text) => csv(str(text)),
  jsondecode: (text) => json(str(text)),
  textdecodebase64: (text, encoding) => new TextDecoder(str(encoding)).decode(fromBase64(str(text))),
  textencodebase64: (text, encoding) => encoded(str(text), str(encoding)).toString('base64'),
  urldecode: (text) => decodeURIComponent(str(text).replaceAll('+', ' ')),
  urlencode: (text) =>
    encodeURIComponent(str(text))
      .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll('%20', '+'),
  uuidv5: (namespace, name) => uuid(str(namespace), str(name)),
  yamldecode: (text) => fromYaml(str(text)),
  yamlencode: (value) =>
    yaml().stringify(value, {
      defaultStringType: 'QUOTE_DOUBLE',
      defaultKeyType: 'QUOTE_DOUBLE',
      indentSeq: false,
      lineWidth: 0,
    } as never),
};

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('it is not JSON');
  }
}

function fromYaml(text: string): unknown {
  const document = yaml().parseDocument(text);
  if (document.errors.length > 0) return refuse(`it is not YAML: ${document.errors[0]!.message.split('\n')[0]}`);
  return document.toJS({ maxAliasCount: 100 }) as unknown;
}

function fromBase64(text: string): Buffer {
  if (!/^[A-Za-z0-9+/\s]*=*\s*$/.test(text)) return refuse('it is not base64');
  return Buffer.from(text, 'base64');
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse('it is not UTF-8');
  }
}

function encoded(text: string, encoding: string): Buffer {
  const name = encoding.toLowerCase();
  if (name === 'utf-8') return Buffer.from(text, 'utf8');
  if (name === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (name === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  return refuse(`the encoding ${encoding} is not known here`);
}

/** The first row names the columns. */
function csv(text: string): unknown {
  const rows = csvRows(text);
  const [header, ...rest] = rows;
  if (!header) return refuse('there is no row with the names of the columns');
  if (rest.some((row) => row.length !== header.length)) return refuse('a row has another number of fields');
  return list(rest).map((row) => Object.fromEntries(header.map((name, i) => [name, (row as string[])[i]])));
}

function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (!match) return refuse('a quote is not closed');
    const [, quoted, plain = '', end] = match;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push([...row, '']);
  return rows;
}

const NAMESPACES: Readonly<Record<string, string>> = {
  dns: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  url: '6ba7b811-9dad-11d1-80b4-00c04fd430c8',
  oid: '6ba7b812-9dad-11d1-80b4-00c04fd430c8',
  x500: '6ba7b814-9dad-11d1-80b4-00c04fd430c8',
};

function uuid(namespace: string, name: string): string {
  const space = NAMESPACES[namespace] ?? namespace;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(space)) return refuse('the namespace is not a UUID');
  const hash = crypto()
    .createHash('sha1')
    .update(Buffer.from(space.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
