/**
 * The values that the CDK writes for a lookup without an answer.
 * Source: https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/aws-ec2/lib/vpc.ts (`DUMMY_VPC_PROPS`)
 */
export const DUMMY =
  /^(?:vpc-12345|[psi]-\d{5}|s-\w{5}|rtb-\w{5,7}|dummy1[a-c]|1\.2\.3\.4\/5|sg-12345678?|vpce-svc-12345)$/;
