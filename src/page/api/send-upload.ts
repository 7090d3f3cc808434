export interface Upload {
  url: string;
  token: string | undefined;
  file: File;
  /** Gets a share from 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/**
 * Posts the bytes of a file; through XMLHttpRequest, since `fetch` tells no progress of a request. Gives the answer whatever
 * its status; throws when there is none, an `AbortError` when the signal says so.
 */
export function sendUpload(upload: Upload): Promise<{ status: number; body: string }> {
  const { url, token, file, onProgress, signal } = upload;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = (): void => {
      request.abort();
    };
    const abortError = (): DOMException =>
      new DOMException('The upload was stopped.', 'AbortError');
    if (signal.aborted) {
      reject(abortError());
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    request.addEventListener('loadend', () => {
      signal.removeEventListener('abort', abort);
    });
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      resolve({ status: request.status, body: request.responseText });
    });
    request.addEventListener('error', () => {
      reject(new Error('No answer.'));
    });
    request.addEventListener('abort', () => {
      reject(abortError());
    });
    request.open('POST', url);
    request.setRequestHeader('content-type', 'application/octet-stream');
    if (token !== undefined) request.setRequestHeader('authorization', `Bearer ${token}`);
    request.send(file);
  });
}
