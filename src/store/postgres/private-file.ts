import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file on this machine that only this user may read. */
export interface PrivateFile {
  path: string;
  file: FileHandle;
  /** Takes its name away; who has it open goes on. */
  remove: () => Promise<void>;
}

/** Makes an empty file for reading and writing, in a folder of its own with a random name among the temporary ones. */
export async function createPrivateFile(): Promise<PrivateFile> {
  // Made with mode 0700.
  const folder = await mkdtemp(join(tmpdir(), 'clientferry-upload-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'upload');
  try {
    return { path, file: await open(path, 'wx+', 0o600), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
