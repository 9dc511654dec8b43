/** As much of Node as `./node` uses: the rest of src has no types of Node, since it never runs there. */
declare module 'node:url' {
  export function fileURLToPath(url: URL | string): string;
}
