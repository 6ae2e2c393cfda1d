/** The common form of every kind of Terraform document: its instances, and what it says about the whole. */
import type { Origin, PlannedAction, Replacement } from '../../../model/index.ts';
import type { ConfigResource, Configuration } from './configuration.ts';
import type { JsonRecord } from './shapes.ts';

/** One resource or data source instance. */
export interface Instance {
  readonly address: string;
  /** Module instance it lies in; empty for the root. */
  readonly module: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** What its block is called inside the module: `aws_subnet.a`, `data.aws_subnet.a`. */
  readonly blockName: string;
  readonly key: string | number | undefined;
  /** `after`, or the state's attributes. What is unknown is absent. */
  readonly values: JsonRecord;
  /** `after_unknown`: `true` where a value is known only after apply. */
  readonly unknown: unknown;
  readonly sensitive: unknown;
  /** As it is before the plan; undefined for what is created, and in states. */
  readonly before: JsonRecord | undefined;
  /** `before_sensitive`. */
  readonly sensitiveBefore?: unknown;
  /** `read` for data sources put off to apply. */
  readonly action: PlannedAction | 'read' | 'delete' | 'forget' | null;
  /** Its address before a move that the plan makes. */
  readonly previousAddress?: string | undefined;
  /** How it is replaced, where it is. */
  readonly replacement?: Replacement | undefined;
  /** Its block in `configuration`; undefined where the document has none. */
  readonly block: ConfigResource | undefined;
  /** Provider as the document names it, which gives the Region. */
  readonly provider: string | undefined;
  readonly at: Origin;
  /** Why it is assumed to exist, which is not known: its `count` or `for_each`, or that of a module around it. */
  readonly assumed?: Assumed | undefined;
}

/** Why one instance of a block is assumed to exist, although nobody knows how many there are. */
export interface Assumed {
  /** A sentence for a person. */
  readonly message: string;
  /** What is not known. Instances that are assumed to exist for the same cause exist together. */
  readonly cause: string;
}

export interface TerraformDocument {
  readonly kind: 'terraform-plan' | 'terraform-state' | 'terraform-sources';
  readonly input: number;
  /** Instances that are there after the plan (or in the state): managed ones, and data sources that were read or put off. */
  readonly instances: readonly Instance[];
  /** Managed instances of network types that the plan removes (deleted, forgotten, or the old half of a replacement). */
  readonly removed: readonly Instance[];
  /** When the plan was made, ISO 8601. Undefined if the plan does not say, or if the document is not a plan. */
  readonly madeAt?: string | undefined;
  readonly configuration: Configuration | undefined;
  /** Root variables by name, with values in clear. */
  readonly variables: ReadonlyMap<string, unknown>;
  /** Why the document does not hold everything; null for a whole one. */
  readonly partial: {
    readonly code: 'plan-partial' | 'plan-errored' | 'unread-module' | 'damaged';
    readonly message: string;
  } | null;
  /** Why there may be objects that are not among the instances; null or left out where there are none. */
  readonly gaps?: string | null;
  /** Addresses of objects that are handed to modules which are not at hand, with why these are not. */
  readonly handedOn?: ReadonlyMap<string, string>;
  /** Whether an absent attribute may be unknown (planned values without their changes). */
  readonly absentIsUnknown: boolean;
}

/** A document that only says what is there: a state, or what was there before a plan. */
export function documentOfInstances(input: number, instances: readonly Instance[]): TerraformDocument {
  return {
    kind: 'terraform-state',
    input,
    instances,
    removed: [],
    configuration: undefined,
    variables: new Map(),
    partial: null,
    absentIsUnknown: false,
  };
}
