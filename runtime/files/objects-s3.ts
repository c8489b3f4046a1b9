/** Objects in a bucket of an S3 service. */
import { checkKey, type Objects } from './objects.ts';

export interface BucketOptions {
  /** Address of the service. */
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export function createBucketObjects({ endpoint, bucket: Bucket, region, accessKeyId, secretAccessKey }: BucketOptions): Objects {
  // The library is large: only who has a bucket loads it.
  const loaded = import('@aws-sdk/client-s3').then((s3) => ({
    ...s3,
    client: new s3.S3Client({
      endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey },
      // Services of clouds at home know no addresses with the bucket in front.
      forcePathStyle: true,
      maxAttempts: 4,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: 3_000, requestTimeout: 30_000 },
    }),
  }));
  return {
    async put(key, bytes) {
      const { client, PutObjectCommand } = await loaded;
      await client.send(new PutObjectCommand({ Bucket, Key: checkKey(key), Body: bytes, ContentType: 'application/octet-stream' }));
    },
    async get(key) {
      const { client, GetObjectCommand, NoSuchKey } = await loaded;
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: checkKey(key) }));
        return Body ? Buffer.from(await Body.transformToByteArray()) : undefined;
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    async remove(key) {
      const { client, DeleteObjectCommand } = await loaded;
      await client.send(new DeleteObjectCommand({ Bucket, Key: checkKey(key) }));
    },
  };
}
