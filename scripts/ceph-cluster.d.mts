export const accessKey: string;
export const secretKey: string;
/** The name of a key with which the gateway encrypts at rest. */
export const encryptionKey: string;

/** The smallest Ceph that speaks S3, on loopback, with all objects in memory. */
export class CephCluster {
  static start(): Promise<CephCluster>;
  /** Where S3 is spoken. */
  readonly endpoint: string;
  /** The variables by which clients find it, and its key. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the gateway at once, as a crash does; the objects stay. */
  killGateway(): Promise<void>;
  startGateway(): Promise<void>;
  end(): Promise<void>;
}
