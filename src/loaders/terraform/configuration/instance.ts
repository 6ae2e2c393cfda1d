import type { Origin, PlannedAction } from '../../../model/index.ts';
import type { ConfigResource } from '../document/configuration.ts';
import type { Assumed, Instance } from '../document/document.ts';
import type { JsonRecord } from '../document/shapes.ts';

export interface InstanceParts {
  readonly address: string;
  readonly module: string;
  readonly blockName: string;
  readonly key: string | number | undefined;
  readonly block: ConfigResource;
  readonly input: number;
  readonly action: PlannedAction | 'read';
  readonly assumed: Assumed | undefined;
}

/** What is known about an instance, and which parts are sensitive. */
export interface KnownValues {
  readonly values: JsonRecord;
  readonly sensitive: JsonRecord;
}

/** An instance as the sources make it; its values are evaluated when they are first asked for. */
export class WrittenInstance implements Instance {
  readonly address: string;
  readonly module: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly blockName: string;
  readonly key: string | number | undefined;
  readonly block: ConfigResource;
  readonly action: PlannedAction | 'read';
  readonly assumed: Assumed | undefined;
  readonly at: Origin;
  readonly before = undefined;
  readonly unknown = undefined;
  readonly provider = undefined;
  readonly #evaluate: (instance: WrittenInstance) => KnownValues;
  #known: KnownValues | undefined;

  constructor(parts: InstanceParts, evaluate: (instance: WrittenInstance) => KnownValues) {
    this.address = parts.address;
    this.module = parts.module;
    this.mode = parts.block.mode;
    this.type = parts.block.type;
    this.name = parts.block.name;
    this.blockName = parts.blockName;
    this.key = parts.key;
    this.block = parts.block;
    this.action = parts.action;
    this.assumed = parts.assumed;
    this.at = { input: parts.input, address: parts.address };
    this.#evaluate = evaluate;
  }

  get values(): JsonRecord {
    return this.#all().values;
  }

  get sensitive(): unknown {
    return this.#all().sensitive;
  }

  #all(): KnownValues {
    this.#known ??= this.#evaluate(this);
    return this.#known;
  }
}
