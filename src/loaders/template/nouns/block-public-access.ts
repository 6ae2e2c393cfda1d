import { type Entity, type Fact, known, type Origin, unknown } from '../../../model/index.ts';
import type { Registry } from './registry.ts';
import { textFact } from './view.ts';

/**
 * VPC Block Public Access as a stack turns it on for its Region, after the exclusion of a VPC or subnet. Null if no
 * resource says anything about it.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcblockpublicaccessoptions.html
 */
export function blockModeOf(
  of: Entity & { readonly at: Origin },
  property: 'VpcId' | 'SubnetId',
  kind: 'vpc' | 'subnet',
  registry: Registry,
): Fact<string | null> {
  const [options] = registry.ofType('AWS::EC2::VPCBlockPublicAccessOptions');
  if (!options) return known(null, of.at);
  const exclusions = registry.tied(of, 'AWS::EC2::VPCBlockPublicAccessExclusion', property, kind);
  // Either kind of exclusion lets traffic out.
  if (exclusions.sure[0]) return known('off', exclusions.sure[0].at);
  const strange = exclusions.maybe.find((each) => registry.view(each).get(property).k !== 'none');
  if (exclusions.open !== null || strange)
    return unknown(exclusions.open ?? `${strange?.address} may exclude ${of.key}`, of.at);
  return textFact(registry.view(options), 'InternetGatewayBlockMode');
}
