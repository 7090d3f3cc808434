import type { Response } from 'express';

/** Answers as the app does when it refuses. */
export function refuse(res: Response, status: number, code: string, message: string): void {
  res.status(status).json({ error: { code, message, request_id: 'req_fake' } });
}
