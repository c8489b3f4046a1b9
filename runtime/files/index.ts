/** Contents of materials: kept, opened and scanned. */
import path from 'node:path';
import { createInspector, type Inspector } from './inspector.ts';
import { createDiskObjects, createMemoryObjects } from './objects.ts';
import { createBucketObjects } from './objects-s3.ts';
import { createScanner, type Scan } from './scanner.ts';
import { createVault, type Vault } from './vault.ts';

export { type FileType, fileTypes } from './inspect/types.ts';
export { archiveTrouble } from './inspect/zip.ts';
export type { Inspector } from './inspector.ts';
export type { Vault } from './vault.ts';

export interface Files {
  vault: Vault;
  inspector: Inspector;
  /** Absent when no scanner is set. */
  scan?: Scan;
}

export interface FilesConfig {
  masterKey: string;
  /** Folder of the product's data; without it nothing outlives the process. */
  dataDir?: string;
  s3Endpoint?: string;
  s3Bucket?: string;
  s3Region?: string;
  s3AccessKey?: string;
  s3SecretKey?: string;
  scanCommand?: string;
  scanUrl?: string;
}

/** A bucket where one is named, else a folder beside the product's other data. */
export function createFiles(config: FilesConfig): Files {
  const { masterKey, dataDir, s3Endpoint, s3Bucket, s3Region = '', s3AccessKey = '', s3SecretKey = '' } = config;
  const objects =
    s3Endpoint && s3Bucket
      ? createBucketObjects({
          endpoint: s3Endpoint,
          bucket: s3Bucket,
          region: s3Region,
          accessKeyId: s3AccessKey,
          secretAccessKey: s3SecretKey,
        })
      : dataDir
        ? createDiskObjects(path.resolve(dataDir, 'materials'))
        : createMemoryObjects();
  const scan = createScanner({ command: config.scanCommand, url: config.scanUrl });
  return { vault: createVault({ objects, masterKey }), inspector: createInspector(), ...(scan ? { scan } : {}) };
}
