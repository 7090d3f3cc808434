import { writeFileSync } from 'node:fs';

const HEADER = 'Client ID,First name,Last name,Email,Phone';

/** A plain list of made-up clients 1..n, all of them fine. */
export function plainList(n: number): string {
  const lines = [HEADER];
  for (let i = 1; i <= n; i++) {
    lines.push(
      `${String(i).padStart(6, '0')},Mira,Okafor,client${i}@example.org,+442079${String(i % 1_000_000).padStart(6, '0')}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** Writes a plain list of n clients. */
export function writePlainList(path: string, n: number): void {
  writeFileSync(path, plainList(n));
}
