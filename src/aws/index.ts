export * from './ip.ts';
export * from './partitions.ts';
export * from './protocol.ts';
export * from './service-facts.ts';
export * from './service-name.ts';
export * from './service-row.ts';
export { NO_CROSS_REGION_ZONE_IDS, SERVICES_DATE } from './services.generated.ts';
export * from './services.ts';
export * from './zones.ts';
