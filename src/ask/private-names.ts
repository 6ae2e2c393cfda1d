import { endpointServiceOf, isOnlyRegionUnknown, serviceFacts } from '../aws/index.ts';
import type { Endpoint, Network } from '../model/index.ts';
import { targetOf } from './services.ts';

/** A private DNS name as a pattern: `sqs.us-east-1.amazonaws.com`, `*.s3.us-east-1.amazonaws.com`. */
export type PrivateName = string;

/**
 * The names that private DNS would answer for the service of an endpoint. They come from the input, or else from the
 * bundled table, or else from the service name. Undefined if the service is not known.
 */
export function privateNames(endpoint: Endpoint, net: Network): readonly PrivateName[] | undefined {
  const target = targetOf(endpoint);
  if (target == null) return undefined;
  const names = serviceFacts(net, endpoint)?.privateDnsNames.value;
  if (!names && isOnlyRegionUnknown(endpoint)) return undefined;
  // Two services may have the same name, which only apply will show.
  if (!names && endpointServiceOf(endpoint)?.privateDnsName.known === false) return undefined;
  return names && names.length > 0 ? names : [`service ${target}`];
}

/** Whether two sets of names share one. A wildcard shares with itself and with what it matches. */
export function shareName(a: readonly PrivateName[], b: readonly PrivateName[]): PrivateName | undefined {
  return a.find((one) => b.some((other) => one === other || matches(one, other) || matches(other, one)));
}

function matches(pattern: string, name: string): boolean {
  return pattern.startsWith('*.') && !name.startsWith('*.') && name.endsWith(pattern.slice(1));
}

/** The names of hosted zones that answer for a service: its names without a leading wildcard. */
export function zoneNames(endpoint: Endpoint, net: Network): readonly string[] {
  const names = privateNames(endpoint, net) ?? [];
  return [...new Set(names.filter((n) => !n.startsWith('service ')).map((n) => n.replace(/^\*\./, '')))];
}
