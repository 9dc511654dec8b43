/** Once for the whole package project: the tarball that npm would publish, and what is in it. */
import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { pack } from './packed.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The .tgz file, and the folder with its content. */
    packed: { readonly tarball: string; readonly content: string };
  }
}

export default function setup(project: TestProject): () => void {
  const { folder, ...packed } = pack();
  project.provide('packed', packed);
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
