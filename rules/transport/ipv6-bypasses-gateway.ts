import { usersOf } from '../../src/ask/paths.ts';
import { parseServiceName } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import type { Network, RouteTable, Subnet } from '../../src/model/index.ts';

const OUT = new Set(['internet-gateway', 'egress-only-internet-gateway']);

export default defineRule({
  id: 'transport/ipv6-bypasses-gateway',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'S3 gateway endpoint has IPv4 only, but its subnets reach S3 over IPv6 by another way.',
  why: 'Clients that use the dual-stack names of S3 get IPv6 addresses, and that traffic passes the endpoint and its policy by.',
  fix: 'Give the gateway endpoint the address type dualstack.',
  recipes: {
    cloudformation: 'IpAddressType: dualstack',
    terraform: 'ip_address_type = "dualstack"',
  },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html'],
  bad: {
    'an IPv6 way out beside it': {
      scene: {
        subnets: { a: { ipv6: true } },
        routeTables: { six: { subnets: ['a'], routes: { '::/0': 'egress-only-internet-gateway' } } },
        endpoints: { s3: { type: 'Gateway', ipAddressType: 'ipv4', routeTables: ['six'] } },
      },
      says: 's3 is ipv4 only, but aws_subnet.a has IPv6 and a ::/0 route past it',
      inputs: ['state', 'tfstate'],
    },
    'by the main table': {
      scene: {
        subnets: { d: { zone: 'd', ipv6: true } },
        routeTables: { six: { main: true, routes: { '::/0': 'egress-only-internet-gateway' } } },
        endpoints: { s3: { type: 'Gateway', ipAddressType: 'ipv4', routeTables: ['six'] } },
      },
      says: 's3 is ipv4 only, but {d} has IPv6 and a ::/0 route past it',
      inputs: ['describe'],
    },
  },
  good: {
    'dual stack': {
      scene: {
        subnets: { a: { ipv6: true } },
        routeTables: { six: { subnets: ['a'], routes: { '::/0': 'egress-only-internet-gateway' } } },
        endpoints: { s3: { type: 'Gateway', ipAddressType: 'dualstack', routeTables: ['six'] } },
      },
    },
    'no IPv6': { scene: { endpoints: { s3: { type: 'Gateway', ipAddressType: 'ipv4' } } } },
  },

  check(endpoint, net) {
    const { type, serviceName, ipAddressType, routeTables } = endpoint;
    if (type.known && type.value !== 'Gateway') return notApplicable;
    if (serviceName.known && (serviceName.value === null || parseServiceName(serviceName.value).key !== 's3'))
      return notApplicable;
    if (ipAddressType.known && ipAddressType.value !== null && ipAddressType.value !== 'ipv4') return pass;
    const missing: string[] = [];
    for (const ref of [...routeTables.sure, ...routeTables.maybe]) {
      const sure = routeTables.sure.includes(ref);
      if (ref.is !== 'entity') {
        missing.push(ref.is === 'unknown' ? ref.because : `route table ${ref.id} is not in the input`);
        continue;
      }
      const found = leak(ref.to, net);
      if (typeof found === 'string') missing.push(found);
      else if (found && sure && type.known && serviceName.known && ipAddressType.known) {
        // Left out, AWS makes gateway endpoints ipv4.
        return fail({
          message: `${nameOf(endpoint)} is ipv4 only, but ${found.key} has IPv6 and a ::/0 route past it`,
          at: ipAddressType.at,
          related: [{ message: `${ref.to.key} leads ::/0 out`, at: ref.to.routes.at }],
          evidence: { ipAddressType: 'ipv4', subnet: found.key, routeTable: ref.to.key },
        });
      } else if (found) missing.push(`whether ${found.key} uses it is not known`);
    }
    if (missing.length === 0 && routeTables.open === null) return pass;
    return undecided(type, serviceName, ipAddressType, routeTables.open ?? undefined, ...missing);
  },
});

/** A subnet of the table with IPv6 and a way out for it; why that is not known; undefined where there is none. */
function leak(table: RouteTable, net: Network): Subnet | string | undefined {
  const routes = [...table.routes.sure, ...table.routes.maybe].filter(({ blackhole }) => !blackhole);
  const out = routes.find(
    (r) => (!r.destination.known || r.destination.value === '::/0') && (!r.target.known || OUT.has(r.target.value.is)),
  );
  if (!out) return table.routes.open ?? undefined;
  if (!out.destination.known || !out.target.known || !table.routes.sure.includes(out))
    return `where the routes of ${table.key} lead is not all known`;
  const { sure, open } = usersOf(table, net);
  for (const ref of sure) {
    if (ref.is !== 'entity') return ref.is === 'unknown' ? ref.because : `subnet ${ref.id} is not in the input`;
    if (!ref.to.ipv6Cidr.known) return ref.to.ipv6Cidr.because;
    if (ref.to.ipv6Cidr.value !== null) return ref.to;
  }
  return open ?? undefined;
}
