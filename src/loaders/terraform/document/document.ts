/** The common form of every kind of Terraform document: its instances, and what it says about the whole. */
import type { Origin, PlannedAction, Replacement } from '../../../model/index.ts';
import type { ConfigResource, Configuration } from './configuration.ts';
import type { JsonRecord } from './shapes.ts';

/** One resource or data source instance. */
export interface Instance {
  readonly address: string;
  /** Module instance that contains it. Empty for the root. */
  readonly module: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** Its block's name inside the module: `aws_subnet.a`, `data.aws_subnet.a`. */
  readonly blockName: string;
  readonly key: string | number | undefined;
  /** `after`, or the state's attributes. What is unknown is absent. */
  readonly values: JsonRecord;
  /** `after_unknown`: `true` where a value is known only after apply. */
  readonly unknown: unknown;
  readonly sensitive: unknown;
  /** The values before the plan. Undefined for what the plan creates, and in states. */
  readonly before: JsonRecord | undefined;
  /** `before_sensitive`. */
  readonly sensitiveBefore?: unknown;
  /** `read` for data sources that Terraform reads only at apply. */
  readonly action: PlannedAction | 'read' | 'delete' | 'forget' | null;
  /** Its address before a move that the plan makes. */
  readonly previousAddress?: string | undefined;
  /** How it is replaced, where it is. */
  readonly replacement?: Replacement | undefined;
  /** Its block in `configuration`. Undefined if the document has none. */
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
  /** Instances that exist after the plan (or in the state): managed ones, and data sources, read or still to read. */
  readonly instances: readonly Instance[];
  /** Managed instances of network types that the plan removes (deleted, forgotten, or the old half of a replacement). */
  readonly removed: readonly Instance[];
  /** When the plan was made, ISO 8601. Undefined if the plan does not say, or if the document is not a plan. */
  readonly madeAt?: string | undefined;
  readonly configuration: Configuration | undefined;
  /** Root variables by name, with values in clear. */
  readonly variables: ReadonlyMap<string, unknown>;
  /** Why the document is incomplete. Null for a complete one. */
  readonly partial: {
    readonly code: 'plan-partial' | 'plan-errored' | 'unread-module' | 'damaged';
    readonly message: string;
  } | null;
  /** Why there may be objects that are not among the instances. Null or left out if there are none. */
  readonly gaps?: string | null;
  /** Addresses of objects passed to modules that we cannot read, with the reason. */
  readonly handedOn?: ReadonlyMap<string, string>;
  /** Whether an absent attribute may be unknown (planned values without their changes). */
  readonly absentIsUnknown: boolean;
}

/** A document that only says what exists: a state, or what existed before a plan. */
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
