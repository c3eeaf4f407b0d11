import { takeEarly } from './early';
import { ApiError, errorOf } from './error';
import { NATIVE, type RequestOptions, requested, TRACKING } from './request';

async function answer(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await (takeEarly(url, init) ?? fetch(url, init));
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiError('NO_ANSWER', 'The server does not answer. Is it running, and is the network up?', 0);
  }
  if (!response.ok) throw await errorOf(response);
  return response;
}

async function send<T>(method: string, path: string, options: RequestOptions): Promise<T> {
  const response = await answer(...requested(method, path, options));
  const text = await response.text();
  return (text === '' ? {} : JSON.parse(text)) as T;
}

async function bytes(path: string, body: unknown, signal?: AbortSignal): Promise<Uint8Array> {
  const [url, init] = requested('POST', path, { body, signal });
  const response = await answer(url, { ...init, headers: { ...init.headers, Accept: 'application/msgpack' } });
  return new Uint8Array(await response.arrayBuffer());
}

/** The tracking API, one method a verb; every failure is an `ApiError`. Paths are relative to `ajax-api/2.0/mlflow/`. */
export const api = {
  get: <T>(path: string, query?: RequestOptions['query'], signal?: AbortSignal) =>
    send<T>('GET', TRACKING + path, { query, signal }),
  post: <T>(path: string, body: unknown, signal?: AbortSignal) => send<T>('POST', TRACKING + path, { body, signal }),
  patch: <T>(path: string, body: unknown) => send<T>('PATCH', TRACKING + path, { body }),
  delete: <T>(path: string, body: unknown) => send<T>('DELETE', TRACKING + path, { body }),
  /** Barograph's own routes, relative to `api/barograph/1/`. */
  native: {
    get: <T>(path: string, query?: RequestOptions['query'], signal?: AbortSignal) =>
      send<T>('GET', NATIVE + path, { query, signal }),
    post: <T>(path: string, body: unknown, signal?: AbortSignal) => send<T>('POST', NATIVE + path, { body, signal }),
    /** The answer as MessagePack. */
    packed: (path: string, body: unknown, signal?: AbortSignal) => bytes(NATIVE + path, body, signal),
  },
  /** Bytes of a file, by full address. */
  file: (url: string, signal?: AbortSignal, headers?: Record<string, string>) => answer(url, { signal, headers }),
};
