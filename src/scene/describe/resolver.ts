import { idOf, type ResolvedScene } from '../resolved.ts';
import type { Item } from './objects.ts';

/** The answers about rules of the VPC resolver and about Route 53 Profiles, where the scene has some. */
export function resolverFiles(scene: ResolvedScene): { readonly name: string; readonly answer: Item }[] {
  return [...ruleFiles(scene), ...endpointFiles(scene), ...profileFiles(scene)];
}

function ruleFiles(scene: ResolvedScene): { name: string; answer: Item }[] {
  if (scene.resolverRules.length === 0) return [];
  const ResolverRules = scene.resolverRules.map((rule) => ({
    Id: rule.id,
    Arn: `arn:aws:route53resolver:${scene.region}:${scene.account}:resolver-rule/${rule.id}`,
    DomainName: rule.domain === '.' ? '.' : `${rule.domain}.`,
    Status: 'COMPLETE',
    RuleType: rule.type,
    Name: rule.name,
    OwnerId: scene.account,
    ShareStatus: 'NOT_SHARED',
  }));
  const ResolverRuleAssociations = scene.resolverRules.flatMap((rule) =>
    rule.vpcs.map((vpc, i) => ({
      Id: scene.id('rslvr-rrassoc', rule.name, i),
      ResolverRuleId: rule.id,
      VPCId: idOf(vpc),
      Status: 'COMPLETE',
    })),
  );
  return [
    { name: 'route53resolver-list-resolver-rules', answer: { ResolverRules } },
    { name: 'route53resolver-list-resolver-rule-associations', answer: { ResolverRuleAssociations } },
  ];
}

function endpointFiles(scene: ResolvedScene): { name: string; answer: Item }[] {
  if (scene.resolverEndpoints.length === 0) return [];
  const ResolverEndpoints = scene.resolverEndpoints.map((endpoint) => ({
    Id: endpoint.id,
    Arn: `arn:aws:route53resolver:${scene.region}:${scene.account}:resolver-endpoint/${endpoint.id}`,
    Name: endpoint.name,
    SecurityGroupIds: [idOf(endpoint.group)],
    Direction: endpoint.direction,
    IpAddressCount: endpoint.subnets.length,
    HostVPCId: endpoint.subnets.flatMap((subnet) => ('to' in subnet ? [idOf(subnet.to.vpc)] : []))[0],
    Status: 'OPERATIONAL',
  }));
  return [{ name: 'route53resolver-list-resolver-endpoints', answer: { ResolverEndpoints } }];
}

function profileFiles(scene: ResolvedScene): { name: string; answer: Item }[] {
  if (scene.dnsProfiles.length === 0) return [];
  const ProfileAssociations = scene.dnsProfiles.flatMap((profile) =>
    profile.vpcs.map((vpc, i) => ({
      Id: scene.id('rpassoc', profile.name, i),
      Name: profile.name,
      OwnerId: scene.account,
      ProfileId: profile.id,
      ResourceId: idOf(vpc),
      Status: 'COMPLETE',
    })),
  );
  const ProfileResourceAssociations = scene.dnsProfiles.flatMap((profile) =>
    (profile.zones ?? []).map((zone) => ({
      Id: scene.id('rpr', profile.name, zone.name),
      Name: zone.name,
      OwnerId: scene.account,
      ProfileId: profile.id,
      ResourceArn: `arn:aws:route53:::hostedzone/${zone.id}`,
      ResourceType: 'PRIVATE_HOSTED_ZONE',
      Status: 'COMPLETE',
    })),
  );
  return [
    { name: 'route53profiles-list-profile-associations', answer: { ProfileAssociations } },
    { name: 'route53profiles-list-profile-resource-associations', answer: { ProfileResourceAssociations } },
  ];
}
