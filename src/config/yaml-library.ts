/** What we use of `yaml`: a third of a run's code, loaded only when there is a config to read or to print. */
export { Document, isMap, isScalar, LineCounter, parseDocument, YAMLMap } from 'yaml';
