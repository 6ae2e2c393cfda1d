/** The YAML parser, loaded only when a YAML file is read: a third of a run's code. */
export * from 'yaml';
