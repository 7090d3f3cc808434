import type { SignInStore } from '../sign-in/sign-in-store.js';
import type { NoticeChannel } from './notice.js';

/** A channel that was away for longer begins anew. */
const FORGOTTEN_AFTER_MS = 4 * 24 * 60 * 60_000;
const RENEWED_AFTER_MS = 60 * 60_000;

/**
 * Since when notices go out on a channel (UTC, ISO 8601). Of imports that began before, it tells nothing: otherwise whoever
 * sets up e-mail would be sent old news.
 */
export async function findChannelSince(
  store: Pick<SignInStore, 'addNote' | 'findNote' | 'putNote'>,
  channel: NoticeChannel,
  now: Date,
): Promise<string> {
  const at = now.toISOString();
  const expiresAt = new Date(now.getTime() + FORGOTTEN_AFTER_MS).toISOString();
  const fresh = { kind: 'channel', key: channel, body: at, expiresAt } as const;
  if (await store.addNote(fresh, at)) return at;
  const known = await store.findNote('channel', channel, at);
  if (!known) return at;
  if (Date.parse(expiresAt) - Date.parse(known.expiresAt) > RENEWED_AFTER_MS)
    await store.putNote({ ...known, expiresAt });
  return known.body;
}
