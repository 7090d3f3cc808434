import type { Response } from 'express';

export interface PolicyOptions {
  /** Origins beside our own that may be shown in a frame. */
  frames?: readonly string[];
  /** Origins beside our own to which a form may lead; a redirect after a form counts (CSP level 3). */
  forms?: readonly string[];
}

/** Sends a page of the CRM under a policy of its own style, its own forms and no script at all. */
export function sendPage(res: Response, page: string, options: PolicyOptions = {}): void {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    ['form-action', "'self'", ...(options.forms ?? [])].join(' '),
    ['frame-src', ...(options.frames?.length ? options.frames : ["'none'"])].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  res.set({
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  res.type('html').send(page);
}
