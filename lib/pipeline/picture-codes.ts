import type { ErrorCode } from '../core/error-codes';

/** What Ozon's codes about pictures mean to a seller (ozon-seller-api.md §4.4, image-rules.md §3). */
const meanings: Record<string, ErrorCode> = {
  all_image_failed: 'picture.not_loaded',
  all_image_unprocessed: 'picture.not_loaded',
  cover_unprocessed: 'picture.not_loaded',
  description_decline: 'picture.declined',
  image_decline: 'picture.declined',
  image_type_mismatch: 'picture.declined',
  pics_cant_decode: 'picture.damaged',
  pics_download_server_unavailable: 'picture.not_loaded',
  pics_http_error: 'picture.not_loaded',
  pics_internal: 'picture.not_loaded',
  pics_invalid_dimensions: 'picture.dimensions',
  pics_reading_timeout: 'picture.not_loaded',
  pics_url_unsupported: 'picture.not_loaded',
  primary_image_load_failed: 'picture.not_loaded',
  some_image_failed: 'picture.not_loaded',
  warning_all_image_failed: 'picture.not_loaded',
};

/** Our code for one of Ozon's that stands in a text; undefined when it is not about pictures. */
export function pictureCodeOf(text: string): ErrorCode | undefined {
  const known = Object.keys(meanings).find((code) => text.toLowerCase().includes(code));
  return known === undefined ? undefined : meanings[known];
}
