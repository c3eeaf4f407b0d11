/** What the server answered instead of a result. `code` is its stable error code, `status` the HTTP status (0: no answer). */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Whether the server says that what was asked cannot be understood: asking again will not help, asking otherwise may. */
export function isMisunderstood(error: Error | null): error is ApiError {
  return error instanceof ApiError && error.code === 'INVALID_PARAMETER_VALUE';
}

/** Reads the JSON error body of the wire protocol; anything else is named by its HTTP status. */
export async function errorOf(response: Response): Promise<ApiError> {
  const text = await response.text();
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'error_code' in body) {
      const message = 'message' in body ? String(body.message) : String(body.error_code);
      return new ApiError(String(body.error_code), message, response.status);
    }
  } catch {
    // Not JSON: a proxy or a plain-text answer.
  }
  return new ApiError(`HTTP_${response.status}`, `${response.status} ${response.statusText}`.trim(), response.status);
}
