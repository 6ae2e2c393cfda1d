/** The networks that are joined: the checked one, and what is known beside it. */
import { table } from '../base/table.ts';
import type { Network, NounKind, Nouns, Places } from '../model/index.ts';

export interface Source {
  readonly network: Network;
  readonly is: 'judged' | 'plan' | 'state' | 'export';
  /** What a person calls it: its file, or the directory of its files. */
  readonly name: string;
  readonly places: Places;
  /** When the plan was made, ISO 8601; undefined if the document does not say. */
  readonly madeAt?: string | undefined;
  /** Belongs to another account or Region. Only its hosted zones and similar objects are used. */
  readonly foreign?: true;
}

/** The list of a network that holds the objects of a kind. */
export const LISTS = table({
  endpoint: 'endpoints',
  vpc: 'vpcs',
  subnet: 'subnets',
  'security-group': 'securityGroups',
  'route-table': 'routeTables',
  'prefix-list': 'prefixLists',
  'endpoint-service': 'endpointServices',
  'load-balancer': 'loadBalancers',
  'hosted-zone': 'hostedZones',
  'resolver-rule': 'resolverRules',
  'dns-profile': 'dnsProfiles',
  attachment: 'attachments',
  'managed-endpoint': 'managedEndpoints',
  'rest-api': 'restApis',
  workload: 'workloads',
  'network-acl': 'networkAcls',
  'dhcp-options': 'dhcpOptions',
  gateway: 'gateways',
}) satisfies Record<NounKind, keyof Nouns>;

/** An object of the kind. */
export type NounOf<K extends NounKind> = Nouns[(typeof LISTS)[K]][number];
export type AnyNoun = NounOf<NounKind>;

export const KINDS = Object.keys(LISTS) as NounKind[];

/** The objects of a kind that a network has, and those it adds to. */
export function nounsOf(network: Network, kind: NounKind): { own: readonly AnyNoun[]; extended: readonly AnyNoun[] } {
  const list = LISTS[kind];
  return { own: network[list], extended: network.extended?.[list] ?? [] };
}
