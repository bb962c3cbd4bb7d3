import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'wxt';

export default defineConfig({
  modules: ['@wxt-dev/module-react', '@wxt-dev/webextension-polyfill'],
  imports: false,
  manifestVersion: 3,
  vite: () => ({ plugins: [tailwindcss()] }),
  hooks: {
    // Content scripts need no polyfill: they send messages only, and each of its bytes is parsed on every page.
    'vite:build:extendConfig': (entrypoints, config) => {
      const alias: unknown = config.resolve?.alias;
      if (entrypoints.every(({ type }) => type === 'content-script') && alias instanceof Object)
        Reflect.deleteProperty(alias, 'wxt/browser');
    },
  },
  manifest: ({ browser }) => ({
    name: '__MSG_extensionName__',
    description: '__MSG_extensionDescription__',
    default_locale: 'en',
    permissions: [
      'storage',
      'unlimitedStorage',
      'alarms',
      'notifications',
      'downloads',
      'declarativeNetRequestWithHostAccess',
      ...(browser === 'firefox' ? [] : ['offscreen', 'sidePanel']),
    ],
    host_permissions: [
      'https://seller.ozon.ru/*',
      'https://seller.ozonru.cn/*',
      'https://api-seller.ozon.ru/*',
      'https://*.ozone.ru/*',
      'https://*.ozonru.cn/*',
      'https://*.ozonusercontent.com/*',
      'https://*.r2.cloudflarestorage.com/*',
    ],
    ...(browser === 'firefox'
      ? { browser_specific_settings: { gecko: { id: 'ozon-image-bridge@extension', strict_min_version: '128.0' } } }
      : { minimum_chrome_version: '123' }),
  }),
});
