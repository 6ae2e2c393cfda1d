import { SCAN } from './scan.wasm.ts';
import type { Source } from './source.ts';

/** What assembly/index.ts exports. Truth is 1; offsets count from the start of the document, addresses are in `memory`. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly depth: { readonly value: number };
  setSeed(seed: bigint): void;
  begin(offset: number, maxDepth: number): void;
  position(): number;
  keyFrom(): number;
  keyTo(): number;
  byte(): number;
  startOf(level: number): number;
  bracketOf(level: number): number;
  start(): void;
  finish(): void;
  rewind(offset: number, level: number): void;
  keepHere(): number;
  letGo(): void;
  enter(): number;
  key(): void;
  passKey(): void;
  next(): number;
  nameAt(length: number): number;
  findString(name: number, length: number): number;
  skip(): number;
}

interface Imports {
  fill(address: number, offset: number, length: number, room: number): number;
  refuse(fault: number, offset: number, other: number): void;
}

/** As much of the standard's types as is used here: those of Node.js leave it out. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: { reader: Imports }) => { readonly exports: unknown };
};

/** Who looks into a document here and there is served little first, and more as it reads on. */
const LITTLE = 1 << 13;

/** A machine with more memory than this is not kept for the next document. */
const SMALL = 1 << 23;

let compiled: object | undefined;
let idle: Machine | undefined;

/** An instance of the compiled scanner, and its window over a document. */
export class Machine {
  readonly scan: Exports;
  private source: Source | undefined;
  /** Whose window it is still when it is taken again. Whether anybody keeps the document is not for the machine to say. */
  private last: WeakRef<Source> | undefined;
  onFault: Imports['refuse'] | undefined;

  /** What an address is more than the offset of its byte. */
  shift = 0;

  private seen = Buffer.alloc(0);
  private readonly names = new Map<string, { readonly address: number; readonly length: number }>();
  /** Where the window begins and ends. */
  private from = 0;
  private to = 0;
  private step = Number.POSITIVE_INFINITY;

  private constructor() {
    compiled ??= new WebAssembly.Module(Buffer.from(SCAN, 'base64'));
    const reader: Imports = {
      fill: (address, offset, length, room) => this.fill(address, offset, length, room),
      refuse: (fault, offset, other) => this.onFault?.(fault, offset, other),
    };
    this.scan = instanceOf(compiled, reader);
    this.scan.setSeed(BigInt(Math.floor(Math.random() * 2 ** 53)));
  }

  /** A machine that nobody uses; the one that was given back last, where there is one. */
  static take(): Machine {
    const machine = idle ?? new Machine();
    idle = undefined;
    return machine;
  }

  giveBack(): void {
    this.last = this.source && new WeakRef(this.source);
    this.source = undefined;
    this.onFault = undefined;
    if (this.seen.length <= SMALL) idle = this;
  }

  /** The memory that the window is in. When it grows, it is another one, and the one before is empty. */
  get memory(): Buffer {
    if (this.seen.length === 0) this.seen = Buffer.from(this.scan.memory.buffer);
    return this.seen;
  }

  begin(source: Source, maxDepth: number): void {
    this.source = source;
    this.to = 0;
    this.step = Number.POSITIVE_INFINITY;
    this.scan.begin(0, maxDepth);
  }

  rewind(source: Source, offset: number, depth: number, maxDepth: number): void {
    const isSame = (this.source ?? this.last?.deref()) === source;
    this.source = source;
    if (isSame) this.scan.rewind(offset, depth);
    else {
      this.to = -1;
      this.scan.begin(offset, maxDepth);
    }
  }

  has(start: number, end: number): boolean {
    return start >= this.from && end <= this.to;
  }

  /** A stretch of the document: a look at the window, or where it has gone by, at a copy. */
  bytes(start: number, end: number): Buffer {
    if (!this.has(start, end)) return this.source!.bytes(start, end);
    return this.memory.subarray(start + this.shift, end + this.shift);
  }

  private fill(address: number, offset: number, length: number, room: number): number {
    const { memory } = this;
    this.shift = address - offset;
    if (offset + length !== this.to) this.step = LITTLE;
    const into = address + length;
    const count = this.source!.read(memory.subarray(into, into + Math.min(room, this.step)), offset + length);
    this.step *= 2;
    this.from = offset;
    this.to = offset + length + count;
    return count;
  }

  /** Whether the object that was closed last has a string by this name; `keyFrom` and `keyTo` are then its extent. */
  findString(name: string): boolean {
    let known = this.names.get(name);
    if (known === undefined) {
      const length = Buffer.byteLength(name);
      known = { address: this.scan.nameAt(length), length };
      this.memory.write(name, known.address);
      this.names.set(name, known);
    }
    return this.scan.findString(known.address, known.length) === 1;
  }
}

/** Machines get no memory, for WebAssembly's takes gigabytes of addresses and a limit forbids that. */
export class NoAddressSpace extends Error {
  constructor(cause: unknown) {
    super(`no memory for WebAssembly (ulimit -v?): run node with ${NoAddressSpace.remedy}`, { cause });
    this.name = 'NoAddressSpace';
  }

  /** An option of Node.js. Memory then takes no more than it holds, and reading takes longer. */
  static readonly remedy = '--disable-wasm-trap-handler';
}

function instanceOf(module: object, reader: Imports): Exports {
  try {
    return new WebAssembly.Instance(module, { reader }).exports as Exports;
  } catch (error) {
    if (error instanceof RangeError) throw new NoAddressSpace(error);
    throw error;
  }
}
