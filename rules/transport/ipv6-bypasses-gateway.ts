import { whyOutside } from '../../src/ask/in-input.ts';
import { usersOf } from '../../src/ask/paths.ts';
import { parseServiceName } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { inVpc, is, type Network, type Route, type RouteTable, type Subnet } from '../../src/model/index.ts';

const OUT = new Set(['internet-gateway', 'egress-only-internet-gateway']);

export default defineRule({
  id: 'transport/ipv6-bypasses-gateway',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'S3 gateway endpoint routes only IPv4, but its subnets have IPv6.',
  why: 'Clients that call the dual-stack names of S3 try IPv6 first. That traffic bypasses the endpoint and its policy, or times out.',
  fix: 'Set the IP address type of the gateway endpoint to dualstack.',
  fixIn: {
    terraform: 'Set `ip_address_type = "dualstack"` on the gateway endpoint.',
    cloudformation: 'Set `IpAddressType: dualstack` on the gateway endpoint.',
    cli: 'Run `aws ec2 modify-vpc-endpoint --ip-address-type dualstack` for the gateway endpoint.',
  },
  recipes: {
    cloudformation: 'IpAddressType: dualstack',
    terraform: 'ip_address_type = "dualstack"',
  },
  exceptions: ['Subnets without an IPv6 range.', 'Endpoints for services other than S3.'],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/API/dual-stack-endpoints.html',
  ],
  bad: {
    'an IPv6 route to the internet': {
      scene: {
        subnets: { a: { ipv6: true } },
        routeTables: { six: { subnets: ['a'], routes: { '::/0': 'egress-only-internet-gateway' } } },
        endpoints: { s3: { type: 'Gateway', ipAddressType: 'ipv4', routeTables: ['six'] } },
      },
      says: 's3 routes only IPv4, but {a} has IPv6 and a ::/0 route that bypasses it',
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
    'no IPv6 route to the internet': {
      scene: {
        vpcs: { main: { ipv6: true } },
        subnets: { a: { ipv6: true } },
        routeTables: { six: { subnets: ['a'] } },
        endpoints: { s3: { type: 'Gateway', ipAddressType: 'ipv4', routeTables: ['six'] } },
      },
      says: 's3 routes only IPv4, but {a} has IPv6',
    },
    'an IPv6-only subnet': {
      scene: {
        subnets: { a: { ipv6: 'native' } },
        routeTables: { six: { subnets: ['a'] } },
        endpoints: { s3: { type: 'Gateway', routeTables: ['six'] } },
      },
      says: 's3 routes only IPv4, but {a} has IPv6',
      inputs: ['plan', 'describe'],
    },
    'the main route table': {
      scene: {
        subnets: { d: { zone: 'd', ipv6: true } },
        routeTables: { six: { main: true, routes: { '::/0': 'egress-only-internet-gateway' } } },
        endpoints: { s3: { type: 'Gateway', ipAddressType: 'ipv4', routeTables: ['six'] } },
      },
      says: 's3 routes only IPv4, but {d} has IPv6 and a ::/0 route that bypasses it',
      inputs: ['describe'],
    },
  },
  good: {
    dualstack: {
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
      if (ref.is !== 'entity') {
        missing.push(whyOutside(ref, 'route table'));
        continue;
      }
      const { subnet, open } = dualStack(ref.to, net);
      if (open !== undefined) missing.push(open);
      if (!subnet) continue;
      if (routeTables.sure.includes(ref) && type.known && serviceName.known && ipAddressType.known) {
        const past = waysPast(ref.to);
        // The default of gateway endpoints is ipv4.
        return fail({
          message: `${nameOf(endpoint)} routes only IPv4, but ${subnet.key} has IPv6${past ? ' and a ::/0 route that bypasses it' : ''}`,
          at: ipAddressType.at,
          related: [
            { message: 'the subnet', at: subnet.at },
            ...(past ? [{ message: `${ref.to.key} routes ::/0 to the internet`, at: past.at }] : []),
          ],
          evidence: { ipAddressType: 'ipv4', subnet: subnet.key, routeTable: ref.to.key },
        });
      }
      missing.push(`vpce-lint cannot tell whether ${subnet.key} uses the route table`);
    }
    if (missing.length === 0 && routeTables.open === null) return pass;
    return undecided(type, serviceName, ipAddressType, routeTables.open ?? undefined, ...missing);
  },
});

/** A subnet of the route table that surely has IPv6; `open`: why there may be others. */
function dualStack(table: RouteTable, net: Network): { readonly subnet?: Subnet; readonly open?: string } {
  const { sure, open: more } = usersOf(table, net);
  let open = more === null || noneHasIpv6(table, net) ? undefined : more;
  for (const ref of sure) {
    if (ref.is !== 'entity') open ??= whyOutside(ref, 'subnet');
    else if (!ref.to.hasIpv6.known) open ??= ref.to.hasIpv6.because;
    else if (ref.to.hasIpv6.value) return { subnet: ref.to };
  }
  return open === undefined ? {} : { open };
}

/** Whether it does not matter which subnets of the VPC use a route table. */
function noneHasIpv6({ vpc }: RouteTable, net: Network): boolean {
  if (!net.complete('subnet', vpc).complete) return false;
  const { sure, maybe } = inVpc(net.subnets, vpc);
  return [...sure, ...maybe].every(({ hasIpv6 }) => is(hasIpv6, false));
}

/** The IPv6 route that surely bypasses the endpoint. */
function waysPast({ routes }: RouteTable): Route | undefined {
  return routes.sure.find(
    ({ blackhole, destination, target }) =>
      !blackhole && destination.known && destination.value === '::/0' && target.known && OUT.has(target.value.is),
  );
}
