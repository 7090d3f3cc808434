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

/** An HTTP client that follows no redirect, takes any status as an answer, and reads bodies as text. */
export function createHttp(options: HttpOptions): AxiosInstance {
  const { baseUrl, timeoutMs, token, maxAnswerBytes = MAX_ANSWER_BYTES } = options;
  return axios.create({
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
}
