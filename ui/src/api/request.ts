type QueryValue = string | number | boolean | undefined | readonly string[];

export interface RequestOptions {
  query?: Record<string, QueryValue>;
  body?: unknown;
  signal?: AbortSignal;
}

/** Address below the page's own base, so that the UI works under any path prefix. */
export function serverUrl(path: string, query: Record<string, QueryValue> = {}): string {
  const url = new URL(path, document.baseURI);
  url.hash = '';
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const item of value) url.searchParams.append(name, item);
    else if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url.toString();
}

/** The address under which scripts reach this server, without a slash at its end. */
export function serverAddress(): string {
  return serverUrl('.').replace(/\/$/, '');
}

/** Where the tracking API answers, and Barograph's own routes, below the page's base. */
export const TRACKING = 'ajax-api/2.0/mlflow/';
export const NATIVE = 'api/barograph/1/';

/** Address and options with which `fetch` asks for something. */
export function requested(
  method: string,
  path: string,
  { query, body, signal }: RequestOptions,
): [string, RequestInit] {
  const init: RequestInit = { method, signal };
  if (body !== undefined) {
    init.headers = { 'Content-Type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  return [serverUrl(path, query), init];
}
