/**
 * Keys that are known only when the plan is made, but surely differ: names of Availability Zones. In the sources, a
 * name replaces them, so that `for_each` over the zones still shows how many instances there are.
 */
import { lit, symbolOf, unknowable, type Value } from './value.ts';

const STAND_IN = /(?:^|\.)data\.aws_availability_zones\..+\.(?:names|zone_ids)\[\d+\]$/;

/** The key of a value, or the name that stands in for it. Undefined if neither is known. */
export function keyText(value: Value): string | undefined {
  if (value.k === 'lit') {
    const { v } = value;
    return typeof v === 'string' || typeof v === 'number' || typeof v === 'boolean' ? String(v) : undefined;
  }
  const name = symbolOf(value);
  return name !== undefined && STAND_IN.test(name) ? name : undefined;
}

/** The value of a key. */
export function keyValue(key: string | number, sensitive = false): Value {
  if (typeof key === 'number' || !STAND_IN.test(key)) return lit(key, sensitive);
  return unknowable(key, `\`${key}\` is known only when Terraform makes the plan`, key);
}
