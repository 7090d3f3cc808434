/**
 * The shortest bytes for which `fails` still holds that are found by cutting pieces out, first halves, then ever smaller ones; at most
 * `tries` are tried.
 */
export async function reduce(
  bytes: Buffer,
  fails: (bytes: Buffer) => Promise<boolean>,
  tries = 2_000,
): Promise<Buffer> {
  let shortest = bytes;
  let left = tries;
  for (let size = bytes.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at < shortest.length && left > 0; left--) {
      const cut = Buffer.concat([shortest.subarray(0, at), shortest.subarray(at + size)]);
      if (await fails(cut)) shortest = cut;
      else at += size;
    }
  }
  return shortest;
}
