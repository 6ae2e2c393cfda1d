import { lazy } from '../../base/memo.ts';
import { endpointKeys, prefixesOf } from './prefixes.ts';

/**
 * What each endpoint carries if a service has several endpoints, because each serves its own API. The table has the IAM
 * actions of the data planes and other small APIs by endpoint key. Other endpoints of the service also carry the actions
 * with a plus sign; only this endpoint carries the rest. An endpoint that is not listed carries all actions that no
 * other endpoint has for itself. Source: the API models (botocore 1.44.8: operations by endpoint prefix and host
 * prefix). For ecr.dkr, git-codecommit and the message broker of IoT, the guides of the services:
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 * https://docs.aws.amazon.com/codecommit/latest/userguide/codecommit-and-interface-VPC.html
 * https://docs.aws.amazon.com/iot/latest/developerguide/IoTCore-VPC.html
 */
const PLANES: Readonly<Record<string, string>> = {
  appconfigdata: 'GetLatestConfiguration StartConfigurationSession',
  'agreement-marketplace':
    'AcceptAgreementCancellationRequest AcceptAgreementPaymentRequest AcceptAgreementRequest ' +
    'BatchCreateBillingAdjustmentRequest CancelAgreement CancelAgreementCancellationRequest ' +
    'CancelAgreementPaymentRequest CancelAgreementRequest CreateAgreementRequest DescribeAgreement ' +
    'GetAgreementCancellationRequest GetAgreementEntitlements GetAgreementPaymentRequest GetAgreementRequest ' +
    'GetAgreementTerms GetBillingAdjustmentRequest ListAgreementCancellationRequests ListAgreementCharges ' +
    'ListAgreementInvoiceLineItems ListAgreementPaymentRequests ListAgreementRequests ' +
    'ListBillingAdjustmentRequests RejectAgreementCancellationRequest RejectAgreementPaymentRequest ' +
    'SearchAgreements SendAgreementCancellationRequest SendAgreementPaymentRequest UpdatePurchaseOrders',
  'discovery-marketplace':
    'GetListing GetOffer GetOfferSet GetOfferTerms GetProduct ListFulfillmentOptions ListPurchaseOptions ' +
    'SearchFacets SearchListings',
  'metering-marketplace': 'BatchMeterUsage MeterUsage RegisterUsage ResolveCustomer',
  'bedrock-agent-runtime':
    'AgenticRetrieveStream CheckIngestedDocumentAcl CreateInvocation CreateSession DeleteAgentMemory ' +
    'DeleteSession EndSession GenerateQuery GetAgentMemory GetDocumentContent GetExecutionFlowSnapshot ' +
    'GetFlowExecution GetIngestedDocumentAcl GetInvocationStep GetSession InvokeAgent InvokeFlow ' +
    'InvokeInlineAgent ListFlowExecutionEvents ListFlowExecutions ListInvocationSteps ListInvocations ' +
    'ListSessions +ListTagsForResource OptimizePrompt PutInvocationStep Rerank Retrieve RetrieveAndGenerate ' +
    'StartFlowExecution StopFlowExecution +TagResource +UntagResource UpdateSession +CallWithBearerToken ' +
    '+RenderPrompt +InvokeModel +InvokeModelWithResponseStream +ApplyGuardrail +GetInferenceProfile ' +
    '+GetKnowledgeBase +AssociateThirdPartyKnowledgeBase +InvokeBuilder',
  'bedrock-data-automation':
    'CopyBlueprintStage CreateBlueprint CreateBlueprintVersion CreateDataAutomationLibrary ' +
    'CreateDataAutomationProject DeleteBlueprint DeleteDataAutomationLibrary DeleteDataAutomationProject ' +
    'GetBlueprint GetBlueprintOptimizationStatus GetDataAutomationLibrary GetDataAutomationLibraryEntity ' +
    'GetDataAutomationLibraryIngestionJob GetDataAutomationProject InvokeBlueprintOptimizationAsync ' +
    'InvokeDataAutomationLibraryIngestionJob ListBlueprints ListDataAutomationLibraries ' +
    'ListDataAutomationLibraryEntities ListDataAutomationLibraryIngestionJobs ListDataAutomationProjects ' +
    '+ListTagsForResource +TagResource +UntagResource UpdateBlueprint UpdateDataAutomationLibrary ' +
    'UpdateDataAutomationProject +CallWithBearerToken +GetBlueprintRecommendation ' +
    '+InvokeBlueprintRecommendationAsync',
  'bedrock-data-automation-runtime':
    'GetDataAutomationStatus InvokeDataAutomation InvokeDataAutomationAsync +ListTagsForResource +TagResource ' +
    '+UntagResource +CallWithBearerToken',
  'bedrock-runtime':
    'ApplyGuardrail CountTokens GetAsyncInvoke InvokeGuardrailChecks InvokeModel InvokeModelWithResponseStream ' +
    'ListAsyncInvokes +CallWithBearerToken +RenderPrompt +InvokeTool +DetectGeneratedContent +GetInvoke ' +
    '+CancelInvoke +DeleteInvoke +InvokeAutomatedReasoningPolicy',
  'api.aws/cassandra-streams': 'GetRecords GetShardIterator GetStream ListStreams',
  cloudcontrolapi:
    'CancelResourceRequest CreateResource DeleteResource GetResource GetResourceRequestStatus ' +
    'ListResourceRequests ListResources UpdateResource',
  'git-codecommit': 'GitPull GitPush',
  'deadline.scheduling':
    'AssumeFleetRoleForWorker AssumeQueueRoleForWorker BatchGetJobEntity CreateWorker UpdateWorker ' +
    'UpdateWorkerSchedule',
  'dynamodb-streams': 'DescribeStream GetRecords GetShardIterator ListStreams',
  'ecr.dkr':
    '+BatchCheckLayerAvailability +BatchGetImage +GetDownloadUrlForLayer +InitiateLayerUpload +UploadLayerPart ' +
    '+CompleteLayerUpload +PutImage +ListImages +BatchImportUpstreamImage +CreateRepository',
  forecastquery: 'QueryForecast QueryWhatIfForecast',
  'iot.data':
    'DeleteConnection DeleteThingShadow GetConnection GetRetainedMessage GetThingShadow ListNamedShadowsForThing ' +
    'ListRetainedMessages ListSubscriptions Publish SendDirectMessage UpdateThingShadow Connect Receive ' +
    'RetainPublish Subscribe +DescribeJobExecution +StartCommandExecution',
  'iot.tunneling.api':
    'CloseTunnel DescribeTunnel +ListTagsForResource ListTunnels OpenTunnel RotateTunnelAccessToken +TagResource ' +
    '+UntagResource',
  'iotsitewise.data':
    'BatchGetAssetPropertyAggregates BatchGetAssetPropertyValue BatchGetAssetPropertyValueHistory ' +
    'BatchPutAssetPropertyValue CancelEnrichmentJob CancelPipelineExecution CancelQuery CreateBulkImportJob ' +
    'CreateDatasetExportJob CreateEnrichmentJob DescribeBulkImportJob DescribeDatasetExportJob ' +
    'DescribeEnrichmentJob DescribePipelineExecution DescribeQuery DescribeSearch ExecuteQuery ' +
    'GetAssetPropertyAggregates GetAssetPropertyValue GetAssetPropertyValueHistory GetCaptureData ' +
    'GetInterpolatedAssetPropertyValues GetQueryResults GetSearchResults InvokeAssistant ListBulkImportJobs ' +
    'ListDatasetExportJobs ListEnrichmentJobs ListPipelineExecutions ListQueries ListSearches ' +
    'StartPipelineExecution StartQuery StartSearch',
  'iottwinmaker.data': 'BatchPutPropertyValues GetPropertyValue GetPropertyValueHistory',
  'runtime-v2-lex': 'DeleteSession GetSession PutSession RecognizeText RecognizeUtterance StartConversation',
  'runtime-medical-imaging':
    'CopyImageSet DeleteImageSet GetImageFrame GetImageSet GetImageSetMetadata ListImageSetVersions ' +
    'SearchImageSets UpdateImageSetMetadata',
  'storage-omics': 'CompleteMultipartReadSetUpload GetReadSet GetReference UploadReadSetPart',
  'tags-omics': '+ListTagsForResource +TagResource +UntagResource',
  'payment-cryptography.dataplane':
    'DecryptData EncryptData GenerateAs2805KekValidation GenerateAuthRequestCryptogram GenerateCardValidationData ' +
    'GenerateMac GenerateMacEmvPinChange GeneratePinData ReEncryptData TranslateKeyMaterial TranslatePinData ' +
    'VerifyAuthRequestCryptogram VerifyCardValidationData VerifyMac VerifyPinData',
  'personalize-events': 'PutActionInteractions PutActions PutEvents PutItems PutUsers',
  'personalize-runtime': 'GetActionRecommendations GetPersonalizedRanking GetRecommendations',
  'rum-dataplane': 'PutRumEvents',
  'sagemaker.featurestore-runtime': 'BatchGetRecord BatchWriteRecord DeleteRecord GetRecord ListRecords PutRecord',
  'sagemaker.metrics': 'BatchGetMetrics BatchPutMetrics',
  'sagemaker.runtime': 'InvokeEndpoint InvokeEndpointAsync InvokeEndpointWithResponseStream +CallWithBearerToken',
  'data-servicediscovery': 'DiscoverInstances DiscoverInstancesRevision',
  'mail-manager':
    'CreateAddonInstance CreateAddonSubscription CreateAddressList CreateAddressListImportJob CreateArchive ' +
    'CreateIngressPoint CreateRelay CreateRuleSet CreateTrafficPolicy DeleteAddonInstance DeleteAddonSubscription ' +
    'DeleteAddressList DeleteArchive DeleteIngressPoint DeleteRelay DeleteRuleSet DeleteTrafficPolicy ' +
    'DeregisterMemberFromAddressList GetAddonInstance GetAddonSubscription GetAddressList GetAddressListImportJob ' +
    'GetArchive GetArchiveExport GetArchiveMessage GetArchiveMessageContent GetArchiveSearch ' +
    'GetArchiveSearchResults GetIngressPoint GetMemberOfAddressList GetRelay GetRuleSet GetTrafficPolicy ' +
    'ListAddonInstances ListAddonSubscriptions ListAddressListImportJobs ListAddressLists ListArchiveExports ' +
    'ListArchiveSearches ListArchives ListIngressPoints ListMembersOfAddressList ListRelays ListRuleSets ' +
    '+ListTagsForResource ListTrafficPolicies RegisterMemberToAddressList StartAddressListImportJob ' +
    'StartArchiveExport StartArchiveSearch StopAddressListImportJob StopArchiveExport StopArchiveSearch ' +
    '+TagResource +UntagResource UpdateArchive UpdateIngressPoint UpdateRelay UpdateRuleSet UpdateTrafficPolicy',
  'sync-states': 'StartSyncExecution TestState',
};

interface Plane {
  readonly prefix: string;
  /** In lower case, as all names here. */
  readonly carries: ReadonlySet<string>;
  readonly alone: ReadonlySet<string>;
}

const planes = lazy(
  (): ReadonlyMap<string, Plane> =>
    new Map(
      Object.entries(PLANES).map(([key, text]) => {
        const names = text.toLowerCase().split(' ');
        const alone = new Set(names.filter((name) => !name.startsWith('+')));
        return [
          key,
          { prefix: prefixesOf(key)?.[0] ?? '', carries: new Set(names.map((name) => name.replace('+', ''))), alone },
        ];
      }),
    ),
);

/** Answers whether the endpoint of a service (`sagemaker.runtime`) carries an action, by name in lower case without prefix. */
export function carriedActions(service: string): (name: string) => boolean {
  const key = service.replace(/-fips(?=$|\.)/, '').replace(/\.fips$/, '');
  const own = planes().get(key);
  if (own !== undefined) return (name) => own.carries.has(name);
  const prefixes = prefixesOf(key) ?? [];
  // A prefix that is not an endpoint stands for all endpoints that carry it.
  if (prefixes.includes(key) && !endpointKeys(key).includes(key)) return () => true;
  const others = [...planes().values()].filter(({ prefix }) => prefixes.includes(prefix));
  return (name) => !others.some(({ alone }) => alone.has(name));
}
