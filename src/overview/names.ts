import { type Answer, answerTo } from '../ask/names.ts';
import { privateNames } from '../ask/private-names.ts';
import { mayBeTo } from '../ask/services.ts';
import { push } from '../base/memo.ts';
import type { NameSummary } from '../findings/index.ts';
import { byCodePoint } from '../findings/order.ts';
import { type Endpoint, is, type Network, type Ref, type Vpc } from '../model/index.ts';

type Told = Pick<NameSummary, 'by' | 'who' | 'because'>;

/** The private names of the services of a VPC's endpoints, and who answers them in the VPC. */
export function namesOf<T extends Endpoint>(
  vpc: Ref<Vpc>,
  list: readonly T[],
  net: Network,
): readonly (Omit<NameSummary, 'of'> & { readonly of: readonly T[] })[] {
  const byName = new Map<string, T[]>();
  for (const endpoint of list) {
    const { type, serviceName } = endpoint;
    if (!is(type, 'Interface') || (serviceName.known && serviceName.sensitive)) continue;
    for (const name of privateNames(endpoint, net) ?? []) if (!name.includes(' ')) push(byName, name, endpoint);
  }
  return [...byName].sort(([a], [b]) => byCodePoint(a, b)).map(([name, of]) => ({ name, ...told(name, vpc, net), of }));
}

/** A label that no record has stands for a wildcard. */
const ANY = 'any-name-below';

function told(name: string, vpc: Ref<Vpc>, net: Network): Told {
  const asked = name.replace(/^\*/, ANY);
  const answer = shown(answerTo(asked, vpc, net), vpc, net);
  return { ...answer, because: answer.because?.replaceAll(asked, name) ?? null };
}

function shown(answer: Answer, vpc: Ref<Vpc>, net: Network): Told {
  switch (answer.by) {
    case 'endpoint':
      return withoutDns(vpc) ?? inVpcOnly(answer.endpoint, vpc, net);
    case 'zone':
      return withoutDns(vpc) ?? { by: 'hosted-zone', who: answer.zone.key, because: null };
    case 'no record':
      return withoutDns(vpc) ?? { by: 'no-record', who: answer.zone.key, because: null };
    case 'rule':
      return { by: 'forwarding-rule', who: answer.rule.key, because: null };
    case 'public':
      return { by: 'public', who: null, because: null };
    default:
      return { by: 'unknown', who: null, because: answer.because };
  }
}

/** If DNS support of the VPC is off, neither endpoints nor private hosted zones answer. */
function withoutDns(vpc: Ref<Vpc>): Told | undefined {
  if (vpc.is !== 'entity') return undefined;
  for (const attribute of ['enableDnsSupport', 'enableDnsHostnames'] as const) {
    if (is(vpc.to[attribute], false)) return { by: 'unknown', who: null, because: `${attribute} is off in the VPC` };
  }
  return undefined;
}

/** S3 may answer private names only to inbound resolver endpoints. Clients in the VPC then get public addresses. */
function inVpcOnly(endpoint: Endpoint, vpc: Ref<Vpc>, net: Network): Told {
  const own: Told = { by: 'endpoint', who: endpoint.key, because: null };
  const { dnsOptions } = endpoint;
  const inbound = dnsOptions.known ? dnsOptions.value?.onlyInboundResolver : undefined;
  if (!dnsOptions.known && mayBeTo(endpoint, 's3', 'dynamodb'))
    return { by: 'unknown', who: null, because: dnsOptions.because };
  if (inbound === undefined || (inbound.known && inbound.value !== true)) return own;
  if (!inbound.known) return { by: 'unknown', who: null, because: inbound.because };
  const because = `${endpoint.key} answers only queries through inbound resolver endpoints`;
  return { by: net.complete('hosted-zone', vpc).complete ? 'public' : 'unknown', who: null, because };
}
