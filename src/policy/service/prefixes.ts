/**
 * Which IAM service prefixes an endpoint service carries: what may stand before the colon of an action.
 * The endpoint key is the service name behind `com.amazonaws.<region>.` (`ecr.api`), with `aws.sagemaker/` and `aws.api/`
 * in front where the name starts differently. Read from the service authorization reference, by hand.
 */
import { lazy } from '../../base/memo.ts';
import { table } from '../../base/table.ts';

/** Services whose endpoint key is also their IAM prefix. */
const SAME_NAMES =
  'access-analyzer account acm acm-pca amplify aoss apigateway app-integrations appconfig application-autoscaling ' +
  'application-signals applicationinsights appmesh apprunner apptest aps artifact athena auditmanager autoscaling ' +
  'autoscaling-plans awsconnector b2bi backup backup-gateway batch bcm-pricing-calculator bedrock bedrock-agentcore ' +
  'bedrock-mantle billing billingconductor braket budgets cases cassandra ce chatbot cleanrooms cleanrooms-ml ' +
  'clouddirectory cloudformation cloudfront cloudtrail cloudtrail-data codebuild codecommit codedeploy ' +
  'codedeploy-commands-secure codeguru codeguru-profiler codeguru-reviewer codepipeline codewhisperer ' +
  'cognito-identity cognito-idp comprehend comprehendmedical compute-optimizer config connect connect-campaigns ' +
  'controlcatalog controltower cost-optimization-hub cur databrew dataexchange datapipeline datasync datazone ' +
  'detective devops-guru directconnect discovery dlm dms drs ds ds-data dsql dynamodb ebs ec2 ec2messages ecs eks ' +
  'eks-auth elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing elasticmapreduce emr-containers ' +
  'emr-serverless entityresolution es events evs execute-api finspace finspace-api fis fms forecast frauddetector ' +
  'freetier fsx gamelift gameliftstreams glacier globalaccelerator glue grafana greengrass groundstation guardduty ' +
  'health healthlake iam identitystore imagebuilder inspector-scan inspector2 internetmonitor iotanalytics ' +
  'iotevents iotfleetwise kafka kafka-cluster kafkaconnect kendra kinesisanalytics kinesisvideo kms lakeformation ' +
  'lambda launchwizard license-manager license-manager-linux-subscriptions license-manager-user-subscriptions ' +
  'lightsail logs lookoutequipment lookoutmetrics lookoutvision m2 macie2 managedblockchain-query mediaconnect ' +
  'mediaconvert medialive mediapackage mediastore mediatailor medical-imaging memorydb mgn ' +
  'migrationhub-orchestrator migrationhub-strategy mq neptune-graph network-firewall networkflowmonitor ' +
  'networkmanager networkmonitor notifications notifications-contacts oam observabilityadmin odb opensearch ' +
  'organizations osis outposts panorama pca-connector-ad pca-connector-scep pcs personalize pi pipes polly ' +
  'pricingplanmanager profile proton q qapps qldb ram rbin rds rds-data redshift redshift-data redshift-serverless ' +
  'refactor-spaces rekognition repostspace resiliencehub resource-explorer-2 resource-groups rolesanywhere route53 ' +
  'route53profiles route53resolver rtbfabric rum s3 s3-outposts s3express s3tables s3vectors ' +
  'sagemaker-data-science-assistant savingsplans scheduler schemas scn secretsmanager securityagent securityhub ' +
  'securitylake serverlessrepo servicecatalog servicediscovery servicequotas shield signin simspaceweaver sms-voice ' +
  'snow-device-management sns social-messaging sqs ssm ssm-contacts ssm-incidents ssm-quicksetup ssm-sap ' +
  'ssmmessages sso sso-oauth states storagegateway sts support swf synthetics tax textract timestream ' +
  'timestream-influxdb tnb transcribe transfer transform transform-custom translate trustedadvisor ' +
  'verifiedpermissions voiceid vpc-lattice wafv2 wellarchitected wisdom workmail workmailmessageflow workspaces ' +
  'workspaces-web xray';

const sameNames = lazy((): ReadonlySet<string> => new Set(SAME_NAMES.split(' ')));

/** Endpoint keys that differ from the IAM prefix. */
const OTHER: Readonly<Record<string, string>> = table({
  'agreement-marketplace': 'aws-marketplace',
  'airflow.api': 'airflow',
  'airflow.env': 'airflow',
  'airflow.ops': 'airflow',
  'analytics-omics': 'omics',
  'api.aws/cassandra-streams': 'cassandra',
  appconfigdata: 'appconfig',
  'appmesh-envoy-management': 'appmesh',
  'apprunner.requests': 'apprunner',
  'appstream.api': 'appstream',
  'appstream.streaming': 'appstream',
  'appsync-api': 'appsync',
  'aps-workspaces': 'aps',
  'arsenal-discovery': 'arsenal',
  'aws.api/bcm-data-exports': 'bcm-data-exports',
  'aws.api/freetier': 'freetier',
  'aws.api/kendra-ranking': 'kendra-ranking',
  'aws.api/qbusiness': 'qbusiness',
  'aws.api/route53globalresolver': 'route53globalresolver',
  'aws.api/s3files': 's3files',
  'aws.sagemaker/experiments': 'sagemaker',
  'aws.sagemaker/notebook': 'sagemaker',
  'aws.sagemaker/partner-app': 'sagemaker',
  'aws.sagemaker/studio': 'sagemaker',
  'bedrock-agent': 'bedrock',
  'bedrock-agent-runtime': 'bedrock',
  'bedrock-agentcore-control': 'bedrock-agentcore',
  'bedrock-agentcore.gateway': 'bedrock-agentcore',
  'bedrock-data-automation': 'bedrock',
  'bedrock-data-automation-runtime': 'bedrock',
  'bedrock-runtime': 'bedrock',
  'chime-sdk-voice': 'chime',
  cloudcontrolapi: 'cloudformation',
  cloudhsmv2: 'cloudhsm',
  'codeartifact.api': 'codeartifact',
  'codeartifact.repositories': 'codeartifact',
  'codeconnections.api': 'codeconnections',
  'codestar-connections.api': 'codestar-connections',
  'control-storage-omics': 'omics',
  'data-servicediscovery': 'servicediscovery',
  'deadline.management': 'deadline',
  'deadline.scheduling': 'deadline',
  'deviceadvisor.iot': 'iotdeviceadvisor',
  'dicom-medical-imaging': 'medical-imaging',
  'discovery-marketplace': 'aws-marketplace',
  'dsql-{id}': 'dsql',
  'dynamodb-streams': 'dynamodb',
  'ecr.api': 'ecr',
  'ecr.dkr': 'ecr',
  'ecs-agent': 'ecs',
  'ecs-telemetry': 'ecs',
  'elasticbeanstalk-health': 'elasticbeanstalk',
  email: 'ses',
  'email-smtp': 'ses',
  'emr-serverless-services.livy': 'emr-serverless',
  'emr-serverless.dashboard': 'emr-serverless',
  forecastquery: 'forecast',
  'geo.geofencing': 'geo',
  'geo.maps': 'geo',
  'geo.metadata': 'geo',
  'geo.places': 'geo',
  'geo.routes': 'geo',
  'geo.tracking': 'geo',
  'git-codecommit': 'codecommit',
  'glue.dashboard': 'glue',
  'grafana-workspace': 'grafana',
  'guardduty-data': 'guardduty',
  'iot.api': 'iot',
  'iot.credentials': 'iot',
  'iot.data': 'iot',
  'iot.tunneling.api': 'iot',
  'iot.tunneling.data': 'iot',
  'iotmanagedintegrations.api': 'iotmanagedintegrations',
  'iotsitewise.api': 'iotsitewise',
  'iotsitewise.data': 'iotsitewise',
  'iottwinmaker.api': 'iottwinmaker',
  'iottwinmaker.data': 'iottwinmaker',
  'iotwireless.api': 'iotwireless',
  'ivs.contribute': 'ivs',
  'kinesis-firehose': 'firehose',
  'kinesis-streams': 'kinesis',
  'lorawan.cups': 'iotwireless',
  'lorawan.lns': 'iotwireless',
  'mail-manager': 'ses',
  'mail-manager-smtp.auth': 'ses',
  'mail-manager-smtp.open': 'ses',
  'managedblockchain.bitcoin.mainnet': 'managedblockchain',
  'managedblockchain.bitcoin.testnet': 'managedblockchain',
  'memory-db': 'memorydb',
  'metering-marketplace': 'aws-marketplace',
  'models-v2-lex': 'lex',
  monitoring: 'cloudwatch',
  'neptune-graph-data': 'neptune-graph',
  networkflowmonitorreports: 'networkflowmonitor',
  'payment-cryptography.controlplane': 'payment-cryptography',
  'payment-cryptography.dataplane': 'payment-cryptography',
  'personalize-events': 'personalize',
  'personalize-runtime': 'personalize',
  pinpoint: 'mobiletargeting',
  'pinpoint-sms-voice-v2': 'sms-voice',
  'pipes-data': 'pipes',
  'pricing.api': 'pricing',
  'quicksight-website': 'quicksight',
  'rum-dataplane': 'rum',
  'runtime-medical-imaging': 'medical-imaging',
  'runtime-v2-lex': 'lex',
  's3-global.accesspoint': 's3',
  'sagemaker.api': 'sagemaker',
  'sagemaker.featurestore-runtime': 'sagemaker',
  'sagemaker.metrics': 'sagemaker',
  'sagemaker.runtime': 'sagemaker',
  'service.user-subscriptions': 'user-subscriptions',
  'servicecatalog-appregistry': 'servicecatalog',
  'storage-omics': 'omics',
  'streaming-rekognition': 'rekognition',
  'sync-states': 'states',
  tagging: 'tag',
  'tags-omics': 'omics',
  'thinclient.api': 'thinclient',
  'timestream.ingest-{cell}': 'timestream',
  'timestream.query-{cell}': 'timestream',
  transcribestreaming: 'transcribe',
  'transfer.server': 'transfer',
  'workflows-omics': 'omics',
});

/** Every IAM prefix that some endpoint service carries: scripts/gen-actions.mjs writes the action slices for them. */
export const endpointPrefixes = lazy((): ReadonlySet<string> => new Set([...sameNames(), ...Object.values(OTHER)]));

/** The keys of the endpoint services that carry an IAM prefix. */
export function endpointKeys(prefix: string): readonly string[] {
  const others = Object.keys(OTHER).filter((key) => OTHER[key] === prefix);
  return sameNames().has(prefix) ? [prefix, ...others] : others;
}

/** IAM prefixes of an endpoint service, or null when they are not known: action names then prove nothing. */
export function prefixesOf(service: string): readonly string[] | null {
  const key = service.replace(/-fips(?=$|\.)/, '').replace(/\.fips$/, '');
  if (sameNames().has(key)) return [key];
  const other =
    OTHER[key] ??
    OTHER[key.replace(/^(dsql)-.+$/, '$1-{id}').replace(/^(timestream\.(?:ingest|query))-.+$/, '$1-{cell}')];
  if (other !== undefined) return [other];
  // People also name a service by its IAM prefix: `firehose` for kinesis-firehose.
  return endpointPrefixes().has(key) ? [key] : null;
}
