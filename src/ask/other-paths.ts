import { type Service, serviceByName } from '../aws/index.ts';
import type { Network, Ref, Vpc } from '../model/index.ts';
import { linksOf } from './links.ts';
import { answerTo } from './names.ts';
import { endpointsTo } from './services.ts';

/**
 * Whether clients in a VPC can reach a service without an endpoint in the VPC and without a path to the internet. A
 * hosted zone or a Resolver rule must then lead to an endpoint in another network. If that is not known, the reason.
 */
export function reachedFrom(
  vpc: Ref<Vpc>,
  service: string,
  region: string | undefined,
  net: Network,
): 'missing' | 'served' | (string & {}) {
  const { sure, maybe: perhaps, open } = endpointsTo(net, vpc, service);
  if (sure.length > 0) return 'served';
  if (perhaps[0]) return `it is not known whether ${perhaps[0].key} is an endpoint to ${service} in the VPC`;
  if (open !== null) return open;
  const links = linksOf(vpc, net);
  if (links.open !== null) return links.open;
  // The VPC reaches no other network, so no hosted zone can lead anywhere.
  if (links.sure.size === 0) return 'missing';
  const name = region === undefined ? undefined : nameOfService(service, region);
  if (name === undefined) return `it is not known by what name clients call ${service}`;
  const answer = answerTo(name, vpc, net);
  if (answer.by === 'unknown') return answer.because;
  return answer.by === 'zone' || answer.by === 'rule' ? 'served' : 'missing';
}

/** A name by which clients call a service in a Region. */
function nameOfService(service: string, region: string): string | undefined {
  const found: Service | undefined = serviceByName(`com.amazonaws.${region}.${service}`);
  return found?.privateDnsNames?.[0]?.replace(/^\*/, 'any');
}
