import type { Config } from './config.js';
import { openStore } from './open-store.js';
import { moveInstallation, type MoveLine } from './store/move-installation.js';
import { openInstallation } from './store/sqlite/installation.js';

/** Moves everything from the data folder into a database; returns the books. Throws what `moveInstallation` and `openStore` throw. */
export async function moveEverything({ dataDir }: Config, to: string): Promise<MoveLine[]> {
  const from = openInstallation(dataDir);
  try {
    const target = await openStore({ dataDir, database: { url: to, poolSize: 2 } });
    try {
      return await moveInstallation(from, target);
    } finally {
      await target.close();
    }
  } finally {
    await from.close();
  }
}
