/** The result of CloudFormation's processing of a template's macros and transforms. */
export const PROCESSED = 'Check the processed template (`aws cloudformation get-template --template-stage Processed`)';
