import { z } from 'zod';

const wholeText = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);

const paging = z.object({
  page: wholeText.default(1),
  per_page: wholeText.default(25).transform((wanted) => Math.min(wanted, 100)),
});

export interface PlatformPage {
  page: number;
  perPage: number;
}

/** Reads `page` (from 1) and `per_page` (default 25, at most 100; section 7); undefined when they are no numbers. */
export function findPaging(query: unknown): PlatformPage | undefined {
  const parsed = paging.safeParse(query);
  return parsed.success ? { page: parsed.data.page, perPage: parsed.data.per_page } : undefined;
}
