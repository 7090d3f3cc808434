import axios, { type AxiosInstance } from 'axios';

/** Answers of the host larger than this are not read (promises S30). */
const MAX_ANSWER_BYTES = 1024 * 1024;

export interface HttpOptions {
  baseUrl: string;
  timeoutMs: number;
  /** Sent as a bearer token with every request. */
  token?: string | undefined;
  maxAnswerBytes?: number;
}

/**
 * An HTTP client that follows no redirect, takes any status as an answer, and reads bodies as text. What is not there whole
 * when the time is over is given up, unless a request brings a signal of its own.
 */
export function createHttp(options: HttpOptions): AxiosInstance {
  const { baseUrl, timeoutMs, token, maxAnswerBytes = MAX_ANSWER_BYTES } = options;
  const http = axios.create({
    baseURL: baseUrl,
    timeout: timeoutMs,
    maxRedirects: 0,
    maxContentLength: maxAnswerBytes,
    proxy: false,
    responseType: 'text',
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
    headers: {
      'user-agent': 'clientferry',
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  });
  http.interceptors.request.use((request) => {
    // axios's own time-out starts anew with every piece of an answer that drips.
    request.signal ??= AbortSignal.timeout(timeoutMs);
    return request;
  });
  return http;
}
