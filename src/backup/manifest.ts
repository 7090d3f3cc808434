import { z } from 'zod';

/** Version of the form of backups; raised when an older program could not restore one. */
export const BACKUP_VERSION = 1;

export const MANIFEST = 'manifest.json';
export const CONTROL = 'control.db';

/** The files of a data folder that a backup holds, by their path in it. No name leads out of the folder. */
const FILE_NAME = /^(control\.db|batches\/[\w-]{1,100}\.db|uploads\/[\w-]{1,100})$/;

/** What a backup says about itself; its last entry. */
export const manifest = z.object({
  what: z.literal('clientferry backup'),
  version: z.number(),
  /** UTC, ISO 8601. */
  createdAt: z.iso.datetime(),
  /** Of `control.db`: how many migrations have run. */
  storeVersion: z.number(),
  files: z.array(
    z.object({
      name: z.string().regex(FILE_NAME),
      bytes: z.number().int().min(0),
      /** Lower-case hex. */
      sha256: z.string(),
    }),
  ),
});
export type Manifest = z.infer<typeof manifest>;
export type BackedUpFile = Manifest['files'][number];

export const batchFileName = (id: string): string => `batches/${id}.db`;
export const uploadFileName = (id: string): string => `uploads/${id}`;
