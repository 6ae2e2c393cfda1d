/** What is known of the endpoint a policy is attached to. */
export interface EndpointFacts {
  /** Endpoint service key as in the service table: `s3`, `ecr.api`; null when not known. */
  readonly service: string | null;
  /** On a gateway endpoint an account id as Principal means its root user only. Null: not known. */
  readonly type: 'Gateway' | 'Interface' | null;
  readonly region?: string | null | undefined;
  /** `vpce-...`; absent before it exists. */
  readonly id?: string | null | undefined;
  /** Symbol of unknown leaves that stand for this endpoint's id: `aws_vpc_endpoint.s3.id`. */
  readonly idSymbol?: string | undefined;
  readonly vpcId?: string | null | undefined;
  readonly vpcSymbol?: string | undefined;
  /** Account that owns the endpoint. */
  readonly ownerId?: string | null | undefined;
  /** The time at which conditions are evaluated; default: the time of the call. */
  readonly now?: Date | undefined;
}
