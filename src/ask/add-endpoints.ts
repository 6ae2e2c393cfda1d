import { series } from '../base/words.ts';
import type { Fault } from '../engine/index.ts';

/** The fix for a VPC without endpoints for these services; `instead` is what else would settle it. */
export function addEndpoints(services: readonly string[], instead = ''): Pick<Fault, 'fix' | 'fixIn'> {
  const all = `${services.length > 1 ? 'each of ' : ''}${series(services)}`;
  return {
    fix: `Add a VPC endpoint for ${all} to this VPC${instead}.`,
    fixIn: {
      terraform: `Add an \`aws_vpc_endpoint\` for ${all} to this VPC${instead}.`,
      cloudformation: `Add an \`AWS::EC2::VPCEndpoint\` for ${all} to this VPC${instead}.`,
      cli: `Run \`aws ec2 create-vpc-endpoint\` for ${all} in this VPC${instead}.`,
    },
  };
}
