/**
 * ZIP archives from bytes, as far as Terraform's saved plans need: entries by the central directory, stored or
 * deflated; no ZIP64, no encryption, no spanning. Nothing is ever written anywhere: names are only keys.
 *
 * What `terraform plan -out` writes is such an archive (internal/plans/planfile of hashicorp/terraform), all deflated:
 * - `tfplan`: the plan, in protobuf; `tfstate`, `tfstate-prev`: the state refreshed and as it was, in JSON version 4;
 * - `tfconfig/m-<key>/<file>`: every `.tf` and `.tf.json` file of every module, byte for byte. The key of a module is
 *   the path of its calls, `network.subnets`, without instance keys; the root module has the empty key (`m-/main.tf`).
 *   No other files: neither `.tfvars` nor templates.
 * - `tfconfig/modules.json`: `[{ "Key": "network", "Source": "./modules/network", "Dir": "modules/network" }, …]`, one
 *   of each module and sorted by key. `Source` is as the call has it, but absent for the root, and with the host spelt
 *   out for a registry (`registry.terraform.io/a/b/c`); `Version` only of modules from a registry; `Dir` is relative
 *   to where Terraform ran, `.` for the root.
 * - `.terraform.lock.hcl`: the versions of the providers, in HCL.
 */
import { crc32, inflateRawSync } from 'node:zlib';
import { TextError } from './text-error.ts';

export interface ZipEntry {
  /** As it stands in the archive: may hold `..` or begin with `/`, and must not become a path. */
  readonly name: string;
  /** In bytes, inflated. */
  readonly size: number;
}

export interface Zip {
  readonly entries: readonly ZipEntry[];
  /**
   * The content of an entry; undefined if there is no entry of this name.
   *
   * @throws TextError
   */
  read(name: string): Uint8Array | undefined;
}

export interface ZipLimits {
  /** Entries in the archive. */
  readonly entries: number;
  /** Inflated bytes of one entry that is read. */
  readonly entrySize: number;
  /** Inflated bytes of all entries that are read, each counted as often as it is. */
  readonly totalSize: number;
}

const defaults: ZipLimits = { entries: 20_000, entrySize: 10_000_000, totalSize: 200_000_000 };

interface DirectoryRecord extends ZipEntry {
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly packedSize: number;
  /** Of the local header. */
  readonly offset: number;
}

const endSignature = 0x06054b50;
const endSize = 22;
const maxComment = 0xffff;
const recordSignature = 0x02014b50;
const recordSize = 46;
const localSignature = 0x04034b50;
const localSize = 30;

/** Reads the directory of an archive; contents are inflated when asked for. @throws TextError */
export function readZip(bytes: Uint8Array, limits: Partial<ZipLimits> = {}): Zip {
  const { entries: maxEntries, entrySize, totalSize } = { ...defaults, ...limits };
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records = readDirectory(buffer, maxEntries);
  let left = totalSize;
  return {
    entries: [...records.values()].map(({ name, size }) => ({ name, size })),
    read(name) {
      const record = records.get(name);
      if (record === undefined) return undefined;
      if (record.size > entrySize)
        throw fault(`${name} in this ZIP archive is larger than ${entrySize} bytes`, record.offset);
      left -= record.size;
      if (left < 0) throw fault(`this ZIP archive holds more than ${totalSize} bytes`, record.offset);
      return unpack(buffer, record);
    },
  };
}

function readDirectory(buffer: Buffer, maxEntries: number): Map<string, DirectoryRecord> {
  const end = findEnd(buffer);
  const count = buffer.readUInt16LE(end + 10);
  const size = buffer.readUInt32LE(end + 12);
  let at = buffer.readUInt32LE(end + 16);
  const spanned = buffer.readUInt16LE(end + 4) !== 0 || buffer.readUInt16LE(end + 8) !== count;
  if (spanned || count === 0xffff || at === 0xffffffff)
    throw fault('this ZIP archive is spanned or ZIP64, which vpce-lint does not read', end);
  if (count > maxEntries) throw fault(`this ZIP archive has more than ${maxEntries} entries`, end);
  if (at + size > end) throw fault('the directory of this ZIP archive is in the wrong place', end);
  const records = new Map<string, DirectoryRecord>();
  for (let index = 0; index < count; index++) {
    if (at + recordSize > end || buffer.readUInt32LE(at) !== recordSignature)
      throw fault('the directory of this ZIP archive is damaged', at);
    const nameEnd = at + recordSize + buffer.readUInt16LE(at + 28);
    const next = nameEnd + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32);
    if (next > end) throw fault('the directory of this ZIP archive is damaged', at);
    const name = buffer.toString('utf8', at + recordSize, nameEnd);
    if (records.has(name)) throw fault(`this ZIP archive has two entries ${name}`, at);
    records.set(name, {
      name,
      flags: buffer.readUInt16LE(at + 8),
      method: buffer.readUInt16LE(at + 10),
      crc: buffer.readUInt32LE(at + 16),
      packedSize: buffer.readUInt32LE(at + 20),
      size: buffer.readUInt32LE(at + 24),
      offset: buffer.readUInt32LE(at + 42),
    });
    at = next;
  }
  return records;
}

/** The end record. It is the last record of the file, except for a comment whose length it states. */
function findEnd(buffer: Buffer): number {
  const first = Math.max(0, buffer.length - endSize - maxComment);
  for (let at = buffer.length - endSize; at >= first; at--) {
    if (buffer.readUInt32LE(at) === endSignature && at + endSize + buffer.readUInt16LE(at + 20) === buffer.length)
      return at;
  }
  throw fault('this ZIP archive is cut off, because it has no directory', buffer.length);
}

function unpack(buffer: Buffer, record: DirectoryRecord): Uint8Array {
  const { name, method, size, packedSize, offset } = record;
  const damaged = () => fault(`${name} in this ZIP archive is damaged`, offset);
  if ((record.flags & 1) !== 0) throw fault(`${name} in this ZIP archive is encrypted`, offset);
  if (offset + localSize > buffer.length || buffer.readUInt32LE(offset) !== localSignature) throw damaged();
  const start = offset + localSize + buffer.readUInt16LE(offset + 26) + buffer.readUInt16LE(offset + 28);
  if (start + packedSize > buffer.length) throw damaged();
  const packed = buffer.subarray(start, start + packedSize);
  const content = method === 8 ? inflate(packed, size) : method === 0 ? packed : undefined;
  if (content === undefined || content.length !== size || crc32(content) !== record.crc) throw damaged();
  return content;
}

/** Inflates at most as many bytes as the directory states. Undefined if there are more, or if the data is not deflated. */
function inflate(packed: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch {
    return undefined;
  }
}

function fault(message: string, offset: number): TextError {
  return new TextError(message, { offset, line: 1, column: offset + 1 });
}
