import type { AppError } from '../../core/app-error';
import { defaultSettings, type Settings } from '../../core/settings';
import type { Archives, FileSaver, Shelf } from '../../pipeline/shelf';

/** Archives and saved files in memory; `refuse` says what befalls the next files, `refuseWrite` the next archives. */
export function createMemoryDisk(shelf: Shelf) {
  const written = new Map<string, Uint8Array<ArrayBuffer>>();
  const saved = new Map<string, string>();
  const refuse: AppError[] = [];
  const refuseWrite: AppError[] = [];
  let settings = defaultSettings;

  const archives: Archives = {
    async write(name, content) {
      const refused = refuseWrite.shift();
      if (refused) throw refused;
      const bytes = new Uint8Array(await new Response(content).arrayBuffer());
      written.set(name, bytes);
      return bytes.length;
    },
    async delete() {},
  };
  const saver: FileSaver = {
    async save({ key, path }) {
      const refused = refuse.shift();
      if (refused) throw refused;
      saved.set(key, path);
      return { path: `/home/shop/Downloads/${path}`, renamed: false };
    },
  };
  return {
    ...{ shelf, archives, saver, written, saved, refuse, refuseWrite },
    settings: () => settings,
    set(changes: Partial<Settings>) {
      settings = { ...settings, ...changes };
    },
    deleteArchives: async (isChosen: (name: string) => Promise<boolean>) => {
      for (const name of [...written.keys()]) if (await isChosen(name)) written.delete(name);
    },
  };
}
