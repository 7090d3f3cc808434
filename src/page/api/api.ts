import { createContext, use } from 'react';

/** A refusal of the app, or `unreachable` when it did not answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly status: number;
  readonly hint: string | undefined;

  constructor(code: string, status: number, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.status = status;
    this.hint = hint;
  }
}

/**
 * The app's JSON API as the page uses it; paths begin with `/api/`. Every call carries the token and throws `ApiError`.
 * Types of bodies are those of `web/api/wire.ts`, imported as types only.
 */
export interface Api {
  get<T>(path: string, signal?: AbortSignal): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  delete<T>(path: string): Promise<T>;
  /** `POST` of a file's bytes with `?name=`; `onProgress` gets a share from 0 to 1. */
  upload<T>(
    path: string,
    file: File,
    onProgress: (share: number) => void,
    signal: AbortSignal,
  ): Promise<T>;
  /** Fetches a file with the token and saves it under the name that the server gives. */
  download(path: string): Promise<void>;
  /**
   * Reads a stream of server-sent events, each with one JSON value, until the server ends it; joins again after a break.
   */
  stream<T>(path: string, onValue: (value: T) => void, signal: AbortSignal): Promise<void>;
}

export const ApiContext = createContext<Api | undefined>(undefined);

/** The API of the signed-in staff member. */
export function useApi(): Api {
  const api = use(ApiContext);
  if (!api) throw new Error('useApi needs an ApiContext above it.');
  return api;
}
