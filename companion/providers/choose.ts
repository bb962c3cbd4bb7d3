import type { Provider, StorageSettings } from '../settings';
import { aws } from './aws';
import { oss } from './oss';
import { r2 } from './r2';
import { s3 } from './s3';
import { yandex } from './yandex';

type Texts = Readonly<Record<string, string>>;

const providers: readonly Provider[] = [r2, oss, yandex, aws, s3];

const setOf = ({ variables }: Provider, environment: Texts) => variables.filter((name) => name in environment);
const familyOf = (variable: string) => `${variable.split('_')[0]}_*`;

const bothSet = (one: string, other: string) =>
  `${one} and ${other} belong to two storages; set the ${familyOf(one)} variables or the ${familyOf(other)} ones, not both`;

/**
 * The storage an environment means, by which variables are set; R2 is asked for when there is none. `problems` are
 * sentences that name the variables, never a value.
 */
export function chooseStorage(environment: Texts): { storage?: StorageSettings; problems: string[] } {
  const suits = (provider: Provider) =>
    provider.suits ? provider.suits(environment) : setOf(provider, environment).length > 0;
  const [chosen = r2, ...others] = providers.filter(suits);
  const [variable = ''] = setOf(chosen, environment);
  const clashes = others.map((other) => bothSet(variable, setOf(other, environment)[0] ?? ''));
  const { data, error } = chosen.read(environment);
  const problems = [...clashes, ...(error?.issues ?? []).map(({ message }) => message)];
  return { ...(data && problems.length === 0 && { storage: data }), problems };
}
