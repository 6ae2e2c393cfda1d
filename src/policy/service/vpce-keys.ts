/**
 * Keys for the account, organization and VPC of the endpoint. Unlike aws:SourceVpce, only requests to some services
 * carry them. Source: IAM User Guide, "AWS global condition context keys", in November 2026. The lists are under
 * aws:VpceAccount, aws:VpceOrgID, aws:VpceOrgPaths and aws:SourceVpcArn.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties
 */
const ALL_FOUR =
  'apprunner discovery athena servicediscovery applicationinsights cloudformation comprehendmedical compute-optimizer ecr ' +
  'ecs kinesisanalytics route53 datasync ebs scheduler firehose medical-imaging healthlake omics iam iotfleetwise ' +
  'iotwireless kms lambda payment-cryptography polly acm-pca rbin rekognition servicequotas s3 storagegateway ' +
  'ssm-contacts textract transcribe transfer';

const ACCOUNT = `${ALL_FOUR} dynamodb gamelift shield`;

const ORGANIZATION =
  `${ACCOUNT} b2bi cognito-identity dms ds-data identitystore iottwinmaker cassandra network-firewall sms-voice ` +
  'pricing ses sqs workmail';

const SERVICES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    'aws:sourcevpcarn': ALL_FOUR,
    'aws:vpceaccount': ACCOUNT,
    'aws:vpceorgid': ORGANIZATION,
    'aws:vpceorgpaths': ACCOUNT,
  }).map(([key, prefixes]) => [key, new Set(prefixes.split(' '))]),
);

/**
 * Whether requests to a service carry one of these keys (in lower case). Null for other keys, or if the IAM prefixes of
 * the service are not known.
 */
export function carriesVpceKey(key: string, prefixes: readonly string[] | null): boolean | null {
  const services = SERVICES.get(key);
  if (services === undefined || prefixes === null) return null;
  return prefixes.some((prefix) => services.has(prefix));
}
