import type { Scene } from '../../src/scene/scene.ts';

/** The scene with one more VPC and a healthy endpoint in it. */
export function withOtherVpc(scene: Scene): Scene {
  return {
    ...scene,
    vpcs: { ...(scene.vpcs ?? { main: {} }), unrelated: {} },
    endpoints: { ...scene.endpoints, unrelated: { service: 'athena', vpc: 'unrelated' } },
  };
}
