/**
 * What making up for the unknown cannot tell: values whose forms are not known here (policies, names in records, parts of
 * a plan that was cut), and facts that are told by sets of which more may be elsewhere.
 */
export const NOT_TOLD = [
  /^policy\//,
  /^transport\/zonal-name-used /,
  /clients of other VPCs/,
  /is not in the file$/,
  // Of which services the endpoints of a profile are.
  /what (the )?profile .* holds is not in the input/,
  /default security group of .* are not in the input/,
  // Where a record of a hosted zone leads.
  /it is not known whether the hosted zone .* leads to /,
  // As which account a data source and a subnet name their zones.
  /^availability\/az-not-supported .* which of .* are meant/,
];
