import { find } from './names.ts';
import type { ResolvedScene, Target, Vpc } from './resolved.ts';

/** What the parts of a scene are resolved with: those resolved before. */
export type Draft = {
  -readonly [K in keyof ResolvedScene]: ResolvedScene[K];
};

/** What every VPC has: subnets by these letters. */
export const LETTERS = ['a', 'b', 'c'] as const;

/** Entries of a part of the scene, without those that are null. */
export function entries<T>(part: Readonly<Record<string, T | null>> | undefined): [string, T][] {
  return Object.entries(part ?? {}).filter((entry): entry is [string, T] => entry[1] !== null);
}

/** What a default object of a VPC is called: `https`, in further VPCs `<vpc>-https`. */
export function defaultName(draft: Draft, vpc: Vpc | undefined, name: string): string {
  return vpc === undefined || vpc === draft.vpcs[0] ? name : `${vpc.name}-${name}`;
}

/** The VPC named, by default the first. */
export function vpcNamed(draft: Draft, name: string | undefined): Target<Vpc> {
  return name === undefined ? { to: draft.vpcs[0]! } : find(draft.vpcs, name, 'VPC');
}
