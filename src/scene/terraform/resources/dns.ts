import { entryFor } from '../../attached.ts';
import { label } from '../../names.ts';
import type { HostedZone, ResolvedScene } from '../../resolved.ts';
import { Reference } from '../expression.ts';
import type { Resource } from '../resource.ts';
import { managed, optionalArguments, vpcId } from './refer.ts';

const NAME_SERVERS = ['ns-0.awsdns-00.com', 'ns-512.awsdns-00.net', 'ns-1024.awsdns-00.org', 'ns-1536.awsdns-00.co.uk'];

/** Hosted zones and their records. */
export function dnsResources(scene: ResolvedScene): Resource[] {
  return scene.hostedZones.flatMap((zone) => [zoneResource(scene, zone), ...records(scene, zone)]);
}

function zoneResource(scene: ResolvedScene, zone: HostedZone): Resource {
  return managed(scene, 'aws_route53_zone', zone, {
    arguments: optionalArguments({
      name: zone.domain,
      vpc: zone.vpcs.length > 0 ? zone.vpcs.map((vpc) => ({ vpc_id: vpcId(vpc) })) : undefined,
    }),
    applied: {
      id: zone.id,
      arn: `arn:aws:route53:::hostedzone/${zone.id}`,
      name_servers: NAME_SERVERS,
      primary_name_server: NAME_SERVERS[0]!,
      vpc: zone.vpcs.map((vpc) => ({ vpc_id: 'to' in vpc ? vpc.to.id : vpc.outside, vpc_region: scene.region })),
      zone_id: zone.id,
    },
  });
}

function records(scene: ResolvedScene, zone: HostedZone): Resource[] {
  const zone_id = new Reference(`aws_route53_zone.${label(zone.name)}`, 'zone_id');
  return zone.records.map(({ name, to, zone: of }, i) => {
    const alias = 'id' in to;
    const type = alias ? 'A' : 'CNAME';
    return managed(
      scene,
      'aws_route53_record',
      { name: `${zone.name}_${i + 1}`, given: true },
      {
        arguments: optionalArguments({
          zone_id,
          name,
          type,
          ttl: alias ? undefined : 300,
          records: alias ? undefined : to,
          alias: alias ? [{ ...entryOf(to.name, entryFor(scene, to, of)), evaluate_target_health: false }] : undefined,
        }),
        applied: { id: `${zone.id}_${name}_${type}`, fqdn: name },
      },
    );
  });
}

/** One of the names of an endpoint; the first is the Regional one. */
function entryOf(endpoint: string, index: number) {
  const of = (attribute: string) => new Reference(`aws_vpc_endpoint.${label(endpoint)}`, 'dns_entry', index, attribute);
  return { name: of('dns_name'), zone_id: of('hosted_zone_id') };
}
