import { lazy } from '../../base/memo.ts';
import { nearest } from '../../base/nearest.ts';
import { withoutPlaceholders } from '../document/placeholder.ts';
import { endpointPrefixes } from './prefixes.ts';
import { carriesVpceKey } from './vpce-keys.ts';

/**
 * Every global condition key, as the IAM User Guide lists them ("AWS global condition context keys", November 2026), the
 * cross-service keys among them. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const GLOBAL = (
  'aws:PrincipalArn aws:PrincipalAccount aws:PrincipalOrgPaths aws:PrincipalOrgID aws:PrincipalTag/${TagKey} ' +
  'aws:PrincipalIsAWSService aws:PrincipalServiceName aws:PrincipalServiceNamesList aws:PrincipalType aws:userid ' +
  'aws:username aws:AssumedRoot aws:FederatedProvider aws:TokenIssueTime aws:SignInSessionArn aws:MultiFactorAuthAge ' +
  'aws:MultiFactorAuthPresent aws:ChatbotSourceArn aws:Ec2InstanceSourceVpc aws:Ec2InstanceSourcePrivateIPv4 ' +
  'aws:SourceIdentity ec2:RoleDelivery ec2:SourceInstanceArn glue:RoleAssumedBy glue:CredentialIssuingService ' +
  'codebuild:BuildArn codebuild:ProjectArn lambda:SourceFunctionArn ssm:SourceInstanceArn identitystore:UserId ' +
  'aws:SourceIp aws:SourceVpc aws:SourceVpcArn aws:SourceVpce aws:VpceAccount aws:VpceOrgID aws:VpceOrgPaths ' +
  'aws:VpcSourceIp aws:ResourceAccount aws:ResourceOrgID aws:ResourceOrgPaths aws:ResourceTag/${TagKey} aws:CalledVia ' +
  'aws:CalledViaFirst aws:CalledViaLast aws:CalledViaAWSMCP aws:ViaAWSService aws:ViaAWSMCPService aws:CurrentTime ' +
  'aws:EpochTime aws:referer aws:RequestedRegion aws:RequestTag/${TagKey} aws:TagKeys aws:SecureTransport ' +
  'aws:SourceAccount aws:SourceArn aws:SourceOrgID aws:SourceOrgPaths aws:UserAgent aws:IsMcpServiceAction'
).split(' ');

/** Older pages of SNS and SQS have the key, but the list of global keys does not. No page says that AWS removed it. */
const UNSURE = new Set(['aws:sourceowner']);

/** Keys of web identity and SAML sessions begin with the provider's host name: `token.actions.githubusercontent.com:sub`. */
const OF_SESSION = /^(?:saml|[^:]*[./][^:]*):/;

/** Whether requests through the endpoint can carry a condition key. */
export type Carried = 'yes' | 'no' | 'unknown';

/** What the data has of an endpoint's service. */
export interface KeySource {
  readonly prefixes: readonly string[] | null;
  /** Keys of the service, as AWS writes them. */
  readonly keys: readonly string[];
}

/**
 * Whether requests to a service carry a key (in lower case): a global key, one of the service, or one of the session. No
 * request carries a key that no list has, nor one of another service. A key of the service itself that its list lacks may be
 * newer than the list, unless it is misspelled.
 */
export function carried(key: string, service: KeySource): Carried {
  const vpce = carriesVpceKey(key, service.prefixes);
  if (vpce !== null) return vpce ? 'yes' : 'no';
  if (VPCE.test(key)) return 'unknown';
  if (globalKeys()(key) || serviceKeys(service)(key)) return 'yes';
  if (UNSURE.has(key)) return 'unknown';
  if (typeof withoutPlaceholders(key) !== 'string') return 'unknown';
  if (key.startsWith('aws:') || !key.includes(':')) return 'no';
  if (OF_SESSION.test(key)) return 'yes';
  // What an unknown service asks for may be anything.
  if (service.prefixes === null) return 'yes';
  const vendor = key.slice(0, key.indexOf(':'));
  if (service.prefixes.includes(vendor)) return nearestKey(key, service) === null ? 'unknown' : 'no';
  return endpointPrefixes().has(vendor) || nearestKey(key, service) !== null ? 'no' : 'unknown';
}

/** The key that a misspelled one is meant to be, as AWS writes it; null if none is similar. */
export function nearestKey(key: string, { keys }: KeySource): string | null {
  return nearest(key, [...GLOBAL, ...keys]) ?? null;
}

const VPCE = /^aws:(?:vpceaccount|vpceorgid|vpceorgpaths|sourcevpcarn)$/;

type Has = (key: string) => boolean;

const globalKeys = lazy(() => matcherOf(GLOBAL));
const matchers = new WeakMap<readonly string[], Has>();

function serviceKeys({ keys }: KeySource): Has {
  const known = matchers.get(keys) ?? matcherOf(keys);
  matchers.set(keys, known);
  return known;
}

/** Answers whether a key in lower case is one of a list; `${TagKey}` and `<key>` stand for any text. */
function matcherOf(keys: readonly string[]): Has {
  const exact = new Set<string>();
  const patterns: RegExp[] = [];
  for (const key of keys) {
    const parts = key.toLowerCase().split(/\$\{[^}]*\}|<[^>]*>/);
    if (parts.length === 1) exact.add(parts[0]!);
    else patterns.push(new RegExp(`^${parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('.+')}$`));
  }
  return (key) => exact.has(key) || patterns.some((pattern) => pattern.test(key));
}
