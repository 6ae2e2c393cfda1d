/** What all objects of a network have. */
import type { Fact } from '../fact.ts';
import type { Origin } from '../origin.ts';
import type { Entity } from '../ref.ts';

export interface Noun extends Entity {
  /** Unique in the network: the Terraform address, else the AWS id. */
  readonly key: string;
  /** Terraform address or CloudFormation logical id; null if the input has none. */
  readonly address: string | null;
  readonly id: Fact<string>;
  readonly region: Fact<string>;
  /** Account that owns it. */
  readonly account: Fact<string>;
  readonly at: Origin;
  /** Another name that people use besides the address: the path of its construct in the CDK. */
  readonly path?: string;
  /** Other names to match it by: with the name of its stack. */
  readonly aliases?: readonly string[];
  /** Whether the input only looked it up (a Terraform data source) and does not manage it. */
  readonly lookedUp?: true | undefined;
  /** Whether the plan changes it in place: what it does not tell may be about to change. */
  readonly changing?: true | undefined;
  /** Whether the object is only context: no rule checks it. */
  readonly context?: true | undefined;
}

/** Something else that names an object. */
export interface Mention {
  readonly at: Origin;
  /** Address, or logical ID. */
  readonly name: string;
}
