import { label } from '../../names.ts';
import type { DnsProfile, ResolvedScene, ResolverEndpoint, ResolverRule } from '../../resolved.ts';
import { Reference } from '../expression.ts';
import type { Resource } from '../resource.ts';
import { managed, referTo, vpcId } from './refer.ts';

/** Rules of the VPC resolver and Route 53 Profiles, with their associations. */
export function resolverResources(scene: ResolvedScene): Resource[] {
  return [
    ...scene.resolverRules.flatMap((rule) => ruleResources(scene, rule)),
    ...scene.resolverEndpoints.map((endpoint) => endpointResource(scene, endpoint)),
    ...scene.dnsProfiles.flatMap((profile) => profileResources(scene, profile)),
  ];
}

function ruleResources(scene: ResolvedScene, rule: ResolverRule): Resource[] {
  const resolver_rule_id = new Reference(`aws_route53_resolver_rule.${label(rule.name)}`, 'id');
  return [
    managed(scene, 'aws_route53_resolver_rule', rule, {
      arguments: { domain_name: rule.domain, rule_type: rule.type },
      applied: {
        id: rule.id,
        arn: `arn:aws:route53resolver:${scene.region}:${scene.account}:resolver-rule/${rule.id}`,
        owner_id: scene.account,
        share_status: 'NOT_SHARED',
      },
    }),
    ...rule.vpcs.map((vpc, i) =>
      managed(
        scene,
        'aws_route53_resolver_rule_association',
        { name: `${rule.name}_${i + 1}`, given: true },
        {
          arguments: { resolver_rule_id, vpc_id: vpcId(vpc) },
          applied: { id: scene.id('rslvr-rrassoc', rule.name, i) },
        },
      ),
    ),
  ];
}

function endpointResource(scene: ResolvedScene, endpoint: ResolverEndpoint): Resource {
  return managed(scene, 'aws_route53_resolver_endpoint', endpoint, {
    arguments: {
      direction: endpoint.direction,
      security_group_ids: [referTo('aws_security_group', endpoint.group)],
      ip_address: endpoint.subnets.map((subnet) => ({ subnet_id: referTo('aws_subnet', subnet) })),
    },
    applied: { id: endpoint.id },
  });
}

function profileResources(scene: ResolvedScene, profile: DnsProfile): Resource[] {
  const own = profile.zones !== null;
  const profile_id = own ? new Reference(`aws_route53profiles_profile.${label(profile.name)}`, 'id') : profile.id;
  const answered = { owner_id: scene.account, status: 'COMPLETE', status_message: '' };
  const associations = profile.vpcs.map((vpc, i) =>
    managed(
      scene,
      'aws_route53profiles_association',
      { name: `${profile.name}_${i + 1}`, given: true },
      {
        arguments: { name: profile.name, profile_id, resource_id: vpcId(vpc) },
        applied: { ...answered, id: scene.id('rpassoc', profile.name, i) },
      },
    ),
  );
  const zones = (profile.zones ?? []).map((zone) =>
    managed(
      scene,
      'aws_route53profiles_resource_association',
      { name: `${profile.name}_${zone.name}`, given: true },
      {
        arguments: {
          name: label(zone.name),
          profile_id,
          resource_arn: new Reference(`aws_route53_zone.${label(zone.name)}`, 'arn'),
        },
        applied: { ...answered, id: scene.id('rpr', profile.name, zone.name), resource_type: 'PRIVATE_HOSTED_ZONE' },
      },
    ),
  );
  if (!own) return associations;
  const resource = managed(scene, 'aws_route53profiles_profile', profile, {
    arguments: { name: profile.name },
    applied: { ...answered, id: profile.id, share_status: 'NOT_SHARED' },
  });
  return [resource, ...associations, ...zones];
}
