import { useEffect, useState } from 'react';

type Item<T> = { getValue: () => Promise<T>; watch: (changed: (value: T) => void) => () => void };

/** The value of a storage item as it is now; undefined until it was read. */
export function useStored<T>(item: Item<T>): T | undefined {
  const [value, setValue] = useState<{ read: T }>();
  useEffect(() => {
    let current = true;
    const show = (read: T) => current && setValue({ read });
    const stop = item.watch(show);
    void item.getValue().then(show);
    return () => {
      current = false;
      stop();
    };
  }, [item]);
  return value?.read;
}
