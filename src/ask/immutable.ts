/**
 * Attributes of an endpoint that AWS cannot change. A change creates another endpoint.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html (it has no parameter for them)
 */
import { LATTICE_TYPES } from '../aws/index.ts';
import { type Endpoint, type Fact, is, type NetworkBefore, type Origin, show, within } from '../model/index.ts';
import { stays } from './before.ts';

export interface ImmutableChange {
  /** As the input calls it. */
  readonly attribute: string;
  /** For a sentence. */
  readonly words: string;
  readonly at: Origin;
  /** The values as far as they may be printed; null if they are unknown. */
  readonly before: unknown;
  readonly after: unknown;
}

interface Immutable {
  readonly attribute: string;
  readonly words: string;
  /** Types of endpoint it holds for. Default: all. */
  readonly types?: readonly string[];
  readonly fact?: (endpoint: Endpoint) => Fact<unknown>;
}

const IMMUTABLE: readonly Immutable[] = [
  { attribute: 'service_name', words: 'service name', fact: (e) => e.serviceName },
  { attribute: 'vpc_endpoint_type', words: 'type', fact: (e) => e.type },
  { attribute: 'vpc_id', words: 'VPC' },
  { attribute: 'service_region', words: 'service Region', fact: serviceRegion },
  { attribute: 'resource_configuration_arn', words: 'resource configuration', fact: (e) => e.resourceConfigurationArn },
  { attribute: 'service_network_arn', words: 'service network', fact: (e) => e.serviceNetworkArn },
  { attribute: 'dns_options.private_dns_preference', words: 'private DNS preference', types: LATTICE_TYPES },
  { attribute: 'dns_options.private_dns_specified_domains', words: 'private DNS domains', types: LATTICE_TYPES },
];

/** Without a service Region the service is in the Region of the endpoint, which a state then shows. */
function serviceRegion({ serviceRegion: own, region }: Endpoint): Fact<string | null> {
  return is(own, null) ? region : own;
}

/**
 * The changes that force the replacement of an endpoint because AWS cannot make them in place; a text says why that is not known.
 * Terraform names what forces a replacement. If it does not (a plan without `replace_paths`), known values are compared.
 */
export function immutableChanges(
  endpoint: Endpoint,
  was: Endpoint,
  before: NetworkBefore,
): readonly ImmutableChange[] | string {
  const { replacement } = endpoint;
  if (!replacement) return [];
  const { forcedBy, reason } = replacement;
  const ofType = IMMUTABLE.filter(({ types }) => !types || !was.type.known || types.includes(was.type.value));
  const changes: ImmutableChange[] = [];
  let unclear: string | undefined;
  for (const each of ofType) {
    const changed =
      forcedBy.length > 0 ? forcedBy.includes(calledBy(before, each.attribute)) : differs(each, endpoint, was, before);
    if (typeof changed === 'string') unclear ??= changed;
    else if (changed && each.types && !was.type.known) unclear ??= was.type.because;
    else if (changed) changes.push(tell(each, endpoint, was, before));
  }
  if (changes.length > 0 || unclear === undefined) return changes;
  // The reason is not an attribute, so unknown attributes stay as they were.
  return forcedBy.length === 0 && reason !== null && reason !== 'replace_because_cannot_update' ? [] : unclear;
}

function tell({ attribute, words, fact }: Immutable, endpoint: Endpoint, was: Endpoint, before: NetworkBefore) {
  const shown = (of: Endpoint) => (fact ? show(fact(of)) : null);
  const called = calledBy(before, attribute);
  return {
    attribute: called,
    words,
    at: placeOf(called, endpoint, before),
    before: shown(was),
    after: shown(endpoint),
  };
}

/** Terraform's name of an attribute as the input calls it: `DnsOptions.PrivateDnsPreference` in a change set. */
function calledBy({ by }: NetworkBefore, attribute: string): string {
  return by === 'plan'
    ? attribute
    : attribute.replace(
        /(^|_|\.)([a-z])/g,
        (_, before: string, letter: string) => `${before === '.' ? '.' : ''}${letter.toUpperCase()}`,
      );
}

/** Where an attribute is written, by its name in the input. */
export function placeOf(attribute: string, { at }: Endpoint, { by }: NetworkBefore): Origin {
  const [first] = attribute.split('.');
  return by === 'plan' ? within(at, first!) : within(at, 'Properties', first!);
}

/** Whether the attribute changes; a text says why that is not known. */
function differs({ attribute, fact }: Immutable, endpoint: Endpoint, was: Endpoint, before: NetworkBefore) {
  if (attribute === 'vpc_id') {
    const same = stays(was.vpc, endpoint.vpc, before);
    return same === 'unknown' ? `it is not known whether the VPC of ${endpoint.key} changes` : same === 'no';
  }
  // Preferences cannot be distinguished from defaults of AWS.
  if (!fact) return false;
  const [old, now] = [fact(was), fact(endpoint)];
  if (!old.known) return old.because;
  return now.known ? old.value !== now.value : now.because;
}
