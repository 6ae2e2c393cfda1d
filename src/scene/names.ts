import { createHash } from 'node:crypto';
import { zoneIdPrefix } from '../aws/index.ts';
import type { Target } from './resolved.ts';

/** Ids that look like AWS's and are the same for the same scene and name. */
export function idMaker(seed: string): (prefix: string, ...name: readonly (string | number)[]) => string {
  return (prefix, ...name) => `${prefix}-0${digest([seed, prefix, ...name].join('\n')).slice(0, 16)}`;
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A Terraform name for a name of the scene: `ecr.api` is `ecr_api`. */
export function label(name: string): string {
  const word = name.replace(/[^A-Za-z0-9_-]/g, '_');
  return /^[A-Za-z_]/.test(word) ? word : `_${word}`;
}

const AWS_ID = /^(?:vpc|subnet|sg|rtb|pl|vpce|eni)-[0-9a-f]{8,17}$/;

/** The object of a name, or one outside the scene by its id. Anything else is a slip of the scene's author. */
export function find<T extends { readonly name: string }>(list: readonly T[], name: string, what: string): Target<T> {
  const to = list.find((item) => item.name === name);
  if (to) return { to };
  if (AWS_ID.test(name)) return { outside: name };
  throw new Error(`scene: no ${what} \`${name}\`; it has ${list.map((item) => item.name).join(', ') || 'none'}`);
}

/** The same where only an object of the scene will do. */
export function findHere<T extends { readonly name: string }>(list: readonly T[], name: string, what: string): T {
  const target = find(list, name, what);
  if ('to' in target) return target.to;
  throw new Error(`scene: ${what} \`${name}\` must be one of the scene`);
}

/** Name and id of a zone given by its letter or whole name. Zone `a` is always `az1` here. */
export function zoneNamed(zone: string, region: string): { readonly name: string; readonly id: string } {
  const prefix = zoneIdPrefix(region);
  if (/^[a-z]$/.test(zone)) return { name: `${region}${zone}`, id: `${prefix}-az${zone.charCodeAt(0) - 96}` };
  const part = zone.slice(region.length + 1);
  const local = /^(\w+)-(\d+)([a-z])$/.exec(part);
  if (local) return { name: zone, id: `${prefix}-${local[1]}${local[2]}-az${local[3]!.charCodeAt(0) - 96}` };
  return { name: zone, id: `${prefix}-${part}` };
}
