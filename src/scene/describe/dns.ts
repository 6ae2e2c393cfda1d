import { dnsEntries, entryFor } from '../attached.ts';
import { type HostedZone, idOf, type ResolvedScene } from '../resolved.ts';
import { type Item, present } from './objects.ts';

const NAME_SERVERS = ['ns-0.awsdns-00.com', 'ns-512.awsdns-00.net'];

/** The answers of Route 53: all zones, and for each zone itself, its VPCs and its records. */
export function zoneFiles(scene: ResolvedScene): { readonly name: string; readonly answer: Item }[] {
  if (scene.hostedZones.length === 0) return [];
  return [
    {
      name: 'route53-list-hosted-zones',
      answer: { HostedZones: scene.hostedZones.map((zone) => zoneItem(zone)), IsTruncated: false, MaxItems: '100' },
    },
    ...scene.hostedZones.flatMap((zone) => [
      {
        name: `route53-get-hosted-zone.${zone.id}`,
        answer: present({
          HostedZone: zoneItem(zone),
          // Of a public zone AWS tells the name servers, of a private one the VPCs.
          DelegationSet: zone.vpcs.length === 0 ? { NameServers: NAME_SERVERS } : undefined,
          VPCs:
            zone.vpcs.length > 0 ? zone.vpcs.map((vpc) => ({ VPCRegion: scene.region, VPCId: idOf(vpc) })) : undefined,
        }),
      },
      ...(zone.recordsTold
        ? [
            {
              name: `route53-list-resource-record-sets.${zone.id}`,
              answer: { ResourceRecordSets: records(scene, zone), IsTruncated: false, MaxItems: '300' },
            },
          ]
        : []),
    ]),
  ];
}

function zoneItem(zone: HostedZone): Item {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: `${zone.domain}.`,
    CallerReference: `terraform-${zone.id}`,
    Config: { Comment: 'Managed by Terraform', PrivateZone: zone.vpcs.length > 0 },
    ResourceRecordSetCount: zone.records.length + 2,
  };
}

function records(scene: ResolvedScene, zone: HostedZone): Item[] {
  const apex = `${zone.domain}.`;
  return [
    ...zone.records.map(({ name, to, zone: of }) => {
      // Route 53 answers names with a final dot and `*` as an octal escape.
      const Name = `${name.replace(/\.$/, '').replace('*', '\\052')}.`;
      if (!('id' in to)) {
        return { Name, Type: 'CNAME', TTL: 300, ResourceRecords: to.map((Value) => ({ Value })) };
      }
      const entry = dnsEntries(scene, to)[entryFor(scene, to, of)];
      if (!entry) throw new Error(`scene: ${to.name} has no DNS name for a record`);
      const AliasTarget = { HostedZoneId: entry.zone, DNSName: `${entry.name}.`, EvaluateTargetHealth: false };
      return { Name, Type: 'A', AliasTarget };
    }),
    { Name: apex, Type: 'NS', TTL: 172800, ResourceRecords: NAME_SERVERS.map((name) => ({ Value: `${name}.` })) },
    {
      Name: apex,
      Type: 'SOA',
      TTL: 900,
      ResourceRecords: [{ Value: `${NAME_SERVERS[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400` }],
    },
  ];
}
