/** Why Ozon did not take a picture: codes of ozon-seller-api.md §4.4 with a sentence each. */
export const pictureFaults = {
  pics_http_error: 'Image could not be downloaded: the link answered with an error',
  pics_reading_timeout: 'Image could not be downloaded in time',
  pics_cant_decode: 'Image could not be read: only JPG and PNG are supported',
  pics_invalid_dimensions: 'Image dimensions are not supported',
} as const;

export type PictureFault = keyof typeof pictureFaults;

/** A picture that is missing from the set, and why. `field` is the one of the import call. */
export type PictureError = { code: string; url: string; field: 'images' | 'color_image' };

/** The sentence of a code; codes planned by a test have a plain one. */
export const sentenceOf = (code: string): string =>
  Object.entries(pictureFaults).find(([known]) => known === code)?.[1] ?? `Image was not accepted (${code})`;

const level = 'ERROR_LEVEL_WARNING';

/** An entry of `errors[]` of `/v3/product/info/list`. */
export function infoErrorOf({ code, url, field }: PictureError) {
  const message = sentenceOf(code);
  const params = url === '' ? [] : [{ name: 'url', value: url }];
  const texts = {
    attribute_name: '',
    message,
    description: message,
    short_description: message,
    hint_code: '',
    params,
  };
  return { code, field, level, state: 'pics_delivered', attribute_id: 0, texts };
}

/** An entry of `errors[]` of one item of `/v1/product/import/info`. */
export function importErrorOf({ code, url, field }: PictureError) {
  const message = sentenceOf(code);
  const names = { attribute_id: 0, attribute_name: '', optional_description_elements: {} };
  return { code, message, state: 'pics_delivered', level, description: url, field, ...names };
}
