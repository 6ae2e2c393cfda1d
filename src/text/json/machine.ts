import { inSentences } from '../../base/sentences.ts';
import { TextError } from '../text-error.ts';
import { OUT_OF_MEMORY } from './refuse.ts';
import { SCAN } from './scan.wasm.ts';
import type { Source } from './source.ts';
import { Repeated } from './strings.ts';

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
  readonly strings = new Repeated();
  private source: Source | undefined;
  /** Of the document whose window it is, also when it is taken again. */
  private sourceId = 0;
  onFault: Imports['refuse'] | undefined;

  private isBroken = false;

  /** What an address is more than the offset of its byte. */
  shift = 0;

  private seen = Buffer.alloc(0);
  private readonly names = new Map<string, { readonly address: number; readonly length: number }>();
  /** Where the window begins and ends. */
  private from = 0;
  private to = 0;
  private step = Number.POSITIVE_INFINITY;

  private constructor() {
    if (typeof WebAssembly === 'undefined') throw new NoWebAssembly('it is switched off (--jitless)');
    compiled ??= new WebAssembly.Module(Buffer.from(SCAN, 'base64'));
    const reader: Imports = {
      // Addresses come as signed numbers.
      fill: (address, offset, length, room) => this.fill(address >>> 0, offset, length, room),
      refuse: (fault, offset, other) => {
        this.isBroken = fault === OUT_OF_MEMORY;
        this.onFault?.(fault, offset, other);
      },
    };
    this.scan = instanceOf(compiled, reader);
    this.scan.setSeed(BigInt(Math.floor(Math.random() * 2 ** 53)));
  }

  /** Lends a machine that is not in use: the one that was used last, if there is one. */
  static use<T>(work: (machine: Machine) => T): T {
    const machine = idle ?? new Machine();
    idle = undefined;
    try {
      const result = work(machine);
      machine.rest();
      return result;
    } catch (error) {
      // A faulty document does not break the machine.
      if (error instanceof TextError && !machine.isBroken) machine.rest();
      throw error;
    }
  }

  private rest(): void {
    this.source = undefined;
    this.onFault = undefined;
    if (this.scan.memory.buffer.byteLength <= SMALL) idle = this;
  }

  /** The memory that the window is in. When it grows, it is another one, and the one before is empty. */
  get memory(): Buffer {
    if (this.seen.length === 0) this.seen = Buffer.from(this.scan.memory.buffer);
    return this.seen;
  }

  begin(source: Source, maxDepth: number): void {
    this.source = source;
    this.sourceId = source.id;
    this.to = 0;
    this.step = Number.POSITIVE_INFINITY;
    this.scan.begin(0, maxDepth);
  }

  rewind(source: Source, offset: number, depth: number, maxDepth: number): void {
    const isSame = this.sourceId === source.id;
    this.source = source;
    this.sourceId = source.id;
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
      known = { address: this.scan.nameAt(length) >>> 0, length };
      this.memory.write(name, known.address);
      this.names.set(name, known);
    }
    return this.scan.findString(known.address, known.length) === 1;
  }
}

/** Nothing can be read. */
export class NoWebAssembly extends Error {
  /** An option of Node.js that helps. */
  readonly remedy: string | undefined;

  constructor(why: string, remedy?: string) {
    super(inSentences(`vpce-lint needs WebAssembly, but ${why}`, remedy && `Run node with ${remedy}`));
    this.name = 'NoWebAssembly';
    this.remedy = remedy;
  }
}

/** With this option memory uses only as many addresses as it has bytes, but reading is slower. */
const PLAIN_MEMORY = '--disable-wasm-trap-handler';

function instanceOf(module: object, reader: Imports): Exports {
  try {
    return new WebAssembly.Instance(module, { reader }).exports as Exports;
  } catch (error) {
    // Its memory takes gigabytes of addresses, and a limit may forbid that.
    if (error instanceof RangeError) throw new NoWebAssembly('it gets no memory (ulimit -v?)', PLAIN_MEMORY);
    throw error;
  }
}

/** Finds out whether anything can be read. @throws NoWebAssembly */
export function prepare(): void {
  Machine.use(() => {});
}
