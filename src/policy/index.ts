/**
 * What a VPC endpoint policy allows, decided by meaning. The way in is `parsePolicy` and then `analyze`; `faultsOf`
 * orders what is wrong with a policy, `evaluate` and `allows` check one request.
 */
export { foreignActions, mismatchedLevels, type NamedAction, unknownActions } from './actions.ts';
export { type Analysis, analyze, type Tri } from './analyze.ts';
export { webIdentity } from './blocked.ts';
export type { ParsedPolicy, Problem } from './document/document.ts';
export type { EndpointFacts } from './document/endpoint-facts.ts';
export { parsePolicy } from './document/parse.ts';
export { MAX_CHARACTERS, problemsOf } from './document/validate.ts';
export { allows, evaluate } from './evaluate.ts';
export type { Fault, Judgement, PolicyRule } from './fault.ts';
export { faultsOf, isDefaultDocument } from './faults.ts';
export { type Holder, type Reach, reachesAws, type Signer } from './reach.ts';
export type { Request } from './request.ts';
export { awsBuckets } from './service/aws-owned.ts';
export { serviceOf } from './service/infer.ts';
export { prefixesOf } from './service/prefixes.ts';
export { untilOf } from './time-limit.ts';
export type { Vacuity, VacuityKind } from './vacuity.ts';
export { type NothingCause, whyNothing } from './why-nothing.ts';
export type { Witness } from './witness.ts';
