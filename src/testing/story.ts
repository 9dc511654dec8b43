/**
 * What happened in the kit's world, one sentence each: what a failing verb shows.
 */
export interface Story {
  add(sentence: string): void;
  readonly lines: readonly string[];
  clear(): void;
}

export function createStory(): Story {
  const lines: string[] = [];
  return {
    add: (sentence) => {
      lines.push(sentence);
    },
    lines,
    clear: () => {
      lines.length = 0;
    },
  };
}
