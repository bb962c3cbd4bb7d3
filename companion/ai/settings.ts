import { z } from 'zod';
import { needed, neededAddress } from '../settings';

/** A service that speaks OpenAI's images API. */
export type ImageProviderSettings = { baseUrl: string; apiKey: string; model: string; size?: string | undefined };

const shape = z.object({
  AI_BASE_URL: neededAddress('AI_BASE_URL', 'https://api.openai.com/v1'),
  AI_API_KEY: needed('AI_API_KEY', { example: '<key of the provider>' }),
  AI_MODEL: needed('AI_MODEL', { example: 'gpt-image-1' }),
  AI_SIZE: needed('AI_SIZE', {
    example: '1024x1536',
    pattern: /^(?:auto|[1-9]\d{1,4}x[1-9]\d{1,4})$/,
    expected: 'auto or width and height in pixels',
  }).optional(),
});

const variables = Object.keys(shape.shape);

type Texts = Readonly<Record<string, string>>;

/** The image provider an environment names, if any; `problems` are sentences with the variable, never a value. */
export function chooseImageProvider(environment: Texts): { provider?: ImageProviderSettings; problems: string[] } {
  if (!variables.some((name) => name in environment)) return { problems: [] };
  const { data, error } = shape.safeParse(environment);
  if (!data) return { problems: error.issues.map(({ message }) => message) };
  const { AI_BASE_URL: baseUrl, AI_API_KEY: apiKey, AI_MODEL: model, AI_SIZE: size } = data;
  return { provider: { baseUrl, apiKey, model, size }, problems: [] };
}
