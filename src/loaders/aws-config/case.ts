/** Names of fields as AWS Config writes them and as the EC2 API does. */
import { type Fields, isObject } from '../describe/row.ts';

/**
 * With the names of the EC2 API: `vpcEndpointId` is `VpcEndpointId`. A value of an enumeration is an object around its
 * text here (`state: {value: "available"}`); a tag says itself twice.
 */
export function pascal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascal);
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === 'value' && typeof value.value === 'string') return value.value;
  return Object.fromEntries(keys.map((key) => [capital(key), pascal(value[key])]));
}

/** The name of a field as it stands in the file: the other way round. */
export function small(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Converts a field, if it is present. */
export function named(fields: Fields, name: string, make: (value: unknown) => unknown): Fields {
  return Object.hasOwn(fields, name) ? { [name]: make(fields[name]) } : {};
}
