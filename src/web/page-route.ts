import { Router, type RequestHandler } from 'express';
import { FerryError } from '../errors.js';
import { notFound } from './error-handler.js';
import { createNonce } from './nonce.js';
import { ENCODINGS, loadPageFiles, type PageFiles } from './page-files.js';

/** Stands in the built document wherever the nonce of one answer goes (`page/vite.config.ts`). */
const NONCE_MARK = '__NONCE__';

export interface PageRouteDeps {
  /** Folder of the built page. */
  pageFolder: string;
  /** Origins that may show the page in a frame; from the configuration, never from a request (promises S10). */
  frameAncestors: readonly string[];
}

/**
 * The staff page: GET `/` and `/start`, where the CRM opens it in a frame, and its files under `/assets`. Until it is built,
 * those paths answer 503 and 404.
 */
export function createPageRoute({ pageFolder, frameAncestors }: PageRouteDeps): Router {
  const files = loadPageFiles(pageFolder);
  const router = Router();
  router.get(['/', '/start'], serveDocument(files, frameAncestors));
  router.get('/assets/:name', serveAsset(files));
  return router;
}

function serveDocument(
  files: PageFiles | undefined,
  frameAncestors: readonly string[],
): RequestHandler {
  return (_req, res) => {
    if (!files)
      throw new FerryError('internal', 'The staff page is not built.', {
        hint: 'Run: npm run build',
      });
    const nonce = createNonce();
    // The older header knows no list of sites; browsers that read it would refuse the CRM.
    res.removeHeader('x-frame-options');
    res.set({
      'content-security-policy': documentPolicy(nonce, frameAncestors),
      // The pop-up in which staff sign in must find its way back to the frame that opened it.
      'cross-origin-opener-policy': 'unsafe-none',
      'cross-origin-resource-policy': 'cross-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
    });
    res.end(files.document.replaceAll(NONCE_MARK, nonce));
  };
}

const documentPolicy = (nonce: string, frameAncestors: readonly string[]) =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors.length > 0 ? frameAncestors.join(' ') : "'none'"}`,
  ].join('; ');

/** Assets never change under a name, so browsers keep them for good. */
function serveAsset(files: PageFiles | undefined): RequestHandler<{ name: string }> {
  return async (req, res, next) => {
    const asset = files?.assets.get(req.params.name);
    if (!asset) {
      notFound(req, res, next);
      return;
    }
    const best = ENCODINGS.find((one) => req.acceptsEncodings(one) !== false);
    const encoding = (asset.isPackable ? best : undefined) ?? 'identity';
    const body = await asset.read(encoding);
    res.set({
      'content-type': asset.type,
      'content-length': String(body.length),
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    });
    res.end(body);
  };
}
