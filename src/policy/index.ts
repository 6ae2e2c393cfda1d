/**
 * What a VPC endpoint policy lets through, decided by meaning. The way in is `analysisOf`; `faultsOf` orders what is
 * wrong with a policy, `sentence` says a witness in words, `evaluate` and `allows` judge one request.
 */
export { foreignActions, mismatchedLevels, type NamedAction, unknownActions } from './actions.ts';
export { type Analysis, analyze, type DeadStatement, type Tri } from './analyze.ts';
export { AWS_BUCKETS, awsBuckets } from './aws-owned.ts';
export { webIdentity } from './blocked.ts';
export type { Condition, ParsedPolicy, Problem, Statement } from './document.ts';
export { allows, type Evaluation, evaluate, type Truth } from './evaluate.ts';
export type { Fault, Judgement, PolicyRule, Undecided } from './fault.ts';
export { faultsOf, isDefaultDocument } from './faults.ts';
export type { Place } from './json.ts';
export { analysisOf, DEFAULT_POLICY } from './memo.ts';
export { parsePolicy } from './parse.ts';
export { prefixesOf } from './prefixes.ts';
export { type Reach, reachesAws } from './reach.ts';
export type { Request } from './request.ts';
export { sentence, statementName } from './sentence.ts';
export { type EndpointFacts, isConfigured, type Trust } from './trust.ts';
export type { Vacuity, VacuityKind } from './vacuity.ts';
export { MAX_CHARACTERS, problemsOf } from './validate.ts';
export type { Witness } from './witness.ts';
