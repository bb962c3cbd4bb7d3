import { z } from 'zod';
import { needed, neededAddress, neededBucket, type Provider, usualQuirks } from '../settings';

const shape = z.object({
  YANDEX_BUCKET_NAME: neededBucket('YANDEX_BUCKET_NAME'),
  YANDEX_ACCESS_KEY_ID: needed('YANDEX_ACCESS_KEY_ID', { example: '<static key id of the service account>' }),
  YANDEX_SECRET_ACCESS_KEY: needed('YANDEX_SECRET_ACCESS_KEY', { example: '<secret of that static key>' }),
  YANDEX_PUBLIC_BASE: neededAddress('YANDEX_PUBLIC_BASE', 'https://storage.yandexcloud.net/my-pictures'),
});

const settings = shape.transform((environment) => ({
  ...usualQuirks,
  name: 'yandex',
  displayName: 'Yandex Object Storage',
  endpoint: 'https://storage.yandexcloud.net',
  addressing: 'path' as const,
  region: 'ru-central1',
  bucket: environment.YANDEX_BUCKET_NAME,
  accessKeyId: environment.YANDEX_ACCESS_KEY_ID,
  secretAccessKey: environment.YANDEX_SECRET_ACCESS_KEY,
  publicBase: environment.YANDEX_PUBLIC_BASE,
}));

/** Yandex Object Storage: one endpoint, one region; near Ozon's servers, which carriers do not throttle (product.md B5). */
export const yandex: Provider = {
  variables: Object.keys(shape.shape),
  read: (environment) => settings.safeParse(environment),
};
