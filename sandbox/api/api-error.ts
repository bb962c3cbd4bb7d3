import type { Answer } from '../tls/answer';

/** An error body of the Seller API (ozon-seller-api.md §2.2). `code` is a gRPC number, or text for limits. */
export function apiError(
  status: number,
  code: number | string,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  const body = JSON.stringify({ code, message, details: [] });
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}

/** 400 code 3, the API's answer to a request it cannot read. */
export const badRequest = (message: string) => apiError(400, 3, message);

/** 200 with a JSON body. */
export function apiResult(value: unknown, contentType = 'application/json'): Answer {
  return { status: 200, headers: { 'content-type': contentType }, body: JSON.stringify(value) };
}
