/** The values of a Markdown text's `json` blocks, in order; one that is no JSON throws. */
export function jsonBlocksOf(markdown: string): unknown[] {
  const blocks = [...markdown.matchAll(/^( *)```json\n([\s\S]*?)^\1```$/gm)];
  return blocks.map(([, , text = '']): unknown => JSON.parse(text));
}
